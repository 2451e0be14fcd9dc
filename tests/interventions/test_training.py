"""Workshop and coaching: two teams of three, worked on paper."""

from __future__ import annotations

from pathlib import Path
from statistics import NormalDist

import numpy as np
import pytest

from mi_abm.engine.ensemble import Run
from tests.teams import HOURS, covered, hours, luck, teams
from tests.worlds import follow, quiet

PEOPLE = {
    "attitude": [0.6, 0.5, 0.9, 0.6, 0.6, 0.6], "skill": [0.4, 0.3, 0.5, 0.4, 0.4, 0.4], "efficacy": 0.5,
    "ceiling": [0.6, 0.8, 0.5, 0.6, 0.6, 0.6],
}  # fmt: skip


def test_what_a_workshop_does(tmp_path: Path) -> None:
    """s += (cl - s) .52 (.7 + .6 a) / 1.06; anchor +.08; efficacy +.05; trained from next week; for team a only."""
    acts = {"workshop": {"start": 2, "teams": ["a"]}}
    names = ("skill", "anchor", "efficacy", "trained", "attending", *HOURS)
    seen = follow(teams(tmp_path, acts, **PEOPLE), 3, names)
    assert seen["skill"][1, 0].tolist() == PEOPLE["skill"]
    learned = [0.4 + 0.2 * 0.52, 0.3 + 0.5 * 0.52 / 1.06, 0.5]
    assert seen["skill"][2, 0] == pytest.approx([*learned, 0.4, 0.4, 0.4], abs=1e-12)
    assert seen["skill"][3] == pytest.approx(seen["skill"][2], abs=1e-12)
    assert seen["anchor"][2] == pytest.approx([0.68, 0.58, 0.98, 0.6, 0.6, 0.6], abs=1e-12)
    assert seen["efficacy"][2] == pytest.approx([0.55] * 3 + [0.5] * 3, abs=1e-12)
    assert seen["trained"].tolist() == [[0] * 6, [0] * 6, [1, 1, 1, 0, 0, 0], [1, 1, 1, 0, 0, 0]]
    assert seen["attending"][2].tolist() == [1, 1, 1, 0, 0, 0]
    assert hours(seen) == [[0, 0, 0], [42, 18, 0.5], [0, 0, 0]]


def test_the_trained_attempt_twice_as_often_from_the_next_week(tmp_path: Path) -> None:
    mechanisms = quiet(uptake={"base": 0.0, "untrained_use": 0.5})
    seen = follow(teams(tmp_path, {"workshop": {"start": 1}}, mechanisms), 2, ("practice",))["practice"]
    assert np.all(seen[1] == 0.25)
    assert np.all(seen[2] == 0.5)


def test_intensity_scales_the_lesson_up_to_all_there_is_to_learn(tmp_path: Path) -> None:
    """Twice as intense: 1.04 x (.7 + .6 a) / 1.06 of the room, never more than all of it; hours as ever."""
    seen = follow(teams(tmp_path, {"workshop": {"start": 1, "intensity": 2.0}}, **PEOPLE), 1, ("skill", *HOURS))
    learned = [0.6, 0.3 + 0.5 * 1.04 / 1.06, 0.5, 0.6, 0.6, 0.6]
    assert seen["skill"][1, 0] == pytest.approx(learned, abs=1e-12)
    assert hours(seen) == [[84, 18, 1]]


def test_two_weeks_are_two_workshops(tmp_path: Path) -> None:
    seen = follow(teams(tmp_path, {"workshop": {"start": 1, "weeks": 2}}, **PEOPLE), 3, ("skill", "efficacy", *HOURS))
    assert seen["skill"][:, 0, 0] == pytest.approx([0.4, 0.504, 0.504 + 0.096 * 0.52, 0.55392], abs=1e-12)
    assert seen["efficacy"][3, 0] == pytest.approx(0.6, abs=1e-12)
    assert hours(seen) == [[84, 18, 1], [84, 18, 1], [0, 0, 0]]


def test_it_suits_some_better_than_others(tmp_path: Path) -> None:
    """x = 1 + .35 z in [0, 2], z the person's draw of the week, one for all styles."""
    styles = {"styles": {"reflections": 1.0, "questions": 1.0}}
    act, alike = {"workshop": {"start": 1, "luck_sd": 0.9}}, quiet(skill={"style_sd": 0.0})
    scenario = teams(tmp_path, act, alike, noise="on", organisation=styles, **PEOPLE)
    cut = 0
    for seed in range(1, 16):
        skill = follow(scenario, 1, ("skill",), seed=seed)["skill"]
        for i in range(6):
            z = NormalDist().inv_cdf(luck(seed, "workshop/luck", i, 1))
            x = min(2.0, max(0.0, 1 + 0.9 * z))
            a, s, top = (PEOPLE[name][i] for name in ("attitude", "skill", "ceiling"))  # type: ignore[index]
            expected = s + (top - s) * min(1.0, 0.52 * x * (0.7 + 0.6 * a) / 1.06)
            assert skill[1, :, i] == pytest.approx([expected] * 2, abs=1e-10)
            cut += x in (0.0, 2.0)
    assert cut


