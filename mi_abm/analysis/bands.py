"""Bands: what runs did week by week, and the differences between paired runs.

A band of a measure is, for each scenario and week over its seeds: the mean, the 95 per cent interval of that mean
(Student's t), and the 10th and 90th percentile of runs.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy.special import stdtrit

from mi_abm.core.columns import Array

KEYS = ("scenario", "seed", "week")


def measures_of(runs: pd.DataFrame) -> list[str]:
    """Return the columns that are measures."""
    return [str(name) for name in runs.columns if name not in KEYS]


def differences(runs: pd.DataFrame, reference: str) -> pd.DataFrame:
    """Return every run less the run of the reference with the same seed (and week); the reference itself is left out.

    Works on a table with a `week` column and on one row a run; a seed that the reference lacks is left out too.
    """
    keys = [key for key in KEYS[1:] if key in runs.columns]
    names = measures_of(runs)
    home = runs.loc[runs["scenario"] == reference, [*keys, *names]]
    away = runs.loc[runs["scenario"] != reference, ["scenario", *keys, *names]]
    pairs = away.merge(home, on=keys, suffixes=("", " of the reference"), how="inner", validate="many_to_one")
    out = pairs[["scenario", *keys]].copy()
    for name in names:
        out[name] = pairs[name] - pairs[f"{name} of the reference"]
    return out


def bands(weeks: pd.DataFrame, measures: Sequence[str] | None = None) -> pd.DataFrame:
    """Return a row a measure, scenario and week: n, mean, ci_low, ci_high, p10, p90.

    Missing values are left out; n says how many runs remain. With fewer than two there is no interval.
    """
    tables = []
    for name in measures_of(weeks) if measures is None else measures:
        wide = weeks.pivot(index=["scenario", "week"], columns="seed", values=name)
        tables.append(wide.index.to_frame(index=False).assign(**band(wide.to_numpy(float)), measure=name))
    return pd.concat(tables, ignore_index=True)


def over_weeks(table: pd.DataFrame) -> pd.DataFrame:
    """Return, from bands, a row a measure and scenario: `total`, the sum over weeks 1 on, and `average`, their mean."""
    later = table[table["week"] >= 1].groupby(["measure", "scenario"], sort=False)["mean"]
    return pd.DataFrame({"total": later.sum(), "average": later.mean()}).reset_index()


def gaps(apart: pd.DataFrame, part: str, whole: str) -> pd.DataFrame:
    """Return the band of how much more `part` differs from the reference than `whole` does; `apart`: paired differences."""
    table = apart[["scenario", "seed"]].assign(week=0, gap=apart[part] - apart[whole])
    return bands(table, ["gap"])


def band(values: Array) -> dict[str, Array]:
    """Return the band of one measure, by name of column; `values`: a row a week, a column a run."""
    n = np.sum(~np.isnan(values), axis=1)
    mean = np.nansum(values, axis=1) / np.where(n, n, np.nan)
    deviation = np.sqrt(np.nansum((values - mean[:, None]) ** 2, axis=1) / np.where(n > 1, n - 1, np.nan))
    half = stdtrit(np.maximum(n - 1, 1), 0.975) * deviation / np.sqrt(np.maximum(n, 1))
    ordered = np.sort(values, axis=1)  # what is missing comes last
    tails = {name: _quantile(ordered, n, share) for name, share in (("p10", 0.1), ("p90", 0.9))}
    return {"n": n, "mean": mean, "ci_low": mean - half, "ci_high": mean + half, **tails}


def _quantile(ordered: Array, n: Array, share: float) -> Array:
    """Return a quantile of each row, linearly interpolated, of its first n values."""
    at = share * np.maximum(n - 1, 0)
    below = np.floor(at).astype(np.intp)
    above, rows = np.minimum(below + 1, np.maximum(n - 1, 0)), np.arange(len(ordered))
    low, high = ordered[rows, below], ordered[rows, above]
    found: Array = low + (at - below) * (high - low)
    return found
