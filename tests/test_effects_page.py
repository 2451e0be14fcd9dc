"""The page of effects is current: some of its rows, computed again."""

import re
from pathlib import Path

import pytest

from mi_abm import load, simulate
from mi_abm.analysis.contrasts import contrast
from mi_abm.interventions import BUILTIN
from mi_abm.scenario.load import packaged

PAGE = (Path(__file__).resolve().parents[1] / "docs" / "effects.md").read_text("utf-8")
INTERVENTIONS, PITFALLS, CURES = (
    PAGE.split(f"\n## {name}")[1].split("\n## ")[0] for name in ("Interventions", "Pitfalls", "Mitigations")
)
COLUMNS = [("miti", 26), ("miti", 52), ("practice", 26), ("practice", 52)]


def numbers(part: str, name: str) -> list[list[float]]:
    """Return (difference, low, high) of each column in the row of a scenario."""
    cells = re.search(rf"^\| [P0-9ab ]*`{name}`.*$", part, re.M)[0].split("|")[2:6]
    return [[float(x) for x in re.findall(r"[-+]?\d+\.\d+", cell)] for cell in cells]


def test_every_intervention_and_every_pitfall_is_there() -> None:
    for rule in BUILTIN:
        assert f"`{rule.name}`" in INTERVENTIONS or rule.name == "workshop"
    files = {file.stem for file in packaged().glob("*.yaml")}
    assert set(re.findall(r"`(\w+_pitfall)`", PITFALLS)) == {name for name in files if name.endswith("_pitfall")}
    assert set(re.findall(r"`(\w+_mitigated)`", CURES)) == {name for name in files if name.endswith("_mitigated")}


def test_its_numbers_are_what_the_model_says() -> None:
    baseline, goals, too_high = simulate([load(name) for name in ("baseline", "goals", "goals_pitfall")], range(1, 101))
    for part, reference, other in ((INTERVENTIONS, baseline, goals), (PITFALLS, goals, too_high)):
        for (measure, week), said in zip(COLUMNS, numbers(part, other.scenario.name), strict=True):
            found = contrast(reference, other, measure, week)
            assert [found.difference, found.ci_low, found.ci_high] == pytest.approx(said, abs=0.000501)
