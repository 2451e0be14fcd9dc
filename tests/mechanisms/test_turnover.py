"""Who leaves and who comes: three posts on paper, by the addresses of their draws."""

from __future__ import annotations

from math import sqrt
from pathlib import Path
from statistics import NormalDist

import numpy as np
import pytest

from mi_abm.engine.simulate import simulate
from mi_abm.measures import Stayers
from mi_abm.scenario.load import load
from tests.core.test_chance import plain_uniform
from tests.worlds import Trajectory, follow, own, quiet, world

POSTS, TEAM, SEED, WEEKS = [4, 6, 11], [0, 0, 1], 2**40 + 9, 120
HAZARD = 1 - (1 - 0.8) ** (1 / 52)


def z(process: str, who: int, occupant: int = 0) -> float:
    """The lasting standard normal of a person, or of a team."""
    return NormalDist().inv_cdf(plain_uniform(SEED, who, occupant, None, process))


@pytest.fixture
def seen(tmp_path: Path) -> Trajectory:
    people = {
        "id": ["ann", "bob", "cat"],
        "team": ["x", "x", "y"],
        "post": POSTS,
        "trained": [1, 1, 1],
        "skill": [0.9] * 3,
    }
    scenario = world(own(tmp_path, people), quiet(turnover={"rate": 0.8}, skill={"practice_rate": 0.05}))
    columns = (
        "trained",
        "skill",
        "start_skill",
        "ceiling",
        "habit",
        "attitude",
        "weeks_here",
        "perceived_norm",
        "introversion",
    )
    found = follow(scenario, WEEKS, columns, seed=SEED, occupant=lambda stack: stack.luck.occupant)
    return {name: x[:, 0] if x.ndim == 3 else x for name, x in found.items()}


def test_a_post_is_left_in_the_weeks_whose_draw_lies_below_the_hazard(seen: Trajectory) -> None:
    for person, post in enumerate(POSTS):
        occupant = 0
        for week in range(1, WEEKS + 1):
            occupant += plain_uniform(SEED, post, occupant, week, "turnover/leaves") < HAZARD
            assert seen["occupant"][week, person] == occupant
    assert seen["occupant"][-1].sum() >= 4


def arrivals(seen: Trajectory) -> list[tuple[int, int, int]]:
    """Return (row, person, occupant) of every arrival."""
    came = np.argwhere(np.diff(seen["occupant"].astype(int), axis=0) == 1)
    return [(int(r) + 1, int(i), int(seen["occupant"][r + 1, i])) for r, i in came]


def test_newcomers_are_drawn_like_everybody_else(seen: Trajectory) -> None:
    """s = .3725 + .13 (sqrt .95 z + sqrt .05 z_team); ceiling by Wilson and Hilferty; the measured values were the leaver's."""
    for row, person, occupant in arrivals(seen):
        who = (POSTS[person], occupant)
        own_z = sqrt(0.95) * z("skill/skill", *who) + sqrt(0.05) * z("skill/team_skill", TEAM[person])
        skill = min(0.98, max(0.02, 0.3725 + 0.13 * own_z))
        assert seen["skill"][row, person] == pytest.approx(skill, abs=1e-12)
        assert seen["start_skill"][row, person] == seen["skill"][row, person]
        room = 0.26 * max(0.0, 1 - 1 / 27 + z("skill/ceiling", *who) / (3 * sqrt(3))) ** 3
        assert seen["ceiling"][row, person] == pytest.approx(skill + max(0.0, min(room, 0.95 - skill)), abs=1e-12)
        habit = 0.40 + 0.15 * z("skill/habit", *who)
        assert seen["habit"][row, person] == pytest.approx(min(1.0, max(0.0, habit)), abs=1e-12)
        attitude = 0.60 + 0.15 * z("uptake/attitude", *who)
        assert seen["attitude"][row, person] == pytest.approx(min(1.0, max(0.0, attitude)), abs=1e-12)
        x, u = seen["introversion"][row, person], plain_uniform(SEED, *who, None, "relational_self/introversion")
        assert 3 * x**2 - 2 * x**3 == pytest.approx(u, abs=1e-12)  # Beta(2, 2)


