"""Discovery: where in a space the points of interest lie: a box of limits, found on some points and tested on the others.

    density    share of the points in the box that are of interest
    coverage   share of the points of interest that lie in the box
    mass       share of all points that lie in the box
    gain       coverage, less the share of the other points that lie in the box
    p          of a limit: how often chance alone would put as many points of interest into the box, if the limit did nothing
               (one-sided binomial test against the density without this limit)

PRIM peels a slice of the space off at a time, the one whose loss raises the density most, and pastes what it took too much of.
Each box on its way loses the limits whose p is above `SURE`, the worst first; of what remains the box of the largest gain is
taken. This is done twice: over all parameters in thick slices, then in thin ones over those that the first box restricts.

PRIM has looked at its points many times over, so that these p are too small ("quasi-p"); what counts is the same test, and the
same density, on points that were held out. Equal input gives an equal box: PRIM draws nothing.

References: [Friedman1999], [Bryant2010], [Kwakkel2017].
"""

from __future__ import annotations

import inspect
import warnings
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import binom, hypergeom

from mi_abm.scenario.problems import bad

Mask = NDArray[np.bool_]
SURE = 0.05
THICK, THIN, LEAST_MASS = 0.1, 0.05, 0.05  # what a step takes off, and the smallest box, as shares of the points
LIBRARY = "ema_workbench"


@dataclass(frozen=True)
class Limit:
    """A limit of a box: a parameter is at least (`from`) or at most (`to`) a number, or `among` some values.

    `p` is its quasi-p, `held_p` that of the same test on the points that were held out.
    """

    path: str
    side: Literal["from", "to", "among"]
    at: Any
    p: float = 1.0
    held_p: float = 1.0

    def holds(self, x: pd.DataFrame) -> Mask:
        """Say of each point whether it keeps to the limit."""
        column = x[self.path]
        if self.side == "among":
            return np.asarray(column.isin(self.at))
        return np.asarray(column >= self.at if self.side == "from" else column <= self.at)

    @property
    def sure(self) -> bool:
        """Say whether points that were held out bear it out."""
        return self.held_p <= SURE


@dataclass(frozen=True)
class Counts:
    """How many points there are, how many lie in the box, and how many of both are of interest."""

    points: int
    interest: int
    inside: int
    hits: int

    @property
    def density(self) -> float:
        """The share of the points in the box that are of interest."""
        return _share(self.hits, self.inside)

    @property
    def coverage(self) -> float:
        """The share of the points of interest that lie in the box."""
        return _share(self.hits, self.interest)

    @property
    def mass(self) -> float:
        """The share of all points that lie in the box."""
        return _share(self.inside, self.points)

    @property
    def gain(self) -> float:
        """Coverage less the share of the other points that lie in the box: 0 for the whole space, 1 for a perfect box."""
        return self.coverage - _share(self.inside - self.hits, self.points - self.interest)

    @property
    def chance(self) -> float:
        """How often a box of this many points, put anywhere, would hold as many of interest (hypergeometric)."""
        return float(hypergeom.sf(self.hits - 1, self.points, self.interest, self.inside))


@dataclass(frozen=True)
class Step:
    """A box on PRIM's way, on the points that it was found on; `restricted`: how many parameters it limits."""

    coverage: float
    density: float
    mass: float
    restricted: int


@dataclass(frozen=True)
class Box:
    """What was found: limits, counts on the points that they were found on (`seen`) and on the others (`held`), PRIM's way."""

    limits: tuple[Limit, ...]
    seen: Counts
    held: Counts
    steps: tuple[Step, ...] = ()

    @property
    def better(self) -> bool:
        """Say whether it is denser than chance would make it, on points that were held out."""
        return bool(self.limits) and self.held.chance <= SURE


