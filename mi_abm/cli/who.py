"""The table of `mi-abm compare --who`: how the same people fare with each scenario and without it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from rich import box
from rich.table import Table

from mi_abm.analysis.counterfactuals import Share, Who
from mi_abm.cli.numerals import NONE, signed
from mi_abm.cli.paper import say, show

MITI = 4  # MITI points per unit of skill
HEADS = ("people", "better", "worse", "no different", "MITI points")


def print_who(found: Sequence[Who], week: int) -> None:
    """Print a table a scenario, then how to read it."""
    for name in dict.fromkeys(row.scenario for row in found):
        say([f"{name}: who does better, and who does worse; week {week}"], style="bold")
        show(_table([row for row in found if row.scenario == name]))
    say(["", *_reading()])


def with_who(text: str, found: Sequence[Who]) -> str:
    """Return the JSON of a comparison with how its people fare under `who`."""
    return json.dumps(json.loads(text) | {"who": plain(found)}, indent=2, ensure_ascii=False, allow_nan=False)


def plain(found: Sequence[Who]) -> list[dict[str, Any]]:
    """Return rows as plain JSON values."""
    return [asdict(row) for row in found]


def _table(rows: Sequence[Who]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, collapse_padding=True)
    table.add_column("group", overflow="fold")
    for head in HEADS:
        table.add_column(head, justify="right", no_wrap=True)
    for row in rows:
        shares = (_percent(share) for share in (row.better, row.worse, row.no_different))
        table.add_row(row.group, f"{row.people:,}", *shares, signed(MITI * row.difference, 3))
    return table


def _percent(share: Share) -> str:
    """Return a share in per cent with its interval."""
    if share.ci_low is None or share.ci_high is None:
        return f"{100 * share.share:.1f} {NONE}"
    low, high = (min(100.0, max(0.0, 100 * x)) for x in (share.ci_low, share.ci_high))
    return f"{100 * share.share:.1f} [{low:.1f}, {high:.1f}]"


def _reading() -> Iterator[str]:
    yield "Per cent of those who stay in both runs: the same person and luck, with and without."
    yield "Better, worse: by at least 0.05 MITI points. Introverts: introversion above 0.6."
    yield "Thirds: at the start of the reference. 95 % Student t interval over seeds."
