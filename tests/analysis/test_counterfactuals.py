"""Per-person counterfactuals, worked by hand; and on real runs: nobody differs from himself."""

import numpy as np
import pytest

from mi_abm.analysis.counterfactuals import _share, compared, thirds, who
from mi_abm.engine.people import Followed
from mi_abm.scenario.load import load


def arm(skill: list[float], occupant: list[int]) -> Followed:
    """Return two runs of three people; the first two of each run form a team that is less safe than the third's."""
    values = {
        "skill": np.array([[0.1, 0.2, 0.3, 0.1, 0.2, 0.3], skill]),
        "introversion": np.tile([0.7, 0.6, 0.2, 0.9, 0.1, 0.1], (2, 1)),
        "safety": np.tile([0.4, 0.4, 0.8, 0.4, 0.4, 0.8], (2, 1)),
    }
    people = np.array([[0, 0, 0, 0, 0, 0], occupant], np.uint64)
    return Followed((0, 8), np.array([0, 0, 0, 1, 1, 1]), values, people)


WITHOUT = arm([0.20, 0.30, 0.40, 0.20, 0.30, 0.40], [0, 0, 0, 0, 0, 1])
WITH = arm([0.25, 0.28, 0.41, 0.20, 0.3125, 0.90], [0, 0, 0, 0, 0, 0])


def test_by_hand() -> None:
    """Run 0: +.05, -.02, +.01; run 1: 0, +.0125, and somebody who left in one arm only, so is not compared."""
    rows = {row.group: row for row in compared("x", WITHOUT, WITH, 8)}
    whole = rows["everybody"]
    found = [whole.better.share, whole.worse.share, whole.no_different.share]
    assert whole.people == 5
    assert found == pytest.approx([(1 / 3 + 1 / 2) / 2, (1 / 3 + 0) / 2, (1 / 3 + 1 / 2) / 2])
    assert whole.difference == pytest.approx((0.05 - 0.02 + 0.01 + 0 + 0.0125) / 5)
    assert (rows["introverts"].people, rows["introverts"].better.share) == (2, 0.5)
    assert (rows["others"].people, rows["others"].worse.share) == (3, (1 / 2 + 0) / 2)
    assert (rows["lowest third of skill"].people, rows["highest third of skill"].people) == (2, 1)
    assert rows["least safe teams"].people == 4
    assert rows["safest teams"].no_different.share == 1
    assert "teams in between" not in rows
    # t(.975, 1) = 12.706, so that the interval would reach from -.64 to 1.47: a share ends at 0 and 1
    assert (whole.better.ci_low, whole.better.ci_high) == (0.0, 1.0)
    same = [True, False, True, True, False, True, True, False, True, True]  # shares 2/3, 1/2 and 4/5 of three runs
    runs, everybody = np.repeat([0, 1, 2], [3, 2, 5]), np.ones(10, bool)
    share = _share(np.array(same), runs, everybody)
    middle, half = np.mean([2 / 3, 1 / 2, 4 / 5]), 4.303 * np.std([2 / 3, 1 / 2, 4 / 5], ddof=1) / 3**0.5
    assert (share.ci_low, share.ci_high) == (pytest.approx(middle - half, abs=1e-3), 1.0)


def test_thirds_are_of_each_run() -> None:
    x = np.array([1.0, 2.0, 3.0, 10.0, 20.0, 30.0])
    assert thirds(x, np.array([0, 0, 0, 1, 1, 1])).tolist() == [0, 1, 2, 0, 1, 2]


def test_nobody_differs_from_himself_and_training_helps() -> None:
    base = load("baseline", {"organisation.teams": 2})
    assert all(row.no_different.share == 1 for row in who([base, base.renamed("again")], range(1, 3), 4))
    untrained = load("no_training", {"organisation.teams": 2})
    assert who([untrained, base], range(1, 3), 4)[0].better.share > 0.8
