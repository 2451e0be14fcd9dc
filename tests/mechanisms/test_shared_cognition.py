"""Shared cognition: goals, the belief to be able, and plans of three people, worked by hand."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from mi_abm.scenario.load import Scenario
from tests.teams import teams
from tests.worlds import follow, quiet

DEFAULTS = {
    "efficacy_weight": 0.0, "goal_weight": 0.0, "plan_weight": 0.0, "failure": 0.12, "normalising": 0.7,
    "success": 0.04, "return_rate": 0.01, "mastery": 0.3,
}  # fmt: skip
PRACTISE = [-1.3862943611198906, 0.0, 1.3862943611198906]  # logits of .2, .5 and .8
E0 = [0.5, 0.4, 0.8]


def three(
    folder: Path, goals: Mapping[str, Any] | None = None, *, mind: Mapping[str, Any] = {}, **columns: Any
) -> Scenario:
    """Three who practise .2, .5 and .8 of the time, with self-efficacy .5, .4 and .8 unless said otherwise."""
    acts = {} if goals is None else {"goals": {"start": 1, **goals}}
    mechanisms = quiet(uptake={"base": 0.0}, shared_cognition={**DEFAULTS, **mind})
    return teams(folder, acts, mechanisms, (3,), **{"propensity": PRACTISE, "efficacy": E0} | columns)


def test_a_goal_draws_effort_by_its_distance(tmp_path: Path) -> None:
    """Goal .9: gaps of 7, 4 and 1 best gaps; E = 7 e^-6, 4 e^-3, 1; not in the week it is set."""
    goals = {"difficulty": "fixed", "fixed_level": 0.9}
    seen = follow(three(tmp_path, goals, mind={"goal_weight": 0.25}), 2, ("goal", "goal_pull", "practice"))
    assert not seen["goal_pull"][1].any()
    assert seen["goal"][1].tolist() == [0.9, 0.9, 0.9]
    effort = [0.01735126523666, 0.19914827347146, 1.0]
    assert seen["goal_pull"][2] == pytest.approx([0.25 * e for e in effort], abs=1e-12)
    assert seen["practice"][1] == pytest.approx([0.2, 0.5, 0.8], abs=1e-12)
    # odds of practising rise by e^(.25 E)
    odds = [0.25 * np.exp(0.25 * effort[0]), np.exp(0.25 * effort[1]), 4 * np.exp(0.25)]
    assert seen["practice"][2] == pytest.approx([o / (1 + o) for o in odds], abs=1e-12)


def test_failing_a_goal_wears_down_efficacy(tmp_path: Path) -> None:
    """Judged in week 3 by gaps .7, .4, .1: -.12, -.12, -.04, beside the return of 1 per cent to .5."""
    goals = {"difficulty": "fixed", "fixed_level": 0.9, "horizon": 2}
    seen = follow(three(tmp_path, goals), 3, ("efficacy",))["efficacy"]
    assert seen[1] == pytest.approx([0.5, 0.401, 0.797], abs=1e-12)
    assert seen[2] == pytest.approx([0.5, 0.40199, 0.79403], abs=1e-12)
    assert seen[3] == pytest.approx([0.38, 0.2829701, 0.7510897], abs=1e-12)
    softened = follow(three(tmp_path, {**goals, "normalise_setbacks": 0.5}), 3, ("efficacy",))["efficacy"]
    assert softened[3] == pytest.approx(
        [0.5 - 0.12 * 0.65, 0.4029701 - 0.12 * 0.65, 0.7910897 - 0.04 * 0.65], abs=1e-12
    )


def test_reaching_a_goal_raises_it(tmp_path: Path) -> None:
    """Goal .55: missed by .35, by .05 (within .06), and exceeded: -.12, +.04, +.04."""
    goals = {"difficulty": "fixed", "fixed_level": 0.55, "horizon": 1}
    seen = follow(three(tmp_path, goals), 2, ("efficacy",))["efficacy"]
    assert seen[2] == pytest.approx([0.38, 0.44199, 0.83403], abs=1e-12)


def test_without_loss_failure_is_only_lost_effort(tmp_path: Path) -> None:
    goals = {"difficulty": "fixed", "fixed_level": 0.9, "horizon": 1}
    seen = follow(three(tmp_path, goals, mind={"failure": 0.0}), 4, ("efficacy",))["efficacy"]
    kept = 0.99 ** np.arange(5)[:, None]
    assert seen == pytest.approx(0.5 + (np.array(E0) - 0.5) * kept, abs=1e-12)


def test_steps_follow_ones_own_mean_of_practice(tmp_path: Path) -> None:
    """Goals .28, .58, .88: missed by .08 each: -.12 x .08 / .3 = -.032; renewed every horizon."""
    seen = follow(three(tmp_path, {"horizon": 2}), 3, ("goal", "has_goal", "efficacy"))
    assert seen["goal"][[1, 2, 3]] == pytest.approx(np.array([[0.28, 0.58, 0.88]] * 3), abs=1e-12)
    assert seen["has_goal"].tolist() == [[0] * 3, [1] * 3, [1] * 3, [1] * 3]
    assert seen["efficacy"][3] == pytest.approx([0.468, 0.3709701, 0.7590897], abs=1e-12)
    near_top = follow(three(tmp_path, {"step": 0.15, "horizon": 2}, propensity=4.0), 1, ("goal",))["goal"]
    assert near_top[1].tolist() == [1, 1, 1]


def test_a_team_goal_mixes_ones_own_mean_and_the_teams(tmp_path: Path) -> None:
    """Interdependence .5: mixes .35, .5, .65; goals .43, .58, .73, judged on the same mix; effort by the own mean."""
    goals = {"level": "team", "interdependence": 0.5, "horizon": 2}
    seen = follow(three(tmp_path, goals), 3, ("goal", "efficacy"))
    assert seen["goal"][1] == pytest.approx([0.43, 0.58, 0.73], abs=1e-12)
    assert seen["efficacy"][3] == pytest.approx([0.468, 0.3709701, 0.7590897], abs=1e-12)
    seen = follow(three(tmp_path, goals, mind={"goal_weight": 0.1}), 2, ("goal_pull",))["goal_pull"]
    assert seen[2] == pytest.approx([0.1 * 2.3 * np.exp(-1.3), 0.1 * 0.8 * np.exp(0.2), 0], abs=1e-12)


def test_efficacy_pulls_and_grows_with_skill(tmp_path: Path) -> None:
    """Pull 1.5 (e - .5); e returns to .5 + .3 (s - s0) by 1 per cent a week."""
    mind = {"efficacy_weight": 1.5}
    skill = {"skill": [0.5, 0.3, 0.4], "start_skill": [0.3, 0.5, 0.4], "ceiling": 0.9}
    seen = follow(three(tmp_path, mind=mind, **skill), 1, ("efficacy", "efficacy_pull"))
    assert seen["efficacy_pull"][1] == pytest.approx([0, -0.15, 0.45], abs=1e-12)
    assert seen["efficacy"][1] == pytest.approx([0.5006, 0.4004, 0.797], abs=1e-12)


def test_plans_pull_and_wear_off(tmp_path: Path) -> None:
    """Plans of strength 1, of oneself and of the team; .45 a plan, and a reminder halves the decay."""
    start = {"plan": [1.0, 1.0, 0.5], "plan_shared": [0, 1, 0]}
    seen = follow(three(tmp_path, mind={"plan_weight": 0.45}, **start), 2, ("plan", "plan_pull"))
    assert seen["plan_pull"][1] == pytest.approx([0.45, 0.45, 0.225], abs=1e-12)
    assert seen["plan"][1:] == pytest.approx(np.array([[0.9, 0.97, 0.45], [0.81, 0.9409, 0.405]]), abs=1e-12)
    mechanisms = quiet(shared_cognition=DEFAULTS)
    acts = {"social_reminders": {"start": 1, "r": 1.0}}
    reminded = follow(teams(tmp_path, acts, mechanisms, (3,), **start), 1, ("plan",))["plan"]
    assert reminded[1] == pytest.approx([0.95, 0.985, 0.475], abs=1e-12)


def test_a_plan_of_the_team_in_expectation(tmp_path: Path) -> None:
    """The meeting is held with probability q = 1 - 1.5 x .4 x .5 = .7: each session makes q of the plan, and q of it the team's."""
    acts = {"planning": {"start": 1, "weeks": 2, "every": 1, "mode": "team"}}
    busy = quiet(uptake={"load": 0.5, "caseload": 0.8, "protected_time": 0.0}, shared_cognition={"team_kept": 0.97})
    climate = {"safety": [0.5] * 3, "set_point": [0.5] * 3}
    seen = follow(teams(tmp_path, acts, busy, (3,), **climate), 3, ("plan", "plan_shared"))
    shared = [0.7, 0.7 + 0.3 * 0.7, 0.7 + 0.3 * 0.7]
    kept = [0.9 + 0.07 * share for share in shared]
    plan = [0.7, 0.7 + 0.3 * 0.7 * kept[0], (0.7 + 0.3 * 0.7 * kept[0]) * kept[1]]
    assert seen["plan_shared"][1:] == pytest.approx(np.outer(shared, [1, 1, 1]), abs=1e-12)
    assert seen["plan"][1:] == pytest.approx(np.outer(plan, [1, 1, 1]), abs=1e-12)


