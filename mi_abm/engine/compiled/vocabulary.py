"""What numpy's functions and the helpers of `mi_abm.core` mean in a graph.

A helper that is not here is read from its own source. `HELPERS` maps each function to what it puts into the graph.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from mi_abm.core import kernels, numbers, pairing, partners
from mi_abm.engine.compiled.expressions import Thing
from mi_abm.engine.compiled.graph import Node, Refused, Slot
from mi_abm.engine.compiled.reading import Helper, Reader
from mi_abm.engine.compiled.things import ListOf, Moment, Organisation

HELPERS: dict[Any, Helper] = {}


def means(*functions: Any) -> Callable[[Helper], Helper]:
    """Say which functions a helper of the graph stands for."""

    def add(helper: Helper) -> Helper:
        HELPERS.update(dict.fromkeys(functions, helper))
        return helper

    return add


def single(op: str, *functions: Any, n: int = 1) -> None:
    """Say which operation on single values stands for a function of n arguments."""

    def helper(r: Reader, *args: Any) -> Node:
        if len(args) != n:
            raise Refused(f"{op} of {len(args)} arguments")
        return r.graph.apply(op, *(r.node(a) for a in args))

    means(*functions)(helper)


class Styles(Thing):
    """The number of styles."""


single("floor", np.floor)
single("ceil", np.ceil)
single("sqrt", np.sqrt)
single("abs", np.abs, np.fabs, abs)
single("min", np.minimum, n=2)
single("max", np.maximum, n=2)
single("remainder", np.mod, n=2)
single("exp", numbers.exp)
single("log", numbers.log)
HELPERS[range] = lambda r, *args: range(*args)


@means(np.asarray)
def _asarray(r: Reader, x: Any, dtype: Any = None) -> Any:
    if dtype not in (None, np.float64, float):
        raise Refused("np.asarray() of another type")
    return x


@means((Node, "copy"))
def _copy(r: Reader, x: Node) -> Node:
    return x


@means((Node, "astype"))
def _astype(r: Reader, x: Node, dtype: Any) -> Node:
    if dtype not in (np.float64, float):
        raise Refused(".astype() to another type than float")
    return r.graph.number(x)


@means(np.where)
def _where(r: Reader, condition: Any, a: Any, b: Any) -> Node:
    g = r.graph
    c, x, y = g.truth(r.node(condition)), r.node(a), r.node(b)
    if x.mask and y.mask:
        return g.apply("or", g.apply("and", c, x), g.apply("and", g.apply("not", c), y))
    return g.apply("where", c, x, y)


@means(np.clip)
def _clip(r: Reader, x: Any, low: Any, high: Any) -> Node:
    return r.graph.apply("min", r.graph.apply("max", r.node(x), r.node(low)), r.node(high))


@means(len)
def _len(r: Reader, x: Any) -> Any:
    return Styles() if isinstance(x, Node) else len(x)


@means(getattr)
def _getattr(r: Reader, owner: Any, name: str) -> Any:
    return r.attribute(owner, name)


@means(kernels.here)
def _here(r: Reader, org: Organisation, x: Any) -> Node:
    return r.graph.gather("row", r.node(x))


@means(kernels.there)
def _there(r: Reader, org: Organisation, x: Any) -> Node:
    return r.graph.gather("idx", r.node(x))


@means(kernels.tie_sum)
def _tie_sum(r: Reader, org: Organisation, x: Any) -> Node:
    return r.graph.tie_sum(r.node(x))


def whole(function: Any, name: str, *places: int, styles: bool = False) -> None:
    """Let a helper on columns of people be a kernel; `places` are its arguments that are columns."""

    def helper(r: Reader, *args: Any) -> Node:
        if len(args) != max(places) + 1:
            raise Refused(f"{name}() of {len(args)} arguments")
        nodes = [r.node(args[i]) for i in places]
        axis = r.graph.axis("style") if any(n.axis == "style" for n in nodes) else "person"
        if axis == "style" and not styles:
            raise Refused(f"{name}() of a column of styles")
        return r.graph.kernel(name, nodes, axis)

    means(function)(helper)


whole(kernels.team_sum, "team_sum", 1, styles=True)
whole(kernels.team_mean, "team_mean", 1, styles=True)
whole(kernels.run_total, "run_total", 1, styles=True)
whole(kernels.per_manager, "per_manager", 1)
whole(kernels.of_manager, "of_manager", 1)
whole(kernels.rank_in_team, "rank_in_team", 1, 2)
whole(kernels.lowest_other_team, "lowest_other_team", 1, 2)
whole(partners.of_place, "of_place", 1, 2, 3)
whole(partners.choose_in_team, "choose_in_team", 1, 2)
whole(pairing.members, "members", 0, 1)
whole(pairing.positions, "positions", 0, 1, 2, 3)
whole(pairing.at_position, "at_position", 1, 2, 3)


@means(pairing.group_of)
def _group_of(r: Reader, org: Organisation, by_team: Any) -> Node:
    g = r.graph
    by = g.apply("gt", r.node(by_team), g.constant(0.0))
    return g.apply("where", by, org.get("team"), g.column(Slot("org", "run_group"), "person"))


@means(kernels.style_mean)
def _style_mean(r: Reader, x: Any) -> Node:
    node = r.node(x)
    if node.axis in ("style", "styletie"):
        return r.graph.kernel("style_mean", [node], "person" if node.axis == "style" else "tie")
    if not r.graph.one_style or node.axis not in ("person", "tie"):
        raise Refused("style_mean() of what has no axis of styles")
    return node


@means(kernels.named_styles)
def _named_styles(r: Reader, org: Organisation, names: Any) -> Node:
    if not isinstance(names, ListOf):
        raise Refused("named_styles() of what is not a parameter")
    return r.graph.column(Slot("named_styles", names.name), "style")


@means(kernels.on_schedule)
def _on_schedule(r: Reader, org: Organisation, now: Moment, weeks: Any, delay: Any) -> Node:
    if not isinstance(weeks, ListOf):
        raise Refused("on_schedule() of what is not a parameter")
    return r.graph.kernel("on_schedule", [r.node(delay)], "person", weeks.name)
