"""Numerals: numbers as a terminal shows them, in plain letters that every terminal has."""

from __future__ import annotations

from collections.abc import Sequence

NONE = "-"


def decimals(*values: float | None) -> int:
    """Return the decimals to show for a row: four for what is about 1, fewer for what is large."""
    size = max((abs(v) for v in values if v is not None), default=0.0)
    return 4 if size < 10 else 3 if size < 100 else 1 if size < 10_000 else 0


def plain(value: float | None, places: int) -> str:
    """Return a number, "-" for None."""
    if value is None:
        return NONE
    text = f"{value:,.{places}f}"
    return text.lstrip("-") if not any(c in "123456789" for c in text) else text


def signed(value: float | None, places: int) -> str:
    """Return a number with its sign; zero has none."""
    text = plain(value, places)
    return f"+{text}" if value is not None and value > 0 and any(c in "123456789" for c in text) else text


def span(low: float | None, high: float | None, places: int) -> str:
    """Return an interval, "-" where there is none."""
    return NONE if low is None or high is None else f"[{signed(low, places)}, {signed(high, places)}]"


def replicates(seeds: Sequence[int]) -> str:
    """Return "200 replicates (seeds 1 to 200)"."""
    if len(seeds) == 1:
        return f"1 replicate (seed {seeds[0]})"
    return f"{len(seeds):,} replicates (seeds {seeds[0]} to {seeds[-1]})"
