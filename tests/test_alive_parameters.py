"""Every parameter is alive: some value in its range, or of its choices, changes a state or a measure where its rule is in use."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from mi_abm.core import Mechanism, Now, Organisation, View, param, state
from mi_abm.core.param import Declaration, declarations
from mi_abm.core.rules import Rule
from mi_abm.describe.declared import section
from mi_abm.scenario.catalogue import BUILTIN
from mi_abm.scenario.load import Scenario, load
from tests.variants import differences, varied
from tests.worlds import ids, own

pytestmark = pytest.mark.xdist_group("alive")  # the worlds are run once
WEEKS = 30
STYLES = {"questions": 1.0, "reflections": 0.5}
EVERYTHING: dict[str, Any] = {
    "burn_in": 4,
    "organisation": {
        "teams": 4, "team_size": 6, "cross_degree": 2.0, "styles": STYLES, "unwanted_models": {"share": 0.2},
    },
    "mechanisms": {
        "attachment_ties": {"safety_mean": 0.5},
        "turnover": {"rate": 0.4, "wellbeing_effect": 2.0, "wellbeing_reference": 0.9},
        "meta_perceptions": {"referents": True},
    },
    "interventions": {
        "safety_gate": {"threshold": 0.5, "cap": 6},
        "workshop": {},
        "coaching": {"weeks": [3, 7, 15]},
        "pair_exercises": {"start": 3, "weeks": 12, "partner_rule": "mixed_skill"},
        "manager_signal": {"time_signal": 0.3, "protected_time": 0.4, "salience": 1.2},
        "eagerness_structure": {},
        "idleness_guard": {"hinder": 0.5},
        "rotation": {"start": 4, "weeks": 16, "stay": 3},
        "role_model_salience": {},
        "retrospective": {"quality": 0.5},
        "peer_discussion": {"prompt_type": "none"},
        "social_reminders": {},
        "experience_sharing": {},
        "peer_feedback": {"threat_prob": 0.3, "checklist": 0.3},
        "team_attendance": {"weeks": 3},
        "competition": {"intensity": 0.5},
        "safety_building": {},
        "goals": {"level": "team", "interdependence": 0.3, "normalise_setbacks": 0.3},
        "planning": {"mode": "team"},
        "motivation_revisit": {},
        "influence_awareness": {},
        "public_commitment": {"floor": 0.6, "coverage": 0.5},
        "common_responsibility": {},
        "accountability_roles": {"share": 0.5},
        "individual_path": {},
    },
}  # fmt: skip
# In the place of what stands above: choices that shut out others, and whatever raises floors above a lower one.
OTHERWISE: dict[str, Any] = {
    "interventions.manager_signal.style": "inconsistent",
    "interventions.planning.mode": "solo",
    "interventions.goals.level": "individual",
    "interventions.goals.difficulty": "fixed",
    "interventions.accountability_roles.weeks": 0,
    "interventions.public_commitment.weeks": 0,
}
# Values where a declaration gives no range: lists.
LISTS: dict[str, list[Any]] = {"teams": ["1", "3"], "styles": ["questions"], "weeks": [2, 9]}


def values(said: Declaration, now: Any) -> Iterator[Any]:
    """Yield values in a parameter's range, or of its choices, other than the present one."""
    if said.choices:
        found: list[Any] = list(said.choices)
    elif isinstance(said.default, bool):
        found = [True, False]
    elif said.range is not None:
        low, high = said.range
        found = [low, high, (low + high) / 2]
        found = [round(x) for x in found] if isinstance(said.default, int) else found
    else:
        found = [LISTS[said.name]]
    yield from (value for value in found if value != now)


def parameters(rule: type[Rule]) -> Iterator[Declaration]:
    yield from declarations(rule.Params, f"{section(rule)}.{rule.name}")


def dead(base: Scenario, among: Sequence[str] | None = None) -> list[str]:
    """Return the parameters (all, or some) with which nothing moves, whatever their value."""
    tried = [
        (said.path, varied(base, section(rule), rule.name, {said.name: value}))
        for rule in base.rules
        for said in parameters(rule)
        if among is None or said.path in among
        for value in values(said, getattr(base.parameters(rule), said.name))
    ]
    moves = differences([(base, scenario) for _, scenario in tried], WEEKS)
    alive = {path for (path, _), names in zip(tried, moves, strict=True) if names}
    return [path for path in dict.fromkeys(path for path, _ in tried) if path not in alive]


def adopters(folder: Path) -> Scenario:
    """Return a world of the threshold rule in which some have adopted already: only a file of people can say who."""
    n = 24
    practice = [float(i % 4 == 0) for i in range(n)]
    section = own(folder, {"id": ids(n), "team": [i // 6 for i in range(n)], "practice": practice}, complete_teams=True)
    rules = {"uptake": {"behaviour_rule": "threshold"}, "descriptive_norms": {"threshold": 0.5, "visible": 0.3}}
    return load({"burn_in": 0, "organisation": section, "mechanisms": rules})


@pytest.fixture(scope="module")
def lifeless(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """What is dead in a world with everything, and in one of other choices, and in one of thresholds."""
    found = dead(load(EVERYTHING))
    for world in (load(EVERYTHING, OTHERWISE), adopters(tmp_path_factory.mktemp("adopters"))):
        found = dead(world, found)
    return found


@pytest.mark.parametrize("path", [said.path for rule in BUILTIN for said in parameters(rule)])
def test_it_is_alive(path: str, lifeless: list[str]) -> None:
    assert path not in lifeless


class Deaf(Mechanism):
    """Does nothing with one of its parameters."""

    class Params(Mechanism.Params):
        heard: float = param(0.1, "what is made of it", unit="share", source="assumption", range=(0, 1))
        unheard: float = param(0.1, "nothing is made of it", unit="share", source="assumption", range=(0, 1))

    noise = state(0.0, unit="share", meaning="what was heard")

    def settle(self, people: View, p: Params, org: Organisation, now: Now) -> None:
        people.noise = people.noise + 0.1 * np.asarray(p.heard)


def test_a_dead_parameter_is_found() -> None:
    world = load({"burn_in": 0, "organisation": {"teams": 2, "team_size": 3}}, rules=[Deaf])
    assert dead(world, ["mechanisms.deaf.heard", "mechanisms.deaf.unheard"]) == ["mechanisms.deaf.unheard"]
