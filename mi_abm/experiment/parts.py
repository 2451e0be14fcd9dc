"""Parts and whole: does a programme do more than its parts add up to, and what would it lose without each?

    beyond the sum = (whole - reference) - sum over parts of (part - reference), seed by seed, with a Student t interval

Reads the runs of an experiment that has a scenario `only_x` for each part and one for the whole.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mi_abm.analysis.contrasts import interval

if TYPE_CHECKING:
    import pandas as pd

ONLY, WITHOUT = "only_", "no_"


@dataclass(frozen=True)
class Estimate:
    """A mean over seeds with its 95 % interval; None for fewer than two seeds."""

    value: float
    ci_low: float | None
    ci_high: float | None


@dataclass(frozen=True)
class Part:
    """What a part adds by itself, and what the whole loses without it; `together` is how much more that is."""

    name: str
    alone: Estimate
    last: Estimate
    together: Estimate


@dataclass(frozen=True)
class Parts:
    """The whole against the reference, what the parts add up to, the difference of the two, and each part."""

    whole: Estimate
    summed: Estimate
    beyond: Estimate
    parts: tuple[Part, ...]


def parts(runs: pd.DataFrame, measure: str, reference: str, whole: str) -> Parts:
    """Return the parts of a measure in the last week; the largest loss first."""
    wide = runs.pivot(index="seed", columns="scenario", values=measure)
    names = [str(c).removeprefix(ONLY) for c in wide if str(c).startswith(ONLY)]
    gain = wide[whole] - wide[reference]
    alone = {name: wide[ONLY + name] - wide[reference] for name in names}
    last = {name: wide[whole] - wide[WITHOUT + name] for name in names}
    summed = sum(alone.values(), 0 * gain)
    found = [Part(n, _estimate(alone[n]), _estimate(last[n]), _estimate(last[n] - alone[n])) for n in names]
    ordered = tuple(sorted(found, key=lambda part: -part.last.value))
    return Parts(_estimate(gain), _estimate(summed), _estimate(gain - summed), ordered)


def _estimate(x: pd.Series) -> Estimate:
    values = x.dropna().to_numpy(np.float64)
    return Estimate(float(values.mean()), *interval(values))
