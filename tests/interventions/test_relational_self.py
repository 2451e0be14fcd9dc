"""Commitment, common responsibility, roles and a path of one's own: two teams of three, worked on paper."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.teams import HOURS, covered, hours, luck, teams
from tests.worlds import Trajectory, follow, quiet

A, B = np.array([1, 1, 1, 0, 0, 0]), np.array([0, 0, 0, 1, 1, 1])
ROLE_NAMES = ("commitment_floor", "checklist", "openness", "plan_reminded", "normalised", "social_dose", *HOURS)


def test_influence_awareness(tmp_path: Path) -> None:
    """Strength .5: salience 1 + .3 x .5, floor .075, dose .1 in weeks 2 and 3; .5 hours each and of a trainer, once."""
    acts = {"influence_awareness": {"start": 2, "weeks": 2, "strength": 0.5, "teams": ["a"]}}
    seen = follow(teams(tmp_path, acts), 4, ("salience", "commitment_floor", "social_dose", *HOURS))
    on = np.outer([0, 1, 1, 0], A)
    assert seen["salience"][1:] == pytest.approx(1 + 0.15 * on, abs=1e-12)
    assert seen["commitment_floor"][1:] == pytest.approx(0.075 * on, abs=1e-12)
    assert seen["social_dose"][1:] == pytest.approx(0.1 * on, abs=1e-12)
    assert hours(seen) == [[0, 0, 0], [1.5, 0.5, 0], [0, 0, 0], [0, 0, 0]]
    many = teams(tmp_path, {"influence_awareness": {"start": 1}}, sizes=(6, 7))
    assert hours(follow(many, 1, HOURS)) == [[6.5, 1, 0]]


def test_public_commitment(tmp_path: Path) -> None:
    """Floor .3 and dose .2 in weeks 2 and 3; .25 hours each and .1 of the manager, once."""
    acts = {"public_commitment": {"start": 2, "weeks": 2, "teams": ["b"]}}
    seen = follow(teams(tmp_path, acts), 4, ("commitment_floor", "social_dose", *HOURS))
    on = np.outer([0, 1, 1, 0], B)
    assert seen["commitment_floor"][1:] == pytest.approx(0.3 * on, abs=1e-12)
    assert seen["social_dose"][1:] == pytest.approx(0.2 * on, abs=1e-12)
    assert hours(seen) == [[0, 0, 0], [0.75, 0, 0.1], [0, 0, 0], [0, 0, 0]]


def test_common_responsibility(tmp_path: Path) -> None:
    acts = {"common_responsibility": {"start": 2, "weeks": 1, "kappa": 0.4}}
    seen = follow(teams(tmp_path, acts), 3, ("pooling", "social_dose", *HOURS))
    assert seen["pooling"][1:] == pytest.approx(np.outer([0, 0.4, 0], np.ones(6)), abs=1e-12)
    assert seen["social_dose"][2] == pytest.approx([0.3] * 6, abs=1e-12)
    assert hours(seen) == [[0, 0, 0], [0.6, 0, 0.2], [0, 0, 0]]


def roles(folder: Path, act: dict[str, Any], weeks: int, sizes: tuple[int, ...] = (3, 3), seed: int = 1) -> Trajectory:
    acts = {"accountability_roles": {"start": 1, **act}}
    return follow(teams(folder, acts, sizes=sizes, noise="on"), weeks, ROLE_NAMES, seed=seed)


def test_everybody_holds_one_of_three_roles(tmp_path: Path) -> None:
    """Observer: a checklist; reminder: v0 += .10, plans wear off half as fast; goal-keeper: setbacks half normal. Team a."""
    seen = roles(tmp_path, {"weeks": 2, "teams": ["a"]}, 3)
    on = np.outer([1, 1, 0], A)
    for name, x in zip(ROLE_NAMES, (0.6, 1, 0.1, 0.5, 0.5, 0.4), strict=False):
        assert seen[name][1:] == pytest.approx(x * on, abs=1e-12)
    assert hours(seen) == [[1.5, 0, 0.1], [1.5, 0, 0.1], [0, 0, 0]]


def test_a_share_of_holders_and_their_rotation(tmp_path: Path) -> None:
    """A third of three: place 0 observes. Place is (rank + q) mod 3, q a period of two weeks: first p0, then p2, then p1."""
    seen = roles(tmp_path, {"share": 1 / 3, "rotate_every": 2}, 7)
    holder = [int(np.flatnonzero(row[:3])[0]) for row in seen["commitment_floor"][1:]]
    assert holder == [0, 0, 2, 2, 1, 1, 0]
    assert [len(np.flatnonzero(row)) for row in seen["commitment_floor"][1:]] == [2] * 7
    assert np.all(seen["checklist"][1:] == 1)
    assert not seen["openness"].any()
    assert not seen["normalised"].any()
    assert hours(seen)[0] == [1, 0, 0.2]


def test_two_of_three_hold_roles(tmp_path: Path) -> None:
    """Observer and reminder: visibility by two thirds of .10; nobody keeps goals."""
    seen = roles(tmp_path, {"share": 0.5}, 1)
    assert seen["commitment_floor"][1].tolist() == [0.6, 0.6, 0, 0.6, 0.6, 0]
    assert seen["openness"][1] == pytest.approx([0.1 * 2 / 3] * 6, abs=1e-12)
    assert seen["plan_reminded"][1].tolist() == [0.5] * 6
    assert not seen["normalised"].any()


def test_roles_are_dealt_round_a_larger_team(tmp_path: Path) -> None:
    """Of five, place 0 and 3 observe, 1 and 4 remind, 2 keeps goals; of one, there is only an observer."""
    seen = roles(tmp_path, {"rotate_every": 1}, 2, (5, 1))
    assert seen["commitment_floor"][1].tolist() == [0.6] * 6
    assert seen["openness"][1] == pytest.approx([0.1] * 5 + [0], abs=1e-12)
    assert seen["normalised"][2] == pytest.approx([0.5] * 5 + [0], abs=1e-12)
    assert seen["checklist"][2].tolist() == [1] * 6


def test_all_the_same_role_costs_as_much_and_does_less(tmp_path: Path) -> None:
    """floor(3 u), u the team's lasting draw: 0 observer, 1 reminder, 2 goal-keeper."""
    found = set()
    for seed in range(1, 9):
        seen = roles(tmp_path, {"complementary": False}, 1, seed=seed)
        for k in (0, 1):
            role = int(3 * luck(seed, "accountability_roles/role", k))
            row = [seen[name][1, 3 * k] for name in ("checklist", "openness", "normalised")]
            assert row == pytest.approx([1.0 * (role == 0), 0.1 * (role == 1), 0.5 * (role == 2)], abs=1e-12)
            found.add(role)
        assert hours(seen) == [[3, 0, 0.2]]
    assert found == {0, 1, 2}


