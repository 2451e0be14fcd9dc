"""Answers: what an experiment's effects come to, as plain numbers: extremes, what they go with, and where they flip.

    flip      along the parameter that the effect goes with most, the value at which its mean over the other parameters
              passes a mark, if at least one point lies surely on each side of it: `at`, as if it went straight between
              two values tried, `between` which; `steep` where most of the way is made there, so that `at` says nothing
    peak      the value of that parameter at which the mean is largest (or smallest), if it is neither the first nor the last and
              the fall from there to the last is a tenth of the way at least, and more than its 95 % interval
    mark      0 for a difference; one half for the level of a share; 0 for any other level
    needed    the same for the smallest difference that matters in practice, in the good direction
    goes with partial rank correlation over the points, every other varied parameter held constant

Everything that a finding says is computed from these numbers alone, so that it can be checked against them.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from mi_abm.analysis import shapes

if TYPE_CHECKING:
    import pandas as pd

HALF, DIGITS = 0.5, 6
STEEP, TURN = 2 / 3, 0.1  # shares of the way from the smallest to the largest mean
KEPT = ("measure", "title", "unit", "week", "good")


def answers(manifest: Mapping[str, Any], effects: pd.DataFrame, limits: Mapping[str, float]) -> dict[str, Any]:
    """Return the numbers of every contrast and outcome, the one of the figure first; `limits`: what matters, by unit.

    `alone` says that the figure is of one contrast by name.
    """
    paths = [str(f["path"]) for f in manifest["factors"]]
    told = []
    for contrast in manifest["contrasts"]:
        name = _name(contrast)
        for outcome in contrast["outcomes"]:
            rows = shapes.rows_of(effects, name, str(outcome))
            if len(rows):
                limit = limits.get(str(rows["unit"].iloc[0]))
                told.append(
                    answer(rows, name, bool(contrast["reference"]), paths, limit) | _spoken(contrast, paths, manifest)
                )
    first = _first(manifest)
    told.sort(key=lambda t: (t["contrast"], f"{t['measure']}@{t['week']}") != first)
    alone = manifest["figure"]["contrast"] is not None
    return {"status": manifest["status"], "points": manifest["points"], "alone": alone, "told": told}


def _spoken(contrast: Mapping[str, Any], paths: Sequence[str], manifest: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a contrast and what was varied are called."""
    words: Mapping[str, str] = manifest.get("words", {})
    sides = [str(contrast["scenario"]), *([str(contrast["reference"])] if contrast["reference"] else [])]
    called = {p: words[p] for p in paths if p in words}
    return {"said": " against ".join(words.get(s, s.replace("_", " ")) for s in sides), "called": called}


def answer(rows: pd.DataFrame, contrast: str, apart: bool, paths: Sequence[str], limit: float | None) -> dict[str, Any]:
    """Return the numbers of one contrast and outcome over its points."""
    first = rows.iloc[0]
    out: dict[str, Any] = {"contrast": contrast, "apart": apart, "points": len(rows), "limit": limit if apart else None}
    out |= {key: first[key].item() if hasattr(first[key], "item") else first[key] for key in KEPT}
    varied = [p for p in paths if rows[p].nunique() > 1]
    for key, place in (("low", rows["difference"].idxmin()), ("high", rows["difference"].idxmax())):
        out[key] = _point(rows.loc[[place]].iloc[0], varied)
    out["mean"] = _round(rows["difference"].mean())
    out["above"], out["below"] = _sides(rows, 0.0)
    out["mattering"] = (
        0 if limit is None or not apart else int((rows["difference"] * (first["good"] or 1) >= limit).sum())
    )
    numeric = [p for p in varied if rows[p].dtype.kind in "iufb"]
    enough = len(rows) > len(numeric) + 2 or len(numeric) == 1
    out["goes_with"] = {p: round(r, 3) for p, r in partial_rank(rows, numeric).items()} if enough else {}
    mark = HALF if not apart and out["unit"].startswith("share of") and "conversations" not in out["unit"] else 0.0
    out["mark"] = mark
    out["peak"] = _peak(rows, next(iter(out["goes_with"].items()), None))
    out["flips"] = _flips(rows, out["goes_with"], mark)
    goal = limit * (first["good"] or 1) if limit is not None and apart else None
    out["needed"] = [] if goal is None else _flips(rows, out["goes_with"], goal, surely=False)
    return out


