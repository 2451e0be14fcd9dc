"""Curves: plan and reference week by week, with their bands and a calendar, as an image drawn in a millisecond or two.

matplotlib takes a tenth of a second for the same picture, which is too long while a slider moves. Colours, line styles
and the meaning of the bands are those of all figures (`style.py`, `trajectories.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape

import pandas as pd
from matplotlib.ticker import MaxNLocator

from mi_abm.plots.panels import Panel
from mi_abm.plots.style import GREY, INK, PALE, colour, dashes, week_step
from mi_abm.plots.trajectories import Act, beside

WIDE, LEFT, RIGHT, TALL = 560, 80, 548, 220  # of the picture and of its axes, in its own units
STRIP, LETTERS, LINE = 24, 15, 2.6  # a line of the calendar or of the key; type size; width of a curve
MOST_DIGITS, ROUND = 4, 1e-9  # of a number at an axis
MOST_ACTS = 6  # in the calendar over the curves; of more, dotted lines alone say when they begin
BANDS = (("p10", "p90", 0.13), ("ci_low", "ci_high", 0.35))


class Axes:
    """Where a week and a value are in the picture; the ends are whole steps, so that they keep still while curves move."""

    def __init__(self, table: pd.DataFrame, top: float, about_zero: float | None) -> None:
        self.last, self.top = max(int(table["week"].max()), 1), top
        known = [x for column in ("p10", "p90") for x in table[column].tolist() if x == x]
        known += [] if about_zero is None else [-about_zero, about_zero]
        self.ticks = MaxNLocator(5).tick_values(min(known, default=0.0), max(known, default=1.0))

    def x(self, week: float) -> float:
        """Return how far to the right a week is."""
        return LEFT + (RIGHT - LEFT) * week / self.last

    def y(self, value: float) -> float:
        """Return how far down a value is."""
        low, high = self.ticks[0], self.ticks[-1]
        return self.top + TALL * (high - value) / (high - low)

    def points(self, run: pd.DataFrame, column: str) -> list[str]:
        """Return the points of a curve, week by week; weeks without a value are left out."""
        values = zip(run["week"].tolist(), run[column].tolist(), strict=True)
        return [f"{self.x(week):.1f},{self.y(value):.2f}" for week, value in values if value == value]


def draw(
    bands: pd.DataFrame, panel: Panel, names: Mapping[str, str], acts: Sequence[Act], differences: bool = False
) -> str:
    """Return one measure of the scenarios in `names`, the reference first, as SVG.

    `bands`: see `analysis/bands.py`; with `differences` those of paired differences, of which the reference has none.
    """
    mine = bands[bands["measure"] == panel.measure]
    runs = {place: run for place, name in enumerate(names) if len(run := mine[mine["scenario"] == name])}
    listed = acts if len(acts) <= MOST_ACTS else ()
    least = (panel.limit or 0.0) if differences else None
    axes = Axes(mine, STRIP * len(listed) + 34, least)
    foot = axes.top + TALL
    parts = [
        *_calendar(listed, list(names), axes),
        *(_begins(axes, first) for first in sorted({span[0] for act in acts for span in act.spans})),
        _text(LEFT, axes.top - 12, panel.title, weight="bold"),
        *([] if least is None else _about_zero(axes, least)),
        *_marks(axes, panel),
        *(band for place, run in runs.items() for band in _bands(axes, run, place)),
        *(_mean(axes, runs[place], place) for place in sorted(runs, reverse=True)),  # broken lines on top: both show
        *(part for row, place in enumerate(runs) for part in _key(place, list(names.values())[place], foot + 66 + STRIP * row)),
    ]  # fmt: skip
    high = f"{foot + 52 + STRIP * len(runs):.0f}"
    font = f'font-family="DejaVu Sans, Verdana, system-ui, sans-serif" font-size="{LETTERS}"'
    size = f'viewBox="0 0 {WIDE} {high}" width="{WIDE}" height="{high}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size} {font}>{"".join(parts)}</svg>'


def _bands(axes: Axes, run: pd.DataFrame, place: int) -> Iterator[str]:
    for low, high, alpha in BANDS:
        around = " ".join([*axes.points(run, low), *reversed(axes.points(run, high))])
        yield f'<polygon points="{around}" fill="{colour(place)}" fill-opacity="{alpha}"/>'


def _mean(axes: Axes, run: pd.DataFrame, place: int) -> str:
    return f'<polyline points="{" ".join(axes.points(run, "mean"))}" {_stroke(place)}/>'


def _about_zero(axes: Axes, limit: float) -> Iterator[str]:
    """Mark the span about zero that does not matter, and zero itself."""
    high, low = axes.y(limit), axes.y(-limit)
    yield f'<rect x="{LEFT}" y="{high:.1f}" width="{RIGHT - LEFT}" height="{low - high:.1f}" fill="{PALE}"/>'
    yield f'<path d="M{LEFT},{axes.y(0):.1f}H{RIGHT}" stroke="{INK}"/>'


def _stroke(place: int) -> str:
    style = dashes(place)
    broken = "" if isinstance(style, str) else f' stroke-dasharray="{" ".join(str(LINE * n) for n in style[1])}"'
    return f'fill="none" stroke="{colour(place)}" stroke-width="{LINE}" stroke-linejoin="round"{broken}'


def _marks(axes: Axes, panel: Panel) -> Iterator[str]:
    """Draw the axes, with numbers."""
    foot, shown = axes.top + TALL, [value * panel.factor for value in axes.ticks]
    digits = next(
        d for d in range(MOST_DIGITS + 1) if d == MOST_DIGITS or all(abs(x - round(x, d)) < ROUND for x in shown)
    )
    for value in axes.ticks:
        y = axes.y(value)
        yield f'<path d="M{LEFT},{y:.1f}H{RIGHT}" stroke="#e4e4e4"/>'
        yield _text(LEFT - 8, y + 5, f"{value * panel.factor:.{digits}f}".replace("-", "\N{MINUS SIGN}"), "end")
    for week in range(0, axes.last + 1, week_step(axes.last)):
        yield f'<path d="M{axes.x(week):.1f},{foot}v6" stroke="{GREY}"/>'
        yield _text(axes.x(week), foot + 22, str(week), "middle")
    yield f'<path d="M{LEFT},{axes.top}V{foot}H{RIGHT}" fill="none" stroke="{GREY}"/>'
    yield _text((LEFT + RIGHT) / 2, foot + 42, "week", "middle")
    middle = axes.top + TALL / 2
    yield _text(14, middle, panel.unit, "middle", extra=f' transform="rotate(-90 14 {middle})"')


def _calendar(acts: Sequence[Act], names: Sequence[str], axes: Axes) -> Iterator[str]:
    """Draw when each intervention acts, over the weeks of the curves."""
    for row, act in enumerate(acts):
        y, ink = STRIP * row + 4, GREY if len(act.scenarios) > 1 else colour(names.index(act.scenarios[0]))
        for first, end in act.spans:
            x = axes.x(first - 1)
            yield f'<rect x="{x:.1f}" y="{y}" width="{axes.x(end) - x:.1f}" height="{STRIP - 6}" fill="{ink}"/>'
        at, side, shade = beside(act.spans[0][0] - 1, min(act.spans[-1][1], axes.last), axes.last, ink)
        x, anchor = (axes.x(at) + 5, "start") if side == "left" else (axes.x(at) - 5, "end")
        yield _text(x, y + 14, act.name, anchor, shade)


def _begins(axes: Axes, week: int) -> str:
    return f'<path d="M{axes.x(week - 1):.1f},{axes.top}v{TALL}" stroke="{GREY}" stroke-dasharray="2 4"/>'


def _key(place: int, said: str, y: float) -> Iterator[str]:
    yield f'<path d="M{LEFT},{y - 5}h44" {_stroke(place)}/>'
    yield _text(LEFT + 54, y, said)


def _text(x: float, y: float, said: str, anchor: str = "start", ink: str = INK, weight: str = "normal", extra: str = "") -> str:  # fmt: skip
    at = f'x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{ink}" font-weight="{weight}"'
    return f"<text {at}{extra}>{escape(said)}</text>"
