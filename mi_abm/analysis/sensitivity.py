"""Sensitivity: which of the parameters that were varied decide an effect, and how surely.

    first      share of the variance that a parameter explains by itself
    total      share that it has a part in, by itself or together with others
    mu         mean elementary effect: what the effect changes by if the parameter crosses its whole range
    mu_star    mean size of elementary effects, whatever their sign
    sigma      standard deviation of elementary effects: large where it depends on the others, or is no straight line
    prcc       partial rank correlation: all other parameters held constant

Each has a 95 % interval over points, and a `floor`: what chance alone would make of it, given the standard errors of the
points. An index whose interval does not lie above its floor (whose interval holds 0, if it has a sign) is noise.

References: [Sobol1967], [Saltelli2010], [Morris1991], [Marino2008].
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit
from scipy.stats import randint

from mi_abm.analysis.ranks import partial_ranks
from mi_abm.core.columns import Array

RESAMPLES = 500
SIGNED = ("mu", "prcc")


@dataclass(frozen=True)
class Index:
    """An index of a parameter, its 95 % interval, and what chance alone would make of it."""

    path: str
    index: str
    value: float
    low: float
    high: float
    floor: float = 0.0

    @property
    def sure(self) -> bool:
        """Say whether it is more than noise."""
        return self.low > 0 or self.high < 0 if self.index in SIGNED else self.low > self.floor


def noise_share(y: Array, error: Array) -> float:
    """Return the share of the variance over points that is noise of replicates; NaN where errors are not known.

    `error` holds the standard error of each point.
    """
    spread = float(np.var(y, ddof=1))
    return min(1.0, float(np.mean(error**2)) / spread) if spread > 0 else 0.0


def sobol(names: Sequence[str], y: Array, error: Array, seed: int) -> list[Index]:
    """Return first-order and total indices of Saltelli's points; `y`: shape (base points x (names + 2)).

    Base points with a missing value are left out whole. The floor of a total index is the share of noise: roughness that
    every parameter has a part in which moves anything at all.
    """
    from SALib.analyze import sobol as salib

    whole, (y, error) = _whole(y, error, len(names) + 2)
    if not whole or np.ptp(y) == 0:
        return []
    problem = {"num_vars": len(names), "names": list(names), "bounds": [[0.0, 1.0]] * len(names)}
    found = _quiet(salib.analyze, problem, y, calc_second_order=False, num_resamples=RESAMPLES, seed=seed)
    floor = _known(noise_share(y, error))
    out = []
    for kind, key, least in (("first", "S1", 0.0), ("total", "ST", floor)):
        for name, value, half in zip(names, found[key], found[f"{key}_conf"], strict=True):
            out.append(Index(name, kind, float(value), float(value - half), float(value + half), least))
    return out


def without_one(names: Sequence[str], y: Array) -> dict[str, float]:
    """Return the total indices of Saltelli's points, each without the base point that moves it most."""
    blocks = y.reshape(-1, len(names) + 2)
    blocks = blocks[~np.isnan(blocks).any(axis=1)]
    if len(blocks) < 3 or np.ptp(blocks) == 0:
        return {}
    ends = blocks[:, [0, -1]]
    steps = (blocks[:, 1:-1] - blocks[:, :1]) ** 2 / 2
    others = [np.arange(len(blocks)) != left_out for left_out in range(len(blocks))]
    found = np.array([steps[rows].mean(axis=0) / ends[rows].var() for rows in others])
    farthest = np.abs(found - steps.mean(axis=0) / ends.var()).argmax(axis=0)
    return dict(zip(names, found[farthest, range(len(names))].tolist(), strict=True))


def morris(names: Sequence[str], x: Array, y: Array, error: Array, seed: int, levels: int) -> list[Index]:
    """Return mu, mu_star and sigma of Morris's trajectories on a grid of `levels`; `x`: in the unit cube, (points, names).

    The floor of mu_star is what the errors of both ends of a step would give if they were independent; they are not, with
    the same seeds at both, so that it is a limit from above.
    """
    from SALib.analyze import morris as salib

    trajectories, (y, error, x) = _whole(y, error, len(names) + 1, x)
    if trajectories < 2:
        return []
    problem = {"num_vars": len(names), "names": list(names), "bounds": [[0.0, 1.0]] * len(names)}
    found = _quiet(salib.analyze, problem, x, y, num_resamples=RESAMPLES, num_levels=levels, seed=seed)
    step = levels / (2 * (levels - 1))
    floor = _known(float(np.sqrt(2 / np.pi) * np.sqrt(2 * np.mean(error**2)) / step))
    reach = float(stdtrit(trajectories - 1, 0.975)) / np.sqrt(trajectories)
    out = []
    for i, name in enumerate(names):
        mu, star, sigma = (float(found[key][i]) for key in ("mu", "mu_star", "sigma"))
        half = float(found["mu_star_conf"][i])
        out.append(Index(name, "mu", mu, mu - reach * sigma, mu + reach * sigma))
        out.append(Index(name, "mu_star", star, max(0.0, star - half), star + half, floor))
        out.append(Index(name, "sigma", sigma, float("nan"), float("nan")))
    return out


def prcc(names: Sequence[str], x: Array, y: Array, seed: int) -> list[Index]:
    """Return partial rank correlations of independent points with bootstrap intervals; `x`: shape (points, names).

    Empty where there are fewer points than `enough` for these parameters.
    """
    known = ~np.isnan(y)
    x, y = x[known], y[known]
    if len(y) < enough(len(names)) or np.ptp(y) == 0:
        return []
    again = np.asarray(randint.rvs(0, len(y), size=(RESAMPLES, len(y)), random_state=seed))
    value, drawn = partial_ranks(x, y), np.array([partial_ranks(x[rows], y[rows]) for rows in again])
    low, high = np.nanquantile(drawn, [0.025, 0.975], axis=0)
    return [Index(n, "prcc", *map(float, row)) for n, *row in zip(names, value, low, high, strict=True)]


def enough(parameters: int) -> int:
    """Return how many points rank correlations with so many parameters need: a resample holds 63 % of the points."""
    return math.ceil((parameters + 4) / (1 - math.exp(-1)))


def _whole(y: Array, error: Array, size: int, *others: Array) -> tuple[int, list[Array]]:
    """Return how many blocks of this size have no missing value, and the arrays with these only."""
    keep = ~np.isnan(y).reshape(-1, size).any(axis=1)
    rows: NDArray[np.bool_] = np.repeat(keep, size)
    return int(keep.sum()), [part[rows] for part in (y, error, *others)]


def _known(x: float) -> float:
    return 0.0 if np.isnan(x) else x


def _quiet(analyse: Callable[..., Any], *given: Any, **more: Any) -> Any:
    """Call SALib without its warnings: a parameter that changes nothing has the index 0, and that is said."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return analyse(*given, **more)
