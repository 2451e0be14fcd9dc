"""Three standard errors, without a false alarm in every few hundred test runs."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np


def within_three_standard_errors(sample: Callable[[int], np.ndarray], expected: float, size: int) -> None:
    """Demand that the mean of a sample lies within three standard errors; once, a sample four times as large may decide."""
    for n in (size, 4 * size):
        drawn = sample(n)
        error = float(drawn.std(ddof=1) / np.sqrt(len(drawn)))
        off = abs(float(drawn.mean()) - expected)
        if off <= 3 * error:
            return
    raise AssertionError(f"{drawn.mean()} is {off / error:.1f} standard errors from {expected}")
