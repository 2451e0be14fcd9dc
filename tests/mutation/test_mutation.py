"""The tests of the rules can fail: they notice changes of one sign or one term."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.mutation.changes import CHANGES, FEW, Change
from tests.mutation.sites import every
from tests.mutation.trial import ROOT, targets, try_out, workshop

PACKAGE = ROOT / "mi_abm"


@pytest.fixture(scope="module")
def copy() -> Iterator[Path]:
    """Yield a folder with a copy of the package and its tests."""
    with workshop() as folder:
        yield folder


@pytest.mark.slow
@pytest.mark.parametrize("change", FEW, ids=lambda change: change.file)
def test_a_change_is_noticed(change: Change, copy: Path) -> None:
    assert try_out(change, copy).seen_by, change.name


def test_there_are_forty_changes_and_each_finds_its_place() -> None:
    assert len(set(CHANGES)) == len(CHANGES) >= 40
    for change in CHANGES:
        text = (PACKAGE / f"{change.file}.py").read_text("utf-8")
        ast.parse(change.made(text))
    assert len({change.file for change in FEW}) == len(FEW) == 6


def test_a_change_that_lost_its_place_is_an_error() -> None:
    with pytest.raises(ValueError, match=r"mechanisms/skill\.py has 0 times: no such"):
        Change("mechanisms/skill", "no such", "thing").made("text")


def test_every_rule_is_changed_somewhere() -> None:
    files = {
        f"{f.parent.name}/{f.stem}" for part in ("mechanisms", "interventions") for f in (PACKAGE / part).glob("*.py")
    }
    without = {"mechanisms/hours", "mechanisms/__init__", "interventions/__init__"}
    assert {change.file for change in CHANGES} == files - without


def test_possible_changes_are_other_texts_that_parse() -> None:
    found = every(PACKAGE)
    assert len(found) > 300
    for site in found[::7]:
        text = (PACKAGE / f"{site.file}.py").read_text("utf-8")
        assert ast.dump(ast.parse(site.made(text))) != ast.dump(ast.parse(text)), site.name


def test_targets_the_changed_file_come_first(copy: Path) -> None:
    first = targets("mechanisms/skill", copy)
    assert first[0] == "tests/mechanisms/test_skill.py"
    assert "tests/reference/test_agreement.py" in first
    assert len(first) > 20
