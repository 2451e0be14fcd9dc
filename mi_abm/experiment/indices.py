"""Indices: from a finished experiment to the sensitivity of every contrast and outcome, by the kind of its design.

    saltelli                  first, total; prcc over the base points, where there are enough of them
    morris                    mu, mu_star, sigma
    latin_hypercube, sobol    prcc, where there are enough points for so many parameters

A row an index: contrast, measure, week, path, index, value, low, high, floor, sure, noise: the share of the variance over
points that is noise of the replicates (see `analysis.sensitivity`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

import numpy as np
import pandas as pd
from scipy.special import stdtrit

from mi_abm.analysis import sensitivity
from mi_abm.analysis.sensitivity import Index
from mi_abm.core.columns import Array
from mi_abm.experiment.designs import CUBES, MORRIS_LEVELS, OTHERS, cube
from mi_abm.experiment.schema import Design
from mi_abm.scenario.problems import bad

COLUMNS = ("contrast", "measure", "week", "path", "index", "value", "low", "high", "floor", "sure", "noise")


def indices(manifest: Mapping[str, Any], effects: pd.DataFrame) -> pd.DataFrame:
    """Return the indices of every contrast and outcome; raise `InputError` where the design allows none."""
    design = Design.model_validate(manifest["design"])
    paths = [str(f["path"]) for f in manifest["factors"]]
    if design.kind not in CUBES:
        raise bad("", "design.kind", f"{design.kind} gives no indices; {', '.join(CUBES)} do")
    places = cube(paths, design)
    rows = []
    for (contrast, measure, week), part in effects.groupby(["contrast", "measure", "week"], sort=False):
        y, error = values(part)
        head = {"contrast": contrast, "measure": measure, "week": week}
        noise = sensitivity.noise_share(y[~np.isnan(y)], error[~np.isnan(y)])
        rows += [head | asdict(i) | {"sure": i.sure, "noise": noise} for i in _of(design, paths, places, y, error)]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def values(rows: pd.DataFrame) -> tuple[Array, Array]:
    """Return the effect at every point of a contrast and outcome, and its standard error (NaN for a single pair)."""
    ordered = rows.sort_values("point")
    half = ((ordered["ci_high"] - ordered["ci_low"]) / 2).to_numpy(np.float64)
    pairs = ordered["pairs"].to_numpy(np.float64)
    return ordered["difference"].to_numpy(np.float64), half / stdtrit(np.maximum(pairs - 1, 1), 0.975)


def without_one(manifest: Mapping[str, Any], effects: pd.DataFrame) -> dict[tuple[Any, ...], dict[str, float]]:
    """Return each total index without the base point that moves it most, by contrast, measure and week; {} of other designs."""
    design = Design.model_validate(manifest["design"])
    if design.kind != "saltelli":
        return {}
    known = names(design, [str(f["path"]) for f in manifest["factors"]])
    groups = effects.groupby(["contrast", "measure", "week"], sort=False)
    return {tuple(key): sensitivity.without_one(known, values(part)[0]) for key, part in groups}


def names(design: Design, paths: Sequence[str]) -> list[str]:
    """Return what has an index of its own: every parameter, or those named apart and all others as one."""
    if not design.apart:
        return list(paths)
    return list(dict.fromkeys(path if path in design.apart else OTHERS for path in paths))


def base(design: Design, paths: Sequence[str]) -> slice:
    """Return which points of a design are drawn independently of one another."""
    return slice(None, None, len(names(design, paths)) + 2) if design.kind == "saltelli" else slice(None)


def _of(design: Design, paths: Sequence[str], places: Array, y: Array, error: Array) -> list[Index]:
    seed = design.seed or 1  # SALib takes 0 for none
    if design.kind == "morris":
        return sensitivity.morris(paths, places, y, error, seed, MORRIS_LEVELS)
    alone = base(design, paths)
    ranks = sensitivity.prcc(paths, places[alone], y[alone], seed)
    if design.kind != "saltelli":
        return ranks
    return [*sensitivity.sobol(names(design, paths), y, error, seed), *ranks]
