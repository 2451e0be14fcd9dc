"""Interventions on attachment ties: two teams of three, worked on paper."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from mi_abm.engine.ensemble import Run
from tests.teams import HOURS, covered, hours, luck, teams
from tests.worlds import follow, quiet

WARMING = quiet(attachment_ties={"safety_rate": 0.5})
# psi on Monday of weeks 1, 2, 3, 4: team a .40, .50, .55, .575 (set point .6); team b .8
CLIMATE = {"safety": [0.4] * 3 + [0.8] * 3, "set_point": [0.6] * 3 + [0.8] * 3}
OF_FOUR = {"safety": [0.4] * 4 + [0.8] * 4, "set_point": [0.6] * 4 + [0.8] * 4}
TRAINING: dict[str, Any] = {
    "workshop": {"start": 1},
    "coaching": {"weeks": [2, 4]},
    "pair_exercises": {"start": 1, "weeks": 2, "within": "team"},
    "team_attendance": {"start": 2, "weeks": 1},
}
TRAINED = {
    "workshop": "taught",
    "coaching": "coached_dose",
    "pair_exercises": "partner",
    "team_attendance": "team_contact",
}


USUAL = {"workshop": [1], "coaching": [2, 4], "pair_exercises": [1, 2], "team_attendance": [2]}


def weeks_of(x: np.ndarray, person: int, neutral: float = 0.0) -> list[int]:
    return [week for week in range(1, len(x)) if x[week, person] != neutral]


@pytest.mark.parametrize(
    ("gate", "delay"),
    [
        ({"threshold": 0.5}, 1),  # .4 waits, .5 is let in
        ({"threshold": 0.52}, 2),
        ({"threshold": 0.58}, 4),  # .5875 in week 5
        ({"threshold": 0.7, "cap": 3}, 3),
        ({"threshold": 0.7, "weeks": 2}, 2),  # it watches for two weeks only; what was put off stays put off
        ({"threshold": 0.7, "start": 2, "cap": 2}, None),
        ({"threshold": 0.0}, 0),
        ({"threshold": 0.7, "cap": 0}, 0),
    ],
)
def test_the_gate_puts_off_all_training_of_an_unsafe_team(
    tmp_path: Path, gate: dict[str, Any], delay: int | None
) -> None:
    acts = {**TRAINING, "safety_gate": {"start": 1, **gate}}
    scenario = teams(tmp_path, acts, WARMING, (4, 4), **OF_FOUR)  # in pairs nobody rests
    seen = follow(scenario, 12, (*TRAINED.values(), "training_delay", "training_waits"))
    a, b = ({rule: weeks_of(seen[x], i, -1.0 * (x == "partner")) for rule, x in TRAINED.items()} for i in (0, 4))
    assert b == USUAL
    if delay is None:  # watches from week 2: what was due in week 1 has been, the rest waits two weeks
        assert a == {"workshop": [1], "coaching": [4, 6], "pair_exercises": [1, 4], "team_attendance": [4]}
        return
    assert a == {rule: [week + delay for week in weeks] for rule, weeks in USUAL.items()}
    assert seen["training_delay"][12].tolist() == [delay] * 4 + [0] * 4
    assert weeks_of(seen["training_waits"], 0) == list(range(1, delay + 1))


def test_the_gate_costs_a_quarter_of_an_hour_a_manager_and_week_waited(tmp_path: Path) -> None:
    acts = {"safety_gate": {"start": 1, "threshold": 0.52}}
    assert hours(follow(teams(tmp_path, acts, WARMING, **CLIMATE), 3, HOURS)) == [[0, 0, 0.25], [0, 0, 0.25], [0, 0, 0]]
    low = CLIMATE | {"safety": [0.4] * 6, "set_point": [0.6] * 6}
    assert hours(follow(teams(tmp_path, acts, WARMING, **low), 3, HOURS)) == [[0, 0, 0.5], [0, 0, 0.5], [0, 0, 0]]
    only = {"safety_gate": {**acts["safety_gate"], "teams": ["b"]}}
    assert hours(follow(teams(tmp_path, only, WARMING, **low), 1, HOURS)) == [[0, 0, 0.25]]


def test_once_let_in_a_team_stays_in(tmp_path: Path) -> None:
    """Safety falls below the threshold again after week 1; the session of week 3 is held."""
    falling = {"safety": [0.52] * 3 + [0.8] * 3, "set_point": [0.3] * 3 + [0.8] * 3}
    acts = {"safety_gate": {"start": 1}, "coaching": {"weeks": [3]}}
    seen = follow(teams(tmp_path, acts, WARMING, **falling), 4, ("safety", "coached_dose"))
    assert np.all(seen["safety"][1, :3] < 0.5)
    assert weeks_of(seen["coached_dose"], 0) == [3]


def test_team_attendance(tmp_path: Path) -> None:
    """Weeks 2 and 3: contact, psi += .02 a week, dose .2; a common language (+.05) from then on; an hour a manager, once."""
    acts = {"team_attendance": {"start": 2, "weeks": 2, "teams": ["a"]}}
    names = ("team_contact", "safety", "social_dose", "visibility", "common_language", *HOURS)
    norms = quiet(descriptive_norms={"visible": 0.1, "visible_if_safe": 0.0})
    seen = follow(teams(tmp_path, acts, norms), 4, names)
    on = np.array([[0] * 6, [1, 1, 1, 0, 0, 0], [1, 1, 1, 0, 0, 0], [0] * 6])
    assert np.array_equal(seen["team_contact"][1:], on)
    assert seen["social_dose"][1:] == pytest.approx(0.2 * on, abs=1e-12)
    assert seen["safety"][:, 0] == pytest.approx([0.8, 0.8, 0.82, 0.84, 0.84], abs=1e-12)
    assert np.all(seen["safety"][:, 3] == 0.8)
    assert seen["visibility"][1:, 0] == pytest.approx([0.1, 0.15, 0.15, 0.15], abs=1e-12)
    assert seen["visibility"][1:, 3] == pytest.approx([0.1] * 4, abs=1e-12)
    assert hours(seen) == [[0, 0, 0], [0, 0, 1], [0, 0, 0], [0, 0, 0]]


def test_ties_within_the_team_grow_while_it_trains_together(tmp_path: Path) -> None:
    """w += .05 (1 - w) inside team a, from .6: .62; the tie across, and those of team b, stay."""
    ties = [("p0000", "p0001", "", 0.6), ("p0000", "p0003", "", 0.6), ("p0003", "p0004", "", 0.6)]
    acts = {"team_attendance": {"start": 1, "teams": ["a"]}}
    seen = follow(teams(tmp_path, acts, quiet(attachment_ties={"tie_growth": 0.05}), ties=ties), 1, ("tie_strength",))
    assert seen["tie_strength"][1] == pytest.approx([0.62, 0.6, 0.6], abs=1e-12)


def test_whole_teams_share_one_draw_of_coverage(tmp_path: Path) -> None:
    """With it every intervention of the scenario covers a team or nobody of it; without, posts one by one."""
    acts: dict[str, Any] = {
        "team_attendance": {"start": 1, "coverage": 0.5},
        "competition": {"start": 1, "coverage": 0.5},
    }
    for whole in (True, False):
        acts["team_attendance"]["whole_team"] = whole
        scenario = teams(tmp_path / str(whole), acts, noise="on")
        seen = follow([Run(scenario, seed) for seed in range(1, 31)], 1, ("team_contact", "competition"))
        for k, seed in enumerate(range(1, 31)):
            by_team = np.repeat([float(luck(seed, "organisation/covered", team) < 0.5) for team in (0, 1)], 3)
            expected = by_team if whole else covered(seed, 0.5, 6)
            assert np.array_equal(seen["competition"][1, 6 * k : 6 * k + 6], expected)
            assert np.array_equal(seen["team_contact"][1, 6 * k : 6 * k + 6], expected * whole)


def test_competition_cuts_ties_across_teams(tmp_path: Path) -> None:
    """Intensity .4: ties across weigh .6 of what they did, half of it for the other team anyway; .25 hours a trainer."""
    ties = [("p0000", "p0001"), ("p0000", "p0003"), ("p0003", "p0000")]
    acts = {"competition": {"start": 2, "weeks": 1, "intensity": 0.4, "teams": ["a"]}}
    seen = follow(teams(tmp_path, acts, ties=ties), 3, ("tie_weight", "competition", *HOURS))
    assert seen["tie_weight"][1:] == pytest.approx(np.array([[1, 0.5, 0.5], [1, 0.3, 0.5], [1, 0.5, 0.5]]), abs=1e-12)
    assert seen["competition"][2].tolist() == [0.4, 0.4, 0.4, 0, 0, 0]
    assert hours(seen) == [[0, 0, 0], [0, 0.25, 0], [0, 0, 0]]


def test_hours_of_a_trainer_are_counted_by_twelve(tmp_path: Path) -> None:
    """Competition in the organisation, meetings in each team."""
    for sizes, whole, by_team in (((4, 4), 1, 2), ((6, 6), 1, 2), ((6, 7), 2, 2), ((13, 1), 2, 3)):
        for act, each in (
            ({"competition": {"start": 1}}, 0.25 * whole),
            ({"safety_building": {"start": 1}}, 0.5 * by_team),
        ):
            seen = follow(teams(tmp_path, act, sizes=sizes), 1, HOURS)
            assert hours(seen)[0][1] == pytest.approx(each, abs=1e-12)


def test_safety_building_pushes_the_set_point_for_good(tmp_path: Path) -> None:
    """Gain .1 in 4 weeks: .025 a week in team a; .5 hours each of practitioners, trainer and manager."""
    acts = {"safety_building": {"start": 2, "weeks": 4, "teams": ["a"]}}
    seen = follow(
        teams(tmp_path, acts, WARMING, safety=0.6), 7, ("set_point", "safety", "social_dose", "meetings", *HOURS)
    )
    assert seen["set_point"][:, 0] == pytest.approx([0.6, 0.6, 0.625, 0.65, 0.675, 0.7, 0.7, 0.7], abs=1e-12)
    assert seen["safety"][:4, 0] == pytest.approx([0.6, 0.6, 0.6, 0.6125], abs=1e-12)
    assert np.all(seen["set_point"][:, 3] == 0.6)
    assert seen["social_dose"][2].tolist() == [0.1] * 3 + [0] * 3
    assert weeks_of(seen["meetings"], 0) == [2, 3, 4, 5]
    assert hours(seen) == [[0, 0, 0]] + [[1.5, 0.5, 0.5]] * 4 + [[0, 0, 0]] * 2


def test_safety_rises_by_the_share_covered(tmp_path: Path) -> None:
    acts = {
        "safety_building": {"start": 1, "weeks": 2, "coverage": 0.5},
        "team_attendance": {"start": 9, "coverage": 0.5},
    }
    acts["team_attendance"]["whole_team"] = False
    for seed in range(1, 6):
        seen = follow(teams(tmp_path, acts), 2, ("set_point", "practitioner_hours"), seed=seed)
        there = covered(seed, 0.5, 6)
        share = np.repeat([there[:3].mean(), there[3:].mean()], 3)
        assert seen["set_point"][2] == pytest.approx(0.8 + 0.1 * share, abs=1e-12)
        assert seen["practitioner_hours"][1] == pytest.approx(0.5 * there, abs=1e-12)
