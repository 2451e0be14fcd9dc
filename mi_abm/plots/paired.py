"""Paired differences: how the difference between two scenarios is spread over seeds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from mi_abm.plots.panels import Panel
from mi_abm.plots.style import GREY, INK, NARROW, PALE, WIDE, colour, headed, scaled, spread, styled, wrapped

ROW = 0.62  # inches a scenario
MANY = 60  # with more pairs than this, bars in place of single marks
BINS = 40


@styled
def draw(
    differences: pd.DataFrame,
    panels: Sequence[Panel],
    names: Mapping[str, str],
    labels: Mapping[tuple[str, str], str],
    title: str = "",
    columns: int = 2,
) -> Figure:
    """Return a panel a measure, a row a scenario: where its differences from the reference lie, one a seed.

    `differences` has a row a scenario and seed and a column a measure. `names` maps scenarios (in order, the reference
    left out) to what they are called; `labels` maps (scenario, measure) to the text beside its row.
    """
    width = NARROW if columns == 1 else WIDE
    rows = -(-len(panels) // columns)
    figure = Figure((width, (0.85 + ROW * len(names)) * rows + 0.5), layout="constrained")
    grid = figure.subplots(rows, columns, squeeze=False)
    for place, axes in enumerate(grid.flat):
        if place >= len(panels):
            axes.set_axis_off()
            continue
        _panel(axes, differences, panels[place], names, labels)
        room = 1.15 if columns == 1 else 1.6
        texts = [wrapped(n, room, 8) if place % columns == 0 else "" for n in names.values()]
        axes.set_yticks([i + 0.4 for i in range(len(names))], texts)
    headed(figure, title, width)
    return figure


def _panel(
    axes: Axes,
    differences: pd.DataFrame,
    panel: Panel,
    names: Mapping[str, str],
    labels: Mapping[tuple[str, str], str],
) -> None:
    """Draw one measure: a row of bars or marks for each scenario, standing on its line."""
    every = differences[panel.measure].dropna()
    limit = panel.limit or 0.0
    left, right = spread(every.tolist(), every.tolist(), (-limit, limit))
    if left == right:
        left, right = -1.0, 1.0
    axes.set_xlim(left, right)
    if panel.limit is not None:
        axes.axvspan(-panel.limit, panel.limit, color=PALE, zorder=0, linewidth=0)
    axes.axvline(0, color=INK, linewidth=1, zorder=1)
    for place, name in enumerate(names):
        mine = differences.loc[differences["scenario"] == name, panel.measure].dropna().to_numpy()
        _row(axes, mine, place + 0.65, np.linspace(left, right, BINS + 1), colour(place + 1))
        text = labels.get((name, panel.measure), "")
        axes.text(1.03, place + 0.4, text, transform=axes.get_yaxis_transform(), va="center", fontsize=7.5)
    axes.set_ylim(len(names) - 0.2, 0.0)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    axes.set_title(panel.title)
    scaled(axes.xaxis, panel.factor)
    axes.set_xlabel(f"difference of a pair ({panel.unit})")


def _row(axes: Axes, values: np.ndarray, foot: float, edges: np.ndarray, ink: str) -> None:
    """Stand bars (many pairs) or marks (few) on a line."""
    axes.plot(edges[[0, -1]], [foot, foot], color=GREY, linewidth=0.5)
    counts, _ = np.histogram(values, edges)
    if len(values) > MANY:
        axes.bar(
            edges[:-1], -0.5 * counts / counts.max(), np.diff(edges), bottom=foot, align="edge", color=ink, linewidth=0
        )
    else:
        axes.plot(values, np.full(len(values), foot - 0.12), "|", color=ink, markersize=9, markeredgewidth=1)
