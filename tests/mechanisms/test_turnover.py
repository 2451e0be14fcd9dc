"""Who leaves and who comes: three posts on paper, by the addresses of their draws."""

from __future__ import annotations

from math import sqrt
from pathlib import Path
from statistics import NormalDist

import numpy as np
import pytest

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
