"""Social dose and hours of every intervention: alone, in expectation, in two small teams, against the specification's table."""

from __future__ import annotations

import re
from math import ceil
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from mi_abm.core.rules import Intervention
from mi_abm.describe.sheet import sheet
from mi_abm.interventions import BUILTIN
from mi_abm.scenario.load import load
from mi_abm.scenario.text import read
from tests.worlds import Trajectory, follow

ROWS: list[dict[str, Any]] = read(Path(__file__).parent / "model_tables" / "hours.yaml").data["rows"]
START, LENGTH, WEEKS = 2, 12, 15
SIZES = (13, 3)  # two groups of twelve where teams may mix, three where they may not
N, MANAGERS, TOGETHER, APART = sum(SIZES), len(SIZES), ceil(sum(SIZES) / 12), sum(ceil(n / 12) for n in SIZES)
SEEN = ("social_dose", "practitioner_hours", "trainer_hours", "manager_hours", "asking", "introversion", "host_team")
# Work leaves all the room there is, so that every meeting is held; what is learned or thought does not matter here.
WORLD = {
    "burn_in": 0, "noise": "off", "organisation": {"teams": 2, "team_size": list(SIZES)},
    "mechanisms": {"uptake": {"load": 0.0}},
}  # fmt: skip


def name(row: dict[str, Any]) -> str:
    return " ".join([row["of"], *(f"{k}={v}" for k, v in row.get("set", {}).items())])


def happening(row: dict[str, Any]) -> Trajectory:
    """Run one intervention alone, in weeks START to START + LENGTH - 1 unless the row says otherwise."""
    settings = {"start": START, "weeks": LENGTH, **row.get("set", {})}
    if row["of"] == "coaching":
        del settings["start"]
    return follow(load({**WORLD, "interventions": {row["of"]: settings}}), WEEKS, SEEN, seed=4)


def reached(row: dict[str, Any], seen: Trajectory) -> np.ndarray:
    """Return how much of each person is reached, by week (row 0 left out) and person."""
    everybody = np.ones((WEEKS, N))
    if row.get("who") == "takers":
        return np.where(seen["introversion"][1:] > 0.6, 1.0, 0.0)
    if row.get("who") == "askers":
        return np.asarray(seen["asking"][1:])
    if row.get("who") == "visitors":
        return np.where(seen["host_team"][1:] >= 0, 1.0, 0.0)
    if row.get("who") == "holders":  # half of each team, rounded up
        return everybody * sum(ceil(n / 2) for n in SIZES) / N
    return everybody


def events(row: dict[str, Any]) -> np.ndarray:
    """Return 1 in the weeks in which something is due, week by week from week 1 on."""
    week, times = np.arange(1, WEEKS + 1), row["times"]
    if row["of"] == "coaching":
        return np.isin(week, row["set"]["weeks"]).astype(float)
    window = (week >= START) & (week < START + LENGTH)
    if times == "once":
        return (week == START).astype(float)
    if times == "weekly":
        return window.astype(float)
    if isinstance(times, int):  # so many weeks from the start
        return ((week >= START) & (week < START + times)).astype(float)
    return (window & ((week - START) % int(times.split()[1]) == 0)).astype(float)


@pytest.mark.parametrize("row", ROWS, ids=name)
def test_hours_are_those_of_the_table(row: dict[str, Any]) -> None:
    seen = happening(row)
    due, people = events(row), reached(row, seen)
    hosting = row.get("hosts", 0) * N * (people.sum(axis=1) > 0)  # either team has a guest
    groups = {"per team": APART, "each": people.sum(axis=1)}.get(row.get("group", ""), TOGETHER)
    expected = {
        "practitioner_hours": due * (row.get("P", 0) * people.sum(axis=1) + hosting),
        "trainer_hours": due * row.get("T", 0) * groups,
        "manager_hours": due * row.get("Ma", 0) * MANAGERS,
    }
    for column, hours in expected.items():
        assert seen[column][1:].sum(axis=1) == pytest.approx(hours, abs=1e-9), column
    assert sum(hours.sum() for hours in expected.values()) > 0


@pytest.mark.parametrize("row", ROWS, ids=name)
def test_the_social_dose_is_that_of_the_table(row: dict[str, Any]) -> None:
    """In all weeks of the window for what goes on all the time, in weeks of meetings for meetings."""
    seen = happening(row)
    window = events({**row, "times": "weekly"}) if row.get("set", {}).get("weeks") is None else events(row)
    when = events(row) if row.get("meeting") else window
    dose = row.get("dose", 0)
    expected = when[:, None] * dose * (np.ones((WEEKS, N)) if row.get("who") == "askers" else reached(row, seen) > 0)
    found = seen["social_dose"][1:]
    if row.get("who") == "holders":  # who holds a role changes; how many do not
        assert set(np.unique(found)) == {0.0, dose}
        assert found.sum(axis=1) == pytest.approx(when * dose * reached(row, seen).sum(axis=1), abs=1e-9)
    else:
        assert found == pytest.approx(expected, abs=1e-12)


def test_every_intervention_has_its_row() -> None:
    assert {row["of"] for row in ROWS} == {rule.name for rule in BUILTIN}


@pytest.mark.parametrize("rule", BUILTIN, ids=lambda rule: rule.name)
def test_describe_states_the_hours_of_the_table(rule: type[Intervention]) -> None:
    said = {float(x) for x in re.findall(r"(?<![\w.])\d*\.?\d+", sheet(rule).hours)}
    priced = [
        row for row in ROWS if row["of"] == rule.name and not {"protected_time", "checklist"} & set(row.get("set", {}))
    ]
    assert {float(row[k]) for row in priced for k in ("P", "hosts", "T", "Ma") if row.get(k)} <= said
