"""The public face: sorted, complete, importable, cheap, and the same for people, editors and the interpreter."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import mi_abm

FACE = ast.parse(Path(mi_abm.__file__).read_text("utf-8"))
FOR_EDITORS = {
    alias.name: node.module
    for block in FACE.body
    if isinstance(block, ast.If)
    for node in block.body
    if isinstance(node, ast.ImportFrom)
    for alias in node.names
}


def test_the_list_is_sorted_and_without_doubles() -> None:
    assert mi_abm.__all__ == sorted(set(mi_abm.__all__))


def test_editors_see_what_the_interpreter_finds() -> None:
    assert FOR_EDITORS == mi_abm._HOME
    assert {*FOR_EDITORS, "__version__"} == set(mi_abm.__all__)


@pytest.mark.parametrize("name", [n for n in mi_abm.__all__ if n != "__version__"])
def test_each_name_is_there_and_documented(name: str) -> None:
    found = getattr(mi_abm, name)
    assert found.__module__ == FOR_EDITORS[name]
    assert found.__doc__


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'rotate'"):
        mi_abm.rotate  # noqa: B018


def test_importing_costs_nothing() -> None:
    heavy = "{'numpy', 'pandas', 'mesa', 'pydantic', 'matplotlib', 'scipy', 'pyarrow'}"
    code = f"import sys, mi_abm; print(sorted({heavy} & set(sys.modules)))"
    assert subprocess.check_output([sys.executable, "-c", code], text=True).strip() == "[]"