def discover(x: pd.DataFrame, of_interest: Mask, held: Mask) -> Box:
    """Return the box of the points of interest; `x`: a row a point, a column a parameter; `held`: those that are held out.

    It has no limits where all or none of the points are of interest, or no limit is sure. Raises `InputError` where
    ema-workbench is not installed.
    """
    x = x.astype({c: np.float64 if _numeric(x[c]) else object for c in x}).reset_index(drop=True)
    seen, others = (x[~held].reset_index(drop=True), of_interest[~held]), (x[held], of_interest[held])
    limits: list[Limit] = []
    steps: list[Step] = []
    for slices in (THICK, THIN):
        asked = list(dict.fromkeys(limit.path for limit in limits)) if slices == THIN else list(x)
        if asked and 0 < seen[1].sum() < len(seen[1]):
            way = _way(seen[0][asked], seen[1], slices)
            steps = [_step(count(*seen, box), box) for box in way]
            limits = _best(*seen, [limits, *(pruned(*seen, box) for box in way)])
    p, held_p = p_of(*seen, limits), p_of(*others, limits)
    said = [Limit(one.path, one.side, one.at, *map(float, both)) for one, *both in zip(limits, p, held_p, strict=True)]
    return Box(
        tuple(sorted(said, key=lambda limit: limit.p)), count(*seen, limits), count(*others, limits), tuple(steps)
    )


def inside(x: pd.DataFrame, limits: Iterable[Limit]) -> Mask:
    """Say of each point whether it lies in a box."""
    found = np.ones(len(x), bool)
    for limit in limits:
        found &= limit.holds(x)
    return found


def count(x: pd.DataFrame, of_interest: Mask, limits: Iterable[Limit]) -> Counts:
    """Return the counts of a box."""
    there = inside(x, limits)
    return Counts(len(x), int(of_interest.sum()), int(there.sum()), int(of_interest[there].sum()))


def p_of(x: pd.DataFrame, of_interest: Mask, limits: Sequence[Limit]) -> NDArray[np.float64]:
    """Return the p of each limit of a box; 1 where no point is in the box."""
    broken = np.array([~limit.holds(x) for limit in limits], bool).reshape(len(limits), len(x))
    times = broken.sum(axis=0)
    there = times == 0
    without = there | ((times == 1) & broken)
    density = (without & of_interest).sum(axis=1) / np.maximum(without.sum(axis=1), 1)
    return np.asarray(binom.sf((there & of_interest).sum() - 1, there.sum(), density), np.float64)


def pruned(x: pd.DataFrame, of_interest: Mask, limits: Sequence[Limit]) -> list[Limit]:
    """Return a box without the limits that are not sure, the worst dropped first."""
    kept = list(limits)
    while kept:
        p = p_of(x, of_interest, kept)
        worst = int(np.argmax(p))
        if p[worst] <= SURE:
            break
        del kept[worst]
    return kept


def needed(path: str) -> None:
    """Raise `InputError`, in the name of the entry that asks for it, where ema-workbench is not installed."""
    if find_spec(LIBRARY) is None:
        raise bad("", path, "needs ema-workbench: pip install 'mi_abm[discovery]'")


def _best(x: pd.DataFrame, of_interest: Mask, boxes: Sequence[list[Limit]]) -> list[Limit]:
    """Return the box of the largest gain, of equal ones the one with fewer limits, the first of these."""
    return max(boxes, key=lambda box: (count(x, of_interest, box).gain, -len(box)))


def _way(x: pd.DataFrame, of_interest: Mask, slices: float) -> list[list[Limit]]:
    """Return PRIM's boxes, from the whole space to the smallest, then those that were pasted."""
    needed("discovery")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its own, about parts that are not used here
        from ema_workbench.analysis.prim import Prim

        asked = {"peel_alpha": slices, "paste_alpha": slices, "mass_min": LEAST_MASS}
        if "threshold" in inspect.signature(Prim).parameters:  # before 3.0: what is of interest
            asked["threshold"] = 1e-9
        boxes = Prim(x, of_interest.astype(int), **asked).find_box().box_lims
    return [_limits(box, boxes[0]) for box in boxes]


def _limits(box: pd.DataFrame, whole: pd.DataFrame) -> list[Limit]:
    """Return where a box of PRIM's (rows: least, largest; or twice the set of values) is narrower than the whole."""
    found = []
    for path in map(str, box):
        (low, high), (least, largest) = box[path], whole[path]
        if isinstance(low, set):
            found += [Limit(path, "among", tuple(sorted(low, key=str)))] if low != least else []
            continue
        found += [Limit(path, "from", float(low))] if low > least else []
        found += [Limit(path, "to", float(high))] if high < largest else []
    return found


def _step(counts: Counts, box: Sequence[Limit]) -> Step:
    return Step(counts.coverage, counts.density, counts.mass, len({limit.path for limit in box}))


def _numeric(column: pd.Series) -> bool:
    return pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column)


def _share(part: int, of: int) -> float:
    return part / of if of else float("nan")
