"""Measures of a row, compiled together: one loop over people for all, and a few over their runs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from mi_abm.core.columns import Column
from mi_abm.core.measure import Measure
from mi_abm.engine.compiled.code import Loaded, codes
from mi_abm.engine.compiled.compiling import declared
from mi_abm.engine.compiled.graph import Graph, Node, Refused, Slot
from mi_abm.engine.compiled.luck import helpers
from mi_abm.engine.compiled.reading import Reader
from mi_abm.engine.compiled.schedule import plan
from mi_abm.engine.compiled.seen import Seen
from mi_abm.engine.compiled.source import fingerprint
from mi_abm.engine.compiled.things import Self


@dataclass(frozen=True)
class Record:
    """What takes down measures: the places of those that it can, and its code."""

    able: tuple[int, ...]
    code: Loaded


@dataclass(frozen=True)
class Row:
    """What a row is like: the states there are, the columns that are added up from week to week, whether it is row 0."""

    states: tuple[Column, ...]
    added: tuple[Column, ...]
    one_style: bool
    opening: bool


@lru_cache(maxsize=256)
def record_code(measures: tuple[type[Measure], ...], row: Row) -> Record | None:
    """Return what takes down the measures that can be read, at row 0 with their spread, and adds up their columns."""
    able = tuple(i for i, m in enumerate(measures) if not why_not(m, row))
    chosen = [measures[i] for i in able]
    says = [f"{row.one_style} {row.opening}", *map(declared, (*row.states, *row.added))]
    for m in chosen:
        says += [str(m.name), *(fingerprint(getattr(m, f), m) for f in ("of_runs", "of_people", "spread"))]
        says += map(declared, m.reads)
    code = codes().get("record", "\n".join(says), lambda: plan(_graph(chosen, row)))
    return None if isinstance(code, Refused) else Record(able, code)


def why_not(measure: type[Measure], row: Row) -> str:
    """Return why a measure is taken down by numpy; nothing if it is compiled."""
    try:
        plan(_graph([measure], row))
    except (Refused, ArithmeticError, LookupError, RecursionError, TypeError, ValueError, AttributeError) as reason:
        return str(reason) or type(reason).__name__
    return ""


def _graph(measures: Sequence[type[Measure]], row: Row) -> Graph:
    graph = Graph(row.one_style)
    totals = {c.name: _total(graph, c, row.opening) for c in row.added}
    for i, measure in enumerate(measures):
        for kind, node in _values(graph, measure, row, totals):
            graph.results.append((f"{kind}{i}", graph.node("copy", (graph.number(node),), "run")))
    return graph


def _total(graph: Graph, column: Column, opening: bool) -> Node:
    """Return the sum of a column over people and weeks; row 0 does not count."""
    slot = Slot("total", column.name)
    so_far = graph.column(slot, "run")
    if opening:
        return so_far
    this_week = graph.run_sum(graph.column(Slot("monday", column.name), column.axis))  # type: ignore[arg-type]
    total = graph.apply("add", so_far, this_week)
    graph.store(slot, "run", total)
    return total


def _values(graph: Graph, measure: type[Measure], row: Row, totals: dict[str, Node]) -> Iterator[tuple[str, Node]]:
    reader = Reader(graph, helpers())
    seen = Seen(reader, measure, {c.name: c for c in row.states}, row.opening, totals)
    for kind, function in (("", "of_runs"), ("spread ", "spread")):
        if not kind or row.opening:
            node = reader.node(reader.call(Self(measure).get(function), [seen]))
            if node.axis not in ("run", "block"):
                raise Refused("a measure that is not one number a run")
            yield kind, node
