"""Fits: straight lines through people of many runs, as what goes with what within a run.

slope   = sum over runs and people of (x - run's mean of x)(y - run's mean of y) / the same of x with itself
line    = mean of y + slope (x - mean of x), means over people
interval: Student's t with runs - 1 degrees on the jackknife that leaves out one run at a time
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

from mi_abm.core.columns import Array


@dataclass(frozen=True)
class Line:
    """A fitted line at places `x`, with its 95 % interval over runs (NaN with fewer than three runs)."""

    x: Array
    middle: Array
    low: Array
    high: Array


def within_runs(x: Array, y: Array, run: NDArray[np.int64], at: Array) -> Line:
    """Return the line of y over x within runs, at places `at`; x, y and run have a value a person, none of them missing."""
    _, place = np.unique(run, return_inverse=True)
    n = np.bincount(place).astype(np.float64)
    sums = np.stack([n, *(np.bincount(place, w) for w in (x, y))])
    off_x, off_y = x - (sums[1] / n)[place], y - (sums[2] / n)[place]
    parts = np.vstack([sums, np.bincount(place, off_x * off_y), np.bincount(place, off_x * off_x)])
    whole, runs = parts.sum(axis=1), parts.shape[1]
    middle = _line(whole, at)
    if runs < 3:
        unknown = np.full(len(at), np.nan)
        return Line(at, middle, unknown, unknown)
    left_out = np.stack([_line(whole - parts[:, k], at) for k in range(runs)])
    variance = (runs - 1) / runs * ((left_out - left_out.mean(axis=0)) ** 2).sum(axis=0)
    half = stdtrit(runs - 1, 0.975) * np.sqrt(variance)
    return Line(at, middle, middle - half, middle + half)


def _line(sums: Array, at: Array) -> Array:
    n, x, y, both, own = sums
    slope = both / own if own > 0 else 0.0
    return np.asarray(y / n + slope * (at - x / n))
