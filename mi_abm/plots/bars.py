"""Bars: what an effect goes with (a tornado), bars side by side (what is and what is believed), shares on top of one another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from mi_abm.plots.style import GREY, INK, OKABE_ITO, PALE, headed, scaled, styled, wrapped

ROW, PANEL, NAMES = 0.34, 3.4, 1.7  # inches a bar, a panel, what stands beside bars
MORE, LESS = OKABE_ITO[0], OKABE_ITO[1]
SHADES = ("#0072B2", "#E69F00", "#d0d0d0")  # of shares: the first better, the other better, no different


@dataclass(frozen=True)
class Bar:
    """A bar: its name, its length, and the interval of that."""

    name: str
    value: float
    low: float
    high: float


@styled
def tornado(panels: Sequence[tuple[str, Sequence[Bar]]], title: str, unit: str, reach: float = 1.0) -> Figure:
    """Return a panel an outcome, (heading, bars), the longest bar at the top, from -`reach` to `reach`."""
    most = max(len(bars) for _, bars in panels)
    figure = Figure((NAMES + PANEL * len(panels), ROW * most + 1.5), layout="constrained")
    for axes, (heading, bars) in zip(figure.subplots(1, len(panels), squeeze=False)[0], panels, strict=True):
        y = range(len(bars))[::-1]
        axes.barh(y, [b.value for b in bars], 0.62, color=[MORE if b.value > 0 else LESS for b in bars])
        axes.hlines(y, [b.low for b in bars], [b.high for b in bars], color=INK, linewidth=1.2)
        axes.set_yticks(y, [wrapped(b.name, NAMES, 8) for b in bars])
        axes.tick_params(axis="y", length=0)
        axes.axvline(0, color=INK, linewidth=1)
        axes.set_xlim(-1.05 * reach, 1.05 * reach)
        axes.spines["left"].set_visible(False)
        axes.set_title(wrapped(heading, PANEL, 9.5))
    figure.supxlabel(unit, fontsize=8.5)
    headed(figure, title, figure.get_figwidth())
    return figure


@styled
def pairs(
    panels: Sequence[tuple[str, Sequence[Sequence[Bar]]]], kinds: Sequence[str], title: str, unit: str, factor: float
) -> Figure:
    """Return a panel (heading, groups of bars); the bars of a group are of these kinds, and bear their intervals."""
    across = min(len(panels), 2)
    figure = Figure((PANEL * max(across, 2), 2.5 * -(-len(panels) // across) + 0.9), layout="constrained")
    grid = figure.subplots(-(-len(panels) // across), across, squeeze=False, sharey=True).flat
    for axes, (heading, groups) in zip(grid, panels, strict=False):
        for k, kind in enumerate(kinds):
            x = np.arange(len(groups)) + (k - (len(kinds) - 1) / 2) * 0.38
            mine = [group[k] for group in groups]
            axes.bar(x, [b.value for b in mine], 0.36, color=OKABE_ITO[k], label=kind)
            axes.vlines(x, [b.low for b in mine], [b.high for b in mine], color=INK, linewidth=1.2)
        axes.set_xticks(range(len(groups)), [wrapped(group[0].name, PANEL / len(groups), 8) for group in groups])
        axes.tick_params(axis="x", length=0)
        axes.set_title(wrapped(heading, PANEL, 9.5))
        axes.set_ylabel(wrapped(unit, 2.4, 8.5))
        axes.grid(axis="y", color=PALE, linewidth=0.6)
        axes.set_axisbelow(True)
        scaled(axes.yaxis, factor)
    handles, labels = figure.axes[0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside lower left", ncols=len(kinds))
    headed(figure, title, figure.get_figwidth())
    return figure


@styled
def stacked(
    panels: Sequence[tuple[str, Mapping[str, Sequence[Bar]]]], kinds: Sequence[str], title: str, unit: str
) -> Figure:
    """Return a panel (heading, rows): a row's shares stand on one another and add up to 1; each but the last is written out."""
    most = max(len(rows) for _, rows in panels)
    figure = Figure((NAMES + 2.6 * len(panels), ROW * most + 1.4), layout="constrained")
    grid = figure.subplots(1, len(panels), squeeze=False, sharey=True)[0]
    for axes, (heading, rows) in zip(grid, panels, strict=True):
        for place, shares in enumerate(rows.values()):
            _stack(axes, len(rows) - 1 - place, shares)
        axes.set_yticks(range(len(rows))[::-1], [wrapped(name, NAMES, 8) for name in rows])
        axes.tick_params(axis="y", length=0)
        axes.set_xlim(0, 1)
        axes.set_xlabel(unit)
        scaled(axes.xaxis, 100.0)
        axes.spines["left"].set_visible(False)
        axes.set_title(wrapped(heading, 2.6, 9.5))
    handles = [grid[0].barh(0, 0, color=shade) for shade in SHADES[: len(kinds)]]
    figure.legend(handles, kinds, loc="outside lower left", ncols=len(kinds))
    headed(figure, title, figure.get_figwidth())
    return figure


def _stack(axes: Axes, y: float, shares: Sequence[Bar]) -> None:
    """Draw one row, with the interval of the first share where it ends."""
    left = 0.0
    for k, share in enumerate(shares):
        axes.barh(y, share.value, 0.7, left, color=SHADES[k])
        if share.value >= 0.08:
            axes.text(left + share.value / 2, y, f"{100 * share.value:.0f}", ha="center", va="center", fontsize=7, color="white" if k == 0 else INK)  # fmt: skip
        left += share.value
    axes.hlines(y, shares[0].low, shares[0].high, color=GREY, linewidth=1.2)
