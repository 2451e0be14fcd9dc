"""Partial rank correlation is the correlation of what is left of both once the others are taken out."""

import numpy as np
import pytest
from scipy.stats import rankdata

from mi_abm.analysis.ranks import partial_ranks


def left(column: np.ndarray, given: np.ndarray) -> np.ndarray:
    return column - given @ np.linalg.lstsq(given, column, rcond=None)[0]


def by_residuals(x: np.ndarray, y: np.ndarray, i: int) -> float:
    ranks = np.column_stack([rankdata(column) for column in (*x.T, y)])
    given = np.column_stack([np.ones(len(y)), np.delete(ranks, [i, x.shape[1]], axis=1)])
    return float(np.corrcoef(left(ranks[:, i], given), left(ranks[:, -1], given))[0, 1])


@pytest.mark.parametrize("seed", range(5))
def test_it_is_the_correlation_of_residuals(seed: int) -> None:
    rng = np.random.default_rng(seed)
    x = rng.random((60, 4))
    x[:, 3] += x[:, 0]
    y = np.exp(3 * x[:, 0]) - x[:, 1] + 0.3 * rng.normal(size=60)
    assert partial_ranks(x, y) == pytest.approx([by_residuals(x, y, i) for i in range(4)])


@pytest.mark.parametrize("sign", [1, -1])
def test_one_parameter_that_decides_all(sign: int) -> None:
    x = np.arange(6.0)[:, None]
    assert partial_ranks(x, sign * x[:, 0] ** 3) == pytest.approx([sign])


def test_what_does_not_vary_or_is_another_s_double_goes_with_nothing() -> None:
    rng = np.random.default_rng(1)
    x = rng.random((40, 4))
    x[:, 1], x[:, 3] = 0.5, x[:, 2]
    found = partial_ranks(x, x[:, 0] + rng.random(40))
    assert np.isnan(found[1:]).all()
    assert found[0] > 0.5
    assert np.isnan(partial_ranks(x, np.ones(40))).all()
