"""The forest plot: each scenario's difference from the reference, with its interval, on a width that keeps small small."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from mi_abm.plots.panels import Panel
from mi_abm.plots.style import GREY, INK, NARROW, PALE, WIDE, colour, headed, scaled, spread, styled, wrapped

ROW = 0.52  # inches a scenario
Interval = tuple[float, float, float]


@styled
def draw(
    effects: pd.DataFrame,
    panels: Sequence[Panel],
    names: Mapping[str, str],
    labels: Mapping[tuple[str, str], str],
    title: str = "",
    columns: int = 2,
) -> Figure:
    """Return a forest plot, one panel a measure, one row a scenario.

    `effects` has a row a scenario and measure: scenario, measure, reference_mean, difference, ci_low, ci_high. `names`
    maps scenarios (in order, the reference left out) to what they are called; `labels` maps (scenario, measure) to the
    text beside its row.
    """
    width, room = (NARROW, 1.15) if columns == 1 else (WIDE, 1.6)
    called = [wrapped(name, room, 8) for name in names.values()]
    row = max(ROW, 0.14 * max(text.count("\n") + 2 for text in called))
    tall = (0.95 + row * len(names)) * -(-len(panels) // columns) + (1.0 if columns == 1 else 0.7)
    figure = Figure((width, tall), layout="constrained")
    grid = figure.subplots(-(-len(panels) // columns), columns, squeeze=False)
    for place, panel in enumerate(panels):
        axes = grid.flat[place]
        _panel(axes, effects, panel, names, labels)
        axes.set_yticks(range(len(names)), called if place % columns == 0 else [""] * len(names))
    for axes in grid.flat[len(panels) :]:
        axes.set_axis_off()
    figure.legend(handles=_key(panels), loc="outside lower left", ncols=1 if columns == 1 else 3, fontsize=7.5)
    headed(figure, title, width)
    return figure


def _key(panels: Sequence[Panel]) -> list[Line2D | Patch]:
    """Explain the marks."""
    key: list[Line2D | Patch] = [Line2D([], [], color=INK, marker="o", label="all practitioners, 95 % interval")]
    if any(panel.also for panel in panels):
        key.append(
            Line2D([], [], color=INK, marker="o", markerfacecolor="white", label="third lowest in skill at the start")
        )
    if any(panel.limit for panel in panels):
        key.append(Patch(color=PALE, label="no practical difference"))
    return key


def _panel(
    axes: Axes,
    effects: pd.DataFrame,
    panel: Panel,
    names: Mapping[str, str],
    labels: Mapping[tuple[str, str], str],
) -> None:
    """Draw one measure."""
    reference = effects.loc[effects["measure"] == panel.measure, "reference_mean"].mean()
    _limits(axes, effects, panel, reference)
    _backdrop(axes, panel, reference)
    found, below = _intervals(effects, panel.measure), _intervals(effects, panel.also)
    for place, name in enumerate(names):
        if name in found:
            _mark(axes, found[name], place, colour(place + 1), filled=True)
            text = labels.get((name, panel.measure), "")
            axes.text(1.03, place, text, transform=axes.get_yaxis_transform(), va="center", fontsize=7.5)
        if name in below:
            _mark(axes, below[name], place + 0.24, colour(place + 1), filled=False)
    axes.set_ylim(len(names) - 0.4, -1.0)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    axes.set_title(panel.title)
    scaled(axes.xaxis, panel.factor)
    axes.set_xlabel(f"difference ({panel.unit})")


def _intervals(effects: pd.DataFrame, measure: str | None) -> dict[str, Interval]:
    """Return (difference, low, high) of one measure by scenario."""
    mine = effects[effects["measure"] == measure]
    return dict(
        zip(mine["scenario"], zip(mine["difference"], mine["ci_low"], mine["ci_high"], strict=True), strict=True)
    )


def _limits(axes: Axes, effects: pd.DataFrame, panel: Panel, reference: float) -> None:
    """Set the width: the plausible one, the threshold if it is near, and every interval."""
    rows = effects[effects["measure"].isin([panel.measure, panel.also])]
    gap = (panel.threshold or reference) - reference
    near = gap if 0 < gap <= 2.2 * panel.width else 0.0
    low = [*rows["ci_low"], *rows["difference"]]
    high = [*rows["ci_high"], *rows["difference"]]
    axes.set_xlim(*spread(low, high, (-panel.width, max(panel.width, near))))


def _backdrop(axes: Axes, panel: Panel, reference: float) -> None:
    """Draw the zero line, the span that does not matter, the yardstick and the threshold."""
    axes.axvline(0, color=INK, linewidth=1, zorder=1)
    if panel.limit is not None:
        axes.axvspan(-panel.limit, panel.limit, color=PALE, zorder=0, linewidth=0)
    if panel.yardstick is not None:
        axes.plot([0, panel.yardstick], [-0.62, -0.62], color=GREY, linewidth=3, solid_capstyle="butt")
        axes.text(0, -0.72, f" {panel.yardstick_name}", va="bottom", fontsize=7, color=GREY)
    left, right = axes.get_xlim()
    if panel.threshold is not None and left < panel.threshold - reference < right:
        axes.axvline(panel.threshold - reference, color=GREY, linewidth=1, linestyle=(0, (2, 2)))
        at = (panel.threshold - reference, 0.02)
        axes.text(*at, f"{panel.threshold_name} ", transform=axes.get_xaxis_transform(), ha="right", fontsize=7, color=GREY)  # fmt: skip


def _mark(axes: Axes, found: Interval, at: float, ink: str, filled: bool) -> None:
    """Draw one difference and its interval."""
    middle, low, high = found
    inner, size = (ink, 6.0) if filled else ("white", 4.5)
    axes.plot([low, high], [at, at], color=ink, linewidth=2 if filled else 1.2, zorder=2)
    axes.plot(middle, at, "o", color=ink, markerfacecolor=inner, markersize=size, zorder=3)
