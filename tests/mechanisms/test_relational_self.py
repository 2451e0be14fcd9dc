"""Relational self: commitment and the cost of company, three people worked by hand."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from mi_abm.engine import people
from mi_abm.scenario.load import load
from tests.teams import teams
from tests.worlds import follow, quiet

DEFAULTS = {"commitment_weight": 0.5, "dose_weight": 1.5, "path_dose": 0.15}
MIND = quiet(uptake={"base": 0.0}, relational_self=DEFAULTS)
START = {"introversion": [0.4, 0.7, 0.9], "commitment": [0.2, 0.5, 0.8]}


def test_commitment_pulls_and_wears_off(tmp_path: Path) -> None:
    seen = follow(teams(tmp_path, {}, MIND, (3,), **START), 2, ("commitment", "commitment_pull", "practice"))
    assert seen["commitment"][1:] == pytest.approx(
        np.array([[0.194, 0.485, 0.776], [0.18818, 0.47045, 0.75272]]), abs=1e-12
    )
    assert seen["commitment_pull"][1:] == pytest.approx(np.array([[0.1, 0.25, 0.4], [0.097, 0.2425, 0.388]]), abs=1e-12)
    assert seen["practice"][1] == pytest.approx([0.52497918747894, 0.56217650088580, 0.59868766011245], abs=1e-12)


def test_floors_hold_before_it_wears_off(tmp_path: Path) -> None:
    """Before colleagues: at least .97 x .3 afterwards; in a team goal: .97 (.3 + .3 (1 - .3 x))."""
    public = {"public_commitment": {"start": 1, "weeks": 2}}
    seen = follow(teams(tmp_path, public, MIND, (3,), **START), 3, ("commitment",))["commitment"]
    assert seen[1:] == pytest.approx(
        np.array([[0.291, 0.485, 0.776], [0.291, 0.47045, 0.75272], [0.28227, 0.4563365, 0.7301384]]), abs=1e-12
    )
    team = {"goals": {"start": 1, "weeks": 1, "level": "team"}}
    seen = follow(teams(tmp_path, team, MIND, (3,), **START), 1, ("commitment",))["commitment"]
    assert seen[1] == pytest.approx([0.97 * 0.564, 0.97 * 0.537, 0.97 * 0.8], abs=1e-12)


def test_common_responsibility_draws_commitment_together(tmp_path: Path) -> None:
    """c = .97 (.7 c + .3 x .5): .2813, .485, .6887; then floors of .3 hold the first up."""
    act = {"common_responsibility": {"start": 1}}
    seen = follow(teams(tmp_path, act, MIND, (3,), **START), 2, ("commitment",))["commitment"]
    assert seen[1] == pytest.approx([0.2813, 0.485, 0.6887], abs=1e-12)
    assert seen[2] == pytest.approx([0.97 * (0.7 * x + 0.3 * 0.485) for x in (0.2813, 0.485, 0.6887)], abs=1e-12)
    act |= {"public_commitment": {"start": 1}}
    seen = follow(teams(tmp_path, act, MIND, (3,), **START), 1, ("commitment",))["commitment"]
    assert seen[1] == pytest.approx([0.97 * 0.3, 0.485, 0.6887], abs=1e-12)


def test_company_costs_the_introverted(tmp_path: Path) -> None:
    """Doses .1 + .2 add up to .3: the pull is -1.5 x 2 (x - .5) x .3, nothing for the extraverted."""
    acts = {"eagerness_structure": {"start": 1}, "experience_sharing": {"start": 1}}
    start = START | {"commitment": 0.0}
    seen = follow(teams(tmp_path, acts, MIND, (3,), **start), 1, ("social_dose", "dose_pull", "practice"))
    assert seen["social_dose"][1] == pytest.approx([0.3] * 3, abs=1e-12)
    assert seen["dose_pull"][1] == pytest.approx([0, -0.18, -0.36], abs=1e-12)
    assert seen["practice"][1] == pytest.approx([0.5, 0.45512110762642, 0.41095956594133], abs=1e-12)


def test_a_dose_above_one_counts_as_one(tmp_path: Path) -> None:
    """Discussion .3, feedback .3, sharing .2, common responsibility .3 and roles .4 come to 1.5."""
    names = ("peer_discussion", "peer_feedback", "experience_sharing", "common_responsibility", "accountability_roles")
    acts = {name: {"start": 1} for name in names}
    seen = follow(teams(tmp_path, acts, MIND, (3,), **START), 1, ("social_dose", "dose_pull"))
    assert seen["social_dose"][1] == pytest.approx([1.5] * 3, abs=1e-12)
    assert seen["dose_pull"][1] == pytest.approx([0, -0.6, -1.2], abs=1e-12)


def test_a_path_of_their_own_spares_them_and_teaches_a_little(tmp_path: Path) -> None:
    """Taken above x = .6: no dose, F = .15 (which counts as support); all else stays."""
    acts = {"individual_path": {"start": 1}, "experience_sharing": {"start": 1}}
    seen = follow(
        teams(tmp_path, acts, MIND, (3,), **START), 1, ("dose_pull", "path_feedback", "feedback", "unsupported")
    )
    assert not seen["dose_pull"].any()
    assert seen["path_feedback"][1] == pytest.approx([0, 0.15, 0.15], abs=1e-12)
    assert seen["feedback"][1] == pytest.approx([0, 0.15, 0.15], abs=1e-12)
    assert seen["unsupported"][1].tolist() == [1, 0, 0]


def test_no_weight_no_cost(tmp_path: Path) -> None:
    acts = {"experience_sharing": {"start": 1}, "public_commitment": {"start": 1}}
    mind = quiet(uptake={"base": 0.0}, relational_self={"commitment_weight": 0.0, "dose_weight": 0.0})
    seen = follow(teams(tmp_path, acts, mind, (3,), **START), 3, ("practice", "commitment"))
    assert np.all(seen["practice"][1:] == 0.5)
    assert np.all(seen["commitment"][1:] > 0)


def test_introversion_is_beta_and_a_newcomer_is_not_committed(tmp_path: Path) -> None:
    """Beta(2, 2) has mean .5 and variance .05; leavers take their commitment along."""
    mind = quiet(relational_self=DEFAULTS, turnover={"rate": 0.9})
    scenario = teams(tmp_path, {}, mind, (500,), ties=[("p0000", "p0001")], noise="on", commitment=0.8)
    seen = follow(scenario, 5, ("introversion", "commitment"), occupant=lambda stack: stack.luck.occupant)
    x = seen["introversion"][0]
    assert abs(x.mean() - 0.5) < 3 * np.sqrt(0.05 / 500)
    assert abs(x.var() - 0.05) < 0.01
    new = seen["occupant"][5] > seen["occupant"][4]
    assert new.any()
    assert np.all(seen["commitment"][5][new] == 0)
    stayed = seen["occupant"][5] == 0
    assert seen["commitment"][5][stayed] == pytest.approx([0.8 * 0.97**5] * int(stayed.sum()), abs=1e-12)
    assert np.all((seen["introversion"][5] == x)[stayed])
    assert not np.any((seen["introversion"][5] == x)[~stayed])


def test_introversion_moves_to_its_mean_without_other_luck() -> None:
    worlds = [load("baseline", {"mechanisms.relational_self.introversion_mean": mean}) for mean in (0.5, 0.6)]
    usual, moved = (people.follow(world, [3], ["introversion"], [0]).at("introversion", 0) for world in worlds)
    assert np.allclose(moved, np.minimum(usual + 0.1, 1.0), atol=1e-12)
    assert moved.mean() > usual.mean() + 0.05
