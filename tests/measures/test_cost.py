"""Measures of cost and delivery: hours add up from week 1, shares are over all weeks."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.measures.reporting import report
from tests.teams import teams
from tests.worlds import quiet


def test_hours_so_far(tmp_path: Path) -> None:
    """Workshop of two teams of three in week 2 (84, 18, 1); coaching in weeks 3 and 5 (6, 7.5, 0 each); signal in week 5 (.5)."""
    acts = {
        "workshop": {"start": 2}, "coaching": {"weeks": [3, 5]}, "manager_signal": {"start": 5, "weeks": 1},
    }  # fmt: skip
    seen = report(teams(tmp_path, acts), 6)
    p, t, ma = [0, 0, 84, 90, 90, 96, 96], [0, 0, 18, 25.5, 25.5, 33, 33], [0, 0, 1, 1, 1, 1.5, 1.5]
    for name, x in (("practitioner_hours", p), ("trainer_hours", t), ("manager_hours", ma)):
        assert seen[name] == pytest.approx(x, abs=1e-9)
    assert seen["hours"] == pytest.approx([sum(x) for x in zip(p, t, ma, strict=True)], abs=1e-9)


def test_adherence(tmp_path: Path) -> None:
    """Feedback offered to six, of whom half of a half ask: .25; a session of coaching for three, attended by .8."""
    world = quiet(social_feedback={"ask_base": 0.0, "coach_base": float(np.log(4)), "quality": 0.5})
    acts = {"peer_feedback": {"start": 2, "weeks": 2, "rate": 0.5}, "coaching": {"weeks": [3], "teams": ["a"]}}
    seen = report(teams(tmp_path, acts, world), 4)["adherence"]
    assert np.all(np.isnan(seen[:2]))
    both = (12 * 0.25 + 3 * 0.8) / 15
    assert seen[2:] == pytest.approx([0.25, both, both], abs=1e-12)


def test_discussions_and_pairs_are_offered_too(tmp_path: Path) -> None:
    """A discussion is joined by half of those who meet; a pair that feels no threat takes part; one of three rests."""
    world = quiet(social_feedback={"ask_base": 0.0})
    acts = {"peer_discussion": {"start": 1, "weeks": 1}}
    assert report(teams(tmp_path, acts, world, (3,)), 1)["adherence"][1] == pytest.approx(0.5, abs=1e-12)
    acts["pair_exercises"] = {"start": 1, "weeks": 1}
    assert report(teams(tmp_path, acts, world, (3,)), 1)["adherence"][1] == pytest.approx(3.5 / 5, abs=1e-12)
