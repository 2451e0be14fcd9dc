"""The overview of an experiment without points: a row a contrast, sorted, each cure under its pitfall, beside hours."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

SCALES = ("miti", "practice")  # what overviews show first
MOST = 2  # scales beside one another


@dataclass(frozen=True)
class Entry:
    """One outcome of a contrast; NaN where there is no number."""

    measure: str
    title: str
    unit: str
    week: int
    difference: float
    low: float
    high: float


@dataclass(frozen=True)
class Line:
    """A contrast: what it compares, the hours it takes more, and its outcomes by measure; `others` are not on the scales.

    `below` is true of a contrast with the scenario of the line above, such as a cure with its pitfall.
    """

    scenario: str
    reference: str
    hours: float
    scales: Mapping[str, Entry]
    others: tuple[Entry, ...]
    below: bool = False


@dataclass(frozen=True)
class Overview:
    """Lines in their order, and the measures that they have in common."""

    measures: tuple[str, ...]
    lines: tuple[Line, ...]


def overview(effects: pd.DataFrame) -> Overview:
    """Return the overview of effects at one point."""
    measures = _scales(list(dict.fromkeys(effects["measure"])))
    lines = [_line(found, measures) for _, found in effects.groupby("contrast", sort=False)]
    ordered = sorted(lines, key=lambda line: -_size(line, measures))
    return Overview(measures, tuple(_chained(ordered)))


def _scales(measures: Sequence[str]) -> tuple[str, ...]:
    """Return the two measures that lines are shown on: the MITI score and practice, where they are there."""
    first = [m for m in SCALES if m in measures]
    return tuple([*first, *(m for m in measures if m not in first)][:MOST])


def _line(found: pd.DataFrame, measures: Sequence[str]) -> Line:
    entries = [
        Entry(
            row["measure"],
            row["title"],
            row["unit"],
            int(row["week"]),
            row["difference"],
            row["ci_low"],
            row["ci_high"],
        )
        for row in found.to_dict("records")
    ]
    scales = {m: max((e for e in entries if e.measure == m), key=lambda e: e.week) for m in measures if m in {e.measure for e in entries}}  # fmt: skip
    others = tuple(e for e in entries if e not in scales.values())
    last = found.sort_values("week").iloc[-1]
    return Line(str(last["scenario"]), str(last["reference"]), float(last["hours"]), scales, others)


def _size(line: Line, measures: Sequence[str]) -> float:
    """Return what lines are sorted by: the difference on the first scale; what has none comes last."""
    found = line.scales.get(measures[0])
    return -float("inf") if found is None or found.difference != found.difference else found.difference


def _chained(lines: Sequence[Line]) -> Iterator[Line]:
    """Yield lines in their order, but each that compares with the scenario of another one right below that one."""
    scenarios = {line.scenario for line in lines}

    def from_here(line: Line, below: bool) -> Iterator[Line]:
        yield Line(line.scenario, line.reference, line.hours, line.scales, line.others, below)
        for other in lines:
            if other.reference == line.scenario and other is not line:
                yield from from_here(other, True)

    for line in lines:
        if line.reference not in scenarios:
            yield from from_here(line, False)
