"""The page for whoever keeps the staff list: what it shows works, and what it promises holds."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from mi_abm.scenario import inherit, spreadsheet, text
from mi_abm.scenario.catalogue import BUILTIN
from mi_abm.scenario.sense import MAX_PEOPLE, MAX_TIES, measurable
from tests.cli.running import SMALL, invoke
from tests.strangers.standing import study

PAGE = (Path(__file__).resolve().parents[2] / "docs/own_organisation.md").read_text("utf-8")


def table(first: str) -> str:
    """Return a table of the page, named by its first column, as CSV."""
    rows = re.search(rf"^\| {first} \|.*\n(?:\|.*\n)+", PAGE, re.M)
    assert rows
    lines = [line for line in rows[0].splitlines() if not line.startswith("|---")]
    return "\n".join(";".join(cell.strip() for cell in line.strip("|").split("|")) for line in lines)


@pytest.fixture
def shown(tmp_path: Path) -> Path:
    """The study as the page makes it: its tables and its scenario in the starter."""
    folder = study(tmp_path)
    (folder / "people.csv").write_text(table("id"), "utf-8")
    (folder / "ties.csv").write_text(table("source"), "utf-8")
    block = re.search(r"```yaml\n(organisation:.*?)```", PAGE, re.S)
    assert block
    (folder / "workshop_only.yaml").write_text(f"extends: baseline.yaml\n{block[1]}", "utf-8")
    return folder


def test_what_it_shows_works(shown: Path) -> None:
    result = invoke("check", shown / "our_plan.yaml")
    assert result.exit_code == 0, result.stderr
    assert "people: 3, numbered by id" in result.stdout
    assert "given: skill (column skill), 2 of 3 people" in result.stdout
    assert invoke("compare", shown / "workshop_only.yaml", shown / "our_plan.yaml", *SMALL).exit_code == 0


def test_without_ties_as_it_says(shown: Path) -> None:
    file = shown / "workshop_only.yaml"
    file.write_text(
        "".join(line for line in file.read_text().splitlines(True) if not re.match(r"  (ties|layers):", line))
    )
    assert "ties: 2, 2 within teams and 0 across" in invoke("check", shown / "our_plan.yaml").stdout


def test_the_states_that_it_names_may_be_given() -> None:
    said = re.search(r"What may be measured of a person:(.*?)All run from 0 to 1", PAGE, re.S)
    assert said
    names = re.findall(r"`(\w+)`", said[1])
    known = measurable(BUILTIN)
    assert len(names) == 12
    assert {name: (known[name].low, known[name].high) for name in names} == dict.fromkeys(names, (0, 1))
    assert [name for name in names if known[name].of_team] == ["safety"]


def test_the_limits_that_it_states() -> None:
    for limit in (f"{MAX_PEOPLE:,} people", f"{MAX_TIES:,} ties", f"{spreadsheet.MAX_BYTES // 10**6} MB a CSV"):
        assert limit in PAGE
    assert f"{text.MAX_BYTES // 1024} KB, {text.MAX_DEPTH} levels and {text.MAX_VALUES:,} values" in PAGE
    assert inherit.MAX_FILES == 100
