"""Figures of an experiment over its points: curves, heat maps, contours, scatters, parallel coordinates, tornadoes, weeks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from mi_abm.analysis import shapes
from mi_abm.analysis.sensitivity import enough, prcc
from mi_abm.plots import over_points as plots
from mi_abm.plots.bars import Bar, tornado
from mi_abm.report.chosen import Chosen
from mi_abm.report.digits import number
from mi_abm.scenario.problems import bad

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

MOST_LINES, MOST_AXES = 6, 8
SEED = 1  # of the bootstrap
ALIKE = 0.02  # of the range of an effect: what changes it by less is said to change nothing


def response(chosen: Chosen) -> Figure:
    """Draw outcomes over one parameter."""
    x = chosen.axis("x", 0)
    if chosen.said.get("panel"):
        return plots.response(_by_level(chosen, x), chosen.title(x) + _alike(chosen, x), together=True)
    panels = [(chosen.scales(outcome, x), _lines(chosen, outcome, x)) for outcome in chosen.outcomes]
    return plots.response(panels, chosen.title(x))


def _by_level(chosen: Chosen, x: str) -> list[tuple[plots.Scales, list[shapes.Curve]]]:
    """Return a panel a level of a parameter, with a line a level of `y`, of the first outcome."""
    outcome, path, by = chosen.outcomes[0], chosen.axis("panel", 2), chosen.axis("y", 1)
    rows, scales = chosen.rows(outcome), chosen.scales(outcome, x)
    return [
        (replace(scales, title=chosen.level(path, level)), shapes.curves(rows[rows[path] == level], x, by, f"{chosen.label(by)}:")[:MOST_LINES])
        for level in sorted(rows[path].unique())
    ]  # fmt: skip


def _alike(chosen: Chosen, x: str) -> str:
    """Return which parameters that are drawn change nothing to speak of, for the end of a title."""
    rows, drawn = chosen.rows(chosen.outcomes[0]), dict.fromkeys((chosen.axis("y", 1), chosen.axis("panel", 2)))
    least = ALIKE * float(np.ptp(rows["difference"]))
    same = [p for p in drawn if p != x and _reach(rows, p, chosen.parameters) < least]
    return f"; the same whatever {' and '.join(chosen.label(p, unit=False) for p in same)}" if same and not chosen.said["title"] else ""  # fmt: skip


def _reach(rows: pd.DataFrame, path: str, parameters: Sequence[str]) -> float:
    """Return by how much the effect changes at most over the levels of a parameter, all others held constant."""
    others = [rows[p] for p in parameters if p != path]
    return float(rows["difference"].groupby(others).agg(np.ptp).max()) if others else float(np.ptp(rows["difference"]))


def _lines(chosen: Chosen, outcome: str, x: str) -> list[shapes.Curve]:
    """Return a line a contrast that has the outcome; of one contrast, a line a level of the other parameter."""
    alike = [c for c in chosen.alike if outcome in chosen.pairs[c]]
    if len(alike) > 1 and chosen.said["contrast"] is None:
        return [shapes.curve(chosen.rows(outcome, c), x, chosen.name(c)) for c in alike[:MOST_LINES]]
    rows = chosen.rows(outcome)
    others = [p for p in chosen.parameters if p != x and rows[p].nunique() > 1]
    if len(others) == 1 or chosen.said["y"] is not None:
        by = chosen.axis("y", 1)
        return shapes.curves(rows, x, by, f"{chosen.label(by)}:")[:MOST_LINES]
    return [shapes.curve(rows, x)]


def over_time(chosen: Chosen) -> Figure:
    """Draw each measure that is contrasted in several weeks, week by week; a line a contrast, or a level of `y`."""
    weeks: dict[str, list[str]] = {}
    for outcome in chosen.pairs[chosen.contrast]:
        weeks.setdefault(outcome.partition("@")[0], []).append(outcome)
    panels = []
    for outcomes in weeks.values():
        rows = chosen.effects[chosen.effects["measure"] == outcomes[0].partition("@")[0]]
        scales = chosen.scales(outcomes[-1], "")
        panels.append((plots.Scales(str(rows["title"].iloc[0]), "week", scales.y, True, scales.limit, scales.factor), _weekly(chosen, rows)))  # fmt: skip
    return plots.response(panels, chosen.title(chosen.said["y"] or ""))


def _weekly(chosen: Chosen, rows: pd.DataFrame) -> list[shapes.Curve]:
    if chosen.said["y"] is None:
        return [shapes.curve(rows[rows["contrast"] == c], "week", chosen.name(c)) for c in chosen.alike[:MOST_LINES]]
    by = chosen.axis("y", 0)
    return shapes.curves(rows[rows["contrast"] == chosen.contrast], "week", by, f"{chosen.label(by)}:")[:MOST_LINES]


def heat_map(chosen: Chosen) -> Figure:
    """Draw outcomes over two parameters, a cell a pair of levels."""
    x, y = chosen.axis("x", 0), chosen.axis("y", 1)
    panels = []
    for outcome in chosen.outcomes:
        grid = shapes.grid(chosen.rows(outcome), x, y)
        panels.append((chosen.scales(outcome, x, chosen.label(y)), grid.x, grid.y, grid.values, grid.sure))
    return plots.heat_map(panels, chosen.title())


def contour(chosen: Chosen) -> Figure:
    """Draw outcomes over two parameters as lines of equal height, the one that counts thick: 0, or one half of a share."""
    x, y = chosen.axis("x", 0), chosen.axis("y", 1)
    panels = []
    for outcome in chosen.outcomes:
        rows = chosen.rows(outcome)
        grid = shapes.grid(rows, x, y)
        mark = 0.5 if not chosen.scales(outcome, x).zero and str(rows["unit"].iloc[0]).startswith("share of ") else 0.0
        panels.append((chosen.scales(outcome, x, chosen.label(y)), grid.x, grid.y, grid.values, mark))
    return plots.contour(panels, chosen.title())


def scatter(chosen: Chosen) -> Figure:
    """Draw a mark a point, with its interval, over one parameter."""
    x = chosen.axis("x", 0)
    panels = []
    for outcome in chosen.outcomes:
        rows = chosen.rows(outcome).dropna(subset=[x])
        columns = (rows[name].to_numpy(float) for name in (x, "difference", "ci_low", "ci_high"))
        panels.append((chosen.scales(outcome, x), *columns))
    return plots.scatter(panels, chosen.title(x))  # type: ignore[arg-type]


def parallel(chosen: Chosen) -> Figure:
    """Draw a line a point through all parameters."""
    rows = chosen.rows(chosen.outcomes[0])
    every = _numeric(chosen, rows)
    strongest = shapes.strongest(rows, every, MOST_AXES)
    values = {chosen.label(p): rows[p].to_numpy(float) for p in strongest}
    kept = f"{len(strongest)} of {len(every)} parameters are drawn: those with the strongest rank correlation with the effect."
    scales = chosen.scales(chosen.outcomes[0], "")
    title = chosen.title(strongest[0] if strongest else "")
    note = kept if len(strongest) < len(every) else ""
    return plots.parallel(values, rows["difference"].to_numpy(float), scales, title, note)


def torn(chosen: Chosen) -> Figure:
    """Draw a bar a parameter: its partial rank correlation with the outcome, with its bootstrap interval over points."""
    panels, head = [], ""
    for outcome in chosen.outcomes:
        rows = chosen.rows(outcome)
        paths = _numeric(chosen, rows)
        x, y = rows[paths].to_numpy(float), rows["difference"].to_numpy(float)
        found = sorted(prcc(paths, x, y, SEED), key=lambda i: -abs(i.value) if i.value == i.value else 0.0)
        if not found:
            said = f"tornado needs an effect that varies, and at least {enough(len(paths))} points of {len(paths)} parameters; there are {len(rows)}"
            raise bad("", "figure.kind", said)
        known = [i for i in found if i.value == i.value]
        panels.append((chosen.scales(outcome, "").title, [Bar(chosen.label(i.path, unit=False), i.value, i.low, i.high) for i in known]))  # fmt: skip
        head = head or ", ".join(f"{'more' if i.value > 0 else 'less'} with {chosen.label(i.path, unit=False)} ({number(i.value, 2, True)})" for i in known[:3])  # fmt: skip
    return tornado(
        panels, f"{chosen.title()}: {head}", "partial rank correlation over the points, 95 % bootstrap interval"
    )


def _numeric(chosen: Chosen, rows: pd.DataFrame) -> list[str]:
    return [p for p in chosen.parameters if rows[p].notna().any() and rows[p].dtype.kind in "iufb"]
