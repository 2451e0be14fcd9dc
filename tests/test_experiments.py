"""Every experiment file is complete, and the scenarios and measures that it names exist."""

import re
from pathlib import Path

import pytest

from mi_abm import load
from mi_abm.measures import BUILTIN
from mi_abm.scenario.text import read

FILES = sorted((Path(__file__).resolve().parents[1] / "experiments").rglob("*.yaml"))


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.stem)
def test_it_is_complete(file: Path) -> None:
    data = read(file).data
    assert set(data) >= {"question", "table2", "status", "scenarios", "replicates", "contrast"}
    assert data["question"].endswith("?")
    assert data["status"] in ("model", "break_even")


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.stem)
def test_its_scenarios_load_and_are_the_ones_contrasted(file: Path) -> None:
    data = read(file).data
    assert all(load(scenario).digest() for scenario in data["scenarios"].values())
    for pair, outcome in data["contrast"].items():
        assert set(pair.split(" - ")) <= set(data["scenarios"])
        measure, week = re.fullmatch(r"(\w+)@(\d+)", outcome).groups()
        assert measure in {m.name for m in BUILTIN}
        assert int(week) <= 52
