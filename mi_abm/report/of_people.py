"""Figures of people followed one by one (see `experiment.people`): ridges, shares on top of one another, networks of influence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from mi_abm.experiment.people import SEEDS
from mi_abm.plots import influence, ridges
from mi_abm.plots.bars import Bar, stacked
from mi_abm.plots.influence import Web
from mi_abm.report.chosen import Chosen
from mi_abm.report.digits import number
from mi_abm.scenario.problems import bad

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

EVERYBODY = "everybody"
WAYS = ("better", "worse", "no_different")
HALF = 0.5


def followed(chosen: Chosen) -> pd.DataFrame:
    """Return the table of people; raise `InputError` where the folder has none."""
    if chosen.people is None:
        raise bad("", "figure.kind", f"{chosen.said['kind']} needs people.csv in the folder: run the experiment again")
    return chosen.people


def ridge(chosen: Chosen) -> Figure:
    """Draw how people are spread over the last outcome of the contrast: a ridge a level of x, a panel a level of y."""
    found, x, y = followed(chosen), chosen.axis("x", 0), chosen.axis("y", 1)
    starts = np.sort(found["low"].unique())
    edges, panels, most = np.append(starts, 2 * starts[-1] - starts[-2]), [], (0.0, "")
    for across, panel in found.groupby(y):
        drawn = []
        for up, part in panel.groupby(x):
            shares = part.sort_values("low")["share"].to_numpy(float)
            below = float(shares[edges[1:] <= HALF + 1e-9].sum())
            drawn.append((f"{up:g}", shares, f"{100 * below:.0f} %"))
            most = max(most, (below, f"{chosen.level(x, up)}, {chosen.level(y, across)}"))
        panels.append((chosen.level(y, across), drawn))
    row = chosen.rows(chosen.outcomes[-1]).iloc[0]
    said = (
        f"{row['title']}, week {row['week']}: up to {100 * most[0]:.0f} % of staff lie well below one half ({most[1]})"
    )
    title = chosen.said["title"] or (said if most[0] > 0 else f"{row['title']}, week {row['week']}: nobody lies well below one half")  # fmt: skip
    label = f"{row['title'].lower()} (0 to 1), {SEEDS} runs; in figures: share of staff in bins below one half"
    return ridges.draw(panels, edges, title, label, chosen.label(x), HALF)


def stacked_bars(chosen: Chosen) -> Figure:
    """Draw for how many which side is better: a row a level of x, a panel a level of y, of everybody."""
    found = followed(chosen)
    x, several = chosen.axis("x", 0), len(chosen.parameters) > 1
    y = chosen.axis("y", 1) if several else ""
    mine = found[found["group"] == EVERYBODY]
    panels = []
    for level, part in mine.groupby(y) if several else [("", mine)]:
        rows = {chosen.level(x, row[x]): _shares(row) for _, row in part.sort_values(x).iterrows()}
        panels.append((chosen.level(y, level) if several else "", rows))
    with_, _, without = (side for side in chosen.name(chosen.contrast).partition(" against "))
    ends = [mine.sort_values("better").iloc[i] for i in (0, -1)]
    where = [", ".join(chosen.level(p, end[p]) for p in chosen.parameters) for end in ends]
    said = " to ".join(f"{100 * end['better']:.0f} % ({at})" for end, at in zip(ends, where, strict=True))
    title = chosen.said["title"] or f"Better with {with_}: {said}; better with {without}: at most {100 * mine['worse'].max():.0f} %"  # fmt: skip
    kinds = (
        f"better with {with_} (line: 95 % interval)",
        f"better with {without}",
        "no different (less than 0.05 MITI points)",
    )
    return stacked(panels, kinds, title, "% of those who stay")


def _shares(row: Any) -> list[Bar]:
    ends = ((row[f"{way}_low"], row[f"{way}_high"]) for way in WAYS)
    return [
        Bar(way, float(row[way]), max(0.0, low), min(1.0, high)) for way, (low, high) in zip(WAYS, ends, strict=True)
    ]


def influence_network(chosen: Chosen) -> Figure:
    """Draw who learned from whom in one run of each scenario, with the inequality of models over all runs."""
    found, webs, said = followed(chosen), [], []
    first = chosen.outcomes[0]
    for name in dict.fromkeys(c.partition(" - ")[0] for c in chosen.alike):
        mine = found[found["scenario"] == name]
        people, ties = mine[mine["partner"] < 0].sort_values("person"), mine[mine["partner"] >= 0]
        ends = ties[["partner", "person"]].to_numpy(int)
        arrows = [(int(a), int(b), float(x)) for (a, b), x in zip(ends, ties["skill"], strict=True) if x > 0]
        webs.append(Web(chosen.name(name), people["team"].to_numpy(), people["skill"].to_numpy(float), arrows))
        said.append(f"{chosen.name(name)} {number(float(chosen.rows(first, name)['difference'].mean()), 2)}")
    row = chosen.rows(first).iloc[0]
    title = (
        chosen.said["title"] or f"{row['title']}, week {row['week']}: {', '.join(said)} ({row['unit']}, mean over runs)"
    )
    below = "One run each. Arrows: from whom skill was learned, to whom; the wider, the more; black: across teams (the strongest "
    return influence.draw(
        webs, title, f"{below}{influence.MOST}). Nodes: colour is the team, size what others learned from them."
    )
