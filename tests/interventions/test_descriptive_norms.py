"""Eagerness made visible, idleness not inferred: two teams of three, worked on paper."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.teams import HOURS, covered, hours, teams
from tests.worlds import follow, quiet

NORMS = {"rate": 0.15, "visible": 0.1, "visible_if_safe": 0.25, "idleness": 0.5, "like_me": 0.11}
MIND = quiet(uptake={"base": 0.0}, descriptive_norms=NORMS)


def test_eagerness_shows_attitude_in_place_of_practice(tmp_path: Path) -> None:
    """Seen of a colleague: .32 a + .68 (.3 b + .7 (.05 + .055 + .39 d)), .32 = .4 x .8 being who shows it."""
    acts = {"eagerness_structure": {"start": 2, "weeks": 1, "teams": ["a"]}}
    start = {"attitude": [0.9, 0.6, 0.3, 0.9, 0.6, 0.3], "perceived_norm": 0.3}
    seen = follow(teams(tmp_path, acts, MIND, **start), 2, ("perceived_norm", "eagerness", "social_dose", *HOURS))
    assert seen["eagerness"][1:].tolist() == [[0] * 6, [0.4] * 3 + [0] * 3]
    assert seen["social_dose"][2] == pytest.approx([0.1] * 3 + [0] * 3, abs=1e-12)
    d = 0.3 + 0.15 * (0.3 * 0.5 + 0.7 * (0.05 + 0.055 + 0.39 * 0.3) - 0.3)
    assert d == pytest.approx(0.30081, abs=1e-12)
    assert seen["perceived_norm"][1, 0] == pytest.approx([d] * 6, abs=1e-12)
    unseen = 0.3 * 0.5 + 0.7 * (0.05 + 0.055 + 0.39 * d)
    of_others = np.array([0.45, 0.6, 0.75])  # mean attitude of the two colleagues
    assert seen["perceived_norm"][2, 0, :3] == pytest.approx(
        0.85 * d + 0.15 * (0.32 * of_others + 0.68 * unseen), abs=1e-12
    )
    assert seen["perceived_norm"][2, 0, 3:] == pytest.approx([0.85 * d + 0.15 * unseen] * 3, abs=1e-12)
    assert hours(seen) == [[0, 0, 0], [0.75, 0, 0.1]]


def test_idleness_is_not_inferred_as_far_as_the_team_is_guarded(tmp_path: Path) -> None:
    """hinder .6 of the whole team: omega .5 -> .2, so what is unseen is .2 x .1 + .11 b + .69 d."""
    acts = {"idleness_guard": {"start": 1, "hinder": 0.6, "teams": ["b"]}}
    seen = follow(teams(tmp_path, acts, MIND, perceived_norm=0.3), 1, ("perceived_norm", "idleness_hindered", *HOURS))
    assert seen["idleness_hindered"][1] == pytest.approx([0] * 3 + [0.6] * 3, abs=1e-12)
    d = 0.85 * 0.3 + 0.15 * (0.3 * 0.5 + 0.7 * (0.02 + 0.055 + 0.69 * 0.3))
    assert d == pytest.approx(0.30711, abs=1e-12)
    assert seen["perceived_norm"][1, 0] == pytest.approx([0.30081] * 3 + [d] * 3, abs=1e-12)
    assert hours(seen) == [[0.3, 0, 0.25]]


def test_coverage(tmp_path: Path) -> None:
    """Eagerness is the covered person's own; the guard works by the covered share of the team."""
    acts = {name: {"start": 1, "coverage": 0.5} for name in ("eagerness_structure", "idleness_guard")}
    names, mixed = ("eagerness", "idleness_hindered", *HOURS), 0
    for seed in range(1, 9):
        seen = follow(teams(tmp_path, acts), 1, names, seed=seed)
        there = covered(seed, 0.5, 6)
        n = np.array([there[:3].sum(), there[3:].sum()])
        assert seen["eagerness"][1] == pytest.approx(0.4 * there, abs=1e-12)
        assert seen["idleness_hindered"][1] == pytest.approx(np.repeat(n / 3, 3), abs=1e-12)
        assert hours(seen) == [[pytest.approx(0.35 * n.sum()), 0, pytest.approx(0.35 * (n > 0).sum())]]
        mixed += 0 < n[0] < 3
    assert mixed
