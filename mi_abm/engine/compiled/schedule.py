"""Puts the values of a phase in an order of loops, over the rows of one block at a time.

A phase is a row of places. In each stage come, in this order, helpers on whole columns; one loop over people; one over
styles; one over ties; sums over each observer's ties; for measures, sums over runs and one loop over runs. A value is
computed as soon as what it needs is there, or later where it is first used; it is kept in memory if another place needs
it, in the column itself if it is stored there anyway.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from mi_abm.engine.compiled.graph import Axis, Call, Graph, Node, Refused, Slot
from mi_abm.engine.compiled.signatures import inputs, signature

KERNEL, PERSON, STYLE, TIE, SUMS, TOTALS, RUN = range(7)
STAGE = 7
LOOP: dict[str, int] = {"person": PERSON, "style": STYLE, "tie": TIE, "styletie": TIE, "run": RUN, "note": PERSON}
OF_ROWS = {"lasting_uniform", "post_uniform", "lasting_team_uniform", "bell", "style_mean"}  # what newcomers may use
LASTING = {"lasting_uniform", "post_uniform", "lasting_team_uniform"}  # draws that stay the same from week to week
BEFORE = -1  # the place of what is there when a block begins: columns, numbers of the block


@dataclass
class Plan:
    """Where each value is computed (`place`), where it is kept (`home`), and what is stored where."""

    graph: Graph
    rows: bool
    place: dict[Node, int] = field(default_factory=dict)
    home: dict[Node, Slot] = field(default_factory=dict)
    stores: dict[int, list[tuple[Slot, Node, Axis]]] = field(default_factory=lambda: defaultdict(list))
    users: dict[Node, list[Node]] = field(default_factory=lambda: defaultdict(list))
    chunk: dict[Node, Slot] = field(default_factory=dict)

    @property
    def places(self) -> list[int]:
        """The places where something is done, in order."""
        return sorted({p for p in self.place.values() if p >= 0} | set(self.stores))

    def at(self, place: int) -> list[Node]:
        """Return the values that are computed at a place, in an order in which each needs only earlier ones."""
        return sorted((n for n, p in self.place.items() if p == place), key=lambda n: n.order)


def plan(graph: Graph, rows: bool = False) -> Plan:
    """Order the values of a graph; `rows`: the phase works on listed rows only (newcomers)."""
    made = Plan(graph, rows)
    _let_kernels_have_columns(made)
    wanted = _needed(graph)
    for node in graph.nodes:
        if node in wanted:
            made.place[node] = _earliest(made, node)
            for arg in node.args:
                made.users[arg].append(node)
    _delay(made)
    _store(made)
    _keep(made)
    _check_notes(made)
    return made


def _needed(graph: Graph) -> set[Node]:
    """Return the values on which something that is stored depends."""
    left = [value for value, _ in graph.stores.values()] + [value for _, value in graph.results]
    found: set[Node] = set()
    while left:
        node = left.pop()
        if node not in found:
            found.add(node)
            left += node.args
    return found


def _let_kernels_have_columns(made: Plan) -> None:
    """Give kernels whole columns: of what is one number, and of listed rows, a copy."""
    graph = made.graph
    copies: dict[tuple[Node, Axis], Node] = {}
    for node in list(graph.nodes):
        if isinstance(node.data, Call):
            kinds = [*(["<guard"] if node.data.guarded else []), *inputs(node.data.kernel)]
            if made.rows and node.data.kernel not in OF_ROWS:
                raise Refused(f"{node.data.kernel}() where people arrive")
            if len(kinds) != len(node.args):
                raise Refused(f"{node.data.kernel}() of {len(node.args)} values")
            node.args = tuple(_column(made, a, k, node.axis, copies) for a, k in zip(node.args, kinds, strict=True))
    graph.nodes.sort(key=lambda n: n.order)


def _column(made: Plan, x: Node, kind: str, axis: Axis, copies: dict[tuple[Node, Axis], Node]) -> Node:
    if kind[0] == "#":
        if x.axis != "block":
            raise Refused(f"{kind[1:]} of a helper is one number a run")
        return x
    if kind[0] == "~" or not (x.axis == "block" or (x.op == "column" and (made.rows or x.axis in ("tie", "styletie")))):
        return x
    wide: Axis = ("style" if axis == "style" else "person") if x.axis == "block" else x.axis
    if (x, wide) not in copies:
        copies[x, wide] = Node("copy", (x,), wide, x.order)
        made.graph.nodes.append(copies[x, wide])
    return copies[x, wide]


def _next(place: int, loop: int) -> int:
    """Return the first place of a kind of loop at or after a place."""
    return place + (loop - place) % STAGE


def _loop(node: Node) -> int:
    if node.op in ("kernel", "out"):
        return KERNEL
    return {"tie_sum": SUMS, "run_sum": TOTALS}.get(node.op, LOOP.get(node.axis, PERSON))


def _fixed(node: Node) -> bool:
    return node.op == "column" or node.axis == "block"


def _earliest(made: Plan, node: Node) -> int:
    if _fixed(node):
        return BEFORE
    return max((_next(max(made.place[a], 0), _loop(node)) for a in node.args), default=_loop(node))


def _delay(made: Plan) -> None:
    """Move values on to where they are first used: fewer are kept in memory, and sums meet in one loop."""
    stored = {value for value, _ in made.graph.stores.values()} | {value for _, value in made.graph.results}
    for node in sorted(made.place, key=lambda n: -n.order):
        loop = _loop(node)
        if _fixed(node) or loop in (KERNEL, TOTALS) or node in stored or not made.users[node]:
            continue
        latest = [
            made.place[u] if _loop(u) == loop else made.place[u] - 1 - (made.place[u] - 1 - loop) % STAGE
            for u in made.users[node]
        ]
        made.place[node] = max(made.place[node], min(latest))


def _store(made: Plan) -> None:
    """Find the place of each store: not before the value is there, nor before all has been read that it overwrites."""
    read: dict[Slot, int] = {}
    for node in made.place:
        if node.op == "column":
            assert isinstance(node.data, Slot)
            # a loop over styles and ties comes after that over ties at the same place
            last = [made.place[u] + (u.axis == "styletie" and node.axis == "tie") for u in made.users[node]]
            read[node.data] = max(last, default=BEFORE)
    for slot, (value, axis) in made.graph.stores.items():
        if axis == "note" and value.axis == "note":
            continue
        here = _next(max(made.place[value], 0), LOOP[axis])
        late = read.get(slot, BEFORE)
        made.stores[here if late <= here else _next(late, LOOP[axis])].append((slot, value, axis))


def _keep(made: Plan) -> None:
    """Give memory to what another place needs."""
    scratch = _Scratch(made)
    for place in made.places:
        for node in made.at(place):
            uses = [made.place[u] for u in made.users[node] if made.place[u] != place or _whole(u)]
            stored = [(p, slot, axis) for p, all_ in made.stores.items() for slot, v, axis in all_ if v is node]
            elsewhere = [p for p, _, _ in stored if p != place]
            kernel = _loop(node) in (KERNEL, SUMS, TOTALS)
            if node.op == "out" or node.axis == "note":
                continue
            if isinstance(node.data, Call) and node.data.kernel == "tie_uniform":
                made.home[node] = Slot("memo", str(node.data.data))
            elif (
                isinstance(node.data, Call) and node.data.kernel in LASTING and node.axis == "person" and not made.rows
            ):
                made.home[node] = Slot("lasting", f"{node.data.kernel} {node.data.data}")
            elif (own := [slot for p, slot, axis in stored if p == place and axis == node.axis]) and not (
                kernel or (made.rows and any(u.op == "kernel" for u in made.users[node]))
            ):
                made.home[node] = own[0]
            elif uses or elsewhere or kernel:
                made.home[node] = scratch.take(node, max([*uses, *(p for p, _, _ in stored), place]))
            _chunk(made, node, place)


def _whole(user: Node) -> bool:
    return user.op in ("kernel", "gather", "tie_sum", "run_sum", "of_run")


def _chunk(made: Plan, node: Node, place: int) -> None:
    """Give a buffer to what is brought to ties, and to what a loop over ties hands to that over styles and ties."""
    crossing = node.axis == "tie" and any(
        u.axis == "styletie" and made.place[u] == place and not _whole(u) for u in made.users[node]
    )
    if node.op == "gather" or (place % STAGE == TIE and crossing):
        made.chunk[node] = Slot("buffer", str(len([n for n in made.chunk if made.place[n] == place])))


class _Scratch:
    """Hands out memory for values that are no columns, and takes it back after their last use."""

    def __init__(self, made: Plan) -> None:
        self.made = made
        self.busy: dict[str, list[int]] = defaultdict(list)

    def take(self, node: Node, last: int) -> Slot:
        now, kind = self.made.place[node], node.axis
        ends = self.busy[kind]
        free = next((k for k, end in enumerate(ends) if end < now), len(ends))
        if free == len(ends):
            ends.append(last)
        ends[free] = last
        return Slot("scratch_" + kind, str(free))


def _check_notes(made: Plan) -> None:
    """Notes are changed in place: nobody may read them later as they were, and they must be stored where they lie."""
    changed: dict[Slot, Node] = {}
    for node in made.place:
        if node.op == "out":
            slot = note_slot(node)
            changed[slot] = node.args[0]
            if made.graph.stores.get(slot, (None,))[0] is None:
                raise Refused(f"the notes {slot.name} are changed but not written")
    for slot, (value, axis) in made.graph.stores.items():
        if axis == "note" and value.axis == "note" and (value.op == "column" or note_slot(value) != slot):
            raise Refused(f"notes of another column written to {slot.name}")
    for slot, taker in changed.items():
        for node in made.place:
            if node.op == "column" and node.data == slot:
                for user in made.users[node]:
                    if user is not taker and (made.place[user], user.order) > (made.place[taker], taker.order):
                        raise Refused(f"the notes {slot.name} are read after they have been written")


def note_slot(node: Node) -> Slot:
    """Return the column in which notes lie."""
    while node.op == "out":
        node = node.args[0].args[int(str(node.data))]
    if not isinstance(node.data, Slot):
        raise Refused("notes that are no column")
    return node.data


def arguments(node: Node) -> list[tuple[str, Node | None]]:
    """Return the arguments of a kernel with their values, None where they are no value of the graph."""
    assert isinstance(node.data, Call)
    values = iter(node.args[1:] if node.data.guarded else node.args)
    return [(a, next(values) if a[0] in "<#~" else None) for a in signature(node.data.kernel)]