def partial_rank(rows: pd.DataFrame, paths: Sequence[str]) -> dict[str, float]:
    """Return the partial rank correlations of the effect with parameters, the strongest first; not those without one."""
    from mi_abm.analysis.ranks import partial_ranks

    known = rows[[*paths, "difference"]].astype(float).dropna().to_numpy()
    found = dict(zip(paths, map(float, partial_ranks(known[:, :-1], known[:, -1])), strict=True))
    return dict(sorted(((p, r) for p, r in found.items() if r == r), key=lambda item: -abs(item[1])))


def _flips(
    rows: pd.DataFrame, goes_with: Mapping[str, float], mark: float, surely: bool = True
) -> list[dict[str, Any]]:
    """Return where the effect passes a mark: over all points, then at the ends of the parameter that comes next."""
    above, below = _sides(rows, mark) if surely else _means(rows, mark)
    if not goes_with or not (above and below):
        return []
    path, *others = goes_with
    found = [_flip(rows, path, mark)]
    for other in others[:1]:
        if rows[other].nunique() <= shapes.FEW:
            for level in (rows[other].min(), rows[other].max()):
                flip = _flip(rows[rows[other] == level], path, mark)
                found.append(flip and flip | {"where": other, "is": _round(level)})
    return [flip for flip in found if flip]


def _flip(rows: pd.DataFrame, path: str, mark: float) -> dict[str, Any] | None:
    """Return the first value at which the mean effect passes the mark, and whether it rises there."""
    line = shapes.curve(rows, path)
    over = np.array(line.middle) - mark
    for i in range(len(over) - 1):
        if over[i] * over[i + 1] < 0 or (over[i] == 0 and over[i + 1] != 0 and i):
            x0, x1 = float(line.x[i]), float(line.x[i + 1])
            at = x0 + (x1 - x0) * over[i] / (over[i] - over[i + 1])
            steep = bool(abs(over[i + 1] - over[i]) > STEEP * np.ptp(over))
            found = {"path": path, "at": _round(at), "between": [_round(x0), _round(x1)], "steep": steep}
            return found | {"rises": bool(over[i + 1] > over[i])}
    return None


def _peak(rows: pd.DataFrame, goes_with: tuple[str, float] | None) -> float | None:
    """Return where an effect that grows with a parameter surely turns back: by more than a tenth of its way, before the last value."""
    if goes_with is None or rows[goes_with[0]].nunique() > shapes.FEW:
        return None
    path, sense = goes_with
    line = shapes.curve(rows, path)
    way = np.array(line.middle) * np.sign(sense)
    most = int(way.argmax())
    doubt = math.hypot(*(_doubt(rows[rows[path] == line.x[i]]) for i in (most, -1)))
    return _round(line.x[most]) if way[most] - way[-1] > max(TURN * np.ptp(way), doubt) and most > 0 else None


def _doubt(rows: pd.DataFrame) -> float:
    """Return half the 95 % interval of the mean of some points, as if they had no luck in common."""
    half = (rows["ci_high"] - rows["ci_low"]) / 2
    return float(np.sqrt((half**2).sum()) / len(rows))


def _sides(rows: pd.DataFrame, mark: float) -> tuple[int, int]:
    """Return the number of points whose interval lies above a mark, and below it."""
    return int((rows["ci_low"] > mark).sum()), int((rows["ci_high"] < mark).sum())


def _means(rows: pd.DataFrame, mark: float) -> tuple[int, int]:
    return int((rows["difference"] > mark).sum()), int((rows["difference"] < mark).sum())


def _point(row: pd.Series, paths: Sequence[str]) -> dict[str, Any]:
    at = {p: _round(row[p]) if isinstance(row[p], (int, float, np.number)) else str(row[p]) for p in paths}
    numbers = {key: _round(row[name]) for key, name in (("value", "difference"), ("from", "ci_low"), ("to", "ci_high"))}
    return numbers | {"at": at}


def _round(x: Any) -> float | None:
    """Return a number with as many digits as are kept; None where there is none."""
    return None if x != x else float(f"{float(x):.{DIGITS}g}")


def _name(contrast: Mapping[str, Any]) -> str:
    reference = contrast["reference"]
    return f"{contrast['scenario']} - {reference}" if reference else str(contrast["scenario"])


def _first(manifest: Mapping[str, Any]) -> tuple[str, str]:
    """Return the contrast and outcome that the figure shows first."""
    figure, pairs = manifest["figure"], {_name(c): c["outcomes"] for c in manifest["contrasts"]}
    contrast = figure["contrast"] or next(iter(pairs))
    outcomes = [str(o) for o in pairs.get(contrast, [])]
    said = figure["of"] or (outcomes[0] if outcomes else "")
    return contrast, next((o for o in outcomes if said in (o, o.partition("@")[0])), said)
