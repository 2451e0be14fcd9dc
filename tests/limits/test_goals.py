"""L14: effort is largest at the best gap between goal and practice, and falls on either side."""

from __future__ import annotations

import numpy as np
import pytest

from tests.worlds import follow, quiet, world

Random = np.random.Generator


def effort(gaps: float, best: float, weight: float, base: float) -> float:
    """Return the effort drawn by a goal `gaps` best gaps above a practice that was constant so far."""
    practice = 1 / (1 + np.exp(-base))
    act = {"goals": {"start": 1, "difficulty": "fixed", "fixed_level": float(practice + gaps * best)}}
    mechanisms = quiet(uptake={"base": base}, shared_cognition={"goal_weight": weight, "best_gap": best})
    seen = follow(world({"teams": 1, "team_size": 2}, mechanisms, interventions=act), 2, ("goal_pull", "practice"))
    assert seen["practice"][1] == pytest.approx([practice] * 2, abs=1e-12)
    return float(seen["goal_pull"][2, 0] / weight)


def test_l14_effort_by_the_gap(perturb: Random) -> None:
    best, weight, base = (float(x) for x in perturb.uniform([0.02, 0.1, -1.5], [0.12, 0.7, -0.5]))
    assert effort(1, best, weight, base) == pytest.approx(1, abs=1e-9)
    assert effort(5, best, weight, base) == pytest.approx(5 * np.exp(-4), abs=1e-9)
    assert effort(0, best, weight, base) == pytest.approx(0, abs=1e-9)
    assert effort(-1, best, weight, base) == 0
    for gaps in perturb.uniform(0, 4, 3):
        assert effort(float(gaps), best, weight, base) == pytest.approx(gaps * np.exp(1 - gaps), abs=1e-9)
