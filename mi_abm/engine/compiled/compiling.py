"""What is compiled of a rule, and what that follows from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from mi_abm.core.columns import Column
from mi_abm.core.rules import Rule
from mi_abm.engine.compiled import housekeeping, luck
from mi_abm.engine.compiled.code import Loaded, codes
from mi_abm.engine.compiled.graph import Graph, Refused
from mi_abm.engine.compiled.reading import Reader
from mi_abm.engine.compiled.schedule import Plan, plan
from mi_abm.engine.compiled.source import fingerprint
from mi_abm.engine.compiled.things import Moment, Organisation, Parameters, Self, people_of


def read(rule: type[Rule], phase: str, one_style: bool) -> Plan:
    """Read a phase; raise `Refused` with the reason where that cannot be done exactly."""
    reader = Reader(Graph(one_style), luck.helpers())
    arrival, graph = phase == "arrive", reader.graph
    people = people_of(reader, rule, arrival)
    things = (people, Parameters(graph, rule), Organisation(graph), Moment(graph, rule.name))
    try:
        reader.call(Self(rule).get(phase), things)
        return plan(graph, arrival)
    except (ArithmeticError, LookupError, RecursionError, TypeError, ValueError) as error:
        raise Refused(f"{type(error).__name__}: {error}") from None


_FOUND: dict[tuple[type[Rule], Any, str, bool], Loaded | Refused] = {}


def phase_code(rule: type[Rule], phase: str, one_style: bool) -> Loaded | Refused:
    """Return a phase of a rule, compiled, or the reason why it must stay numpy."""
    key = rule, getattr(rule, phase), phase, one_style
    if key not in _FOUND:
        _FOUND[key] = _phase_code(rule, phase, one_style)
    return _FOUND[key]


def _phase_code(rule: type[Rule], phase: str, one_style: bool) -> Loaded | Refused:
    says = [rule.name, fingerprint(getattr(rule, phase), rule), str(one_style), *map(declared, _columns(rule))]
    says += [f"{name} {field.annotation}" for name, field in rule.Params.model_fields.items()]
    return codes().get(f"{rule.name}_{phase}", "\n".join(says), lambda: read(rule, phase, one_style))


def _columns(rule: type[Rule]) -> Iterable[Column]:
    return (*rule.columns(), *rule.sets, *rule.reads)


def declared(column: Column) -> str:
    """Return all that matters of a column's declaration."""
    of = column.of.name if column.of else ""
    return f"{column.name} {column.kind} {column.axis} {column.span} {column.combine} {column.start!r} {of}"


def neutral_code(column: Column, one_style: bool) -> Loaded | Refused:
    """Return what brings a column back to where it starts from, whichever of this start and axis is in the table."""
    says = f"{one_style} {column.start!r} {column.axis}"
    return codes().get("neutral", says, lambda: housekeeping.neutral(column.start, column.axis, one_style))


def leaving_code(gone: Column, one_style: bool) -> Loaded | Refused:
    """Return what hands posts on to their next occupants."""
    return _kept("leaving", [gone], one_style, lambda: housekeeping.leaving(gone, one_style))


def totals_code(due: Sequence[Column], parts: Sequence[Column], one_style: bool) -> Loaded | Refused:
    """Return what adds up totals from their parts."""
    return _kept("totals", [*due, *parts], one_style, lambda: housekeeping.totals(due, parts, one_style))


def next_week_code(columns: Sequence[Column], one_style: bool) -> Loaded | Refused:
    """Return what lets states as they were made become what is read."""
    return _kept("next_week", columns, one_style, lambda: housekeeping.next_week(columns, one_style))


def _kept(name: str, columns: Sequence[Column], one_style: bool, make: Any) -> Loaded | Refused:
    return codes().get(name, "\n".join([str(one_style), *map(declared, columns)]), make)
