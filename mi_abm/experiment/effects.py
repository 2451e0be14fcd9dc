"""Effects: every contrast of an experiment at every point, from the table of runs.

A row a contrast, point and outcome, with the columns of `analysis.contrasts.Contrast` after those that say where: contrast,
reference, point, and a column a varied parameter. A contrast of one scenario alone has its level as `difference`, with the
interval of that mean, and no reference.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import stdtrit

from mi_abm.analysis.contrasts import HOURS, ROUNDING
from mi_abm.core.columns import Array
from mi_abm.experiment.contrast import Outcome, Pair
from mi_abm.experiment.designs import UNCHANGED
from mi_abm.experiment.layout import SPREAD, Layout
from mi_abm.experiment.plan import Plan
from mi_abm.experiment.space import cell
from mi_abm.experiment.store import Store

WHERE = ("contrast", "scenario", "reference", "point")
NUMBERS = (
    "reference_mean",
    "scenario_mean",
    "difference",
    "ci_low",
    "ci_high",
    "effect_size",
    "better",
    "per_100_hours",
)


def effects(plan: Plan, layout: Layout, store: Store) -> pd.DataFrame:
    """Return the effects of a plan from what its store holds; runs that are missing or failed drop out of their pairs."""
    runs = _Runs(plan, layout, store)
    parts = [_effects(runs, plan, pair, outcome) for pair in plan.experiment.pairs for outcome in pair.outcomes]
    table = pd.concat(parts, ignore_index=True)
    at = {
        f.path: [_value(row, i, f.kind) for row in plan.experiment.points]
        for i, f in enumerate(plan.experiment.factors)
    }
    columns = {path: pd.Series(x, dtype=object).infer_objects() for path, x in at.items()}
    values = pd.DataFrame({path: x[table["point"]].to_numpy() for path, x in columns.items()}, index=table.index)
    return pd.concat([table[list(WHERE)], values, table.drop(columns=list(WHERE))], axis=1)


def _value(row: Sequence[Any], i: int, kind: str) -> Any:
    return None if row[i] is UNCHANGED else cell(row[i], kind)


class _Runs:
    """The columns of a store that effects need, each as cells x seeds."""

    def __init__(self, plan: Plan, layout: Layout, store: Store) -> None:
        self.layout = layout
        wanted = plan.every_id()
        columns = [self.column(o) for o in plan.experiment.outcomes] + [f"{SPREAD}{m}" for m in layout.spreads]
        self.table = {name: np.full(wanted.shape, np.nan) for name in dict.fromkeys(columns)}
        order = np.argsort(wanted, axis=None)
        known = wanted.ravel()[order]
        for part in store.tables(["run_id", *self.table]):
            ids = part["run_id"].to_numpy().astype("S32")
            places = np.minimum(np.searchsorted(known, ids), max(len(known) - 1, 0))
            mine = known[places] == ids
            for name, x in self.table.items():
                x.ravel()[order[places[mine]]] = part[name].to_numpy()[mine]

    def column(self, outcome: Outcome) -> str:
        """Return the name of an outcome's column."""
        return outcome.measure if outcome.week == self.layout.last else str(outcome)

    def of(self, outcome: Outcome, cells: NDArray[np.int64]) -> Array:
        """Return an outcome: shape (points, seeds)."""
        return np.asarray(self.table[self.column(outcome)][cells])


def _effects(runs: _Runs, plan: Plan, pair: Pair, outcome: Outcome) -> pd.DataFrame:
    """Return a row a point."""
    measure = plan.experiment.measure(outcome.measure)
    there = plan.at[:, plan.names.index(pair.scenario)]
    here = plan.at[:, plan.names.index(pair.reference)] if pair.reference else None
    after = runs.of(outcome, there)
    before = np.zeros_like(after) if here is None else runs.of(outcome, here)
    off = after - before
    valid = ~np.isnan(off)
    difference, low, high = interval(off)
    found = {
        "contrast": pair.name,
        "scenario": pair.scenario,
        "reference": pair.reference,
        "point": np.arange(len(there)),
        "measure": outcome.measure,
        "week": outcome.week,
        "reference_mean": np.nan if here is None else _mean(before, valid),
        "scenario_mean": _mean(after, valid),
        "difference": difference,
        "ci_low": low,
        "ci_high": high,
        "effect_size": np.nan,
        "unit": measure.unit,
        "title": measure.title,
        "better": np.nan,
        "per_100_hours": np.nan,
        "hours": np.nan,
        "good": measure.good,
        "pairs": valid.sum(axis=1),
    }
    if here is not None:
        found |= _beside(runs, outcome, measure.good, off, valid, here, there)
    return pd.DataFrame(found)


def _beside(
    runs: _Runs, outcome: Outcome, good: int, off: Array, valid: NDArray[np.bool_], here: Any, there: Any
) -> dict[str, Any]:
    """Return what stands beside a difference: in SDs between people, seeds better, hours more, and per 100 of these."""
    out: dict[str, Any] = {}
    difference = _mean(off, valid)
    spread = runs.table.get(f"{SPREAD}{outcome.measure}")
    if spread is not None:
        sd = _mean(spread[here], ~np.isnan(spread[here]))
        out["effect_size"] = _ratio(difference, np.where(sd > ROUNDING, sd, 0.0))
    if good:
        out["better"] = _mean((good * off > 0) + 0.5 * (off == 0), valid)
    if runs.column(Outcome(HOURS, outcome.week)) in runs.table:
        before, after = (runs.of(Outcome(HOURS, outcome.week), cells) for cells in (here, there))
        more, spent = _mean(after - before, valid), _mean(np.abs(before) + np.abs(after), valid)
        out["hours"] = more
        out["per_100_hours"] = _ratio(difference, np.where(np.abs(more) > ROUNDING * spent, more / 100, 0.0))
    return out


def interval(x: Array) -> tuple[Array, Array, Array]:
    """Return mean and 95 % Student t interval of each row, what is NaN left out; no interval for fewer than two values."""
    valid = ~np.isnan(x)
    n = valid.sum(axis=1)
    middle = _mean(x, valid)
    rest = np.where(valid, x - middle[:, None], 0.0)
    variance = np.einsum("ij,ij->i", rest, rest) / np.maximum(n - 1, 1)
    half = stdtrit(np.maximum(n - 1, 1), 0.975) * np.sqrt(variance / np.maximum(n, 1))
    half = np.where(n > 1, half, np.nan)
    return middle, middle - half, middle + half


def _mean(x: Array, valid: NDArray[np.bool_]) -> Array:
    """Return the mean of each row over valid places, NaN where there are none."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        return np.asarray(np.nanmean(np.where(valid, x, np.nan), axis=1))


def _ratio(x: Array, by: Array) -> Array:
    return np.asarray(np.divide(x, by, out=np.full(len(x), np.nan), where=(by != 0) & ~np.isnan(by)))
