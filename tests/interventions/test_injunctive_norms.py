"""The manager's signal: two teams of three, worked on paper."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from mi_abm.engine.ensemble import Run
from tests.teams import HOURS, covered, hours, luck, teams
from tests.worlds import follow, quiet

STYLES = {"styles": {"reflections": 1.0, "questions": 0.5, "affirming": 0.2}}
SIGNALS = ("support", "habit_support", "habit_time_signal", "time_signal", "protected_time", "norm_salience")
BUSY = quiet(uptake={"load": 0.5, "caseload": 0.8, "base": 0.0})


def signals(folder: Path, act: dict[str, Any], person: int = 0, **more: Any) -> dict[str, list[float]]:
    """Return what one person hears in weeks 1 to 4 of a signal that is on in weeks 2 and 3."""
    acts = {"manager_signal": {"start": 2, "weeks": 2, **act}}
    seen = follow(teams(folder, acts, **more), 4, SIGNALS)
    return {name: x[1:, 0, person].tolist() if x.ndim == 3 else x[1:, person].tolist() for name, x in seen.items()}


SILENT = {
    "support": [0] * 4, "habit_support": [0] * 4, "habit_time_signal": [0] * 4, "time_signal": [0] * 4,
    "protected_time": [-1] * 4, "norm_salience": [1] * 4,
}  # fmt: skip


def test_what_is_heard_while_it_is_on(tmp_path: Path) -> None:
    assert signals(tmp_path, {}) == SILENT | {"support": [0, 0.8, 0.8, 0], "protected_time": [-1, 0.2, 0.2, -1]}
    act = {"support": 0.3, "time_signal": 0.7, "salience": 1.4, "protected_time": 0.5}
    assert signals(tmp_path, act) == SILENT | {
        "support": [0, 0.3, 0.3, 0], "time_signal": [0, 0.7, 0.7, 0], "norm_salience": [1, 1.4, 1.4, 1],
        "protected_time": [-1, 0.5, 0.5, -1],
    }  # fmt: skip


def test_an_inconsistent_style_is_all_that_is_approved_of(tmp_path: Path) -> None:
    act = {"style": "inconsistent", "support": 0.6, "time_signal": 0.1}
    assert signals(tmp_path, act) == SILENT | {
        "habit_support": [0, 0.6, 0.6, 0], "habit_time_signal": [0, 0.1, 0.1, 0], "protected_time": [-1, 0.2, 0.2, -1],
    }  # fmt: skip


def test_teams_that_are_not_meant_hear_nothing(tmp_path: Path) -> None:
    act = {"teams": ["b"], "time_signal": 0.5}
    assert signals(tmp_path, act, person=2) == SILENT
    assert signals(tmp_path, act, person=3)["time_signal"] == [0, 0.5, 0.5, 0]


def test_only_the_named_of_three_styles_are_supported(tmp_path: Path) -> None:
    acts = {"manager_signal": {"start": 1, "styles": ["affirming"], "time_signal": 0.4}}
    seen = follow(teams(tmp_path, acts, organisation=STYLES), 1, ("support", "time_signal"))
    assert seen["support"][1].tolist() == [[0] * 6, [0] * 6, [0.8] * 6]
    assert seen["time_signal"][1].tolist() == [0.4] * 6


def test_opportunity_by_protected_time_and_time_signal(tmp_path: Path) -> None:
    """opp = 1 - .4 (1 - prot (1 - time signal)): .68 as usual, .8 with .5 protected, .616 and .64 under a time signal of .8."""
    for act, opportunity in (
        ({}, 0.68), ({"protected_time": 0.5}, 0.8), ({"time_signal": 0.8}, 0.616),
        ({"time_signal": 0.8, "protected_time": 0.5}, 0.64), ({"protected_time": 0.0}, 0.6),
        ({"style": "inconsistent", "time_signal": 0.8}, 0.68),
    ):  # fmt: skip
        acts = {"manager_signal": {"start": 2, "weeks": 1, **act}}
        seen = follow(teams(tmp_path, acts, BUSY), 3, ("opportunity", "practice"))
        assert seen["opportunity"][1:] == pytest.approx(
            np.repeat([[0.68], [opportunity], [0.68]], 6, axis=1), abs=1e-12
        )
        assert seen["practice"][2] == pytest.approx([opportunity / 2] * 6, abs=1e-12)


@pytest.mark.parametrize(
    ("act", "each", "manager"),
    [
        ({}, 0.0, 0.25),
        ({"protected_time": 0.5}, 3.0, 0.25),
        ({"protected_time": 0.25, "support": 0.0}, 0.5, 0.25),
        ({"protected_time": 0.1}, 0.0, 0.25),
        ({"support": 0.0}, 0.0, 0.0),  # says nothing at all
        ({"support": 0.0, "salience": 0.7}, 0.0, 0.25),
        ({"support": 0.0, "time_signal": 0.2}, 0.0, 0.25),
    ],
)
def test_hours(tmp_path: Path, act: dict[str, Any], each: float, manager: float) -> None:
    """An hour of each practitioner for every .1 of protected time above .2; .25 of each manager."""
    for chosen, n, managers in (({}, 6, 2), ({"teams": ["a"]}, 3, 1)):
        acts = {"manager_signal": {"start": 2, "weeks": 1, **act, **chosen}}
        assert hours(follow(teams(tmp_path, acts), 3, HOURS)) == [
            [0, 0, 0],
            [n * each, 0, managers * manager],
            [0, 0, 0],
        ]


def test_a_share_of_managers_by_the_draw_of_the_team(tmp_path: Path) -> None:
    acts = {"manager_signal": {"start": 1, "managers": 0.5, "coverage": 0.5, "protected_time": 0.3}}
    scenario, heard = teams(tmp_path, acts, noise="on"), 0
    seen = follow([Run(scenario, seed) for seed in range(1, 31)], 1, ("support", "practitioner_hours", "manager_hours"))
    for seed in range(1, 31):
        rows = slice(6 * seed - 6, 6 * seed)
        speaks = np.repeat([float(luck(seed, "manager_signal/signals", team) < 0.5) for team in (0, 1)], 3)
        on = speaks * covered(seed, 0.5, 6)
        assert seen["support"][1, 0, rows] == pytest.approx(0.8 * on, abs=1e-12)
        assert seen["practitioner_hours"][1, rows] == pytest.approx(on, abs=1e-12)
        managers = float(on[:3].any()) + float(on[3:].any())
        assert seen["manager_hours"][1, rows].sum() == pytest.approx(0.25 * managers, abs=1e-12)
        heard += managers == 1
    assert heard > 5
