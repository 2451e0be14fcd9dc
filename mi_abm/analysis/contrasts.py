"""Contrasts: what a scenario changes against the reference, on the same people and the same luck.

    difference    = mean over seeds of (scenario - reference)
    interval      = difference -+ t(.975, n - 1) SD(paired differences) / sqrt(n)
    effect_size   = difference / SD between practitioners at row 0 of the reference (mean over seeds)
    better        = share of seeds that moved in the measure's good direction, ties counting half
    per_100_hours = difference / (difference of hours / 100)

A seed with a missing value on either side drops out of that row.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from mi_abm.core.columns import Array
from mi_abm.core.measure import Measure
from mi_abm.engine.results import Results

if TYPE_CHECKING:
    import pandas as pd

METHOD = "95 % Student t interval on paired differences"
CONDITIONAL = "Conditional comparison under stated assumptions, not a forecast."
HOURS = "hours"
ROUNDING = 1e-9  # what differs by less (relative to hours spent, absolute for an SD) differs by rounding only


@dataclass(frozen=True)
class Contrast:
    """One measure of one scenario against the reference in one week; None where a number is not defined.

    `good` is 1 where more is better, -1 where less is, 0 where neither; `pairs` is the number of seeds with both values.
    """

    scenario: str
    measure: str
    week: int
    reference_mean: float | None
    scenario_mean: float | None
    difference: float | None
    ci_low: float | None
    ci_high: float | None
    effect_size: float | None
    unit: str
    title: str
    better: float | None
    per_100_hours: float | None
    good: int
    pairs: int


def contrasts(results: Sequence[Results], weeks: Sequence[int] | None = None) -> list[Contrast]:
    """Contrast every scenario with the first, for every measure in the given weeks (default: the last).

    Rows come scenario by scenario, week by week, in the order of the measures; measures that only one of two scenarios
    has (a guest's) are left out. Raises ValueError where results do not share seeds and weeks.
    """
    reference = results[0]
    for other in results[1:]:
        if (other.seeds, other.weeks) != (reference.seeds, reference.weeks):
            raise ValueError(f"{other.scenario.name} and {reference.scenario.name} differ in seeds or weeks")
    chosen = [reference.weeks] if weeks is None else list(weeks)
    return [
        _contrast(reference, other, measure, week)
        for other in results[1:]
        for week in chosen
        for measure in reference.measures
        if measure.name in {m.name for m in other.measures}
    ]


def frame(found: Sequence[Contrast]) -> pd.DataFrame:
    """Return a table with a row a contrast; numbers that are not defined are NaN."""
    import pandas as pd

    table = pd.DataFrame([asdict(c) for c in found], columns=[f.name for f in fields(Contrast)])
    numbers = [f.name for f in fields(Contrast) if "float" in str(f.type)]
    return table.astype(dict.fromkeys(numbers, "float64"))


def compare(results: Sequence[Results], weeks: Sequence[int] | None = None) -> pd.DataFrame:
    """Return the contrasts of every scenario with the first as a table (see `contrasts`)."""
    return frame(contrasts(results, weeks))


def interval(differences: Array) -> tuple[float | None, float | None]:
    """Return the 95 % interval of the mean of paired differences; (None, None) for fewer than two pairs."""
    n = len(differences)
    if n < 2:
        return None, None
    from scipy.special import stdtrit  # scipy.stats would cost most of a second

    half = float(stdtrit(n - 1, 0.975)) * float(np.std(differences, ddof=1)) / float(np.sqrt(n))
    middle = float(np.mean(differences))
    return middle - half, middle + half


def contrast(reference: Results, other: Results, measure: str, week: int) -> Contrast:
    """Contrast two results in one measure and week."""
    return _contrast(reference, other, reference.measures[reference.index(measure)], week)


def _contrast(reference: Results, other: Results, measure: type[Measure], week: int) -> Contrast:
    before, after = reference.of(measure.name)[:, week], other.of(measure.name)[:, week]
    valid = ~(np.isnan(before) | np.isnan(after))
    before, after = before[valid], after[valid]
    off = after - before
    low, high = interval(off)
    difference = _mean(off)
    return Contrast(
        scenario=other.scenario.name,
        measure=measure.name,
        week=week,
        reference_mean=_mean(before),
        scenario_mean=_mean(after),
        difference=difference,
        ci_low=low,
        ci_high=high,
        effect_size=_ratio(difference, _spread(reference, measure)),
        unit=measure.unit,
        title=measure.title,
        better=_better(off, measure.good),
        per_100_hours=_ratio(difference, _hundreds_of_hours(reference, other, week, valid)),
        good=measure.good,
        pairs=len(off),
    )


def _mean(x: Array) -> float | None:
    known = x[~np.isnan(x)]
    return float(np.mean(known)) if len(known) else None


def _ratio(x: float | None, by: float | None) -> float | None:
    return None if x is None or not by else x / by


def _spread(reference: Results, measure: type[Measure]) -> float | None:
    """Return the SD between practitioners at row 0; None for measures that persons do not have, or that all share."""
    sd = _mean(reference.spread[:, reference.index(measure.name)])
    return None if sd is None or sd <= ROUNDING else sd


def _better(differences: Array, good: int) -> float | None:
    if not good or not len(differences):
        return None
    return float(np.mean(good * differences > 0) + 0.5 * np.mean(differences == 0))


def _hundreds_of_hours(reference: Results, other: Results, week: int, valid: NDArray[np.bool_]) -> float | None:
    """Return how many more hundreds of hours the scenario takes; None where hours were not measured or are equal."""
    if any(HOURS not in (m.name for m in results.measures) for results in (reference, other)):
        return None
    before, after = reference.of(HOURS)[valid, week], other.of(HOURS)[valid, week]
    more, spent = _mean(after - before), _mean(np.abs(before) + np.abs(after))
    return None if more is None or spent is None or abs(more) <= ROUNDING * spent else more / 100