def test_roles_go_to_the_covered(tmp_path: Path) -> None:
    """Places are counted among them; visibility is by holders over the whole team."""
    for seed in range(1, 9):
        seen = roles(tmp_path, {"coverage": 0.5}, 1, seed=seed)
        there = covered(seed, 0.5, 6)
        assert seen["commitment_floor"][1] == pytest.approx(0.6 * there, abs=1e-12)
        n = np.repeat([there[:3].sum(), there[3:].sum()], 3)
        assert seen["openness"][1] == pytest.approx(0.1 * n / 3 * (n > 1), abs=1e-12)
        assert seen["normalised"][1] == pytest.approx(0.5 * (n > 2), abs=1e-12)


def test_a_path_of_ones_own(tmp_path: Path) -> None:
    """Taken by covered people with x above the threshold: .5 hours each, .1 of a trainer each."""
    acts: dict[str, Any] = {"individual_path": {"start": 2, "weeks": 1, "teams": ["a"]}}
    x = [0.6, 0.61, 0.9, 0.7, 0.2, 0.95]
    seen = follow(teams(tmp_path, acts, introversion=x), 3, ("individual_path", *HOURS))
    assert seen["individual_path"][1:].tolist() == [[0] * 6, [0, 1, 1, 0, 0, 0], [0] * 6]
    assert hours(seen) == [[0, 0, 0], [1, 0.2, 0], [0, 0, 0]]
    acts["individual_path"] = {"start": 1, "threshold": 0.8}
    seen = follow(teams(tmp_path, acts, quiet(), introversion=x), 1, ("individual_path",))
    assert seen["individual_path"][1].tolist() == [0, 0, 1, 0, 0, 1]
    acts["individual_path"]["offered"] = False
    assert not follow(teams(tmp_path, acts, introversion=x), 1, ("individual_path", *HOURS))["practitioner_hours"].any()
