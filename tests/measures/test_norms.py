"""Measures of norms and of how far practice has spread, worked by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.measures.reporting import report
from tests.teams import teams
from tests.worlds import ids, own, quiet, world

STYLES = {"styles": {"reflections": 1.0, "questions": 0.5, "affirming": 0.2}}


def test_gaps_between_what_is_done_and_what_is_believed(tmp_path: Path) -> None:
    """Practice .25, .5, .75; believed .3, .6, .1: gap 1/6; habits .2, .4, .6, believed .5 each: gap -.1."""
    people = {
        "propensity": [-np.log(3), 0.0, np.log(3)], "perceived_norm": [0.3, 0.6, 0.1], "habit": [0.2, 0.4, 0.6],
        "perceived_habit": 0.5,
    }  # fmt: skip
    seen = report(teams(tmp_path, {}, quiet(uptake={"base": 0.0}), (3,), **people), 1)
    expected = {
        "practice": 0.5, "perceived_norm": 1 / 3, "norm_gap": 1 / 6, "norm_gap_habit": -0.1, "widest_style_gap": 1 / 6,
    }  # fmt: skip
    assert {name: seen[name][1] for name in expected} == pytest.approx(expected, abs=1e-12)


def test_gaps_of_styles(tmp_path: Path) -> None:
    """Practice of a style is seen with probability .8 times its visibility; the gap is what is done less what is believed."""
    section = own(tmp_path, {"id": ids(3), "team": ["a"] * 3}, complete_teams=True, **STYLES)
    norms = {"rate": 0.3, "visible": 0.8, "visible_if_safe": 0.0}
    scenario = world(section, quiet(uptake={"base": 0.0}, descriptive_norms=norms), noise="off")
    seen = report(scenario, 8)
    gaps = np.stack([seen[f"norm_gap_of_{style}"] for style in STYLES["styles"]])
    both = [(seen[f"practice_of_{style}"], seen[f"believed_practice_of_{style}"]) for style in STYLES["styles"]]
    assert np.allclose(gaps, [actual - believed for actual, believed in both], atol=1e-12)
    for k, (style, visible) in enumerate(STYLES["styles"].items()):
        b, d = seen[f"practice_of_{style}"][1:], 0.3
        assert b == pytest.approx([b[0]] * 8, abs=1e-12)
        for week in range(1, 9):  # in a complete team mean beliefs follow mean practice
            d += 0.3 * 0.8 * visible * (b[0] - d)
            assert gaps[k, week] == pytest.approx(b[0] - d, abs=1e-12)
    assert seen["widest_style_gap"][1:] == pytest.approx(gaps.max(axis=0)[1:], abs=1e-12)
    assert seen["norm_gap"][1:] == pytest.approx(gaps.mean(axis=0)[1:], abs=1e-12)


def test_who_believes_that_it_is_disapproved_of(tmp_path: Path) -> None:
    """n .2, .5, .9: mean .5333, one of three below one half."""
    seen = report(teams(tmp_path, {}, sizes=(3,), approval=[0.2, 0.5, 0.9]), 0)
    assert (seen["approval"][0], seen["disapproved"][0]) == pytest.approx((1.6 / 3, 1 / 3), abs=1e-12)


# Untrained .2, trained .4: from week 3 on the mean of practice is .25, .2875, .3156
SPREADING = quiet(uptake={"base": 0.0, "untrained_use": 0.5})


def spreading(folder: Path, keen: int) -> dict[str, np.ndarray]:
    """Return measures where team a is trained in week 2, and of team b so many practise above .3 from the start."""
    logits = [np.log(2 / 3)] * 3 + [np.log(7 / 3)] * keen + [-9.0] * (3 - keen)
    return report(teams(folder, {"workshop": {"start": 2, "teams": ["a"]}}, SPREADING, propensity=logits), 8)


def test_weeks_to_a_majority(tmp_path: Path) -> None:
    """One of six from week 1 on, four of six from week 5 on."""
    seen = spreading(tmp_path, keen=1)
    assert seen["adopters"] == pytest.approx([0, *[1 / 6] * 4, *[4 / 6] * 4], abs=1e-12)
    assert np.all(np.isnan(seen["weeks_to_majority"][:5]))
    assert seen["weeks_to_majority"][5:].tolist() == [5] * 4


def test_half_is_no_majority(tmp_path: Path) -> None:
    """Then it is missing for good, and the share reached stands beside it."""
    seen = spreading(tmp_path, keen=0)
    assert seen["adopters"][8] == 0.5
    assert np.all(np.isnan(seen["weeks_to_majority"]))


def test_a_majority_from_the_start_takes_no_week(tmp_path: Path) -> None:
    people: dict[str, list[Any]] = {"id": ids(3), "team": ["a"] * 3, "propensity": [2.0, 2.0, -2.0]}
    scenario = world(own(tmp_path, people), quiet(uptake={"base": 0.0}), burn_in=2)
    assert report(scenario, 2)["weeks_to_majority"].tolist() == [0, 0, 0]
