"""What an experiment found, as a terminal shows it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from rich import box
from rich.table import Table
from rich.text import Text

from mi_abm.analysis.contrasts import CONDITIONAL, METHOD
from mi_abm.cli.numerals import NONE, decimals, plain, replicates, signed, span
from mi_abm.cli.paper import say, show
from mi_abm.experiment.overview import Entry, Line, Overview, overview

if TYPE_CHECKING:
    import pandas as pd

FEW = 8  # levels of which each has a row


def print_findings(manifest: Mapping[str, Any], effects: pd.DataFrame) -> None:
    """Print the effects: of each contrast, or over the points at which it was found."""
    say([manifest["question"]], style="bold")
    say([""])
    if manifest["points"] == 1:
        found = overview(effects)
        show(overview_table(found, {str(s["name"]): str(s["title"]) for s in manifest["scenarios"]}))
        say(["", *_others(found)])
        if any(line.below for line in found.lines):
            say(["then: against the line above."])
    else:
        show(points_table(effects))
        paths = [str(factor["path"]) for factor in manifest["factors"]]
        if len(paths) == 1 and effects[paths[0]].nunique() <= FEW:
            say([""])
            show(levels_table(effects, paths[0], str(manifest["factors"][0]["unit"])))
        say(["", *_points(manifest, effects)])
    seeds = range(manifest["seed"], manifest["seed"] + manifest["replicates"])
    say([f"{METHOD}; {replicates(seeds)}, {manifest['weeks']} weeks.", CONDITIONAL])


def overview_table(found: Overview, titles: dict[str, str]) -> Table:
    """Return a row a contrast, the largest first, each cure under its pitfall, beside hours."""
    against = common(found)
    table = _table(f"against {against}: {titles[against]}" if against else "")
    table.add_column("hours", justify="right", no_wrap=True)
    for measure in found.measures:
        entry = next(line.scales[measure] for line in found.lines if measure in line.scales)
        table.add_column(f"{entry.title}\n({entry.unit})", justify="right", no_wrap=True)
    for line in found.lines:
        cells = [_cell(line.scales.get(measure)) for measure in found.measures]
        hours = NONE if line.hours != line.hours else signed(line.hours, 0)
        table.add_row(Text(_name(line, titles, against)), hours, *cells)
    return table


def common(found: Overview) -> str:
    """Return the scenario that all others are compared with, "" if there are several."""
    references = {line.reference for line in found.lines if not line.below}
    return references.pop() if len(references) == 1 else ""


def _name(line: Line, titles: dict[str, str], against: str) -> str:
    if line.below:
        return f"  then: {titles[line.scenario]}"
    if line.reference in ("", against):
        return titles[line.scenario]
    return f"{titles[line.scenario]} (against {line.reference})"


def points_table(effects: pd.DataFrame) -> Table:
    """Return a row a contrast and outcome: how its effect is spread over points, and at how many it is sure."""
    table = _table("contrast", "outcome")
    for name in ("points", "median", "5 %", "95 %", "more", "less"):
        table.add_column(name, justify="right", no_wrap=True)
    for (contrast, measure, week), rows in effects.groupby(["contrast", "measure", "week"], sort=False):
        known = rows[rows["difference"].notna()]
        if known.empty:
            table.add_row(Text(str(contrast)), Text(f"{measure}@{week}"), "0", *[NONE] * 5)
            continue
        low, middle, high = (float(x) for x in np.quantile(known["difference"], [0.05, 0.5, 0.95]))
        places = decimals(low, high)
        more, less = float((known["ci_low"] > 0).mean()), float((known["ci_high"] < 0).mean())
        numbers = [signed(x, places) for x in (middle, low, high)]
        table.add_row(Text(str(contrast)), Text(f"{measure}@{week}"), f"{len(known):,}", *numbers, plain(more, 2), plain(less, 2))  # fmt: skip
    return table


def levels_table(effects: pd.DataFrame, path: str, unit: str) -> Table:
    """Return a row a level of the one parameter that is varied, contrast and outcome."""
    table = _table(f"{path} ({unit})" if unit else path, "contrast", "outcome")
    for name in ("difference", "95 % interval"):
        table.add_column(name, justify="right", no_wrap=True)
    for row in effects.sort_values([path, "contrast", "measure"], kind="stable").to_dict("records"):
        places = decimals(row["difference"], row["ci_low"], row["ci_high"])
        level = (
            "as it is"
            if row[path] != row[path]
            else f"{row[path]:g}"
            if isinstance(row[path], int | float)
            else str(row[path])
        )
        table.add_row(level, Text(str(row["contrast"])), f"{row['measure']}@{row['week']}", signed(row["difference"], places),
                      span(row["ci_low"], row["ci_high"], places))  # fmt: skip
    return table


def _table(*words: str) -> Table:
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, collapse_padding=True)
    for word in words:
        table.add_column(word, overflow="fold")
    return table


def _cell(entry: Entry | None) -> str:
    if entry is None or entry.difference != entry.difference:
        return NONE
    places = decimals(entry.difference)
    within = span(entry.low, entry.high, places) if entry.low == entry.low else ""
    return f"{signed(entry.difference, places)} {within}".rstrip()


def _others(found: Overview) -> Iterator[str]:
    """Yield what is not on the two scales, a line an outcome."""
    for line in found.lines:
        for entry in line.others:
            yield f"{line.scenario}: {entry.title} in week {entry.week} {_cell(entry)} {entry.unit}"
    if any(line.others for line in found.lines):
        yield ""


def _points(manifest: Mapping[str, Any], effects: pd.DataFrame) -> Iterator[str]:
    """Yield how the table over points is to be read."""
    paths = [str(factor["path"]) for factor in manifest["factors"]]
    varied = ", ".join(paths[:4]) + (", ..." if len(paths) > 4 else "")
    yield f"{manifest['points']:,} points ({manifest['design']['kind']}): {varied}."
    units = dict(zip(effects["measure"], effects["unit"], strict=True))
    yield f"Units: {'; '.join(f'{measure} in {unit}' for measure, unit in units.items())}."
    yield "more, less: share of points at which the interval lies above, or below, zero."
