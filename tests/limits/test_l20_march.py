"""L20: March's organisation reproduces its known figures; a check of the kernel in `tests/march.py`, which drives nothing.

The figures are those of the specification (section 4), each from 400 runs with standard errors of .004 to .006.
"""

from __future__ import annotations

import numpy as np
import pytest

from tests.march import March, in_motion, settled

SEED = 1
SLOW, MIDDLE, FAST = 0.1, 0.5, 0.9
RATES = (SLOW, MIDDLE, FAST)
TEXTBOOK = {0.1: (0.777, 0.749, 0.759), 0.5: (0.837, 0.717, 0.676), 0.9: (0.857, 0.752, 0.661)}
GRADUAL = {0.1: (0.867, 0.799, 0.813), 0.5: (0.956, 0.819, 0.745), 0.9: (0.975, 0.839, 0.737)}
CASES = [
    pytest.param(gradual, p1, p2, figure, id=f"{'gradual' if gradual else 'textbook'}-{p1}-{p2}")
    for gradual, figures in ((False, TEXTBOOK), (True, GRADUAL))
    for p2, row in figures.items()
    for p1, figure in zip(RATES, row, strict=True)
]
Known = dict[tuple[bool, float, float], float]


@pytest.fixture(scope="module")
def knowledge() -> Known:
    """Return knowledge at rest by (gradual, p1, p2)."""
    return {(g, p1, p2): settled(p1, p2, SEED, g) for g in (False, True) for p1 in RATES for p2 in TEXTBOOK}


@pytest.mark.parametrize(("gradual", "p1", "p2", "figure"), CASES)
def test_l20_knowledge_at_rest(knowledge: Known, gradual: bool, p1: float, p2: float, figure: float) -> None:
    assert knowledge[gradual, p1, p2] == pytest.approx(figure, abs=0.02)


@pytest.mark.parametrize("gradual", [False, True])
@pytest.mark.parametrize("p2", [0.5, 0.9])
def test_l20_slow_members_make_a_wise_code_where_the_code_learns_fast(
    knowledge: Known, gradual: bool, p2: float
) -> None:
    assert knowledge[gradual, SLOW, p2] > knowledge[gradual, MIDDLE, p2] + 0.05
    assert knowledge[gradual, MIDDLE, p2] > knowledge[gradual, FAST, p2] + 0.03


def test_l20_turnover_helps_fast_learners_and_costs_slow_ones() -> None:
    """Closed to the world: newcomers bring back the variety that fast learners lose, and dilute what slow ones know."""

    def known(p1: float, turnover: float) -> float:
        return float(in_motion(p1, 0.5, SEED, turnover, 0.0, 20, 400)[-1])

    assert known(FAST, 0.1) > known(FAST, 0.0) + 0.05
    assert known(SLOW, 0.1) < known(SLOW, 0.0) - 0.02


def test_l20_in_a_turning_world_knowledge_is_lost_unless_people_come_and_go() -> None:
    stale, fresh = (in_motion(FAST, 0.5, SEED, turnover, 0.02, 100) for turnover in (0.0, 0.1))
    assert stale[10] > 0.3
    assert abs(stale[-20:].mean()) < 0.1
    assert fresh[-20:].mean() > 0.3


def test_l20_a_code_learns_from_one_who_knows_more_and_not_from_one_who_knows_less() -> None:
    """Two members, two dimensions, certain learning: one right in both, one wrong in both."""
    right = np.array([[1, -1]], dtype=np.int8)
    beliefs = np.stack([right, -right], axis=1)
    org = March(np.random.default_rng(SEED), 1.0, 1.0, False, right, beliefs, np.zeros((1, 2), dtype=np.int8))
    org.step()
    assert org.code.tolist() == right.tolist()
    assert org.beliefs.tolist() == beliefs.tolist()  # members read the code of the period's start, which said nothing
    org.step()
    assert org.beliefs.tolist() == [[right[0].tolist()] * 2]
    assert org.at_rest().tolist() == [True]


def test_l20_gradual_members_doubt_before_they_turn() -> None:
    code, beliefs = np.array([[1, 1, 1, 0]], dtype=np.int8), np.array([[[-1, 0, 1, -1]]], dtype=np.int8)
    org = March(np.random.default_rng(SEED), 1.0, 0.0, True, code, beliefs, code)
    org.step()
    assert org.beliefs.tolist() == [[[0, 1, 1, -1]]]
