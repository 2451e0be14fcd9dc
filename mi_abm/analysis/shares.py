"""Shares: the interval of a share that was counted."""

from __future__ import annotations


def share_interval(part: int, of: int) -> tuple[float, float]:
    """Return the 95 % interval of Wilson for a share that was counted as `part` of `of`; NaN of nothing."""
    from scipy.stats import binomtest

    if not of:
        return float("nan"), float("nan")
    found = binomtest(part, of).proportion_ci(method="wilson")
    return float(found.low), float(found.high)
