"""Peer feedback: two teams of three, worked on paper."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.teams import HOURS, covered, teams
from tests.worlds import follow, quiet

ALWAYS = quiet(social_feedback={"ask_base": 40.0, "quality": 0.5})


def test_what_it_invites_to(tmp_path: Path) -> None:
    acts = {
        "peer_feedback": {"start": 2, "weeks": 2, "rate": 0.5, "threat_prob": 0.2, "checklist": 0.6, "teams": ["a"]}
    }
    names = ("peer_rate", "peer_threat", "checklist", "simulated", "social_dose")
    seen = follow(teams(tmp_path, acts), 4, names)
    on = np.outer([0, 1, 1, 0], [1, 1, 1, 0, 0, 0])
    for name, x in zip(names, (0.5, 0.2, 0.6, 0, 0.3), strict=True):
        assert seen[name][1:] == pytest.approx(x * on, abs=1e-12)
    acts["peer_feedback"] |= {"setting": "simulation"}
    assert np.array_equal(follow(teams(tmp_path, acts), 4, ("simulated",))["simulated"][1:], on)


def test_an_episode_costs_an_hour_and_a_tenth_with_a_checklist(tmp_path: Path) -> None:
    """In expectation rate .5 is half an episode each: .5, or .5 x 1.06 with a checklist at .6; booked with who asks."""
    for checklist, each in ((0.0, 0.5), (0.6, 0.53)):
        acts = {"peer_feedback": {"start": 1, "checklist": checklist, "teams": ["b"]}}
        seen = follow(teams(tmp_path, acts, ALWAYS), 1, ("feedback", "offered", "attended", *HOURS))
        assert seen["practitioner_hours"][1] == pytest.approx([0] * 3 + [each] * 3, abs=1e-12)
        assert not seen["trainer_hours"].any()
        assert not seen["manager_hours"].any()
        assert seen["offered"][1].tolist() == [0, 0, 0, 1, 1, 1]
        assert seen["attended"][1] == pytest.approx([0] * 3 + [0.5] * 3, abs=1e-12)


def test_colleagues_who_are_not_covered_may_be_asked_at_work_but_not_in_simulations(tmp_path: Path) -> None:
    acts = {"peer_feedback": {"start": 1, "rate": 1.0, "coverage": 0.4}}
    alone = 0
    for seed in range(1, 9):
        there = covered(seed, 0.4, 6)
        real = follow(teams(tmp_path, acts, ALWAYS), 1, ("feedback",), seed=seed)["feedback"][1]
        assert real == pytest.approx(0.5 * there, abs=1e-12)
        simulated = {"peer_feedback": acts["peer_feedback"] | {"setting": "simulation"}}
        drawn = follow(teams(tmp_path, simulated, ALWAYS), 1, ("feedback",), seed=seed)["feedback"][1]
        assert drawn == pytest.approx(0.39 * there * (there.sum() > 1), abs=1e-12)
        alone += there.sum() == 1
    assert alone
