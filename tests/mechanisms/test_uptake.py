"""Opportunity, intention, practice, attitude: three people on paper."""

from __future__ import annotations

from math import exp
from pathlib import Path
from statistics import NormalDist
from typing import Any

import pytest

from tests.core.test_chance import plain_uniform
from tests.mechanisms.three import climate, close, three

WORK = {"load": 0.5, "caseload": 0.8, "protected_time": 0.2}
ATTITUDE = {"attitude": [0.6, 0.5, 0.8], "anchor": [0.6, 0.5, 0.8]}


def test_practice(tmp_path: Path) -> None:
    """opp = 1 - .5 x .8 x (1 - .2) = .68; I = -.35 + propensity + 2 (a - .5); the untrained half as often."""
    columns = {**ATTITUDE, "propensity": [0.0, 0.4, -0.5], "trained": [1, 0, 1]}
    uptake = {**WORK, "base": -0.35, "attitude_weight": 2.0, "untrained_use": 0.5}
    seen = ("opportunity", "intention", "propensity_pull", "attitude_pull", "practice")
    found = three(tmp_path, columns, {"uptake": uptake}, 1, seen)
    assert close(found["opportunity"][1], [0.68, 0.68, 0.68])
    assert close(found["propensity_pull"][1], [-0.35, 0.05, -0.85])
    assert close(found["attitude_pull"][1], [0.2, 0.0, 0.6])
    assert close(found["intention"][1], [-0.15, 0.05, -0.25])
    # 1 / (1 + e^.15) = .46257015465625, 1 / (1 + e^-.05) = .51249739648421, 1 / (1 + e^.25) = .43782349911420
    assert close(found["practice"][1], [0.68 * 0.46257015465625, 0.34 * 0.51249739648421, 0.68 * 0.43782349911420])


def test_attitude_moves_to_what_is_spoken_around_one(tmp_path: Path) -> None:
    """Ann hears Bob (weight 1, speaks with .6) and Cat (weight .8 x .5, speaks with .8); Bob hears Ann; Cat nobody."""
    uptake = {"conformity": 0.3, "anchor_drift": 0.001, "attitude_mean": 0.6}
    found = three(tmp_path, {**ATTITUDE, **climate(0.6, 0.8)}, {"uptake": uptake}, 2, ("attitude", "anchor"))
    heard = (0.6 * 0.5 + 0.32 * 0.8) / (0.6 + 0.32)  # = .604347826...
    ann, bob = 0.3 * heard + 0.7 * 0.6, 0.3 * 0.6 + 0.7 * 0.5
    assert close(found["attitude"][1], [ann, bob, 0.8])
    assert close(found["anchor"][1], [0.6, 0.5, 0.799])  # drifts down to the mean, never up
    heard = (0.6 * bob + 0.32 * 0.8) / 0.92
    assert close(found["attitude"][2], [0.3 * heard + 0.7 * 0.6, 0.3 * ann + 0.7 * 0.5, 0.8])
    assert close(found["anchor"][2], [0.6, 0.5, 0.798])


def test_usual_practice_is_a_running_mean_that_begins_with_the_first_week(tmp_path: Path) -> None:
    """Attitudes meet half-way, so practice changes; the first mean is the first practice."""
    columns = {"attitude": [1.0, 0.0, 0.5], "anchor": [0.5] * 3, **climate(1.0, 1.0)}
    uptake = {"attitude_weight": 2.0, "conformity": 0.0, "memory": 0.75, "base": 0.0}
    found = three(tmp_path, columns, {"uptake": uptake}, 3, ("practice", "average_practice"))
    first, later = 1 / (1 + exp(-1)), 0.5  # Ann: attitude 1, then her anchor
    assert close(found["practice"][1:, 0], [first, later, later])
    second = 0.75 * first + 0.25 * later
    assert close(found["average_practice"][1:, 0], [first, second, 0.75 * second + 0.25 * later])


def test_what_managers_and_meetings_take_and_give(tmp_path: Path) -> None:
    """A time signal of .5 halves protected time; a retrospective in a team of perfect safety is held, and costs .02."""
    acts: dict[str, Any] = {"manager_signal": {"start": 1, "support": 0.0, "time_signal": 0.5, "teams": ["x"]}}
    found = three(tmp_path / "a", {}, {"uptake": WORK}, 1, ("opportunity",), interventions=acts)
    assert close(found["opportunity"][1], [0.64, 0.64, 0.68])  # 1 - .4 x (1 - .2 x .5)
    acts["manager_signal"] |= {"time_signal": 0.0, "support": 0.8, "protected_time": 0.6}
    found = three(tmp_path / "b", {}, {"uptake": WORK}, 1, ("opportunity",), interventions=acts)
    assert close(found["opportunity"][1], [0.84, 0.84, 0.68])  # 1 - .4 x .4
    acts = {"retrospective": {"start": 1, "teams": ["y"]}}
    uptake = {**WORK, "meeting_cost": 0.02}
    found = three(tmp_path / "c", climate(0.5, 1.0), {"uptake": uptake}, 1, ("opportunity",), interventions=acts)
    assert close(found["opportunity"][1], [0.68, 0.68, 0.66])


def test_disturbance_of_intention(tmp_path: Path) -> None:
    """In week w, a person's intention is off by .5 times the normal quantile of the draw at its address."""
    uptake = {"base": 0.2, "noise_sd": 0.5}
    found = three(tmp_path, {"post": [5, 9, 70]}, {"uptake": uptake}, 3, ("practice",), seed=77, noise="on")
    for week in (1, 2, 3):
        for person, post in enumerate((5, 9, 70)):
            z = NormalDist().inv_cdf(plain_uniform(77, post, 0, week, "uptake/noise"))
            assert found["practice"][week, person] == pytest.approx(1 / (1 + exp(-0.2 - 0.5 * z)), abs=1e-12)
