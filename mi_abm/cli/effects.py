"""The table of effects that `mi-abm compare` prints."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.table import Table
from rich.text import Text

from mi_abm.analysis.contrasts import CONDITIONAL, HOURS, METHOD, Contrast
from mi_abm.cli.numerals import decimals, plain, replicates, signed, span
from mi_abm.cli.paper import ALWAYS, FIRST, MORE, column_table, first_things_first, say, show
from mi_abm.engine.results import Results

NUMBERS = ("reference", "scenario", "difference", "95 % interval", "effect\nsize", "seeds\nbetter")


def print_effects(results: Sequence[Results], found: Sequence[Contrast], everything: bool = False) -> None:
    """Print a table a scenario and week, then how to read them."""
    reference = results[0].scenario
    for other in results[1:]:
        for week in sorted({c.week for c in found}):
            rows = [c for c in found if (c.scenario, c.week) == (other.scenario.name, week)]
            say([f"{other.scenario.name}: {other.scenario.title}"], style="bold")
            say([f"against {reference.name}: {reference.title}; week {week}", ""])
            shown = [c for c in rows if everything or telling(c)]
            show(effects_table(shown))
            say(["", *costs(rows)])
            if len(shown) < len(rows):
                say([MORE.format(n=len(shown), all=len(rows))])
            if other.scenario.digest() == reference.digest():
                say(["The two scenarios are the same in all that decides results."])
            say([""])
    say(reading(results))


def telling(c: Contrast) -> bool:
    """Say whether a row is shown unasked: the main measures, and those with a good direction that moved at all.

    Moved is a difference in any seed, however small: rows are not chosen by how sure or how large their effect is.
    """
    moved = c.difference is not None and (c.difference, c.ci_low or 0.0, c.ci_high or 0.0) != (0.0, 0.0, 0.0)
    return c.measure in ALWAYS or (c.good != 0 and moved)


def effects_table(rows: Sequence[Contrast]) -> Table:
    """Return the table of one scenario in one week: the MITI scale first, then practice, then the rest."""
    table = column_table(NUMBERS)
    pairs = max((c.pairs for c in rows), default=0)
    for c in first_things_first(rows, lambda c: c.measure):
        places = decimals(c.reference_mean, c.scenario_mean)
        table.add_row(
            Text(c.title if c.pairs == pairs else f"{c.title} ({c.pairs} of {pairs} seeds)"),
            Text(c.unit),
            plain(c.reference_mean, places),
            plain(c.scenario_mean, places),
            signed(c.difference, places),
            Text(span(c.ci_low, c.ci_high, places)),
            signed(c.effect_size, 2),
            plain(c.better, 2),
        )
    return table


def costs(rows: Sequence[Contrast]) -> Iterator[str]:
    """Yield what the scenario costs in hours beyond the reference, and what 100 hours more bring."""
    hours = next((c for c in rows if c.measure == HOURS), None)
    if hours is None or hours.difference is None:
        return
    gains = [
        f"{c.title} {signed(c.per_100_hours, 4)}" for c in rows if c.measure in FIRST and c.per_100_hours is not None
    ]
    more = signed(hours.difference, 0)
    yield (
        f"Hours: {more}. Per 100 hours more: {', '.join(gains)}."
        if gains
        else "Hours do not differ: no effect per 100 hours."
    )


def reading(results: Sequence[Results]) -> Iterator[str]:
    """Yield how the tables are to be read."""
    yield f"{METHOD}; {replicates(results[0].seeds)}, {results[0].weeks} weeks."
    yield "Effect size: difference / SD between practitioners at week 0 of the reference."
    yield "Seeds better: share of seeds that moved in the measure's good direction, ties counting half."
    yield CONDITIONAL
