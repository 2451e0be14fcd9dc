"""Coefficients: a table of what goes with what, and below it the people that the numbers are of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from mi_abm.analysis.fits import Line
from mi_abm.core.columns import Array
from mi_abm.plots import table
from mi_abm.plots.style import GREY, OKABE_ITO, PALE, headed, scaled, styled, wrapped

TALL, ROOM = 1.75, 1.1  # inches a row of clouds, and for headings and what stands below
DOTS, LINE = OKABE_ITO[0], OKABE_ITO[1]


@dataclass(frozen=True)
class Cloud:
    """A mark a person, and the line through people with its interval; `said` is the coefficient; numbers marked times `factor`."""

    said: str
    x: Array
    y: Array
    line: Line
    factor: float = 1.0


@styled
def draw(
    rows: Sequence[str], blocks: Sequence[table.Block], clouds: Sequence[Sequence[Cloud]], across: Sequence[str], up: Sequence[str], title: str, below: tuple[str, str],
) -> Figure:  # fmt: skip
    """Return the table, `below[0]` under it, and clouds[row][column] with labels `across` and `up`, `below[1]` under them."""
    width, tall = table.size(rows, blocks)
    under = TALL * len(clouds) + ROOM
    figure = Figure((width, tall + under), layout="constrained")
    top, bottom = figure.subfigures(2, 1, height_ratios=(tall, under), squeeze=False)[:, 0]
    table.lay(top, rows, blocks, below[0], width)
    grid = bottom.subplots(len(clouds), len(clouds[0]), squeeze=False, sharex="col", sharey="row")
    for j, row in enumerate(clouds):
        for i, cloud in enumerate(row):
            _cloud(grid[j, i], cloud)
        grid[j, 0].set_ylabel(wrapped(up[j], TALL, 8.5))
    for axes, words in zip(grid[-1], across, strict=True):
        axes.set_xlabel(wrapped(words, width / len(across) - 0.4, 8.5))
    bottom.supxlabel(wrapped(below[1], width, 7.5), x=0.99, ha="right", fontsize=7.5, color=GREY)
    headed(figure, title, width)
    return figure


def _cloud(axes: Axes, cloud: Cloud) -> None:
    axes.plot(cloud.x, cloud.y, "o", color=DOTS, markersize=2.4, alpha=0.35, mew=0)
    axes.fill_between(cloud.line.x, cloud.line.low, cloud.line.high, color=LINE, alpha=0.35, linewidth=0)
    axes.plot(cloud.line.x, cloud.line.middle, color=LINE, linewidth=1.6)
    axes.set_title(cloud.said, fontsize=8.5, fontweight="normal")
    axes.grid(color=PALE, linewidth=0.6)
    axes.set_axisbelow(True)
    scaled(axes.yaxis, cloud.factor)
