"""Intensity zero is absence: no coverage, no weeks or no intensity leave every bit as it is without the intervention, hours included.

In a world in which all other interventions are at work, so that whatever it might disturb is there to be disturbed.
"""

from __future__ import annotations

from typing import Any

import pytest

from mi_abm.core.param import declarations
from mi_abm.core.rules import Intervention
from mi_abm.interventions import BUILTIN
from mi_abm.scenario.load import Scenario, load
from mi_abm.scenario.schema import absent
from tests.test_alive_parameters import EVERYTHING, WEEKS
from tests.variants import differences, varied

pytestmark = pytest.mark.xdist_group("absence")  # the worlds are run once
# The parameters of the specification that are an intervention's intensity, at the value that is none of it.
INTENSITY: dict[str, dict[str, Any]] = {
    "workshop": {"intensity": 0.0},
    "coaching": {"dose": 0.0},
    "manager_signal": {"support": 0.0, "time_signal": 0.0, "salience": 1.0, "protected_time": 0.2},
    "eagerness_structure": {"strength": 0.0},
    "idleness_guard": {"hinder": 0.0},
    "rotation": {"n_per_team": 0},
    "role_model_salience": {"factor": 1.0},
    "influence_awareness": {"strength": 0.0},
    "retrospective": {"quality": 0.0},
    "experience_sharing": {"strength": 0.0},
    "social_reminders": {"r": 0.0},
    "public_commitment": {"floor": 0.0},
    "peer_feedback": {"rate": 0.0},
    "team_attendance": {"whole_team": False},
    "competition": {"intensity": 0.0},
    "safety_building": {"gain": 0.0},
    "safety_gate": {"threshold": 0.0},
    "common_responsibility": {"kappa": 0.0},
    "accountability_roles": {"share": 0.0},
    "individual_path": {"offered": False},
}
ONLY_WEEKS = {"pair_exercises", "motivation_revisit", "peer_discussion", "goals", "planning"}
NAMES = [rule.name for rule in BUILTIN]


def zeros(rule: type[Intervention]) -> dict[str, dict[str, Any]]:
    """Return every way to have none of an intervention."""
    weeks: Any = [] if rule.name == "coaching" else 0
    ways = {"coverage": {"coverage": 0.0}, "weeks": {"weeks": weeks}, "teams": {"teams": []}}
    if rule.name in INTENSITY:
        ways["intensity"] = INTENSITY[rule.name]
    if rule.name == "manager_signal":
        ways["managers"] = {"managers": 0.0}
    return ways


def test_every_intervention_has_an_intensity() -> None:
    assert sorted([*INTENSITY, *ONLY_WEEKS]) == sorted(NAMES)
    for rule in BUILTIN:
        said = {d.name: d.off for d in declarations(rule.Params, rule.name)}
        neutral = {k: v for k, v in INTENSITY.get(rule.name, {}).items() if k != "protected_time"}
        assert {k: said[k] for k in neutral} == neutral, "declared otherwise"


WORLDS = ("on", "off")  # with chance, and with every chance event at its expectation
Difference = dict[tuple[str, str, str], set[str]]


@pytest.fixture(scope="module")
def differing() -> Difference:
    """What differs, by world, intervention and way to have none of it, from the world without it."""
    pairs = {}
    for noise in WORLDS:
        everything = load(EVERYTHING, {"noise": noise})
        for rule in BUILTIN:
            without = varied(everything, "interventions", rule.name, absent(rule).model_dump())
            pairs[noise, rule.name, "present"] = without, everything
            for way, values in zeros(rule).items():
                pairs[noise, rule.name, way] = without, varied(everything, "interventions", rule.name, values)
    return dict(zip(pairs, differences(pairs.values(), WEEKS), strict=True))


@pytest.mark.parametrize("noise", WORLDS)
@pytest.mark.parametrize(("rule", "way"), [(rule.name, way) for rule in BUILTIN for way in zeros(rule)])
def test_none_of_it_is_absence(noise: str, rule: str, way: str, differing: Difference) -> None:
    assert differing[noise, rule, way] == set()


@pytest.mark.parametrize("noise", WORLDS)
@pytest.mark.parametrize("rule", NAMES)
def test_some_of_it_is_not(noise: str, rule: str, differing: Difference) -> None:
    assert differing[noise, rule, "present"] - {"hours", "practitioner_hours", "trainer_hours", "manager_hours"}


@pytest.mark.parametrize("rule", NAMES)
def test_a_scenario_that_does_not_name_it_is_one_that_turns_it_off(rule: str) -> None:
    without = {k: v for k, v in EVERYTHING["interventions"].items() if k != rule}
    turned_off: Scenario = load(EVERYTHING, {f"interventions.{rule}": "off"})
    assert load({**EVERYTHING, "interventions": without}).digest() == turned_off.digest()
