"""The table of levels that `mi-abm run` prints: one scenario, its measures in some weeks."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from rich.text import Text

from mi_abm.analysis.bands import bands
from mi_abm.analysis.contrasts import CONDITIONAL
from mi_abm.cli.numerals import NONE, decimals, plain, replicates
from mi_abm.cli.paper import ALWAYS, MORE, column_table, first_things_first, say, show
from mi_abm.engine.results import Results

Level = Mapping[str, Any]
KEYS = ("measure", "week", "mean", "ci_low", "ci_high", "p10", "p90")


def levels(results: Results, weeks: Sequence[int]) -> list[Level]:
    """Return each measure in each chosen week: mean over runs, interval of that mean, percentiles; None for none."""
    table = results.frame()
    found = bands(table[table["week"].isin(weeks)]).to_dict("records")
    said = {m.name: {"unit": m.unit, "title": m.title} for m in results.measures}
    return [{key: None if row[key] != row[key] else row[key] for key in KEYS} | said[row["measure"]] for row in found]


def to_json(results: Results, found: Sequence[Level]) -> str:
    """Return levels as one JSON object; what is not defined is null."""
    whole = {"scenario": results.scenario.name, "replicates": len(results.seeds), "levels": list(found)}
    return json.dumps(whole, indent=2, ensure_ascii=False, allow_nan=False)


def print_levels(results: Results, found: Sequence[Level], everything: bool = False) -> None:
    """Print a row a measure and a column a week."""
    weeks = sorted({row["week"] for row in found})
    at = {(row["measure"], row["week"]): row for row in found}
    table = column_table([f"week {week}" for week in weeks] + [f"10 % to 90 % of runs\nin week {weeks[-1]}"])
    shown = [m for m in results.measures if everything or m.good or m.name in ALWAYS]
    for m in first_things_first(shown, lambda m: m.name):
        row = [at[m.name, week] for week in weeks]
        places = decimals(*(level["mean"] for level in row))
        low, high = row[-1]["p10"], row[-1]["p90"]
        tails = NONE if low is None else f"{plain(low, places)} to {plain(high, places)}"
        table.add_row(Text(m.title), Text(m.unit), *(plain(level["mean"], places) for level in row), tails)
    say([f"{results.scenario.name}: {results.scenario.title}"], style="bold")
    say([""])
    show(table)
    say(["", f"Means over {replicates(results.seeds)}."])
    if len(shown) < len(results.measures):
        say([MORE.format(n=len(shown), all=len(results.measures))])
    say([CONDITIONAL])
