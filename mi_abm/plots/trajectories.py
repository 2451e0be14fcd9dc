"""Trajectories: each measure over the weeks, with its bands, and when interventions act."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from mi_abm.plots.panels import Panel
from mi_abm.plots.style import (
    GREY,
    INK,
    NARROW,
    PALE,
    WIDE,
    colour,
    dashes,
    headed,
    scaled,
    spread,
    styled,
    whole_weeks,
    wrapped,
)

PANEL, STRIP = 1.5, 0.2  # inches a panel, and a line of the calendar
FEW = 2  # with more scenarios than this only the first gets all its bands; of differences all keep that of the mean


@dataclass(frozen=True)
class Act:
    """An intervention at work: its name, the scenarios that have it, and its weeks, first and last of each span."""

    name: str
    scenarios: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]


@styled
def draw(
    bands: pd.DataFrame,
    panels: Sequence[Panel],
    names: Mapping[str, str],
    acts: Sequence[Act] = (),
    places: Mapping[str, int] | None = None,
    title: str = "",
    columns: int = 2,
    differences: bool = False,
) -> Figure:
    """Return a panel a measure over the weeks, under a calendar of the interventions.

    `bands` has a row a measure, scenario and week: mean, ci_low, ci_high (dark band) and p10, p90 (pale band). `names`
    maps the scenarios to draw, in order, to what they are called; `places` maps them to the places of their colours.
    With `differences` the values are differences from the reference: zero is marked, and the width is the plausible one.
    """
    places = places or {name: i for i, name in enumerate(names)}
    width, columns = (NARROW if columns == 1 else WIDE), min(columns, len(panels))
    rows, calendar = -(-len(panels) // columns), STRIP * len(acts) + 0.1 if acts else 0.01
    figure = Figure((width, PANEL * rows + calendar + 0.3 * len(names) / columns + 0.7), layout="constrained")
    grid = figure.subplots(rows + 1, columns, squeeze=False, height_ratios=[calendar, *[PANEL] * rows])
    last = int(bands["week"].max())
    for axes in grid[0]:
        _calendar(axes, acts, places, last)
    for place, axes in enumerate(grid[1:].flat):
        if place >= len(panels):
            axes.set_axis_off()
            continue
        _panel(axes, bands, panels[place], names, places, acts, differences)
        whole_weeks(axes, last)
        axes.set_xlabel("week" if place + columns >= len(panels) else "")
    lines = grid[1][0].get_lines()[: len(names)]
    figure.legend(handles=lines, loc="outside lower left", ncols=1 if width == NARROW else 2)
    headed(figure, title, width)
    return figure


def _panel(
    axes: Axes,
    bands: pd.DataFrame,
    panel: Panel,
    names: Mapping[str, str],
    places: Mapping[str, int],
    acts: Sequence[Act],
    differences: bool,
) -> None:
    """Draw one measure of every scenario."""
    mine = bands[(bands["measure"] == panel.measure) & bands["scenario"].isin(list(names))]
    for place, name in enumerate(names):
        run = mine[mine["scenario"] == name]
        ink, label = colour(places[name]), wrapped(names[name], 3.2, 8.5)
        if len(names) <= FEW or place == 0:
            axes.fill_between(run["week"], run["p10"], run["p90"], color=ink, alpha=0.13, linewidth=0)
        if len(names) <= FEW or place == 0 or differences:
            axes.fill_between(run["week"], run["ci_low"], run["ci_high"], color=ink, alpha=0.35, linewidth=0)
        order = 3 if places[name] == 0 else 2  # the broken line of the reference on top: equal lines both show
        axes.plot(run["week"], run["mean"], color=ink, ls=dashes(places[name]), lw=1.5, zorder=order, label=label)
    for first in {span[0] for act in acts for span in act.spans}:
        axes.axvline(first - 1, color=GREY, linewidth=0.6, linestyle=(0, (1, 2)), zorder=0.5)
    if differences:
        _about_zero(axes, mine, panel.limit or 0.0)
    if not mine["mean"].notna().any():
        axes.text(0.5, 0.5, "not defined in these runs", transform=axes.transAxes, ha="center", color=GREY)
    scaled(axes.yaxis, panel.factor)
    axes.set_title(wrapped(panel.title, 3.0, 9.5))
    axes.set_ylabel(f"difference\n({panel.unit})" if differences else panel.unit)


def _about_zero(axes: Axes, mine: pd.DataFrame, limit: float) -> None:
    """Mark zero and the span about it that does not matter; keep both in sight."""
    axes.axhline(0, color=INK, linewidth=1, zorder=1)
    axes.axhspan(-limit, limit, color=PALE, zorder=0, linewidth=0)
    axes.set_ylim(*spread(mine["p10"].tolist(), mine["p90"].tolist(), (-limit, limit)))


def _calendar(axes: Axes, acts: Sequence[Act], places: Mapping[str, int], last: int) -> None:
    """Draw a bar for every span of weeks in which an intervention acts, named at its end."""
    axes.set_xlim(0, max(last, 1))
    axes.set_ylim(len(acts) - 0.4, -0.6)
    axes.set_axis_off()
    for row, act in enumerate(acts):
        ink = GREY if len(act.scenarios) > 1 else colour(places.get(act.scenarios[0], 0))
        x, side, shade = beside(act.spans[0][0] - 1, min(act.spans[-1][1], last), last, ink)
        tall = 0.5 if shade == ink else 0.8  # room for the name
        for first, end in act.spans:
            axes.barh(row, min(end, last) - first + 1, left=first - 1, height=tall, color=ink, linewidth=0)
        axes.text(x, row, f" {act.name} ", ha=side, va="center", fontsize=7.5, color=shade)


def beside(first: int, end: int, last: int, ink: str) -> tuple[float, Literal["left", "right"], str]:
    """Return where a bar's name stands, and in which colour: after the bar, before it, or on it, where there is room."""
    if end <= 0.6 * last:
        return end, "left", ink
    if first >= 0.4 * last:
        return first, "right", ink
    return first, "left", "white"
