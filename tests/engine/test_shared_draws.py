"""Scenarios with one seed share all the luck that they have in common."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from mi_abm.core import Intervention, Mechanism, Now, Organisation, View, flow, tie_chance, uniform
from mi_abm.engine.simulate import simulate
from mi_abm.interventions import BUILTIN as INTERVENTIONS
from mi_abm.measures import Hours, ManagerHours, Practice, PractitionerHours, Skill, TrainerHours
from mi_abm.scenario.load import load
from tests.worlds import Trajectory, follow

SMALL = {"organisation": {"teams": 4, "team_size": 5}, "burn_in": 5}


def equal(a: Trajectory, b: Trajectory) -> bool:
    return all(np.array_equal(a[name], b[name], equal_nan=True) for name in a)


def occupants(source: Any, seed: int = 1, weeks: int = 60, **more: Any) -> np.ndarray:
    return follow(load(source, **more), weeks, seed=seed, occupant=lambda stack: stack.luck.occupant)["occupant"]


def test_an_equal_copy_under_another_name_gives_exactly_zero() -> None:
    rotation = load("rotation")
    a, b = simulate([rotation, rotation.renamed("copy")], range(1, 21))
    assert np.array_equal(a.values, b.values, equal_nan=True)
    other = simulate(load("rotation"), range(21, 41))[0]
    assert not np.any(a.of("skill") == other.of("skill"))  # other seeds are other people


def test_pairing_by_seed_divides_the_variance_of_the_effect_of_rotation() -> None:
    """At least tenfold at 200 seeds (var of the difference of unpaired runs, over that of pairs)."""
    pair = [load("baseline"), load("rotation")]
    baseline, rotation = simulate(pair, range(1, 201), measures=(Skill, Practice))
    for measure in ("skill", "practice"):
        a, b = baseline.of(measure)[:, 52], rotation.of(measure)[:, 52]
        unpaired = a.var(ddof=1) + b.var(ddof=1)
        assert unpaired / (b - a).var(ddof=1) >= 10, measure


class Gambler(Mechanism):
    """Draws much, and does nothing with it."""

    won = flow(unit="u")
    tied = flow(unit="u", axis="tie")

    def perceive(self, people: View, p: Any, org: Organisation, now: Now) -> None:
        people.won = uniform(now, "leaves") + uniform(now, "noise")
        people.tied = tie_chance(org, now, "seen", np.full(org.n_ties, 0.5))

    def arrive(self, people: View, p: Any, org: Organisation, now: Now) -> None:
        people.won = uniform(now, "skill")


class Lottery(Intervention):
    """Draws in every week for whom it covers."""

    drawn = flow(unit="u")

    def apply(self, people: View, p: Any, org: Organisation, now: Now) -> None:
        people.drawn = people.covered * uniform(now, "covered")


@pytest.mark.parametrize("guests", [[Gambler], [Lottery], [Gambler, Lottery]])
def test_a_guest_rule_moves_nobodys_draws(guests: list[type[Any]]) -> None:
    acts = {"workshop": {}, "rotation": {"start": 3, "weeks": 6}}
    lottery = {"lottery": {"coverage": 0.5}} if Lottery in guests else {}
    plain = follow(load({**SMALL, "interventions": acts}), 20)
    assert equal(plain, follow(load({**SMALL, "interventions": acts | lottery}, rules=guests), 20))


HOURS = (Hours, PractitionerHours, TrainerHours, ManagerHours)
INTENSITIES: dict[str, dict[str, Any]] = {
    "workshop": {"intensity": 0.0},
    "coaching": {"dose": 0.0},
    "manager_signal": {"support": 0.0, "time_signal": 0.0, "salience": 1.0},
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


def zeros(rule: type[Intervention]) -> list[dict[str, Any]]:
    """Return the ways of saying that an intervention is not there (2.7 item 29)."""
    intensity = [INTENSITIES[rule.name]] if rule.name in INTENSITIES else []
    return [{"coverage": 0.0}, dict(rule.absent), {"teams": []}, *intensity]


@pytest.mark.parametrize("rule", INTERVENTIONS, ids=lambda rule: rule.name)
def test_an_intervention_at_zero_is_absent(rule: type[Intervention]) -> None:
    """Bit for bit, hours included."""
    among = {"workshop": {"coverage": 0.7}, "rotation": {"start": 3}, "goals": {}, "coaching": {"weeks": [4]}}
    among.pop(rule.name, None)
    absent = load({**SMALL, "interventions": among})
    states, hours = follow(absent, 9), simulate(absent, [1], weeks=9, measures=HOURS)[0].values
    for zero in zeros(rule):
        scenario = load({**SMALL, "interventions": {**among, rule.name: zero}})
        assert equal(states, follow(scenario, 9)), zero
        assert np.array_equal(hours, simulate(scenario, [1], weeks=9, measures=HOURS)[0].values), zero


def test_before_an_intervention_begins_nothing_is_changed() -> None:
    late = {"rotation": {"start": 12, "weeks": 6}, "workshop": {"start": 14}}
    plain, acted = follow(load(SMALL), 20), follow(load({**SMALL, "interventions": late}), 20)
    until = {name: (plain[name][:12], acted[name][:12]) for name in plain}
    assert all(np.array_equal(a, b) for a, b in until.values())
    assert not np.array_equal(plain["skill"][13:], acted["skill"][13:])


def test_the_same_people_leave_in_every_scenario() -> None:
    plain = occupants("baseline")
    assert plain[-1].sum() > 3
    for other in ("rotation", "no_training"):
        assert np.array_equal(plain, occupants(other))
    assert np.array_equal(plain, occupants("baseline", overrides={"mechanisms.descriptive_norms": "off"}))
    more = occupants("baseline", overrides={"mechanisms.turnover.rate": 0.5})
    assert np.all(more >= plain)  # whoever leaves at 16 % leaves at 50 % too


def test_who_comes_does_not_depend_on_when() -> None:
    """The first successor on a post is the same person at any turnover, in any scenario."""
    traits = ("start_skill", "ceiling", "propensity", "introversion", "inferred_idleness")

    def first_successors(source: str, rate: float) -> dict[int, tuple[int, list[float]]]:
        def occupant(stack: Any) -> np.ndarray:
            return stack.luck.occupant  # type: ignore[no-any-return]

        seen = follow(load(source, {"mechanisms.turnover.rate": rate}), 80, traits, occupant=occupant)
        came = {}
        for post in range(seen["occupant"].shape[1]):
            weeks = np.flatnonzero(seen["occupant"][:, post] == 1)
            if len(weeks):
                came[post] = int(weeks[0]), [float(np.ravel(seen[t][weeks[0], ..., post])[0]) for t in traits]
        return came

    slow, fast = first_successors("baseline", 0.4), first_successors("rotation", 0.7)
    both = slow.keys() & fast.keys()
    assert len(both) > 10
    assert all(slow[post][1] == fast[post][1] for post in both)
    assert any(slow[post][0] != fast[post][0] for post in both)


def test_coverage_is_nested() -> None:
    """Whoever is reached at a quarter is reached at a half, by every intervention (2.7 item 26)."""

    def covered(share: float, act: str) -> np.ndarray:
        scenario = load({**SMALL, "interventions": {act: {"coverage": share}}})
        return follow(scenario, 0, seed=4, who=lambda stack: stack.reached(act))["who"][0]

    quarter, half = covered(0.25, "workshop"), covered(0.5, "workshop")
    assert np.all(quarter <= half)
    assert 0 < quarter.sum() < half.sum() < len(half)
    assert np.array_equal(half, covered(0.5, "rotation"))


def test_measurement_of_people_does_not_depend_on_expectation_mode() -> None:
    """`noise: off` leaves traits, ties and coverage drawn as they are (2.7 item 9)."""
    quiet = follow(load({**SMALL, "noise": "off", "burn_in": 0}), 0)
    noisy = follow(load({**SMALL, "burn_in": 0}), 0)
    assert equal(quiet, noisy)
