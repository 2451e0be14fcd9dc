"""Ridges: how a state of people is spread, a ridge a level of one parameter, a panel a level of another."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.figure import Figure

from mi_abm.plots.style import GREY, INK, OKABE_ITO, PALE, headed, styled, wrapped

TALL = 0.62  # inches a ridge
OVER = 1.5  # of the distance between ridges that the highest may take


@styled
def draw(
    panels: Sequence[tuple[str, Sequence[tuple[str, np.ndarray, str]]]],
    edges: np.ndarray,
    title: str,
    x: str,
    y: str,
    mark: float,
) -> Figure:
    """Return a panel (heading, ridges); a ridge is (name, share in each bin, what stands at its right); `mark` parts the scale."""
    most, width = max(len(ridges) for _, ridges in panels), 1.1 + 1.75 * len(panels)
    figure = Figure((max(6.4, width), TALL * most + 1.7), layout="constrained")
    grid = figure.subplots(1, len(panels), squeeze=False, sharey=True)[0]
    for axes, (heading, ridges) in zip(grid, panels, strict=True):
        top = max(float(shares.max()) for _, shares, _ in ridges)
        for k, (_, shares, note) in enumerate(ridges):
            height = OVER * shares / top
            axes.stairs(height + k, edges, baseline=k, fill=True, color=OKABE_ITO[0], alpha=0.75, zorder=most - k)
            axes.stairs(height + k, edges, baseline=k, color="white", linewidth=0.6, zorder=most - k)
            axes.axhline(k, color=PALE, linewidth=0.8, zorder=0)
            axes.text(0.02, k + 0.12, note, fontsize=7, color=INK, zorder=most + 1)
        axes.axvline(mark, color=GREY, linewidth=1, linestyle=(0, (3, 2)), zorder=most + 1)
        axes.set_yticks(range(len(ridges)), [name for name, _, _ in ridges])
        axes.tick_params(axis="y", length=0)
        axes.set_xlim(edges[0], edges[-1])
        axes.set_ylim(-0.1, most - 1 + OVER + 0.1)
        axes.set_title(wrapped(heading, 1.6, 9.5))
        for side in ("left", "top", "right"):
            axes.spines[side].set_visible(False)
    grid[0].set_ylabel(wrapped(y, TALL * most, 8.5))
    figure.supxlabel(x, fontsize=8.5)
    headed(figure, title, figure.get_figwidth())
    return figure
