"""What the engine itself does with columns every week, in the language of the rules: a new Monday, sums, next week."""

from __future__ import annotations

from collections.abc import Iterable

from mi_abm.core.columns import Column
from mi_abm.engine.compiled.graph import Graph, Slot
from mi_abm.engine.compiled.schedule import Plan, plan

ANY = Slot("monday")  # a column that only the table knows


def neutral(start: float, axis: str, one_style: bool) -> Plan:
    """Bring one column, whichever is in the table, back to where it starts from."""
    graph = Graph(one_style)
    graph.store(ANY, axis, graph.constant(start))  # type: ignore[arg-type]
    return plan(graph)


def leaving(gone: Column, one_style: bool) -> Plan:
    """Let the next occupant take each post that was left this week; list those posts; say who is still the first."""
    graph = Graph(one_style)
    stayed = graph.column(Slot("stayed"), "person")
    left = graph.column(Slot("monday", gone.name), "person")
    graph.store(Slot("stayed"), "person", graph.kernel("leaving", [left, stayed]))
    return plan(graph)


def totals(columns: Iterable[Column], parts: Iterable[Column], one_style: bool) -> Plan:
    """Add up totals from their parts, in order of declaration."""
    graph, parts = Graph(one_style), list(parts)
    for total in columns:
        value = graph.constant(0.0)
        for part in parts:
            if part.of is not None and part.of.name == total.name:
                value = graph.apply("add", value, graph.column(Slot("monday", part.name), part.axis))  # type: ignore[arg-type]
        graph.store(Slot("monday", total.name), total.axis, value)  # type: ignore[arg-type]
    return plan(graph)


def next_week(columns: Iterable[Column], one_style: bool) -> Plan:
    """Let states as they were made become what is read."""
    graph = Graph(one_style)
    for column in columns:
        made = graph.column(Slot("coming", column.name), column.axis)  # type: ignore[arg-type]
        graph.store(Slot("monday", column.name), column.axis, made)  # type: ignore[arg-type]
    return plan(graph)
