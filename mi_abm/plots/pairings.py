"""Pairings: how much more, or less, two parts of a programme do together than one by one; a cell a pair."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.colors import TwoSlopeNorm
from matplotlib.figure import Figure

from mi_abm.plots.style import GREY, INK, headed, styled

CELL = 0.34  # inches


@styled
def draw(
    names: Sequence[str], values: Mapping[tuple[str, str], float], factor: float, unit: str, title: str, below: str
) -> Figure:
    """Return a triangle of cells in the order of names; numbers are written times `factor`, those that round to 0 left out."""
    n = len(names)
    size = max(abs(v) for v in values.values()) or 1.0
    table = np.full((n, n), np.nan)
    for (one, other), value in values.items():
        i, j = sorted((names.index(one), names.index(other)))
        table[j, i] = value
    figure = Figure((CELL * n + 3.0, CELL * n + 2.4), layout="constrained")
    axes = figure.subplots()
    drawn = axes.imshow(table, cmap="RdBu", norm=TwoSlopeNorm(0.0, -size, size))
    for (j, i), value in np.ndenumerate(table):
        text = f"{value * factor:.0f}"
        if np.isfinite(value) and text not in ("0", "-0"):
            ink = "white" if abs(value) > 0.6 * size else INK
            axes.text(i, j, text.replace("-", "\N{MINUS SIGN}"), ha="center", va="center", fontsize=7, color=ink)
    said = [name.replace("_", " ") for name in names]
    axes.set_xticks(range(n - 1), said[:-1], rotation=90, fontsize=7.5)
    axes.set_yticks(range(1, n), said[1:], fontsize=7.5)
    axes.tick_params(length=0)
    for spine in axes.spines.values():
        spine.set_visible(False)
    bar = figure.colorbar(drawn, ax=axes, fraction=0.03, pad=0.02)
    bar.set_label(unit, fontsize=8)
    bar.ax.yaxis.set_major_formatter(lambda v, _: f"{v * factor:.0f}".replace("-", "\N{MINUS SIGN}"))
    figure.supxlabel(below, x=0.01, ha="left", fontsize=7.5, color=GREY)
    headed(figure, title, figure.get_figwidth())
    return figure
