"""What tables are printed on: as wide as the terminal, 100 columns where there is none, never too narrow for a number."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.table import Column, Table

PIPED = 100  # columns
WORDY = 2  # columns of words, which may wrap between words
FIRST = ("miti", "practice")
ALWAYS = (*FIRST, "bottom_tercile", "hours")
MORE = "{n} of {all} measures are shown; --all shows all, --json and --out hold all."
Row = TypeVar("Row")


def say(lines: Iterable[str], style: str | None = None) -> None:
    """Print lines as they are."""
    console = _paper()
    for line in lines:
        console.print(line, style=style, markup=False, highlight=False)


def width() -> int:
    """Return the number of columns there is room for."""
    return _paper().width


def show(table: Table) -> None:
    """Print a table; where the terminal is too narrow for its numbers and longest words, let it be wider."""
    console = _paper()
    gaps = 2 * (len(table.columns) - 1)
    least = [_longest(column, by_word=number < WORDY) for number, column in enumerate(table.columns)]
    most = [_longest(column, by_word=False) for column in table.columns]
    room = max(0, console.width - gaps - sum(least))
    for column, narrow, wide in zip(table.columns, least, most, strict=True):
        column.width = min(wide, narrow + room)
        room -= column.width - narrow
    console.width = max(console.width, gaps + sum(column.width or 0 for column in table.columns))
    console.print(table)


def _longest(column: Column, by_word: bool) -> int:
    cells = [str(cell) for cell in (column.header, *column.cells)]
    return max(cell_len(part) for cell in cells for part in (cell.split() if by_word else cell.splitlines()) or [""])


def _paper() -> Console:
    console = Console(file=sys.stdout)
    if not console.is_terminal:
        console.width = PIPED
    return console


def column_table(numbers: Sequence[str]) -> Table:
    """Return an empty table with the columns measure and unit, which may wrap, and numbers, which may not."""
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, collapse_padding=True)
    for name in ("measure", "unit"):
        table.add_column(name, overflow="fold")
    for name in numbers:
        table.add_column(name, justify="right", no_wrap=True)
    return table


def first_things_first(rows: Sequence[Row], measure: Callable[[Row], str]) -> list[Row]:
    """Return rows with the MITI scale first, then practice, then the others in their order."""
    order = {name: place for place, name in enumerate(FIRST)}
    return sorted(rows, key=lambda row: order.get(measure(row), len(FIRST)))
