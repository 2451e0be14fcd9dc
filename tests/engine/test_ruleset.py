"""What a set of rules has between them, and what a week leaves out because of it."""

from __future__ import annotations

import numpy as np
import pytest

from mi_abm.core import Mechanism, Now, Organisation, View, lasting_uniform, state
from mi_abm.engine.compiled.account import reasons
from mi_abm.engine.ensemble import Run, assemble
from mi_abm.engine.ruleset import senders
from mi_abm.engine.stack import Stack
from mi_abm.engine.week import advance
from mi_abm.scenario.load import load
from tests.engine.compiled.agreement import assert_same


def made(*scenarios: str) -> Stack:
    stack = assemble([Run(load(s), 1) for s in scenarios])
    stack.found()
    return stack


def test_only_a_rotation_sends_people() -> None:
    assert senders(made("baseline").rules) == {"rotation"}


def test_who_is_absent_from_every_run_is_not_asked() -> None:
    all_, one = made("baseline"), made("baseline", "rotation")
    assert one.present - all_.present == {"rotation"}
    assert "coaching" not in one.present
    assert "coaching" in made("full_programme").present


@pytest.fixture
def seatings(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    found: list[int] = []
    seat = Organisation.seat

    def noted(org: Organisation, host_team: np.ndarray) -> bool:
        found.append(int(np.sum(host_team >= 0)))
        return seat(org, host_team)

    monkeypatch.setattr(Organisation, "seat", noted)
    return found


def test_visitors_are_seated_and_sent_home_again_and_nobody_is_asked_else(seatings: list[int]) -> None:
    scenario = load("rotation", {"interventions.rotation.start": 3, "interventions.rotation.weeks": 4})
    stack = assemble([Run(scenario, 1)])
    stack.found()
    known = stack.org.n_ties
    for week in range(1, 12):
        advance(stack, week)
    assert len(seatings) == 5  # four weeks of visits, and the week after
    assert all(seatings[:4])
    assert seatings[4] == 0
    assert stack.org.n_ties == known


class Settling(Mechanism):
    """Newcomers of whom only numpy can tell."""

    at_ease = state(0.0, unit="share", meaning="how much at ease one is from the first day")

    def arrive(self, people: View, p: Mechanism.Params, org: Organisation, now: Now) -> None:
        people.at_ease = np.array([float(x) for x in lasting_uniform(now, "ease")])


def test_newcomers_of_a_rule_that_only_numpy_reads_are_the_same() -> None:
    assert reasons(Settling)["arrive"]
    scenario = load({"title": "settling", "burn_in": 2, "mechanisms": {"turnover": {"rate": 0.5}}}, rules=[Settling])
    assert_same([Run(scenario, seed) for seed in (1, 2)], 12)
