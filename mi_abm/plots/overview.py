"""The overview: many contrasts below one another on the same two scales, beside what they cost and what else they move."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from mi_abm.plots.panels import Panel
from mi_abm.plots.style import GREY, INK, PALE, headed, scaled, spread, styled, title_height, wrapped

ROOM, PANEL, HOURS, NOTE = 2.3, 1.95, 0.65, 2.1  # inches: names, a panel, hours, what stands beside
LETTER = 7.5
RIGHT = 0.82 * HOURS * 72  # points from a panel to the right edge of the hours
ENTRY = 1.9  # inches of the legend that an entry takes
BETTER, WORSE = "#0072B2", "#D55E00"
Interval = tuple[float, float, float]


@dataclass(frozen=True)
class Bar:
    """A row: its name, (difference, low, high) by measure, its hours and notes; `below`: it belongs to the row above."""

    name: str
    values: Mapping[str, Interval]
    hours: str
    notes: tuple[str, ...] = ()
    below: bool = False


@styled
def draw(bars: Sequence[Bar], panels: Sequence[Panel], title: str = "", beside: str = "") -> Figure:
    """Return a forest plot, a row a contrast in the given order and a panel a measure, with hours and notes at its right.

    `beside` is the heading of the notes, "" for none.
    """
    names = [
        wrapped(("\N{DOWNWARDS ARROW WITH TIP RIGHTWARDS} " if bar.below else "") + bar.name, ROOM, LETTER)
        for bar in bars
    ]
    notes = ["\n".join(wrapped(line, 0.78 * NOTE, 7) for line in bar.notes) for bar in bars]
    heights = [0.125 * max(text.count("\n") + 1 for text in pair) + 0.07 for pair in zip(names, notes, strict=True)]
    feet = [sum(heights[:i]) + height / 2 for i, height in enumerate(heights)]
    width = ROOM + PANEL * len(panels) + HOURS + (NOTE if beside else 0.0)
    key = _key(bars, panels)
    columns = max(1, min(len(key), int(width / ENTRY)))
    tall = sum(heights) + 1.1 + title_height(title, width) + 0.16 * -(-len(key) // columns)
    figure = Figure((width, tall), layout="constrained")
    grid = figure.subplots(1, len(panels), squeeze=False)[0]
    for place, (axes, panel) in enumerate(zip(grid, panels, strict=True)):
        _panel(axes, bars, feet, panel, sum(heights))
        axes.set_yticks(feet, names if place == 0 else [""] * len(bars), fontsize=LETTER)
    _columns(grid[-1], bars, feet, notes, beside)
    figure.legend(
        handles=_key(bars, panels), loc="outside lower left", ncols=max(1, min(4, int(width / ENTRY))), fontsize=LETTER
    )
    headed(figure, title, width)
    return figure


def _panel(axes: Axes, bars: Sequence[Bar], feet: Sequence[float], panel: Panel, bottom: float) -> None:
    """Draw one measure of every row."""
    found = [bar.values[panel.measure] for bar in bars if panel.measure in bar.values]
    axes.set_xlim(
        *spread([x for f in found for x in f], [x for f in found for x in f], (-0.2 * panel.width, panel.width))
    )
    axes.set_ylim(bottom, -0.32)
    axes.axvline(0, color=INK, linewidth=1, zorder=1)
    if panel.limit is not None:
        axes.axvspan(-panel.limit, panel.limit, color=PALE, zorder=0, linewidth=0)
    if panel.yardstick is not None:
        axes.plot([0, panel.yardstick], [-0.13, -0.13], color=GREY, linewidth=3, solid_capstyle="butt")
        axes.text(0, -0.17, f" {panel.yardstick_name}", va="bottom", fontsize=7, color=GREY)
    for bar, foot in zip(bars, feet, strict=True):
        axes.axhline(foot, color=PALE, linewidth=0.6, zorder=0.5)
        if panel.measure in bar.values:
            _mark(axes, bar.values[panel.measure], foot, bar.below)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    axes.set_title(panel.title)
    scaled(axes.xaxis, panel.factor)
    axes.set_xlabel(f"difference ({panel.unit})")


def _mark(axes: Axes, found: Interval, at: float, hollow: bool) -> None:
    middle, low, high = found
    ink = BETTER if low > 0 else WORSE if high < 0 else GREY
    axes.plot([low, high], [at, at], color=ink, linewidth=1.8, zorder=2)
    axes.plot(middle, at, "o", color=ink, markerfacecolor="white" if hollow else ink, markersize=4.5, zorder=3)


def _columns(axes: Axes, bars: Sequence[Bar], feet: Sequence[float], notes: Sequence[str], beside: str) -> None:
    """Write hours and notes at the right of the last panel."""
    _beside(axes, "hours", -0.17, RIGHT, ha="right", va="bottom", fontsize=LETTER, color=GREY)
    if beside:
        _beside(axes, beside, -0.17, RIGHT + 6, va="bottom", fontsize=LETTER, color=GREY)
    for bar, foot, note in zip(bars, feet, notes, strict=True):
        _beside(axes, bar.hours, foot, RIGHT, ha="right", va="center", fontsize=LETTER)
        if beside:
            _beside(axes, note, foot, RIGHT + 6, va="center", fontsize=7)


def _beside(axes: Axes, text: str, at: float, points: float, **how: Any) -> None:
    """Write a text so many points right of a panel: a distance that does not depend on how wide the panel becomes."""
    across = axes.get_yaxis_transform()
    axes.annotate(
        text, (1, at), xycoords=across, xytext=(points, 0), textcoords="offset points", annotation_clip=False, **how
    )


def _key(bars: Sequence[Bar], panels: Sequence[Panel]) -> list[Line2D | Patch]:
    """Explain the marks."""
    key: list[Line2D | Patch] = [
        Line2D([], [], color=BETTER, marker="o", label="more, 95 % interval"),
        Line2D([], [], color=WORSE, marker="o", label="less"),
    ]
    if any(bar.below for bar in bars):
        key.append(Line2D([], [], color=INK, marker="o", markerfacecolor="white", label="against the line above"))
    if any(panel.limit for panel in panels):
        key.append(Patch(color=PALE, label="no practical difference"))
    return key
