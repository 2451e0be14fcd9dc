"""Every citation resolves, every reference is cited, and no parameter goes without a source."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import mi_abm
from mi_abm.describe.declared import cite, parameters, references
from mi_abm.scenario.text import read

PACKAGE = Path(mi_abm.__file__).parent
NO_KEYS = {"assumption", "own"}
ROWS = {
    "meta-perceptions", "injunctive-norms", "descriptive-norms", "social-modelling", "perceived-social-support",
    "social-feedback", "attachment-ties", "shared-cognition", "relational-self-perceptions",
}  # fmt: skip


def docstrings() -> Iterator[str]:
    for file in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef)):
                yield ast.get_docstring(node) or ""


CITED = [key for doc in docstrings() for key in re.findall(r"\[([A-Z][A-Za-z]+\d+(?::[a-z-]+)?)\]", doc)]
SOURCES = {d.path: d.source for d in parameters()}


def test_every_key_resolves() -> None:
    keys = {key.split(":")[0] for key in CITED} | (set(SOURCES.values()) - NO_KEYS)
    assert keys - set(references()) == set()


def test_no_reference_is_unused() -> None:
    assert set(references()) - {key.split(":")[0] for key in CITED} - set(SOURCES.values()) == set()


def test_cited_rows_are_rows_of_the_source_table() -> None:
    rows = {key.split(":")[1] for key in CITED if ":" in key}
    assert rows
    assert rows <= ROWS


def test_every_parameter_says_where_its_value_comes_from() -> None:
    assert [path for path, source in SOURCES.items() if not source] == []


@pytest.mark.parametrize("key", references())
def test_a_reference_is_complete(key: str) -> None:
    entry = references()[key]
    assert set(entry) - {"doi"} == {"authors", "year", "title", "where", "verified"}
    assert key == "Table2" or key.endswith(str(entry["year"]))
    assert isinstance(entry["verified"], bool)
    assert re.fullmatch(r"10\.\d{4,9}/\S+", entry.get("doi", "10.0000/none"))
    assert str(entry["title"]) in cite(key)


def test_the_citation_file_names_this_version_and_the_source_paper() -> None:
    citation = read(PACKAGE.parent / "CITATION.cff").data
    assert citation["version"] == mi_abm.__version__
    assert [entry["doi"] for entry in citation["references"]] == [references()["Table2"]["doi"]]