def test_who_attends_by_coverage_and_ties_between_those_who_do(tmp_path: Path) -> None:
    """A quarter is a part of a half; the same posts for every intervention; ties grow between attenders, also across teams."""
    ties = [(f"p000{i}", f"p000{j}", "", 0.5) for i in range(6) for j in range(6) if i != j]
    mechanisms = quiet(attachment_ties={"tie_growth": 0.1})
    some = 0
    for share in (0.25, 0.5):
        acts = {"workshop": {"start": 1, "coverage": share}, "coaching": {"weeks": [1], "coverage": share}}
        scenario = teams(tmp_path / str(share), acts, mechanisms, ties=ties)
        seen = follow([Run(scenario, s) for s in range(1, 21)], 1, ("taught", "coached_dose", "tie_strength", *HOURS))
        for seed in range(1, 21):
            rows, pairs = slice(6 * seed - 6, 6 * seed), slice(30 * seed - 30, 30 * seed)
            there = covered(seed, share, 6)
            assert np.all(there >= covered(seed, share / 2, 6))
            assert np.array_equal(seen["taught"][1, rows], there)
            assert np.array_equal(seen["coached_dose"][1, rows], 1.6 * there)
            both = [there[i] * there[j] for i in range(6) for j in range(6) if i != j]
            assert seen["tie_strength"][1, pairs] == pytest.approx(0.5 + 0.05 * np.array(both), abs=1e-12)
            n, managers = there.sum(), float(there[:3].any()) + float(there[3:].any())
            booked = [seen[name][1, rows].sum() for name in HOURS]
            assert booked == pytest.approx([15 * n, 18 * (n > 0) + 1.25 * n, 0.5 * managers], abs=1e-9)
            some += 0 < n < 6
    assert some > 10


def test_a_trainer_for_every_twelve(tmp_path: Path) -> None:
    for n, groups in ((12, 1), (13, 2), (25, 3)):
        scenario = teams(tmp_path / str(n), {"workshop": {"start": 1}}, sizes=(n,))
        assert hours(follow(scenario, 1, HOURS)) == [[14 * n, 18 * groups, 0.5]]


def test_one_manager_of_two_teams_counts_once(tmp_path: Path) -> None:
    acts = {"workshop": {"start": 1, "teams": ["b"]}}
    initial = {"safety": "safety", "set_point": "set_point"}
    scenario = teams(
        tmp_path,
        acts,
        sizes=(3, 3, 3),
        manager=["kim"] * 6 + ["lou"] * 3,
        organisation={"manager": "manager", "initial": initial},
    )
    seen = follow(scenario, 1, HOURS)
    assert hours(seen) == [[42, 18, 0.5]]
    assert seen["manager_hours"][1] == pytest.approx([0.5 / 6] * 6 + [0] * 3, abs=1e-12)


def test_the_schedule_of_coaching(tmp_path: Path) -> None:
    """Sessions in the listed weeks, in any order; an hour of each practitioner, 1.25 of a trainer for each."""
    acts = {"coaching": {"weeks": [4, 2], "dose": 1.0, "teams": ["b"]}}
    seen = follow(teams(tmp_path, acts), 5, ("coached_dose", "offered", *HOURS))
    on = np.outer([0, 0, 1, 0, 1, 0], [0, 0, 0, 1, 1, 1])
    assert np.array_equal(seen["coached_dose"], on)
    assert np.array_equal(seen["offered"], on)
    assert hours(seen) == [[0, 0, 0], [3, 3.75, 0], [0, 0, 0], [3, 3.75, 0], [0, 0, 0]]


def test_unlike_schedules_in_one_stack(tmp_path: Path) -> None:
    lists = ([2], [1, 3], [])
    runs = [Run(teams(tmp_path / str(k), {"coaching": {"weeks": w}}), 1) for k, w in enumerate(lists)]
    seen = follow(runs, 3, ("coached_dose",))["coached_dose"]
    for k, weeks in enumerate(lists):
        assert [week for week in range(4) if seen[week, 6 * k] > 0] == weeks