def test_a_plan_with_a_partner_stays_fresh(tmp_path: Path) -> None:
    """Two plan with each other; who has no colleague plans alone, and loses a tenth a week."""
    acts = {"planning": {"start": 1, "weeks": 1, "mode": "dyadic"}}
    seen = follow(teams(tmp_path, acts, quiet(), (2, 1), noise="on"), 4, ("plan", "plan_partner"))
    assert seen["plan"][1:] == pytest.approx(np.array([[1, 1, 1], [1, 1, 0.9], [1, 1, 0.81], [1, 1, 0.729]]), abs=1e-12)
    assert seen["plan_partner"][1:].tolist() == [[1, 0, -1]] * 4


def test_a_step_of_nothing_is_ones_own_mean_of_practice(tmp_path: Path) -> None:
    seen = follow(three(tmp_path, {"step": 0.0, "horizon": 2}), 3, ("goal", "efficacy"))
    assert seen["goal"][1] == pytest.approx([0.2, 0.5, 0.8], abs=1e-12)
    assert seen["efficacy"][3] == pytest.approx([0.54, 0.4429701, 0.8310897], abs=1e-12)


def test_a_newcomer_has_neither_goal_nor_plan(tmp_path: Path) -> None:
    """Nor have the founders; self-efficacy is drawn around .5 (the SD here is 0)."""
    mechanisms = quiet(shared_cognition={**DEFAULTS, "efficacy_sd": 0.0}, turnover={"rate": 0.9})
    acts = {"goals": {"start": 1, "horizon": 52}, "planning": {"start": 1, "mode": "team"}}
    names = ("goal", "has_goal", "plan", "plan_shared", "plan_partner", "efficacy")
    scenario = teams(tmp_path, acts, mechanisms, (20,), noise="on")
    seen = follow(scenario, 4, names, occupant=lambda stack: stack.luck.occupant)
    new = np.diff(seen["occupant"], axis=0, prepend=-1) > 0
    assert new[0].all()
    assert new[1:].any()
    for name, neutral in zip(names, (0, 0, 0, 0, -1, 0.5), strict=True):
        assert np.all(seen[name][new] == neutral), name
    assert np.all(seen["has_goal"][1:][~new[1:] & (seen["occupant"][1:] == 0)] == 1)
