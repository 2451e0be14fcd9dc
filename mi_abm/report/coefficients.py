"""The figure of what goes with what between people: a table of correlations, and below it the people behind them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mi_abm.analysis.fits import within_runs
from mi_abm.experiment.people import SEEDS
from mi_abm.measures.relations import RELATIONS, Between
from mi_abm.plots import coefficients as plot
from mi_abm.plots.coefficients import Cloud
from mi_abm.report import tabled
from mi_abm.report.chosen import Chosen, scale_of
from mi_abm.report.digits import number, whole
from mi_abm.report.of_people import followed

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

MOST_MARKS = 400  # people drawn in a panel: those at equal distances in the order of runs
PLACES = 41  # of a line
CORRELATIONS = {m.name: m for m in RELATIONS if issubclass(m, Between)}


def coefficients(chosen: Chosen) -> Figure:
    """Draw the grid as a table, and below it a panel a cell, at the middle level of `x`."""
    grid, rows, columns = (chosen.said[key] for key in ("grid", "rows", "columns"))
    every, levels = followed(chosen), tabled.levels(chosen)
    path, level, head = levels[len(levels) // 2]
    people = tabled.at(every, path, level)
    clouds = [[_cloud(chosen, row[k], tabled.at(chosen.rows(row[k]), path, level), people) for row in grid] for k in range(len(columns))]  # fmt: skip
    up = [f"{words.removeprefix('and ')} ({_unit(grid[0][k])})" for k, words in enumerate(columns)]
    blocks = tabled.grid(chosen)
    where = f" at {head}" if head else ""
    below = (
        f"Dots: people of {SEEDS} runs{where}, at most {whole(MOST_MARKS)} of them drawn; at equal skill: less what goes with "
        "skill in their run. Line: through all of them, within runs, with its 95 % interval over these runs. r: as in the table."
    )
    across = [f"belief {words.removeprefix('belief ')} (0 to 1)" for words in rows]
    return plot.draw(rows, blocks, clouds, across, up, tabled.best(chosen, blocks), (tabled.BELOW, below))


def _unit(outcome: str) -> str:
    declared = CORRELATIONS[outcome.partition("@")[0]].to[0]
    return scale_of(declared.unit).words or "0 to 1"


def _cloud(chosen: Chosen, outcome: str, effect: pd.DataFrame, people: pd.DataFrame) -> Cloud:
    """Return the people behind one coefficient."""
    mine = people[people["outcome"] == outcome]
    x, y, run = (mine[name].to_numpy() for name in ("x", "y", "run"))
    line = within_runs(x, y, run, np.linspace(x.min(), x.max(), PLACES))
    drawn = np.unique(np.linspace(0, len(x) - 1, MOST_MARKS).astype(int))
    value, low, high = (number(float(effect[name].mean()), 2) for name in ("difference", "ci_low", "ci_high"))
    factor = scale_of(CORRELATIONS[outcome.partition("@")[0]].to[0].unit).factor
    return Cloud(f"r {value} ({low} to {high})", x[drawn], y[drawn], line, factor)
