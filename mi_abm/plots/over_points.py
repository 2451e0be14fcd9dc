"""Figures over points: response curves, heat maps, contours, scatters of points with their intervals, parallel coordinates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import Colormap, Normalize, TwoSlopeNorm
from matplotlib.figure import Figure

from mi_abm.analysis.shapes import Curve
from mi_abm.plots.style import GREY, INK, OKABE_ITO, PALE, dashes, headed, scaled, styled, wrapped

WIDE, TALL, HEADING = 3.6, 2.7, 2.75  # inches a panel, and of that what a heading may take
APART, LINES, ALONE = "RdBu", "coolwarm_r", "cividis"  # colours of differences (as lines: not too pale), and of levels
MANY = 300  # points beyond which intervals would hide one another


@dataclass(frozen=True)
class Scales:
    """How a panel is marked: its heading, what stands across and upwards; `zero` where differences are drawn.

    `limit` is the difference below which nobody need care: no smaller width is drawn. Numbers are marked times `factor`.
    """

    title: str
    x: str
    y: str
    zero: bool = True
    limit: float = 0.0
    factor: float = 1.0
    unit: str = ""


@styled
def response(panels: Sequence[tuple[Scales, Sequence[Curve]]], title: str = "", together: bool = False) -> Figure:
    """Return a panel an outcome: lines over a parameter, each with its band; `together`: all on one height."""
    figure, grid = _sheet(len(panels))
    for axes, (scales, lines) in zip(grid, panels, strict=True):
        for place, line in enumerate(lines):
            ink, x = OKABE_ITO[place % len(OKABE_ITO)], _places(line.x)
            axes.fill_between(x, line.low, line.high, color=ink, alpha=0.18, linewidth=0)
            axes.plot(x, line.middle, "o", ls=dashes(place + 1), color=ink, markersize=3.5, lw=1.5, label=wrapped(line.name, WIDE, 8.5))  # fmt: skip
        if any(isinstance(x, str) for line in lines for x in line.x):
            axes.set_xticks(range(len(lines[0].x)), [str(x) for x in lines[0].x])
        _marked(axes, scales)
    if together:
        low, high = zip(*(axes.get_ylim() for axes in grid), strict=True)
        for axes in grid:
            axes.set_ylim(min(low), max(high))
    if len(panels[0][1]) > 1:
        handles, labels = grid[0].get_legend_handles_labels()
        figure.legend(handles, labels, loc="outside lower left", ncols=1 if len(panels) == 1 else 2)
    headed(figure, title, figure.get_figwidth())
    return figure


@styled
def heat_map(panels: Sequence[tuple[Scales, Sequence[float | str], Sequence[float | str], np.ndarray, np.ndarray]], title: str = "") -> Figure:  # fmt: skip
    """Return a panel an outcome: a cell a pair of levels, (scales, x, y, values, sure); a number in brackets is not sure."""
    figure, grid = _sheet(len(panels))
    for axes, (scales, across, up, values, sure) in zip(grid, panels, strict=True):
        norm = _norm(values, scales)
        drawn = axes.imshow(values, origin="lower", aspect="auto", cmap=APART if scales.zero else ALONE, norm=norm)
        colours = drawn.get_cmap()(norm(values))
        for j in range(len(up)):
            for i in range(len(across)):
                text = _number(values[j, i] * scales.factor, norm, scales)
                shade = "white" if np.dot(colours[j, i, :3], (0.299, 0.587, 0.114)) < 0.55 else INK
                axes.text(i, j, text if sure[j, i] or not scales.zero or not text else f"({text})", ha="center", va="center", fontsize=7, color=shade)  # fmt: skip
        axes.set_xticks(range(len(across)), [_shown(v) for v in across])
        axes.set_yticks(range(len(up)), [_shown(v) for v in up])
        axes.set_title(wrapped(scales.title, HEADING, 9.5))
        axes.set_xlabel(wrapped(scales.x, HEADING, 8.5))
        axes.set_ylabel(wrapped(scales.y, TALL, 8.5))
    if any(scales.zero and not sure.all() for scales, _, _, _, sure in panels):
        figure.supxlabel("in brackets: the 95 % interval holds 0", x=0.99, ha="right", fontsize=7.5, color=GREY)
    headed(figure, title, figure.get_figwidth())
    return figure


@styled
def contour(panels: Sequence[tuple[Scales, Sequence[float | str], Sequence[float | str], np.ndarray, float]], title: str = "") -> Figure:  # fmt: skip
    """Return a panel an outcome, (scales, x, y, values, mark): shades, lines of equal height, that of the mark thick."""
    figure, grid = _sheet(len(panels))
    passed = False
    for axes, (scales, across, up, values, mark) in zip(grid, panels, strict=True):
        norm, x, y = _norm(values, scales), _places(across), _places(up)
        drawn = axes.contourf(x, y, values, 12, cmap=APART if scales.zero else ALONE, norm=norm)
        lines = axes.contour(x, y, values, 6, colors=GREY, linewidths=0.6)
        axes.clabel(lines, fmt=lambda v, s=scales, n=norm: _number(v * s.factor, n, s), fontsize=7, colors=INK)
        if np.nanmin(values) < mark < np.nanmax(values):
            axes.contour(x, y, values, [mark], colors="black", linewidths=2.2)
            passed = True
        bar = figure.colorbar(drawn, ax=axes, pad=0.02)
        bar.set_label(f"difference ({scales.unit})" if scales.zero else scales.unit, fontsize=8)
        scaled(bar.ax.yaxis, scales.factor)
        axes.set_title(wrapped(scales.title, HEADING, 9.5))
        axes.set_xlabel(wrapped(scales.x, HEADING, 8.5))
        axes.set_ylabel(wrapped(scales.y, TALL, 8.5))
    said = "thick line: no difference, or one half of a share" if passed else "no effect passes zero: no thick line"
    figure.supxlabel(said, x=0.99, ha="right", fontsize=7.5, color=GREY)
    headed(figure, title, figure.get_figwidth())
    return figure


@styled
def scatter(panels: Sequence[tuple[Scales, np.ndarray, np.ndarray, np.ndarray, np.ndarray]], title: str = "") -> Figure:
    """Return a panel an outcome: a mark a point with its interval, (scales, x, middle, low, high)."""
    figure, grid = _sheet(len(panels))
    for axes, (scales, x, middle, low, high) in zip(grid, panels, strict=True):
        few = len(x) <= MANY
        if few:
            axes.vlines(x, low, high, color=OKABE_ITO[0], alpha=0.4, linewidth=0.8)
        axes.plot(x, middle, "o", color=OKABE_ITO[0], markersize=3 if few else 1.5, alpha=0.8 if few else 0.3, mew=0)
        _marked(axes, scales)
    headed(figure, title, figure.get_figwidth())
    return figure


@styled
def parallel(
    values: Mapping[str, np.ndarray], outcome: np.ndarray, scales: Scales, title: str = "", note: str = ""
) -> Figure:
    """Return a line a point through an axis a parameter, each from its least to its largest value, coloured by the outcome."""
    names = [*values, scales.title]
    figure = Figure((max(6.0, 1.25 * len(names)), 3.9), layout="constrained")
    axes = figure.subplots()
    columns = [*values.values(), outcome]
    ends = [(float(np.nanmin(c)), float(np.nanmax(c))) for c in columns]
    heights = np.array([(c - low) / ((high - low) or 1.0) for c, (low, high) in zip(columns, ends, strict=True)])
    norm, shades = _shades(outcome, scales)
    order = np.argsort(np.abs(outcome - np.nanmedian(outcome)))  # what stands out is drawn last
    for k in order:
        axes.plot(range(len(names)), heights[:, k], color=shades(norm(outcome[k])), lw=0.8, alpha=0.6 if len(order) <= MANY else 0.25)  # fmt: skip
    for place, (low, high) in enumerate(ends):
        axes.axvline(place, color=GREY, linewidth=0.8, zorder=0)
        axes.text(place, 1.03, f"{high:.3g}", ha="center", va="bottom", fontsize=7.5)
        axes.text(place, -0.03, f"{low:.3g}".replace("-", "\N{MINUS SIGN}"), ha="center", va="top", fontsize=7.5)
    axes.set_xticks(range(len(names)), [wrapped(name, 1.15, 7.5) for name in names], fontsize=7.5)
    axes.set_yticks([])
    axes.set_ylim(-0.12, 1.12)
    axes.set_xlim(-0.5, len(names) - 0.5)
    axes.tick_params(axis="x", length=0, pad=6)
    for spine in axes.spines.values():
        spine.set_visible(False)
    bar = figure.colorbar(mpl.cm.ScalarMappable(norm, shades), ax=axes, fraction=0.04, pad=0.02)
    bar.set_label(scales.y, fontsize=8)
    scaled(bar.ax.yaxis, scales.factor)
    headed(figure, title, figure.get_figwidth())
    if note:
        figure.supxlabel(note, x=0.01, ha="left", fontsize=7.5, color=GREY)
    return figure


def _shades(outcome: np.ndarray, scales: Scales) -> tuple[Normalize, Colormap]:
    """Return the colours of an outcome; of differences of one side they say how much, or all lines would look alike."""
    low, high = float(np.nanmin(outcome)), float(np.nanmax(outcome))
    if not scales.zero or low < 0 < high:
        return _norm(outcome, scales), mpl.colormaps[LINES if scales.zero else ALONE]
    return Normalize(low, high), mpl.colormaps[ALONE]


def _sheet(panels: int) -> tuple[Figure, list[Axes]]:
    columns = panels if panels <= 3 else 2
    rows = -(-panels // columns)
    figure = Figure((max(6.0, WIDE * columns), TALL * rows + 0.9), layout="constrained")
    grid = list(figure.subplots(rows, columns, squeeze=False).flat)
    for axes in grid[panels:]:
        axes.set_axis_off()
    return figure, grid[:panels]


def _marked(axes: Axes, scales: Scales) -> None:
    if scales.zero:
        axes.axhline(0, color=INK, linewidth=1, zorder=1)
        low, high = axes.get_ylim()
        axes.set_ylim(min(low, -1.1 * scales.limit), max(high, 1.1 * scales.limit))
        axes.axhspan(-scales.limit, scales.limit, color=PALE, zorder=0, linewidth=0)
    scaled(axes.yaxis, scales.factor)
    axes.grid(axis="y", color=PALE, linewidth=0.6)
    axes.set_axisbelow(True)
    axes.set_title(wrapped(scales.title, HEADING, 9.5))
    axes.set_xlabel(wrapped(scales.x, HEADING, 8.5))
    axes.set_ylabel(wrapped(scales.y, TALL, 8.5))


def _places(x: Sequence[float | str]) -> list[float]:
    """Return numbers as they are, names at equal distances."""
    return list(map(float, range(len(x)))) if any(isinstance(v, str) for v in x) else [float(v) for v in x]


def _norm(values: np.ndarray, scales: Scales) -> Normalize:
    """Return a scale of colours; of differences zero is its pale middle."""
    known = values[~np.isnan(values)]
    if not scales.zero:
        return Normalize(*((known.min(), known.max()) if len(known) else (0, 1)))
    size = max(float(np.abs(known).max()) if len(known) else 0.0, scales.limit) or 1.0
    return TwoSlopeNorm(0.0, -size, size)


def _number(value: float, norm: Normalize, scales: Scales) -> str:
    """Return a number with the decimals that the largest one bears."""
    largest = max(abs(norm.vmin or 0.0), abs(norm.vmax or 0.0)) * scales.factor or 1.0
    places = max(0, 2 - int(np.ceil(np.log10(largest))))
    if np.isnan(value):
        return ""
    text = f"{abs(value):.{places}f}"
    return ("\N{MINUS SIGN}" if value < 0 and any(c in "123456789" for c in text) else "") + text


def _shown(value: float | str) -> str:
    return value if isinstance(value, str) else f"{value:.3g}".replace("-", "\N{MINUS SIGN}")
