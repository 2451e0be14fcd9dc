"""A box: which part of each parameter's range belongs to it, how dense it is against all else, and what denser boxes would cost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from mi_abm.plots.style import GREY, INK, OKABE_ITO, PALE, headed, scaled, styled, wrapped

ROW, NAMES, RANGES, DENSITY, TRADE = (
    0.62,
    2.0,
    2.7,
    2.5,
    2.3,
)  # inches a row, what stands beside it, and the three panels
IN, OUT, HATCH = OKABE_ITO[0], OKABE_ITO[1], "////"


@dataclass(frozen=True)
class Range:
    """A row: a parameter's whole range, its ends in print, and the parts of it in the box, in shares of the range.

    `marks` are what is written below the bar: (place, text, whether it belongs to the box). `sure`: points that were held out bear the limits out.
    """

    name: str
    low: str
    high: str
    parts: Sequence[tuple[float, float]]
    marks: Sequence[tuple[float, str, bool]]
    note: str
    sure: bool


@dataclass(frozen=True)
class Share:
    """A density with its interval, NaN where there are no points, and of which points."""

    name: str
    value: float
    low: float
    high: float
    held: bool
    inside: bool


@styled
def draw(
    ranges: Sequence[Range],
    shares: Sequence[Share],
    base: float,
    way: Sequence[tuple[float, float]],
    chosen: Sequence[tuple[float, float, bool]],
    words: Sequence[str],
    foot: str,
) -> Figure:
    """Return the figure of a box: ranges, densities, coverage against density.

    `way` has (coverage, density) of the boxes on the way, `chosen` those of the box and whether on points held out; `base` is
    the density of the whole space. `words`: the title, what an empty box says, what a density is a share of.
    """
    title, empty, of = words
    tall = max(2.6, ROW * max(len(ranges), 1) + 1.0)
    figure = Figure((NAMES + RANGES + DENSITY + TRADE, tall + 0.9), layout="constrained")
    left, middle, right = figure.subplots(1, 3, width_ratios=[NAMES + RANGES, DENSITY, TRADE])
    _ranges(left, ranges, empty)
    _densities(middle, shares, base, of)
    _trade(right, way, chosen, base)
    figure.supxlabel(foot, x=0.99, ha="right", fontsize=7.5, color=GREY)
    headed(figure, title, figure.get_figwidth())
    return figure


def _ranges(axes: Axes, ranges: Sequence[Range], empty: str) -> None:
    axes.set_title("The box")
    axes.set_axis_off()
    axes.set_xlim(-NAMES / RANGES, 1.06)
    axes.set_ylim(-0.7, max(len(ranges), 1) - 0.3)
    if not ranges:
        axes.text(-NAMES / RANGES, 0.3, wrapped(empty, NAMES + RANGES, 9.5), va="center")
    for y, row in zip(range(len(ranges))[::-1], ranges, strict=True):
        axes.barh(y, 1.0, 0.3, color=PALE, edgecolor=GREY, linewidth=0.6)
        for start, end in row.parts:
            axes.barh(y, end - start, 0.3, start, color=IN if row.sure else "white", edgecolor=IN, hatch="" if row.sure else HATCH)  # fmt: skip
        for place, text, there in row.marks:
            axes.text(place, y - 0.19, text, ha="center", va="top", fontsize=8, color=IN if there else GREY)
        for place, text in ((0.0, row.low), (1.0, row.high)):
            axes.text(place, y + 0.19, text, ha="center", va="bottom", fontsize=7, color=GREY)
        axes.text(-0.08, y + 0.04, wrapped(row.name, NAMES, 8.5), ha="right", va="bottom", fontsize=8.5)
        axes.text(-0.08, y - 0.02, wrapped(row.note, NAMES, 7), ha="right", va="top", fontsize=7, color=GREY)


def _densities(axes: Axes, shares: Sequence[Share], base: float, of: str) -> None:
    axes.set_title("Density")
    for y, share in zip(range(len(shares))[::-1], shares, strict=True):
        ink = IN if share.inside else OUT
        axes.hlines(y, share.low, share.high, color=ink, linewidth=1.6)
        axes.plot(share.value, y, "o", color=ink, mfc=ink if share.held else "white", markersize=6)
    axes.axvline(base, color=INK, linewidth=1, linestyle=(0, (4, 2)))
    side = 1 if base < 0.6 else -1
    axes.text(base + 0.02 * side, -0.48, "all points", ha="left" if side > 0 else "right", va="center", fontsize=7.5)
    axes.set_yticks(range(len(shares))[::-1], [wrapped(share.name, 1.2, 8) for share in shares])
    axes.tick_params(axis="y", length=0)
    axes.set_xlim(-0.03, 1.03)
    axes.set_ylim(-0.6, len(shares) - 0.4)
    axes.set_xlabel(wrapped(of, DENSITY, 8.5))
    axes.grid(axis="x", color=PALE, linewidth=0.6)
    axes.set_axisbelow(True)
    scaled(axes.xaxis, 100.0)


def _trade(
    axes: Axes, way: Sequence[tuple[float, float]], chosen: Sequence[tuple[float, float, bool]], base: float
) -> None:
    axes.set_title("Against coverage")
    axes.plot(
        [x for x, _ in way],
        [y for _, y in way],
        "-o",
        color=GREY,
        markersize=2.5,
        linewidth=0.8,
        label="boxes on the way",
    )
    axes.axhline(base, color=INK, linewidth=1, linestyle=(0, (4, 2)))
    for coverage, density, held in chosen:
        axes.plot(coverage, density, "o", color=IN, mfc=IN if held else "white", markersize=7, label="the box, held out" if held else "the box, as found")  # fmt: skip
    axes.set_xlim(0, 1.03)
    axes.set_ylim(0, 1.03)
    axes.set_xlabel(wrapped("coverage (% of the points of interest)", TRADE, 8.5))
    axes.set_ylabel("density (%)")
    axes.grid(color=PALE, linewidth=0.6)
    axes.set_axisbelow(True)
    axes.legend(loc="lower left", fontsize=7)
    scaled(axes.xaxis, 100.0)
    scaled(axes.yaxis, 100.0)
