"""Figures of an experiment whose design gives indices: a tornado of one effect, a heat map of all; the finding as the title."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from mi_abm.experiment import indices
from mi_abm.experiment.designs import OTHERS
from mi_abm.plots import bars, table
from mi_abm.plots.bars import Bar
from mi_abm.plots.table import Block, Cell
from mi_abm.report import standing
from mi_abm.report.chosen import scale_of
from mi_abm.report.digits import decimals, interval, number, percent
from mi_abm.scenario.problems import bad

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from mi_abm.report.chosen import Chosen

PANELS = {
    "saltelli": {"first": "First order: by itself", "total": "Total: by itself or with others"},
    "morris": {"mu": "Mean effect of the whole range", "mu_star": "Mean size, whatever the sign"},
}
SHOWN = {"saltelli": "total", "morris": "mu_star"}  # in a heat map
READ = {
    "saltelli": "Total index: share of the variance over points that a parameter has a part in.",
    "morris": "Mean size of elementary effects: by how much the effect changes as a parameter crosses its whole range.",
}
BELOW = "Small print: 95 % interval. In brackets: not told from noise, as its interval does not lie above the floor."
MOST, NAMED, IN_TITLE = 15, 3, 2  # rows; parameters in a title of one effect, of each of several
UNSURE = 1e-3  # what an index counts that is not told from noise
EFFECT = ["contrast", "measure", "week"]


def tornado(manifest: Mapping[str, Any], effects: pd.DataFrame, chosen: Chosen) -> Figure:
    """Draw the indices of one contrast and outcome, the largest at the top."""
    kind, outcome = manifest["design"]["kind"], chosen.outcomes[0]
    measure, _, week = outcome.partition("@")
    mine = (effects["contrast"] == chosen.contrast) & (effects["measure"] == measure) & (effects["week"] == int(week))
    found = indices.indices(manifest, effects[mine])  # points without a number among them: they keep their places
    panels = [(title, _bars(found[found["index"] == index], chosen)) for index, title in PANELS[kind].items()]
    scales = chosen.scales(outcome, "")
    unit = "share of the variance" if kind == "saltelli" else scales.y
    reach = max([abs(end) for _, some in panels for bar in some for end in (bar.low, bar.high)], default=1.0)
    head = chosen.said["title"] or f"{scales.title}, {chosen.name(chosen.contrast)}: {_finding(found, kind, chosen)}"
    return bars.tornado(panels, head, f"{unit}, 95 % interval over points", reach or 1.0)


def _bars(found: pd.DataFrame, chosen: Chosen) -> list[Bar]:
    order = found["value"].abs().sort_values(ascending=False, kind="stable").index[:MOST]
    return [Bar(label(r["path"], chosen), r["value"], r["low"], r["high"]) for _, r in found.loc[order].iterrows()]


def _finding(found: pd.DataFrame, kind: str, chosen: Chosen) -> str:
    """Return what decides most, and how much of the variance is noise; or that nothing is more than noise."""
    rows = _rows(found[found["index"] == SHOWN[kind]], chosen)
    said = standing.named(rows, NAMED)
    if not said:
        return "no parameter is told from noise"
    order, unsure = standing.order(rows, said), [standing.may_weigh(r, said) for r in standing.undetermined(rows, said)]
    parts = [", ".join(f"{r['name']} ({number(r['value'], 2)})" for r in said), *filter(None, [order]), *unsure]
    noise = float(found["noise"].iloc[0])
    parts += [f"noise {percent(noise)} of the variance"] if noise > 0 else []
    return f"decided {'' if order or unsure else 'most '}by {'; '.join(parts)}"


def _rows(found: pd.DataFrame, chosen: Chosen) -> list[standing.Row]:
    rows = found.assign(name=[label(str(path), chosen) for path in found["path"]]).to_dict("records")
    return [{str(key): value for key, value in r.items()} for r in rows]


def label(path: str, chosen: Chosen) -> str:
    """Return what a parameter is called, or all others that move as one."""
    return chosen.label(path, unit=False) if path in chosen.units else path


def heat_map(manifest: Mapping[str, Any], effects: pd.DataFrame, chosen: Chosen) -> Figure:
    """Draw the index of every parameter for every contrast: a block an outcome, the parameter that decides most at the top."""
    kind = manifest["design"]["kind"]
    found = indices.indices(manifest, effects)
    found = found[found["index"] == SHOWN[kind]]
    found = found[found.groupby(EFFECT)["value"].transform("max") > 0]
    if found.empty:
        raise bad("", "figure.kind", "heat_map has nothing to draw: no effect varies over the points")
    paths = ranked(found)[:MOST]
    outcomes = dict.fromkeys(o for some in chosen.pairs.values() for o in some)
    blocks = [block for outcome in outcomes if (block := _block(found, outcome, paths, kind, chosen))]
    rows = [*(label(p, chosen) for p in paths), "floor: what chance alone would make"]
    return table.draw(rows, blocks, chosen.said["title"] or _decided(found, kind, chosen), f"{READ[kind]} {BELOW}")


def ranked(found: pd.DataFrame) -> list[str]:
    """Return the parameters of one index of several effects, those first that decide some effect most.

    An index counts as its share of the largest of its effect; what is not told from noise comes after all that is.
    """
    largest = found.groupby(EFFECT)["value"].transform("max")
    share = (found["value"] / largest.where(largest > 0, 1.0)).where(found["path"] != OTHERS, -1.0)
    share = share.where(found["sure"], UNSURE * share)
    table = share.groupby(found["path"], sort=False).agg(["max", "mean"])
    return [str(path) for path in table.sort_values(["max", "mean"], ascending=False, kind="stable").index]


def _block(found: pd.DataFrame, outcome: str, paths: Sequence[str], kind: str, chosen: Chosen) -> Block | None:
    """Return an outcome, a column a contrast; shares of variance have one scale of shades, other indices one a column."""
    measure, _, week = outcome.partition("@")
    mine = found[(found["measure"] == measure) & (found["week"] == int(week))]
    contrasts = [c for c in chosen.pairs if (mine["contrast"] == c).any()]
    if not contrasts:
        return None
    first = chosen.rows(outcome, contrasts[0]).iloc[0]
    scale = scale_of(str(first["unit"]))
    factor = 1.0 if kind == "saltelli" else scale.factor
    columns = [_column(mine[mine["contrast"] == c], paths, factor) for c in contrasts]
    said = "share of the variance" if kind == "saltelli" else scale.words or first["unit"]
    heading = f"{first['title']}, week {week} ({said})"
    names = [chosen.name(c) for c in contrasts]
    return Block(heading, names, [list(row) for row in zip(*columns, strict=True)], False, kind == "saltelli")


def _column(mine: pd.DataFrame, paths: Sequence[str], factor: float) -> list[Cell]:
    """Return the cells of one effect, the floor below them."""
    rows = {str(r["path"]): r for r in mine.to_dict("records")}
    half = factor * float((mine["high"] - mine["low"]).median()) / 2
    places = 1 if factor != 1 else min(3, decimals(float(mine["value"].max()), half))
    cells = []
    for r in (rows[path] for path in paths):
        text = number(factor * r["value"], places)
        span = interval(factor * r["low"], factor * r["high"], places)
        cells.append(Cell(text if r["sure"] else f"({text})", span, float(r["value"])))
    return [*cells, Cell(number(factor * float(mine["floor"].max()), places))]


def _decided(found: pd.DataFrame, kind: str, chosen: Chosen) -> str:
    """Return what decides the first outcome of each contrast most, as far as intervals tell."""
    said = []
    for contrast, outcomes in chosen.pairs.items():
        measure = outcomes[0].partition("@")[0]
        mine = found[(found["contrast"] == contrast) & (found["measure"] == measure) & (found["path"] != OTHERS)]
        factor = 1.0 if kind == "saltelli" else scale_of(str(chosen.rows(outcomes[0], contrast).iloc[0]["unit"])).factor
        most = standing.leading(_rows(mine, chosen), IN_TITLE, factor)
        said.append(f"of {chosen.name(contrast).partition(' against ')[0]} {most}")
    row = chosen.rows(chosen.outcomes[0]).iloc[0]
    return f"{row['title']}, week {row['week']}, what decides the effect: {'; '.join(said)}"
