"""Sources: what a total is made of, source by source, in several scenarios side by side."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from mi_abm.plots.style import INK, NARROW, WIDE, colour, headed, styled, wrapped

BAR = 0.16  # inches


@styled
def draw(
    values: pd.DataFrame,
    sources: Mapping[str, str],
    names: Mapping[str, str],
    places: Mapping[str, int],
    column: str,
    unit: str,
    title: str = "",
    columns: int = 2,
) -> Figure:
    """Return bars: a group a source, a bar a scenario.

    `values` has a row a measure and scenario, with the value in `column`; `sources` maps measures to what they are
    called, `names` scenarios, `places` scenarios to the places of their colours.
    """
    width, room = (NARROW, 1.25) if columns == 1 else (WIDE, 2.4)
    group = BAR * len(names) + 0.14
    figure = Figure((width, group * len(sources) + 0.24 * len(names) + 1.1), layout="constrained")
    axes = figure.subplots()
    by = values.set_index(["measure", "scenario"])[column].to_dict()
    for row, measure in enumerate(sources):
        for place, name in enumerate(names):
            x, at = by.get((measure, name), 0.0), row * group + place * BAR
            axes.barh(at, x, height=0.9 * BAR, color=colour(places[name]))
    middles = [row * group + BAR * (len(names) - 1) / 2 for row in range(len(sources))]
    axes.set_yticks(middles, [wrapped(text, room, 8) for text in sources.values()])
    axes.set_ylim(group * len(sources) - 0.1, -0.2)
    axes.axvline(0, color=INK, linewidth=1)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    axes.set_xlabel(unit)
    key = [Patch(color=colour(places[name]), label=wrapped(text, 3.2, 8.5)) for name, text in names.items()]
    figure.legend(handles=key, loc="outside lower left", ncols=columns)
    headed(figure, title, width)
    return figure
