"""What a phase is given: people, parameters, the organisation, the moment; for a measure, what has been seen."""

from __future__ import annotations

import types
import typing
from collections.abc import Mapping
from typing import Any

from mi_abm.core.columns import Column
from mi_abm.core.rules import Intervention, Rule
from mi_abm.engine.compiled.expressions import Thing
from mi_abm.engine.compiled.graph import Graph, Node, Refused, Slot
from mi_abm.engine.compiled.reading import Reader

ORGANISATION = {
    "kept": "tie", "across": "tie", "visiting": "tie", "hosting": "tie", "w0": "tie",
    "place": "person", "team_number": "person", "teams_in_run": "person", "team": "person", "run": "person",
}  # fmt: skip
COMBINED = {"sum": "add", "largest": "max", "product": "mul"}


class ListOf(Thing):
    """A parameter that is a list, for helpers that know what to do with it."""

    def __init__(self, name: str) -> None:
        self.name = name


class Parameters(Thing):
    """A rule's parameters: one number for a block of runs each."""

    def __init__(self, graph: Graph, rule: type[Rule]) -> None:
        self.graph, self.fields = graph, rule.Params.model_fields

    def get(self, name: str) -> Any:
        """Return a parameter."""
        if name not in self.fields:
            raise Refused(f"p.{name} is not declared")
        if is_list(self.fields[name].annotation):
            return ListOf(name)
        return self.graph.node("param", (), "block", data=name)


def is_list(annotation: Any) -> bool:
    """Say whether a parameter's type is a list, or may be one."""
    if typing.get_origin(annotation) in (typing.Union, types.UnionType):
        return any(is_list(a) for a in typing.get_args(annotation))
    return annotation in (list, tuple) or typing.get_origin(annotation) in (list, tuple)


class Organisation(Thing):
    """The organisation: what it says of people and ties."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph

    def get(self, name: str) -> Node:
        """Return a column of the organisation."""
        if name not in ORGANISATION:
            raise Refused(f"org.{name}")
        return self.graph.column(Slot("org", name), ORGANISATION[name])  # type: ignore[arg-type]


class Moment(Thing):
    """The address of a draw, less its process."""

    def __init__(self, graph: Graph, rule: str) -> None:
        self.graph, self.rule = graph, rule

    def get(self, name: str) -> Node:
        """Return the week, or whether there is chance."""
        if name not in ("week", "noisy"):
            raise Refused(f"now.{name}")
        return self.graph.node(name, (), "block")


class Self(Thing):
    """The rule itself: its functions and what its class says."""

    def __init__(self, rule: type) -> None:
        self.rule = rule

    def get(self, name: str) -> Any:
        """Return a function of the rule, or a constant of its class."""
        if not hasattr(self.rule, name):
            raise Refused(f"self.{name}")
        for klass in self.rule.__mro__:
            if name in vars(klass):
                found = vars(klass)[name]
                break
        if isinstance(found, staticmethod):
            return found.__func__
        if isinstance(found, types.FunctionType):
            return types.MethodType(found, self)
        return found


class People(Thing):
    """The columns that a rule may read and write.

    States are read as of Monday and written for next Monday; all else is seen at once, as is everything in a phase of
    arrival (`at_once`).
    """

    def __init__(
        self, reader: Reader, read: Mapping[str, Column], write: Mapping[str, Column], at_once: bool = False
    ) -> None:
        self.reader, self.graph = reader, reader.graph
        self.read, self.write, self.at_once = read, write, at_once
        self.covered = False
        self.now: dict[str, Node] = {}

    def get(self, name: str) -> Node:
        """Return a column as the rule sees it now."""
        if name == "covered" and self.covered:
            return self.graph.column(Slot("covered"), "person")
        if name not in self.read:
            raise Refused(f"people.{name} is not among what the rule reads")
        if name not in self.now:
            column = self.read[name]
            self.now[name] = self.graph.column(self.slot(column, "coming" if self.at_once else "monday"), column.axis)  # type: ignore[arg-type]
        return self.now[name]

    def set(self, name: str, value: Any) -> None:
        """Write a column: cut to its span, or combined with what others contribute."""
        if name not in self.write:
            raise Refused(f"people.{name} is not the rule's to write")
        column, value = self.write[name], self.reader.node(value)
        before = self.get(name) if name in self.read else None
        if value is before:
            return
        value = self.graph.number(value)
        if column.kind == "exposure":
            earlier = self.now.get(name) or self.graph.column(self.slot(column, "coming"), column.axis)  # type: ignore[arg-type]
            value = self.graph.apply(COMBINED[column.combine], earlier, value)
        elif column.span is not None:
            low, high = (self.graph.constant(float(s)) for s in column.span)
            value = self.graph.apply("min", self.graph.apply("max", value, low), high)
        self.graph.store(self.slot(column, "coming"), column.axis, value)  # type: ignore[arg-type]
        if column.kind != "state" or self.at_once:
            if before is not None:
                self.reader.stale[before] = name
            self.now[name] = value

    @staticmethod
    def slot(column: Column, side: str) -> Slot:
        """Return where a column lies: states have two sides, all others one."""
        return Slot(side if column.kind == "state" else "monday", column.name)


def people_of(reader: Reader, rule: type[Rule], arrival: bool) -> People:
    """Return the columns that a rule sees in its phases, or where its newcomers arrive."""
    own = {c.name: c for c in rule.columns()}
    sets = {c.name: c for c in rule.sets}
    reads = {c.name: c for c in rule.reads}
    if arrival:
        lasting = {n: c for n, c in own.items() if c.kind in ("trait", "state", "flow") and c.axis != "tie"}
        seen = lasting | {n: c for n, c in reads.items() if c.axis != "tie"}
        return People(reader, seen, lasting, at_once=True)
    writable = {n: c for n, c in (own | sets).items() if c.kind != "total"}
    people = People(reader, own | sets | reads, writable)
    people.covered = issubclass(rule, Intervention)
    return people