def test_newcomers_begin_untrained_and_with_the_common_guess(seen: Trajectory) -> None:
    assert len(arrivals(seen)) >= 4
    for row, person, _ in arrivals(seen):
        assert seen["trained"][row, person] == 0
        assert seen["weeks_here"][row, person] == 0
        assert seen["perceived_norm"][row, person] == pytest.approx(0.3, abs=0)
    stayed = seen["occupant"] == 0
    assert np.all(seen["trained"][stayed] == 1)
    assert np.all(seen["trained"][~stayed] == 0)


def test_whoever_is_worse_off_leaves_more_readily(tmp_path: Path) -> None:
    """W = mean(psi, e, 1 - h, opp); hazard x max(0, 1 + 3 (.7 - W)), cut to 1: every decision of every week by its draw."""
    n, rate, effect = 3, 0.95, 3.0
    people = {
        "id": ["ann", "bob", "cat"], "team": ["x", "x", "y"], "post": POSTS, "safety": [0.9, 0.9, 0.1],
        "set_point": [0.9, 0.9, 0.1], "efficacy": [0.9, 0.1, 0.2], "competence": [0.55, 0.25, 0.5],
        "offence": [0.0, -0.3, -0.05], "caseload": [0.2, 1.0, 1.0],
    }  # fmt: skip
    mechanisms = quiet(
        turnover={"rate": rate, "wellbeing_effect": effect, "wellbeing_reference": 0.7},
        meta_perceptions={"threshold": 0.5, "recovery": 0.0}, uptake={"load": 0.5},
    )  # fmt: skip
    columns = ("safety", "efficacy", "threat", "opportunity")
    scenario = world(own(tmp_path, people), mechanisms)
    seen = follow(scenario, WEEKS, columns, seed=SEED, occupant=lambda stack: stack.luck.occupant)
    assert seen["threat"][1, :2] == pytest.approx([0.0, 0.5], abs=1e-12)
    usual, otherwise = 1 - (1 - rate) ** (1 / 52), 0
    for week in range(1, WEEKS + 1):
        monday = seen["safety"][week - 1] + seen["efficacy"][week - 1]
        wellbeing = (monday + 1 - seen["threat"][week] + seen["opportunity"][week]) / 4
        for i in range(n):
            u = plain_uniform(SEED, POSTS[i], int(seen["occupant"][week - 1, i]), week, "turnover/leaves")
            hazard = min(1.0, usual * max(0.0, 1 + effect * (0.7 - wellbeing[i])))
            assert seen["occupant"][week, i] - seen["occupant"][week - 1, i] == (u < hazard)
            otherwise += (u < hazard) != (u < usual)
    assert otherwise >= 5


@pytest.mark.parametrize(("wellbeing", "leave"), [(1.0, False), (0.0, True)])
def test_the_hazard_stays_a_probability(tmp_path: Path, wellbeing: float, leave: bool) -> None:
    """Far above the reference nobody leaves; far below it everybody does, every week."""
    x = [wellbeing] * 3
    people = {"id": list("abc"), "team": ["x", "x", "y"], "safety": x, "set_point": x, "efficacy": x}
    mechanisms = quiet(turnover={"rate": 0.16, "wellbeing_effect": 1e6}, shared_cognition={"efficacy_mean": wellbeing, "efficacy_sd": 0.0})  # fmt: skip
    scenario = world(own(tmp_path, people), mechanisms)
    seen = follow(scenario, 20, occupant=lambda stack: stack.luck.occupant)
    assert np.array_equal(seen["occupant"], np.arange(21)[:, None] * np.full(3, float(leave)))


def test_an_organisation_that_feels_unsafe_loses_more_people_only_if_wellbeing_counts() -> None:
    def stayed(effect: float, safety: float) -> float:
        settings = {"mechanisms.turnover.wellbeing_effect": effect, "mechanisms.attachment_ties.safety_mean": safety}
        return float(simulate(load("baseline", settings), range(1, 21), 52, (Stayers,))[0].of("stayers")[:, -1].mean())

    assert stayed(0.0, 0.3) == stayed(0.0, 0.9)
    assert stayed(3.0, 0.3) < stayed(0.0, 0.3) - 0.02 < stayed(0.0, 0.9) < stayed(3.0, 0.9) - 0.02
