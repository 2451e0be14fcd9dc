"""Measures of skill, on its own scale and on the MITI's, worked by hand."""

from __future__ import annotations

from pathlib import Path
from statistics import NormalDist

import numpy as np
import pytest

from mi_abm.engine.simulate import simulate
from tests.measures.reporting import report
from tests.teams import luck, teams
from tests.worlds import follow, quiet


@pytest.mark.parametrize(
    ("skill", "miti", "ratio", "complex_"),
    [
        (0.625, 3.5, 2 ** (1 / 3), 0.40 + 0.1 / 3),  # the threshold of fair relational competence
        (0.5625, 3.25, 1.0, 0.40),
        (0.75, 4.0, 2.0, 0.50),
        (0.0, 1.0, 0.125, 0.10),
        (1.0, 5.0, 2 ** (7 / 3), 0.40 + 0.7 / 3),
    ],
)
def test_the_anchors_of_the_miti(tmp_path: Path, skill: float, miti: float, ratio: float, complex_: float) -> None:
    seen = report(teams(tmp_path, {}, sizes=(1,), skill=skill), 0)
    assert seen["miti"] == pytest.approx([miti], abs=1e-12)
    assert seen["reflection_ratio"] == pytest.approx([ratio], abs=1e-12)
    assert seen["complex_reflections"] == pytest.approx([complex_], abs=1e-12)


def test_scores_are_means_over_people(tmp_path: Path) -> None:
    """Ratios of two people are averaged, not taken of their average; a habit of .35 is 1.4 acts a session."""
    people = {"skill": [0.5625, 0.75], "habit": [0.3, 0.4], "attitude": [0.2, 0.5], "trained": [0, 1]}
    seen = report(teams(tmp_path, {}, sizes=(2,), **people), 0)
    expected = {
        "skill": 0.65625, "miti": 3.625, "reflection_ratio": 1.5, "complex_reflections": 0.45, "habit": 0.35,
        "non_adherent": 1.4, "attitude": 0.35, "trained": 0.5,
    }  # fmt: skip
    assert {name: seen[name][0] for name in expected} == pytest.approx(expected, abs=1e-12)


def test_only_part_of_a_gain_shows_in_the_field(tmp_path: Path) -> None:
    """1 + 4 (s0 + .78 (s - s0)) of .3 and .5 from .3 and .4: 2.2 and 2.912."""
    scenario = teams(tmp_path, {}, sizes=(2,), skill=[0.3, 0.5], start_skill=[0.3, 0.4])
    assert report(scenario, 0)["miti_field"] == pytest.approx([(2.2 + 2.912) / 2], abs=1e-12)


def test_an_observed_score_has_an_error_by_post_week_and_style(tmp_path: Path) -> None:
    """s + .13 z, unclipped, averaged over styles; none in expectation."""
    styles = {"styles": {"reflections": 1.0, "questions": 1.0}}
    world = quiet(skill={"measurement_sd": 0.9, "style_sd": 0.0})
    skill = [0.1, 0.5, 0.9]
    seen = report(teams(tmp_path, {}, world, (3,), noise="on", organisation=styles, skill=skill), 4, seed=3)
    for week in range(5):
        z = [np.mean([NormalDist().inv_cdf(luck(3, "measures/score", i, week, k)) for k in (0, 1)]) for i in range(3)]
        scores = [1 + 4 * (s + 0.9 * e) for s, e in zip(skill, z, strict=True)]
        assert seen["miti_observed"][week] == pytest.approx(np.mean(scores), abs=1e-10)
        assert seen["miti"][week] == pytest.approx(3.0, abs=1e-12)
    exact = report(teams(tmp_path, {}, world, (3,), organisation=styles, skill=skill), 1)
    assert np.array_equal(exact["miti_observed"], exact["miti"])


def test_the_error_of_a_score_feeds_nothing(tmp_path: Path) -> None:
    acts = {"workshop": {"start": 1}, "peer_feedback": {"start": 1}}
    scenarios = [teams(tmp_path / str(sd), acts, {"skill": {"measurement_sd": sd}}, noise="on") for sd in (0.0, 0.13)]
    a, b = (report(s, 6) for s in scenarios)
    apart = [name for name in a if not np.array_equal(a[name], b[name], equal_nan=True)]
    assert apart == ["miti_observed"]


def test_retention_is_of_those_trained_who_stay(tmp_path: Path) -> None:
    """Sum of s_t - s_0 over sum of s_1 - s_0; team b was never trained, leavers of team a do not count."""
    world = quiet(skill={"decay": 0.1}, turnover={"rate": 0.6})
    scenario = teams(tmp_path, {"workshop": {"start": 1, "teams": ["a"]}}, world, (6, 3), noise="on")
    seen = follow(scenario, 20, ("skill",), seed=2, occupant=lambda stack: stack.luck.occupant)
    found = report(scenario, 20, seed=2)["retention"]
    assert np.isnan(found[0])
    assert found[1] == pytest.approx(1, abs=1e-12)
    s = seen["skill"][:, 0]
    for week in range(1, 21):
        stays = (seen["occupant"][week] == 0) & (np.arange(9) < 6)
        if not stays.any():
            assert np.isnan(found[week])
            continue
        gains = [(s[t] - s[0])[stays].sum() for t in (week, 1)]
        assert found[week] == pytest.approx(gains[0] / gains[1], abs=1e-12)
    assert seen["occupant"][20, :6].any()
    assert seen["occupant"][20, :6].min() == 0


def test_retention_by_hand(tmp_path: Path) -> None:
    """Without use the gain halves every week here: 1, .5, .25; without training it is missing."""
    world = quiet(skill={"decay": 0.5}, uptake={"load": 1.0, "caseload": 1.0, "protected_time": 0.0})
    found = report(teams(tmp_path, {"workshop": {"start": 1}}, world), 3)["retention"]
    assert found[1:] == pytest.approx([1, 0.5, 0.25], abs=1e-12)
    assert np.all(np.isnan(report(teams(tmp_path, {}, world), 3)["retention"]))


def test_the_spread_between_practitioners(tmp_path: Path) -> None:
    """SD of .3, .4 and .8 (n - 1): .264575...; of MITI four times that; none of a measure of the whole."""
    (found,) = simulate(teams(tmp_path, {}, sizes=(3,), skill=[0.3, 0.4, 0.8]), [1], 0)
    spread = {m.name: found.spread[0, i] for i, m in enumerate(found.measures)}
    assert spread["skill"] == pytest.approx(0.07**0.5, abs=1e-12)
    assert spread["miti"] == pytest.approx(4 * 0.07**0.5, abs=1e-12)
    assert all(np.isnan(spread[name]) for name in ("hours", "skill_icc", "retention", "bottom_tercile"))
