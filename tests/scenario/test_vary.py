"""A scenario at other values is what `load` makes of these overrides, and says what is wrong in the same words."""

from __future__ import annotations

import time
from typing import Any

import pytest

from mi_abm.scenario.load import load
from mi_abm.scenario.problems import InputError
from mi_abm.scenario.vary import named, paths_below, value_at, with_values

SEVERAL = {
    "mechanisms.turnover.rate": 0.01,
    "mechanisms.descriptive_norms.weight": 1,
    "interventions.rotation.stay": 2,
    "interventions.rotation.selection": "random",
    "organisation.teams": 4,
    "organisation.unwanted_models.share": 0.2,
    "noise": "off",
}
WRONG: list[dict[str, Any]] = [
    {"mechanisms.turnover.rat": 1},
    {"mechanisms.turnover.rate": 2},
    {"mechanisms.turnover.rate": True},
    {"mechanisms.turnover.rate": "0.1"},
    {"mechanisms.turnover.rate.more": 1},
    {"mechanisms.turnover": 3},
    {"interventions.rotation.stay": 1.5},
    {"interventions.rotation.selection": "best"},
    {"interventions.rotation.teams": ["9"]},
    {"organisation.team_size": 1_000_000},
    {"organisation.teams": 0, "mechanisms.turnover.rate": -1},
    {"nothing": 1},
    {"noise": "loud"},
    {"..": 1},
]


@pytest.mark.parametrize("path", SEVERAL)
def test_one_value(path: str) -> None:
    change = {path: SEVERAL[path]}
    assert with_values(load("rotation"), change) == load("rotation", change)


def test_several_values() -> None:
    changed = with_values(load("rotation"), SEVERAL)
    assert changed == load("rotation", SEVERAL)
    assert changed.digest() == load("rotation", SEVERAL).digest()
    assert changed != load("rotation")


@pytest.mark.parametrize("values", WRONG, ids=str)
def test_what_is_wrong_is_said_as_load_says_it(values: dict[str, Any]) -> None:
    messages = []
    for refused in (lambda: load("rotation", values), lambda: with_values(load("rotation"), values, "--set")):
        with pytest.raises(InputError) as error:
            refused()
        messages.append([p.message for p in error.value.problems])
    assert messages[0] == messages[1]


def test_nothing_changes_nothing() -> None:
    scenario = load("rotation")
    assert with_values(scenario, {}) is scenario
    assert with_values(scenario, {"mechanisms.turnover.rate": 0.2}).places == scenario.places
    assert scenario == load("rotation")


def test_what_a_scenario_has() -> None:
    assert named(load("rotation"), "interventions.rotation.stay")
    assert not named(load("baseline"), "interventions.rotation.stay")
    assert named(load({"interventions": {"rotation": {}}}), "interventions.rotation.weeks")
    assert named(load("baseline"), "mechanisms.turnover.rate")


def test_an_intervention_that_is_lacking_stays_so() -> None:
    changed = with_values(load("baseline"), {"interventions.rotation.stay": 2})
    assert value_at(changed, "interventions.rotation.weeks") == 0


def test_paths_below() -> None:
    assert "mechanisms.turnover.rate" in paths_below(load("baseline"), "mechanisms.turnover")
    assert "organisation.unwanted_models.share" in paths_below(load("baseline"), "organisation")
    assert paths_below(load("baseline"), "noise") == ("noise",)
    with pytest.raises(LookupError):
        value_at(load("baseline"), "mechanisms.nothing")


def test_ten_thousand_points_take_seconds() -> None:
    scenario = load("rotation")
    start = time.perf_counter()
    for i in range(1000):
        with_values(scenario, {"mechanisms.turnover.rate": i / 1e5, "interventions.rotation.stay": 1 + i % 8})
    assert time.perf_counter() - start < 1.0  # it takes .1 s; `load` takes 4 s
