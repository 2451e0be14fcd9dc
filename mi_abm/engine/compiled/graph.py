"""What a rule does to columns, as a graph: each value once, with what it is made of and along which axis it varies.

    block     one number for a block of runs that share their parameters
    run       one number a run (measures only)
    person    one a person                 style     one a style and person
    tie       one a tie                    styletie  one a style and tie
    note      the notes of a person, which only helpers on notes read

With one style, the axis of styles is that of people.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

Axis = Literal["block", "run", "person", "style", "tie", "styletie", "note"]
COMPARISONS = {"lt", "le", "gt", "ge", "eq", "ne"}
LOGIC = {"and", "or", "xor", "not"}
ARITHMETIC = {
    "add", "sub", "mul", "div", "neg", "min", "max", "abs", "floor", "ceil", "sqrt", "where", "exp", "log", "remainder",
}  # fmt: skip
PYTHONS = COMPARISONS | LOGIC | {"add", "sub", "mul", "div", "neg", "const", "param", "week"}
_WIDER: dict[frozenset[str], Axis] = {
    frozenset({"person", "style"}): "style",
    frozenset({"tie", "styletie"}): "styletie",
}


class Refused(Exception):
    """What a rule says cannot be read exactly; the message says what."""


@dataclass(eq=False)
class Node:
    """One value. `data` is what it depends on beside `args`; a mask is true or false, not a number."""

    op: str
    args: tuple[Node, ...]
    axis: Axis
    order: int
    mask: bool = False
    data: Hashable = None
    name: str = ""

    def __repr__(self) -> str:
        return f"{self.name or self.op}{self.order}"

    @property
    def python(self) -> bool:
        """Whether numpy never sees it: the week and single parameters, to which Python's own ~ and + apply."""
        return self.axis == "block" and self.op in PYTHONS and all(a.python for a in self.args)


class Slot(NamedTuple):
    """Where an array lies: its kind, and its name within the kind."""

    kind: str
    name: str = ""

    def __str__(self) -> str:
        return f"{self.kind}:{self.name}"


@dataclass(frozen=True)
class Call:
    """The call of a kernel: its name, what it is given beside columns, and whether its first value is a guard."""

    kernel: str
    data: Hashable
    guarded: bool


@dataclass
class Graph:
    """All values of one phase, equal ones once, and what is stored in which column at the end."""

    one_style: bool
    nodes: list[Node] = field(default_factory=list)
    stores: dict[Slot, tuple[Node, Axis]] = field(default_factory=dict)
    results: list[tuple[str, Node]] = field(default_factory=list)
    _known: dict[tuple[Hashable, ...], Node] = field(default_factory=dict)

    def node(self, op: str, args: Iterable[Node], axis: Axis, mask: bool = False, data: Hashable = None) -> Node:
        """Return the value of an operation, the same one if it was there before."""
        args = tuple(args)
        key = (op, *map(id, args), axis, mask, data)
        if key not in self._known:
            self._known[key] = Node(op, args, axis, len(self.nodes), mask, data)
            self.nodes.append(self._known[key])
        return self._known[key]

    def constant(self, value: float) -> Node:
        """Return a number that is known now; the sign of zero counts."""
        return self.node("const", (), "block", data=float(value).hex())

    def column(self, slot: Slot, axis: Axis) -> Node:
        """Return a column as it stands before the phase."""
        return self.node("column", (), self.axis(axis), data=slot)

    def axis(self, axis: str) -> Axis:
        """Return the axis on which values of a declared axis are computed."""
        if axis == "team":
            return "person"
        if self.one_style:
            axis = {"style": "person", "styletie": "tie"}.get(axis, axis)
        return axis  # type: ignore[return-value]

    def number(self, x: Node) -> Node:
        """Return 1 and 0 for true and false."""
        return self.apply("where", x, self.constant(1.0), self.constant(0.0)) if x.mask else x

    def truth(self, x: Node) -> Node:
        """Return whether x is not zero."""
        return x if x.mask else self.apply("ne", x, self.constant(0.0))

    def apply(self, op: str, *args: Node) -> Node:
        """Return an operation on single values, along the axis that its arguments share."""
        mask = op in COMPARISONS or op in LOGIC
        if op in LOGIC and not all(a.mask for a in args):
            raise Refused(f"{op} of numbers: compare them first")
        if op not in LOGIC:
            args = tuple(a if op == "where" and i == 0 else self.number(a) for i, a in enumerate(args))
        return self._gathered(op, args, mask) or self.node(op, args, join(args), mask)

    def _gathered(self, op: str, args: tuple[Node, ...], mask: bool) -> Node | None:
        """Do with people, once, what would be done with what was brought from them to their ties."""
        moved = [a for a in args if a.axis != "block"]
        if mask or not moved or {a.op for a in moved} != {"gather"} or len({a.data for a in moved}) > 1:
            return None
        inner = self.apply(op, *(a.args[0] if a.op == "gather" else a for a in args))
        return self.gather(str(moved[0].data), inner)

    def gather(self, end: str, x: Node) -> Node:
        """Bring a value to the ties: of the observer ("row") or of the colleague ("idx")."""
        x = self.number(x)
        if x.axis == "block":
            return x
        if x.axis not in ("person", "style"):
            raise Refused("here() and there() of what is not a column of people")
        return self.node("gather", (x,), "tie" if x.axis == "person" else "styletie", data=end)

    def tie_sum(self, x: Node) -> Node:
        """Add up a value on ties over each observer's ties."""
        x = self.number(x)
        if x.axis not in ("tie", "styletie"):
            raise Refused("tie_sum() of what is not on ties")
        return self.node("tie_sum", (x,), "person" if x.axis == "tie" else "style")

    def run_sum(self, x: Node) -> Node:
        """Add up a column of people, or a value on ties, over each run."""
        x = self.number(x)
        if x.axis not in ("block", "person", "tie"):
            raise Refused(f"a sum over runs of axis {x.axis}")
        if x.axis == "block":
            x = self.node("copy", (x,), "person")
        return self.node("run_sum", (x,), "run")

    def of_run(self, x: Node) -> Node:
        """Give a value of each run to all its people."""
        if x.axis == "block":
            return x
        return self.node("of_run", (x,), "person")

    def kernel(
        self, name: str, args: Iterable[Node], axis: Axis = "person", data: Hashable = None, guard: Node | None = None
    ) -> Node:
        """Return what a whole-column helper makes of its arguments; not called where `guard` is nowhere above zero."""
        values = [self.number(a) for a in ([] if guard is None else [guard])] + [self.number(a) for a in args]
        return self.node("kernel", values, axis, data=Call(name, data, guard is not None))

    def store(self, slot: Slot, axis: Axis, value: Node) -> None:
        """Say what a column holds at the end of the phase."""
        axis, value = self.axis(axis), self.number(value)
        if join_axes((axis, value.axis)) != axis and not (axis == "note" and value.axis in ("person", "block")):
            raise Refused(f"a value of axis {value.axis} for {slot.name}, whose axis is {axis}")
        self.stores[slot] = (value, axis)


def join(args: Iterable[Node]) -> Axis:
    """Return the axis that values share."""
    return join_axes([a.axis for a in args])


def join_axes(axes: Iterable[Axis]) -> Axis:
    """Return the axis to which values of these axes extend; raise `Refused` if there is none."""
    found = frozenset(axes) - {"block"}
    if not found:
        return "block"
    if len(found) == 1:
        return next(iter(found))
    wider = _WIDER.get(frozenset(found))
    if wider is None:
        raise Refused(f"values of axes {' and '.join(sorted(found))} do not go together")
    return wider
