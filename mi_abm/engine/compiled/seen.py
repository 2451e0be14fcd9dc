"""What a measure is given, and the helpers that only measures use."""

from __future__ import annotations

from typing import Any

import numpy as np

from mi_abm.core import kernels
from mi_abm.core.chance import post_normal
from mi_abm.core.columns import Column
from mi_abm.core.measure import Measure, icc
from mi_abm.engine.compiled.expressions import Native, Thing
from mi_abm.engine.compiled.graph import Graph, Node, Refused, Slot
from mi_abm.engine.compiled.luck import by_style
from mi_abm.engine.compiled.reading import Reader
from mi_abm.engine.compiled.things import Moment, Organisation, People
from mi_abm.engine.compiled.vocabulary import HELPERS, Styles, means


class Runs(Thing):
    """The number of runs."""


class OrganisationSeen(Organisation):
    """The organisation, with the number of its runs."""

    def get(self, name: str) -> Any:
        """Return a column of the organisation."""
        return Runs() if name == "n_runs" else super().get(name)


class Rows(Thing):
    """States as they were at row 0 or row 1."""

    def __init__(self, graph: Graph, kind: str, states: dict[str, Column], truth: bool) -> None:
        self.graph, self.kind, self.states, self.truth = graph, kind, states, truth

    def item(self, key: Any) -> Node:
        """Return a state as it was."""
        if key not in self.states or not self.truth:
            raise Refused(f"{self.kind}[{key!r}]")
        return self.graph.column(Slot(self.kind, key), self.states[key].axis)  # type: ignore[arg-type]


class Limits(Thing):
    """Each run's limit of the bottom tercile."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph

    def item(self, key: Any) -> Node:
        """Return the limit of each person's run."""
        if not isinstance(key, Node) or key.data != Slot("org", "run"):
            raise Refused("seen.cut other than of each person's run")
        return self.graph.column(Slot("cut"), "person")


class Luck(Moment):
    """The address of a draw for measures, which have streams of full name."""

    def get(self, name: str) -> Any:
        """Return the moment of the week that is seen, which is this."""
        if name == "in_week":
            return Native(self._in_week)
        return super().get(name)

    def _in_week(self, week: Any) -> Luck:
        if not isinstance(week, Node) or week.op != "week":
            raise Refused("luck of another week")
        return self


class Seen(Thing):
    """What a measure may look at; `opening`: at row 0."""

    def __init__(
        self, reader: Reader, measure: type[Measure], states: dict[str, Column], opening: bool, totals: dict[str, Node]
    ) -> None:
        graph = reader.graph
        self.graph, self.totals = graph, totals
        self.parts: dict[str, Any] = {
            "people": People(reader, {c.name: c for c in measure.reads}, {}),
            "org": OrganisationSeen(graph),
            "week": graph.node("week", (), "block"),
            "luck": Luck(graph, ""),
            "start": Rows(graph, "start", states, True),
            "first": Rows(graph, "first", states, not opening),
            "cut": Limits(graph),
            "total": Native(self._total),
        }

    def get(self, name: str) -> Any:
        """Return a part of what is seen."""
        if name == "stayed":
            return self.graph.column(Slot("stayed"), "person")
        if name not in self.parts:
            raise Refused(f"seen.{name}")
        return self.parts[name]

    def _total(self, column: Any) -> Node:
        if not isinstance(column, Column) or column.name not in self.totals:
            raise Refused("seen.total() of what is not added up")
        return self.totals[column.name]


@means(kernels.run_sum, kernels.run_tie_sum)
def _run_sum(r: Reader, org: Organisation, x: Any) -> Node:
    return r.graph.run_sum(r.node(x))


@means(kernels.run_mean)
def _run_mean(r: Reader, org: Organisation, x: Any) -> Node:
    size = r.graph.column(Slot("org", "run_size"), "run")
    return r.graph.apply("div", r.graph.run_sum(r.node(x)), size)


@means(kernels.style_max)
def _style_max(r: Reader, x: Any) -> Node:
    if not r.graph.one_style:
        raise Refused("style_max() of several styles")
    return r.node(x)


@means(icc)
def _icc(r: Reader, org: Organisation, x: Any) -> Node:
    return r.graph.kernel("icc", [r.node(x)], "run")


HELPERS[post_normal] = by_style("post_week_uniform")


def _filled(r: Reader, count: Any, value: Any) -> Node:
    if not isinstance(count, Runs | Styles):
        raise Refused("an array of another length than a column's")
    return r.node(value)


@means(np.full)
def _full(r: Reader, count: Any, value: Any) -> Node:
    return _filled(r, count, value)


@means(np.zeros)
def _zeros(r: Reader, count: Any) -> Node:
    return _filled(r, count, 0.0)


@means(np.ones)
def _ones(r: Reader, count: Any) -> Node:
    return _filled(r, count, 1.0)
