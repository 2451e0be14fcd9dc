"""Tables and pairs of bars of an experiment: contrasts by outcomes, points by outcomes, or the grid that its file writes out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from mi_abm.plots import table as plot
from mi_abm.plots.bars import Bar, pairs
from mi_abm.plots.table import Block, Cell
from mi_abm.report.chosen import Chosen, scale_of
from mi_abm.report.digits import decimals, number

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

MOST_ROWS = 24
BELOW = "in small print: 95 % interval over seeds"


def table(chosen: Chosen) -> Figure:
    """Draw the grid of the file; else a row a contrast, the largest first; else a row a combination of what is not across."""
    if chosen.said["grid"]:
        return _grid(chosen)
    several = len(chosen.alike) > 1 and chosen.said["contrast"] is None
    return _ranked(chosen) if several else _pointed(chosen)


def _grid(chosen: Chosen) -> Figure:
    blocks = grid(chosen)
    return plot.draw(chosen.said["rows"], blocks, best(chosen, blocks), BELOW)


def grid(chosen: Chosen) -> list[Block]:
    """Return a block an outcome, its cells contrasts; or a block a level of `x`, its cells outcomes of one contrast."""
    rows, columns = chosen.said["grid"], chosen.said["columns"]
    if all(name in chosen.pairs for row in rows for name in row):
        blocks = []
        for outcome in chosen.outcomes:
            found = [[_cell(chosen.rows(outcome, name), chosen) for name in row] for row in rows]
            blocks.append(Block(_head(chosen, outcome), columns, found, _apart(chosen), together=True))
        return blocks
    return [
        Block(head, columns, [[_cell(at(chosen.rows(o), path, level), chosen) for o in row] for row in rows], together=True)
        for path, level, head in levels(chosen)
    ]  # fmt: skip


def best(chosen: Chosen, blocks: Sequence[Block]) -> str:
    """Return the largest and the smallest number of the blocks that share a scale as the finding."""
    if chosen.said["title"]:
        return str(chosen.said["title"])
    several = not all(name in chosen.pairs for row in chosen.said["grid"] for name in row)
    named = [
        (cell.value, f"{cell.text} ({row} {column}{', ' + block.heading if several else ''})")
        for block in (blocks if several else blocks[:1])
        for row, cells in zip(chosen.said["rows"], block.cells, strict=True)
        for column, cell in zip(block.columns, cells, strict=True)
        if cell.value is not None
    ]
    (_, low), (_, high) = min(named), max(named)
    first = chosen.rows(chosen.outcomes[0]).iloc[0]
    head = f"{str(first['unit']).capitalize()}, week {first['week']}" if several else blocks[0].heading
    return f"{head}: from {low} to {high}".replace("\n", " ")


def _ranked(chosen: Chosen) -> Figure:
    """Draw a row a contrast and level at which it differs, the largest first."""
    named: list[tuple[str, str, str, object]] = []
    for contrast in chosen.alike:
        rows = chosen.rows(chosen.outcomes[0], contrast)
        varied = [p for p in chosen.parameters if len(rows) > 1 and rows["difference"].nunique() > 1]
        for path in varied[:1]:
            named += [(contrast, f"{chosen.name(contrast)}, {chosen.level(path, v)}", path, v) for v in sorted(rows[path].unique())]  # fmt: skip
        if not varied:
            named.append((contrast, chosen.name(contrast), "", None))
    sizes = {n: at(chosen.rows(chosen.outcomes[0], n[0]), n[2], n[3])["difference"].mean() for n in named}
    named.sort(key=lambda n: -sizes[n])
    common = f" against {chosen.name(chosen.contrast.rpartition(' - ')[2])}" if _apart(chosen) else ""
    heads = [_head(chosen, o) for o in chosen.outcomes]
    cells = [[_cell(at(chosen.rows(o, c), path, level), chosen) for o in chosen.outcomes] for c, _, path, level in named]  # fmt: skip
    names = [name.replace(common, "") if common else name for _, name, _, _ in named]
    first, last = (f"{cells[i][0].text} with {names[i]}" for i in (0, -1))
    title = chosen.said["title"] or f"{heads[0]}{common}: {first}, {last}".replace("\n", " ")
    return plot.draw(names, [Block("", heads, cells, _apart(chosen))], title, BELOW)


def _pointed(chosen: Chosen) -> Figure:
    """Draw a row a combination of the parameters that are not across, and for each outcome a column a level across."""
    x = chosen.axis("x", 0)
    others = [p for p in chosen.parameters if p != x]
    rows = chosen.rows(chosen.outcomes[0])
    combined = rows[others].drop_duplicates().sort_values(others).itertuples(index=False)
    across, combinations = sorted(rows[x].unique()), list(combined)[:MOST_ROWS]
    blocks = []
    for outcome in chosen.outcomes:
        found = chosen.rows(outcome)
        cells = []
        for values in combinations:
            mine = found
            for path, value in zip(others, values, strict=True):
                mine = at(mine, path, value)
            cells.append([_cell(at(mine, x, level), chosen) for level in across])
        blocks.append(Block(_head(chosen, outcome), [chosen.level(x, level) for level in across], cells, _apart(chosen), together=True))  # fmt: skip
    names = [", ".join(chosen.level(p, v) for p, v in zip(others, c, strict=True)) for c in combinations]  # fmt: skip
    return plot.draw(names, blocks, chosen.title(), BELOW)


def bar_pairs(chosen: Chosen) -> Figure:
    """Draw the grid of outcomes as groups of bars, a panel a level of the parameter."""
    grid, kinds, names = (chosen.said[key] for key in ("grid", "columns", "rows"))
    panels, widest = [], ("", 0.0, 0.0)
    for path, level, head in levels(chosen):
        groups = []
        for name, outcomes in zip(names, grid, strict=True):
            group = [_bar(name, at(chosen.rows(o), path, level)) for o in outcomes]
            groups.append(group)
            if abs(group[0].value - group[-1].value) > abs(widest[1] - widest[2]):
                widest = (f"{name}{', ' + head if head else ''}", group[0].value, group[-1].value)
        panels.append((head, groups))
    row = chosen.rows(grid[0][0]).iloc[0]
    by = scale_of(row["unit"]).factor
    title = chosen.said["title"] or f"Widest apart in {widest[0]}: {number(by * widest[1], 1)} {kinds[0]}, {number(by * widest[2], 1)} {kinds[-1]}, {scale_of(row['unit']).words}, week {row['week']}"  # fmt: skip
    return pairs(panels, kinds, title, scale_of(row["unit"]).words, by)


def levels(chosen: Chosen) -> list[tuple[str, object, str]]:
    """Return (parameter, level, heading) of what is drawn side by side: levels of `x`, or everything at once."""
    if not chosen.parameters:
        return [("", None, "")]
    x = chosen.axis("x", 0)
    return [(x, v, chosen.level(x, v)) for v in sorted(chosen.rows(chosen.outcomes[0])[x].unique())]


def at(rows: pd.DataFrame, path: str, level: object) -> pd.DataFrame:
    """Return the rows at a level of a parameter; all of them where none is named."""
    return rows if not path else rows[rows[path] == level]


def _apart(chosen: Chosen) -> bool:
    return chosen.contrast not in chosen.levels


def _head(chosen: Chosen, outcome: str) -> str:
    row = chosen.rows(outcome).iloc[0]
    unit = scale_of(row["unit"]).words or row["unit"]
    return f"{row['title']}, week {row['week']} ({unit})".replace("on a scale from 0 to 1", "0 to 1")


def _cell(rows: pd.DataFrame, chosen: Chosen) -> Cell:
    """Return the mean over points in print, with its interval where there is one point, or points that are all alike."""
    rows = rows[:1] if rows["difference"].nunique() == 1 else rows
    value, by = float(rows["difference"].mean()), scale_of(rows["unit"].iloc[0]).factor
    one = rows.iloc[0]
    half = float(one["ci_high"] - one["ci_low"]) / 2 * by if len(rows) == 1 else 0.0
    places, sign = (1 if by == 100 else min(3, decimals(value * by, half))), _apart(chosen)
    ends = (float(one["ci_low"]) * by, float(one["ci_high"]) * by)
    if by == 100 and not sign:  # a level of a share
        ends = (max(0.0, ends[0]), min(100.0, ends[1]))
    span = " to ".join(number(end, places, sign) for end in ends) if half else ""
    return Cell(number(value * by, places, sign), span, value)


def _bar(name: str, rows: pd.DataFrame) -> Bar:
    return Bar(name, *(float(rows[column].mean()) for column in ("difference", "ci_low", "ci_high")))
