"""Meetings: held as work and climate allow; an unheld one has no effect, no cost and no hours."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from mi_abm.engine.simulate import simulate
from mi_abm.measures import MeetingsHeld
from tests.teams import HOURS, covered, hours, luck, teams
from tests.worlds import follow, quiet

# opp = 1 - .5 L (1 - .2): team a .68, team b .6 on average; held with 1 - 1.5 x .32 x .4 = .808, 1 - 1.5 x .4 x .8 = .52
WORK = quiet(uptake={"load": 0.5, "protected_time": 0.2, "base": 0.0, "meeting_cost": 0.02})
CLIMATE: dict[str, Any] = {
    "caseload": [0.8, 0.8, 0.8, 1.0, 1.0, 1.0], "safety": [0.6] * 3 + [0.2] * 3, "set_point": [0.6] * 3 + [0.2] * 3,
}  # fmt: skip
HELD = (0.808, 0.52)
MEETINGS: dict[str, tuple[dict[str, Any], tuple[float, float, float]]] = {
    "peer_discussion": ({}, (0.75, 0.25, 0.0)),
    "retrospective": ({}, (0.5, 0.0, 0.5)),
    "safety_building": ({}, (0.5, 0.5, 0.5)),
    "goals": ({"level": "team", "horizon": 1}, (0.75, 0.0, 0.25)),
    "planning": ({"mode": "team", "every": 1}, (0.75, 0.0, 0.0)),
    "motivation_revisit": ({"every": 1}, (0.5, 0.5, 0.0)),
}
EFFECTS = {
    "peer_discussion": "discussion", "retrospective": "retrospective", "safety_building": "set_point_push",
    "goals": "goal_due", "planning": "planned", "motivation_revisit": "anchor_gain",
}  # fmt: skip


@pytest.mark.parametrize("name", MEETINGS)
def test_in_expectation(tmp_path: Path, name: str) -> None:
    """Hours and cost by the probability that it is held."""
    more, (each, trainer, manager) = MEETINGS[name]
    seen = follow(
        teams(tmp_path, {name: {"start": 1, **more}}, WORK, **CLIMATE), 1, ("meetings", "opportunity", *HOURS)
    )
    assert seen["meetings"][1] == pytest.approx(np.repeat(HELD, 3), abs=1e-12)
    assert seen["opportunity"][1] == pytest.approx([0.68 - 0.02 * 0.808] * 3 + [0.6 - 0.02 * 0.52] * 3, abs=1e-12)
    once = 0.808 + 0.52
    assert hours(seen) == [pytest.approx([3 * each * once, trainer * once, manager * once], abs=1e-9)]


@pytest.mark.parametrize("name", MEETINGS)
def test_by_chance_a_team_meets_or_does_not(tmp_path: Path, name: str) -> None:
    """By the draw of the team, the intervention and the week."""
    more, (each, trainer, manager) = MEETINGS[name]
    acts = {name: {"start": 1, **more}}
    scenario = teams(tmp_path, acts, WORK, noise="on", **CLIMATE)
    weeks, met = 8, 0
    names = ("meetings", "meetings_planned", "opportunity", "safety", EFFECTS[name], *HOURS)
    seen = follow(scenario, weeks, names, seed=5)
    for week in range(1, weeks + 1):
        now = {key: x[week] for key, x in seen.items()}
        psi = seen["safety"][week - 1, ::3]
        chance = [1 - 1.5 * lost * (1 - p) for lost, p in zip((0.32, 0.4), psi, strict=True)]
        held = [float(luck(5, f"{name}/held", k, week) < chance[k]) for k in (0, 1)]
        assert now["meetings"] == pytest.approx(np.repeat(held, 3), abs=0)
        assert np.array_equal(now[EFFECTS[name]] > 0, now["meetings"] > 0)
        assert np.all(now["meetings_planned"] == 1)
        assert now["opportunity"] == pytest.approx(np.repeat([0.68, 0.6], 3) - 0.02 * now["meetings"], abs=1e-12)
        assert hours(seen)[week - 1] == pytest.approx(
            [3 * each * sum(held), trainer * sum(held), manager * sum(held)], abs=1e-9
        )
        met += sum(held)
    assert 0 < met < 2 * weeks


def test_a_meeting_without_a_chance(tmp_path: Path) -> None:
    """No room at all and no safety: 1 - 1.5 < 0, never; no effect, no hours."""
    none = {"caseload": 1.0, "safety": 0.0, "set_point": 0.0}
    mechanisms = quiet(uptake={"load": 1.0, "protected_time": 0.0})
    acts = {name: {"start": 1, **more} for name, (more, _) in MEETINGS.items()}
    seen = follow(teams(tmp_path, acts, mechanisms, **none), 3, ("meetings", *EFFECTS.values(), *HOURS))
    for name in seen:
        assert not seen[name].any(), name


def test_each_meeting_of_a_week_costs_and_is_drawn_on_its_own(tmp_path: Path) -> None:
    """Six a week: opportunity before meetings decides on all; .02 for each that is held."""
    acts = {name: {"start": 1, **more} for name, (more, _) in MEETINGS.items()}
    seen = follow(teams(tmp_path, acts, WORK, **CLIMATE), 1, ("meetings", "opportunity"))
    assert seen["meetings"][1] == pytest.approx(6 * np.repeat(HELD, 3), abs=1e-12)
    assert seen["opportunity"][1] == pytest.approx([0.68 - 0.12 * 0.808] * 3 + [0.6 - 0.12 * 0.52] * 3, abs=1e-12)
    drawn = follow(teams(tmp_path, acts, WORK, noise="on", **CLIMATE), 6, ("meetings",), seed=2)["meetings"][1:]
    assert {0.0, 6.0} != set(drawn.flat)
    assert np.all(drawn == np.round(drawn))


def test_only_the_covered_meet_and_a_team_without_them_plans_nothing(tmp_path: Path) -> None:
    acts, none = {"retrospective": {"start": 1, "coverage": 0.3}}, 0
    for seed in range(1, 9):
        seen = follow(teams(tmp_path, acts, WORK, **CLIMATE), 1, ("meetings", "meetings_planned", *HOURS), seed=seed)
        there = covered(seed, 0.3, 6)
        assert np.array_equal(seen["meetings_planned"][1], there)
        assert seen["meetings"][1] == pytest.approx(there * np.repeat(HELD, 3), abs=1e-12)
        teams_there = np.array([there[:3].any(), there[3:].any()])
        booked = [0.5 * (there[:3].sum() * HELD[0] + there[3:].sum() * HELD[1]), 0, 0.5 * (teams_there @ HELD)]
        assert hours(seen) == [pytest.approx(booked, abs=1e-9)]
        none += not teams_there.all()
    assert none


def test_the_share_that_was_held_is_reported(tmp_path: Path) -> None:
    """Over both teams and all weeks: (.808 + .52) / 2; missing if none was planned."""
    scenario = teams(tmp_path, {"retrospective": {"start": 2, "weeks": 3}}, WORK, **CLIMATE)
    held = simulate(scenario, [1], 6, (MeetingsHeld,))[0].of("meetings_held")[0]
    assert np.all(np.isnan(held[:2]))
    assert held[2:] == pytest.approx([0.664] * 5, abs=1e-12)


@pytest.mark.parametrize("name", MEETINGS)
def test_a_trainer_for_every_twelve_of_a_team(tmp_path: Path, name: str) -> None:
    """Thirteen need two, the other two of team b one."""
    more, (each, trainer, manager) = MEETINGS[name]
    seen = follow(teams(tmp_path, {name: {"start": 1, **more}}, sizes=(13, 2)), 1, HOURS)
    assert hours(seen) == [pytest.approx([15 * each, 3 * trainer, 2 * manager], abs=1e-9)]
