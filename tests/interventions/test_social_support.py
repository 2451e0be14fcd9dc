"""Discussion, reminders, sharing: two teams of three, worked on paper."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.teams import HOURS, covered, hours, luck, teams
from tests.worlds import follow, quiet

VISIBLE = quiet(descriptive_norms={"visible": 0.1, "visible_if_safe": 0.25})


def test_a_discussion_every_second_week(tmp_path: Path) -> None:
    """Weeks 2 and 4 of 2 ... 5, team a: on task, a dose of .3; .75 hours each, .25 of a trainer who brings prompts."""
    acts = {"peer_discussion": {"start": 2, "weeks": 4, "every": 2, "teams": ["a"]}}
    names = ("discussion", "on_task", "unprompted", "social_dose", "meetings", *HOURS)
    seen = follow(teams(tmp_path, acts), 6, names)
    on = np.outer([0, 1, 0, 1, 0, 0], [1, 1, 1, 0, 0, 0])
    for name, x in (("discussion", 1), ("on_task", 0.85), ("social_dose", 0.3), ("meetings", 1), ("unprompted", 0)):
        assert seen[name][1:] == pytest.approx(x * on, abs=1e-12)
    held, none = [2.25, 0.25, 0], [0, 0, 0]
    assert hours(seen) == [none, held, none, held, none, none]


def test_without_prompts_no_trainer_and_the_talk_drifts(tmp_path: Path) -> None:
    """.85 e^(-t / 5), t weeks since it began, not below .4; two teams."""
    acts = {"peer_discussion": {"start": 2, "prompt_type": "none", "drift": 5.0, "on_task_floor": 0.4}}
    seen = follow(teams(tmp_path, acts), 6, ("on_task", "unprompted", *HOURS))
    assert seen["on_task"][1:, 0] == pytest.approx(
        [0, 0.85, 0.69592114011628, 0.56977203913029, 0.46648989067992, 0.4], abs=1e-12
    )
    assert seen["unprompted"][2].tolist() == [1] * 6
    assert hours(seen)[1] == [4.5, 0, 0]


def test_prompts_for_each_team_of_more_than_twelve(tmp_path: Path) -> None:
    for sizes, groups in (((12, 3), 2), ((13, 3), 3)):
        scenario = teams(tmp_path / str(groups), {"peer_discussion": {"start": 1}}, sizes=sizes)
        assert hours(follow(scenario, 1, HOURS)) == [[0.75 * sum(sizes), 0.25 * groups, 0]]


def test_the_covered_discuss_and_the_talk_is_on_task_by_their_share(tmp_path: Path) -> None:
    acts, mixed = {"peer_discussion": {"start": 1, "coverage": 0.5}}, 0
    for seed in range(1, 9):
        seen = follow(teams(tmp_path, acts), 1, ("discussion", "on_task", "practitioner_hours"), seed=seed)
        there = covered(seed, 0.5, 6)
        share = np.repeat([there[:3].mean(), there[3:].mean()], 3)
        assert np.array_equal(seen["discussion"][1], there)
        assert seen["on_task"][1] * there == pytest.approx(0.85 * share * there, abs=1e-12)
        assert seen["practitioner_hours"][1] == pytest.approx(0.75 * there, abs=1e-12)
        mixed += 0 < share[0] < 1
    assert mixed


def test_reminders(tmp_path: Path) -> None:
    """v = .1 + .25 x .8 + .10 r; a plan's decay is halved for whoever is reminded (probability r); .05 hours each."""
    acts = {"social_reminders": {"start": 2, "weeks": 1, "r": 0.4, "teams": ["a"]}}
    seen = follow(teams(tmp_path, acts, VISIBLE), 3, ("visibility", "plan_reminded", *HOURS))
    assert seen["visibility"][1:, 0] == pytest.approx([0.3, 0.34, 0.3], abs=1e-12)
    assert np.all(np.abs(seen["visibility"][1:, 3] - 0.3) < 1e-12)
    assert seen["plan_reminded"][2] == pytest.approx([0.2] * 3 + [0] * 3, abs=1e-12)
    assert hours(seen) == [[0, 0, 0], [0.15, 0, 0.05], [0, 0, 0]]


def test_by_chance_one_is_reminded_or_is_not(tmp_path: Path) -> None:
    acts = {"social_reminders": {"start": 1, "r": 0.4, "recall": 0.8, "coverage": 0.5}}
    scenario, found = teams(tmp_path, acts, VISIBLE, noise="on"), set()
    for seed in range(1, 13):
        seen = follow(scenario, 1, ("plan_reminded", "visibility"), seed=seed)
        there = covered(seed, 0.5, 6)
        drawn = np.array([luck(seed, "social_reminders/reminded", i, 1) < 0.4 for i in range(6)])
        assert seen["plan_reminded"][1] == pytest.approx(0.8 * there * drawn, abs=1e-12)
        share = np.repeat([there[:3].mean(), there[3:].mean()], 3)
        assert seen["visibility"][1] == pytest.approx(0.3 + 0.04 * share, abs=1e-12)
        found |= set(seen["plan_reminded"][1])
    assert found == {0.0, 0.8}


def test_sharing_experiences_shows_practice_and_habits(tmp_path: Path) -> None:
    """Strength .6 in team b: v += .15 x .6, habits as visible as practice to .6; dose .2; .25 hours each."""
    acts = {"experience_sharing": {"start": 2, "strength": 0.6, "teams": ["b"]}}
    seen = follow(teams(tmp_path, acts, VISIBLE), 2, ("visibility", "habit_shown", "social_dose", *HOURS))
    assert seen["visibility"][2] == pytest.approx([0.3] * 3 + [0.39] * 3, abs=1e-12)
    assert seen["habit_shown"][2] == pytest.approx([0] * 3 + [0.6] * 3, abs=1e-12)
    assert seen["social_dose"][2] == pytest.approx([0] * 3 + [0.2] * 3, abs=1e-12)
    assert hours(seen) == [[0, 0, 0], [0.75, 0, 0]]


def test_a_shown_habit_is_seen_as_often_as_practice(tmp_path: Path) -> None:
    """Else half as often: d_u += .15 v x (u - d_u), v = .5 x .3 or, with sharing, .45; nothing is inferred here."""
    mind = quiet(descriptive_norms={"rate": 0.15, "visible": 0.1, "visible_if_safe": 0.25})
    start = {"habit": 0.8, "perceived_habit": 0.2}
    for acts, visible in (({}, 0.15), ({"experience_sharing": {"start": 1}}, 0.45)):
        seen = follow(teams(tmp_path, acts, mind, **start), 1, ("perceived_habit",))["perceived_habit"]
        assert seen[1] == pytest.approx([0.2 + 0.15 * visible * 0.6] * 6, abs=1e-12)
