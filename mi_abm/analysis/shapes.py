"""Shapes: effects over what was varied, as curves, grids and points; what figures over points draw.

A parameter with few values has a level each; one with many is cut into bins of equal counts. Where a level has several points
(other parameters were varied too), its value is their mean, and its band where the middle 80 % of them lie; where it has
one, the band is the 95 % interval of that point.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

FEW = 12  # values that have a level each
BINS, CELLS = 8, 6  # of a curve, and to each side of a grid
TAILS = (0.1, 0.9)


@dataclass(frozen=True)
class Curve:
    """A line over a parameter: its name, and where it runs."""

    name: str
    x: tuple[float | str, ...]
    middle: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]


@dataclass(frozen=True)
class Grid:
    """A value for each pair of levels: `values[y, x]`; `sure` where the interval leaves out zero at all of its points."""

    x: tuple[float | str, ...]
    y: tuple[float | str, ...]
    values: np.ndarray
    sure: np.ndarray


def rows_of(effects: pd.DataFrame, contrast: str, outcome: str) -> pd.DataFrame:
    """Return the rows of one contrast and outcome, without points that have no number."""
    measure, _, week = outcome.partition("@")
    mine = (effects["contrast"] == contrast) & (effects["measure"] == measure) & (effects["week"] == int(week))
    return effects[mine & effects["difference"].notna()]


def curve(rows: pd.DataFrame, x: str, name: str = "") -> Curve:
    """Return the effect over one parameter."""
    places, levels = _levels(rows[x], BINS)
    parts = [rows[places == i] for i in range(len(levels))]
    bands = [_band(part) for part in parts]
    middle = tuple(float(part["difference"].mean()) for part in parts)
    return Curve(name, levels, middle, tuple(b[0] for b in bands), tuple(b[1] for b in bands))


def curves(rows: pd.DataFrame, x: str, by: str, label: str) -> list[Curve]:
    """Return the effect over one parameter for each level of another one."""
    places, levels = _levels(rows[by], 3)
    return [curve(rows[places == i], x, f"{label} {_shown(level)}") for i, level in enumerate(levels)]


def grid(rows: pd.DataFrame, x: str, y: str) -> Grid:
    """Return the effect over two parameters, NaN where there are no points."""
    (across, left), (up, bottom) = _levels(rows[x], CELLS), _levels(rows[y], CELLS)
    values = np.full((len(bottom), len(left)), np.nan)
    sure = np.zeros(values.shape, bool)
    for j in range(len(bottom)):
        for i in range(len(left)):
            part = rows[(across == i) & (up == j)]
            if len(part):
                values[j, i] = part["difference"].mean()
                sure[j, i] = bool((part["ci_low"] > 0).all() or (part["ci_high"] < 0).all())
    return Grid(left, bottom, values, sure)


def strongest(rows: pd.DataFrame, parameters: Sequence[str], most: int) -> list[str]:
    """Return the parameters whose ranks go most with those of the effect, the strongest first."""
    size = {}
    for path in parameters:
        x = (
            rows[path]
            if pd.api.types.is_numeric_dtype(rows[path])
            else pd.Series(pd.factorize(rows[path])[0], rows.index)
        )
        r = x.rank().corr(rows["difference"].rank())
        size[path] = 0.0 if np.isnan(r) else abs(float(r))
    return sorted(parameters, key=lambda path: -size[path])[:most]


def _levels(column: pd.Series, bins: int) -> tuple[np.ndarray, tuple[float | str, ...]]:
    """Return the place of each row among the levels, and the levels: values, or the middles of bins."""
    known = sorted(column.dropna().unique(), key=lambda v: (isinstance(v, str), v))
    if len(known) <= FEW or not pd.api.types.is_numeric_dtype(column):
        names = {value: i for i, value in enumerate(known)}
        return column.map(names).fillna(-1).to_numpy(int), tuple(v if isinstance(v, str) else float(v) for v in known)
    cut = pd.qcut(column, bins, labels=False, duplicates="drop").fillna(-1).to_numpy(int)
    return cut, tuple(float(column[cut == i].median()) for i in range(cut.max() + 1))


def _band(part: pd.DataFrame) -> tuple[float, float]:
    if len(part) == 1:
        return float(part["ci_low"].iloc[0]), float(part["ci_high"].iloc[0])
    low, high = part["difference"].quantile(list(TAILS))
    return float(low), float(high)


def _shown(level: float | str) -> str:
    return level if isinstance(level, str) else f"{level:.3g}"
