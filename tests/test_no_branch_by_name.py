"""No branch of the package knows a pitfall or a scenario by name: harm comes from mechanisms, and vanishes with them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from mi_abm.describe.pitfalls import pitfalls
from mi_abm.scenario.load import packaged

ROOT = Path(__file__).resolve().parents[1]
NAMES = {*(p.id for p in pitfalls()), *(file.stem for file in packaged().glob("*.yaml"))}


def compared(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield the strings that a file compares or matches something with, or tests for: (line, string)."""
    for node in ast.walk(tree):
        asked: list[ast.AST] = []
        if isinstance(node, ast.Compare):
            asked = [node.left, *node.comparators]
        elif isinstance(node, ast.MatchValue):
            asked = [node.value]
        elif (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in ("endswith", "startswith")
        ):
            asked = list(node.args)
        for part in asked:
            for leaf in ast.walk(part):
                if isinstance(leaf, ast.Constant) and isinstance(leaf.value, str):
                    yield leaf.lineno, leaf.value


def knows(text: str) -> bool:
    return text in NAMES or "pitfall" in text or "mitigat" in text


def test_no_branch_knows_a_pitfall_or_a_scenario_by_name() -> None:
    files = sorted((ROOT / "mi_abm").rglob("*.py"))
    found = [
        f"{f.relative_to(ROOT)}:{line}: {text!r}"
        for f in files
        for line, text in compared(ast.parse(f.read_text("utf-8")))
        if knows(text)
    ]
    assert found == []


def test_such_a_branch_would_be_found() -> None:
    for line in (
        "if name == 'rotation_pitfall': x = 1",
        "y = 1 if 'P1' in found else 2",
        "z = name.endswith('_pitfall')",
    ):
        assert any(knows(text) for _, text in compared(ast.parse(line)))
