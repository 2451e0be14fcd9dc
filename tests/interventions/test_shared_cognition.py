"""Goals, plans and revisited motivation: two teams of three, worked on paper."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.teams import HOURS, covered, hours, luck, teams
from tests.worlds import follow, quiet

X = [0.2, 0.5, 0.8, 0.2, 0.5, 0.8]
LEVELS = ("commitment_floor", "social_dose", "openness", *HOURS)
# what commits, by level: floor, social dose, visibility, hours of a practitioner, of a manager
INDIVIDUAL = ([0.0] * 3, 0.0, 0.0, 0.25, 0.0)
PUBLIC = ([0.3] * 3, 0.2, 0.1, 0.5, 0.0)
TEAM = ([0.582, 0.555, 0.528], 0.3, 0.0, 0.75, 0.25)  # .3 + .3 (1 - .3 x)


@pytest.mark.parametrize(("level", "commits"), [("individual", INDIVIDUAL), ("public", PUBLIC), ("team", TEAM)])
def test_goals_by_level(tmp_path: Path, level: str, commits: Any) -> None:
    """In force in weeks 2 ... 6, due in 2, 4 and 6; the level holds all the time, hours are of the weeks of setting."""
    acts = {"goals": {"start": 2, "weeks": 5, "horizon": 2, "level": level, "teams": ["b"]}}
    seen = follow(teams(tmp_path, acts, introversion=X), 8, ("goals_on", "goal_due", "goal_step", "meetings", *LEVELS))
    on, due = np.array([0, 1, 1, 1, 1, 1, 0, 0]), np.array([0, 1, 0, 1, 0, 1, 0, 0])
    b = np.array([0, 0, 0, 1, 1, 1])
    assert np.array_equal(seen["goals_on"][1:], np.outer(on, b))
    assert np.array_equal(seen["goal_due"][1:], np.outer(due, b))
    assert seen["goal_step"][1:] == pytest.approx(np.where(np.outer(on, b), 0.08, -1), abs=1e-12)
    assert np.array_equal(seen["meetings"][1:], np.outer(due, b) * (level == "team"))
    floor, dose, openness, each, manager = commits
    assert seen["commitment_floor"][1:] == pytest.approx(np.outer(on, [0, 0, 0, *floor]), abs=1e-12)
    assert seen["social_dose"][1:] == pytest.approx(np.outer(on, dose * b), abs=1e-12)
    assert seen["openness"][1:] == pytest.approx(np.outer(on, openness * b), abs=1e-12)
    assert hours(seen) == [[3 * each * set_, 0, manager * set_] for set_ in due]


@pytest.mark.parametrize(("mode", "commits"), [("solo", INDIVIDUAL), ("dyadic", PUBLIC), ("team", TEAM)])
def test_plans_by_mode(tmp_path: Path, mode: str, commits: Any) -> None:
    """Made in weeks 2, 4 and 6; they count from the next week on; between sessions .9, 1 or .97 a week."""
    acts = {"planning": {"start": 2, "weeks": 5, "every": 2, "mode": mode, "teams": ["a"]}}
    seen = follow(
        teams(tmp_path, acts, introversion=X), 8, ("planned", "planned_by_team", "plan", "plan_partner", *LEVELS)
    )
    on, due = np.array([0, 1, 1, 1, 1, 1, 0, 0]), np.array([0, 1, 0, 1, 0, 1, 0, 0])
    a = np.array([1, 1, 1, 0, 0, 0])
    assert np.array_equal(seen["planned"][1:], np.outer(due, a))
    assert np.array_equal(seen["planned_by_team"][1:], np.outer(due, a) * (mode == "team"))
    kept = {"solo": 0.9, "dyadic": 1.0, "team": 0.97}[mode]
    plan = [0, 1, kept, 1, kept, 1, kept, kept**2]
    assert seen["plan"][1:] == pytest.approx(np.outer(plan, a), abs=1e-12)
    assert np.all((seen["plan_partner"][2:, :3] >= 0) == (mode == "dyadic"))
    floor, dose, openness, each, _ = commits
    assert seen["commitment_floor"][1:] == pytest.approx(np.outer(on, [*floor, 0, 0, 0]), abs=1e-12)
    assert seen["social_dose"][1:] == pytest.approx(np.outer(on, dose * a), abs=1e-12)
    assert seen["openness"][1:] == pytest.approx(np.outer(on, openness * a), abs=1e-12)
    assert hours(seen) == [[3 * each * made, 0, 0] for made in due]


def test_stepwise_goals_are_renewed_and_end_with_their_window(tmp_path: Path) -> None:
    """Practice .5, then .75 from week 2 on: goals .58, later .08 above the mean .5625 + ...; none after week 5."""
    acts = {"goals": {"start": 1, "weeks": 5, "horizon": 3}, "planning": {"start": 1, "weeks": 1, "mode": "dyadic"}}
    plans = quiet(uptake={"base": 0.0}, shared_cognition={"plan_weight": 1.0986122886681098})  # odds of 3 with a plan
    seen = follow(teams(tmp_path, acts, plans), 7, ("practice", "average_practice", "goal", "has_goal"))
    assert seen["practice"][1:, 0] == pytest.approx([0.5] + [0.75] * 6, abs=1e-12)
    mean = [0.5, 0.5625, 0.609375, 0.64453125]
    assert seen["average_practice"][1:5, 0] == pytest.approx(mean, abs=1e-12)
    assert seen["goal"][1:, 0] == pytest.approx([0.58, 0.58, 0.58, 0.72453125, 0.72453125, 0, 0], abs=1e-12)
    assert seen["has_goal"][:, 0].tolist() == [0, 1, 1, 1, 1, 1, 0, 0]


def test_a_fixed_goal_is_the_same_for_all(tmp_path: Path) -> None:
    acts = {"goals": {"start": 1, "difficulty": "fixed", "fixed_level": 0.7, "normalise_setbacks": 0.6}}
    seen = follow(teams(tmp_path, acts, propensity=[-2, -1, 0, 1, 2, 3]), 1, ("goal", "normalised", "goal_shared"))
    assert seen["goal"][1].tolist() == [0.7] * 6
    assert seen["normalised"][1].tolist() == [0.6] * 6
    assert not seen["goal_shared"].any()


def test_only_a_team_goal_is_shared(tmp_path: Path) -> None:
    for level, shared in (("individual", 0.0), ("public", 0.0), ("team", 0.4)):
        acts = {"goals": {"start": 1, "level": level, "interdependence": 0.4}}
        seen = follow(teams(tmp_path / level, acts), 1, ("goal_shared",))
        assert seen["goal_shared"][1] == pytest.approx([shared] * 6, abs=1e-12)


def test_a_plan_becomes_ones_own_when_the_partner_leaves(tmp_path: Path) -> None:
    """1 while he is there; .9 a week from the week after he has left; the newcomer has no plan."""
    acts = {"planning": {"start": 1, "weeks": 1, "mode": "dyadic"}}
    scenario = teams(tmp_path, acts, quiet(turnover={"rate": 0.8}), (2,), noise="on")
    left = 0
    for seed in range(1, 13):
        seen = follow(scenario, 14, ("plan", "plan_partner"), seed=seed, occupant=lambda stack: stack.luck.occupant)
        first = [next((week for week in range(15) if seen["occupant"][week, i]), 99) for i in (0, 1)]
        for i, partner in ((0, first[1]), (1, first[0])):
            expected = [0.0] + [0.9 ** max(0, week - partner) for week in range(1, 15)]
            stay = min(15, first[i])
            assert seen["plan"][:stay, i] == pytest.approx(expected[:stay], abs=1e-12)
            assert not seen["plan"][stay:, i].any()
            assert np.all(seen["plan_partner"][1 : min(stay, partner + 1), i] == 1 - i)
            assert np.all(seen["plan_partner"][partner + 1 :, i] == -1)
            left += partner < stay
    assert left > 3


def test_partners_of_plans_are_drawn_among_the_covered_of_the_team(tmp_path: Path) -> None:
    """One of the n others, number floor(u n) in order of post, u a lasting draw: renewed plans keep the partner."""
    acts = {"planning": {"start": 1, "every": 2, "mode": "dyadic", "coverage": 0.6}}
    scenario, alone = teams(tmp_path, acts, sizes=(4, 3)), 0
    for seed in range(1, 9):
        seen = follow(scenario, 4, ("plan_partner", "plan"), seed=seed)
        there = covered(seed, 0.6, 7)
        for i in range(7):
            others = [j for j in (range(4) if i < 4 else range(4, 7)) if there[j] and j != i]
            chosen = -1
            if there[i] and others:
                chosen = others[int(luck(seed, "planning/partner", i) * len(others))]
            assert np.all(seen["plan_partner"][1:, i] == chosen)
            assert seen["plan"][2, i] == pytest.approx(there[i] * (1.0 if others else 0.9), abs=1e-12)
            alone += there[i] and not others
    assert alone


def test_motivation_revisited(tmp_path: Path) -> None:
    """Meetings in weeks 2 and 4 raise the anchor by .01 each; from week 2 on it does not drift; .5 hours each, .5 a trainer and team."""
    acts = {"motivation_revisit": {"start": 2, "weeks": 3, "every": 2, "teams": ["a"]}}
    drift = quiet(uptake={"anchor_drift": 0.004, "attitude_mean": 0.6})
    names = ("anchor", "social_dose", "meetings", *HOURS)
    seen = follow(teams(tmp_path, acts, drift, attitude=[0.8, 0.601, 0.3] * 2), 6, names)
    assert seen["anchor"][:, 0] == pytest.approx([0.8, 0.796, 0.806, 0.806, 0.816, 0.812, 0.808], abs=1e-12)
    assert seen["anchor"][:, 1] == pytest.approx([0.601, 0.6, 0.61, 0.61, 0.62, 0.616, 0.612], abs=1e-12)
    assert seen["anchor"][:, 2] == pytest.approx([0.3, 0.3, 0.31, 0.31, 0.32, 0.32, 0.32], abs=1e-12)
    assert seen["anchor"][:, 4] == pytest.approx([0.601] + [0.6] * 6, abs=1e-12)
    met = np.outer([0, 1, 0, 1, 0, 0], [1, 1, 1, 0, 0, 0])
    assert seen["social_dose"][1:] == pytest.approx(0.1 * met, abs=1e-12)
    assert np.array_equal(seen["meetings"][1:], met)
    none, held = [0, 0, 0], [1.5, 0.5, 0]
    assert hours(seen) == [none, held, none, held, none, none]
