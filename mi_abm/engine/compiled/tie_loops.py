"""Loops over ties, a handful at a time, and sums over them.

What belongs to a tie's two ends is first brought together in small buffers, so that the loop that computes has only
rows of numbers before it; unless the processor brings numbers from many places as quickly.
"""

from __future__ import annotations

from typing import Any

from mi_abm.engine.compiled.graph import Axis, Node, Slot
from mi_abm.engine.compiled.loops import Block, Body
from mi_abm.engine.compiled.schedule import Plan

CHUNK = 512  # ties at once: what fits beside much else in the nearest cache
MARGIN = 16  # by which a buffer is longer than a chunk
AT_ONCE = 8  # sums in one loop: what the processor has names for


class Ties:
    """Some ties in the making: `first` is the first of them in the stack, `beside` its place in what is kept aside."""

    def __init__(
        self, block: Block, place: int, nodes: list[Node], is_visit: Any, first: Any, beside: Any, count: Any
    ) -> None:
        self.block, self.place, self.nodes, self.is_visit = block, place, nodes, is_visit
        self.first, self.beside, self.count = first, beside, count

    def write(self) -> None:
        """Write all loops over these ties."""
        self._axis("tie")
        if not self.block.plan.graph.one_style:
            with self.block.w.loop(0, self.block.styles) as styles:
                self._axis("styletie", styles.index)

    def _axis(self, axis: Axis, style: Any = None) -> None:
        if not self.block.w.gathers:
            gathers = [n for n in self.nodes if n.op == "gather" and n.axis == axis]
            self._here([n for n in gathers if n.data == "row"], style)
            self._there([n for n in gathers if n.data == "idx"], style)
        TieBody(self, axis, style).write(self.count)

    def _here(self, nodes: list[Node], style: Any) -> None:
        """Bring values of observers into buffers: each is spread over the observer's ties, sixteen at once.

        What goes beyond the last tie is overwritten by the next observer, or lies in the margin of the buffer.
        """
        if not nodes:
            return
        w, rows = self.block.w, Slot("place", "row")
        bases = [w.base(Slot("place", name)) for name in ("known", "visit")]
        ends, first = Slot("place", "known"), w.shift(w.base(rows), self.first)
        begin = w.b.select(self.is_visit, bases[1], bases[0])
        last = w.load(rows, first, w.b.sub(self.count, w.integer(1)))
        with w.loop(w.load(rows, first, 0), w.b.add(last, w.integer(1))) as observers:
            row = observers.index
            values = self.values(nodes, style, row)
            a, b = (w.b.sub(w.load(ends, begin, w.b.add(row, w.integer(k))), self.first) for k in (0, 1))
            a = w.b.select(w.b.icmp_signed(">", a, w.integer(0)), a, w.integer(0))
            b = w.b.select(w.b.icmp_signed("<", b, self.count), b, self.count)
            with w.loop(a, b, MARGIN) as some:
                for node, value in zip(nodes, values, strict=True):
                    buffer = self.block.plan.chunk[node]
                    with w.loop(0, MARGIN) as each:
                        w.store(buffer, w.base(buffer), w.b.add(some.index, each.index), value)

    def _there(self, nodes: list[Node], style: Any) -> None:
        """Bring values of colleagues into buffers, all in one loop: each row number is looked up once."""
        if not nodes:
            return
        w, ends = self.block.w, Slot("place", "idx")
        numbers = w.shift(w.base(ends), self.first)
        with w.loop(0, self.count) as loop:
            row = w.load(ends, numbers, loop.index)
            for node, value in zip(nodes, self.values(nodes, style, row), strict=True):
                buffer = self.block.plan.chunk[node]
                w.store(buffer, w.base(buffer), loop.index, value)

    def values(self, nodes: list[Node], style: Any, row: Any) -> list[Any]:
        """Return what is brought from a row of the stack."""
        block, w = self.block, self.block.w
        found, beside = [], w.b.sub(row, block.lo)
        for node in nodes:
            slot, axis = _source(block.plan, node.args[0]), node.args[0].axis
            pointer = block.pointer(slot, axis, style, w.integer(0))
            found.append(w.load(slot, pointer, beside if slot.kind.startswith("scratch") else row))
        return found


class TieBody(Body):
    """One loop over some ties."""

    def __init__(self, ties: Ties, axis: Axis, style: Any) -> None:
        super().__init__(ties.block, ties.place, axis, ties.nodes, style)
        self.ties = ties
        self._rows: dict[str, Any] = {}
        if any(n.op == "exp" for n in self.nodes):
            self.woven = 2  # an exponential is a long chain, in which each link waits for the one before

    def _load(self, node: Node) -> Any:
        if node.op == "gather" and self.w.gathers and self.plan.place[node] == self.place:
            return self.ties.values([node], self.style, self._row(str(node.data)))[0]
        if node in self.plan.chunk and self.plan.place[node] == self.place:
            buffer = self.plan.chunk[node]
            return self.w.load(buffer, self.w.base(buffer), self.index)
        return super()._load(node)

    def _row(self, name: str) -> Any:
        """Return the row of the observer ("row") or of the colleague ("idx")."""
        if name not in self._rows:
            ends = Slot("place", name)
            self._rows[name] = self.w.load(ends, self.w.shift(self.w.base(ends), self.ties.first), self.index)
        return self._rows[name]

    def turn(self) -> None:
        """Write one turn, and hand on what the loop over styles needs."""
        super().turn()
        for node in self.nodes:
            if node in self.plan.chunk:
                buffer = self.plan.chunk[node]
                self.w.store(buffer, self.w.base(buffer), self.index, self.known[node])

    def _pointer(self, slot: Slot, axis: Axis) -> Any:
        if (slot, axis) not in self.pointers:
            first = self.ties.beside if slot.kind.startswith("scratch") else self.ties.first
            self.pointers[slot, axis] = self.block.pointer(slot, axis, self.style, first)
        return self.pointers[slot, axis]


def ties(block: Block, place: int, nodes: list[Node]) -> None:
    """Write what is done with ties at a place: lasting ties first, then this week's visits."""
    w = block.w
    lasting, visits = block.count("lasting"), block.count("visits")
    starts, beside = [block.count("lasting_lo"), block.count("visits_lo")], [w.integer(0), lasting]
    with w.loop(0, 2) as side:
        is_visit = w.b.icmp_signed("==", side.index, w.integer(1))
        count = w.b.select(is_visit, visits, lasting)
        first, aside = (w.b.select(is_visit, two[1], two[0]) for two in (starts, beside))
        with w.loop(0, count, CHUNK) as chunk:
            left = w.b.sub(count, chunk.index)
            some = w.b.select(w.b.icmp_signed("<", left, w.integer(CHUNK)), left, w.integer(CHUNK))
            here, kept = w.b.add(first, chunk.index), w.b.add(aside, chunk.index)
            Ties(block, place, nodes, is_visit, here, kept, some).write()


def sums(block: Block, nodes: list[Node]) -> None:
    """Write sums over each observer's ties."""
    for axis in ("tie", "styletie"):
        some = [n for n in nodes if n.args[0].axis == axis]
        for k in range(0, len(some), AT_ONCE):
            if axis == "tie":
                _sums(block, some[k : k + AT_ONCE])
            else:
                with block.w.loop(0, block.styles) as styles:
                    _sums(block, some[k : k + AT_ONCE], styles.index)


def _sums(block: Block, nodes: list[Node], style: Any = None) -> None:
    w, plan = block.w, block.plan
    kept = [_source(plan, n.args[0]) for n in nodes]
    homes = [(plan.home[n], block.pointer(plan.home[n], n.axis, style)) for n in nodes]
    with w.loop(0, block.count("n")) as people:
        totals: list[Any] = [w.number(0.0)] * len(nodes)
        for name in ("lasting", "visits"):
            ends = Slot("place", "known" if name == "lasting" else "visit")
            row = w.b.add(block.lo, people.index)
            a, b = (w.load(ends, w.base(ends), w.b.add(row, w.integer(i))) for i in (0, 1))
            with w.loop(a, b, carried=totals) as each:
                for q, (slot, node) in enumerate(zip(kept, nodes, strict=True)):
                    value = w.load(slot, of_side(block, slot, node.args[0].axis, name, style), each.index)
                    each.carried[q] = w.b.fadd(each.values[q], value)
            totals = each.results
        for (slot, pointer), total in zip(homes, totals, strict=True):
            w.store(slot, pointer, people.index, total)


def _source(plan: Plan, node: Node) -> Slot:
    return node.data if isinstance(node.data, Slot) and node.op == "column" else plan.home[node]


def of_side(block: Block, slot: Slot, axis: Axis, name: str, style: Any) -> Any:
    """Return where an array on ties would begin if it held all ties of the stack."""
    w = block.w
    if not slot.kind.startswith("scratch"):
        return block.pointer(slot, axis, style, w.integer(0))
    aside = w.integer(0) if name == "lasting" else block.count("lasting")
    return block.pointer(slot, axis, style, w.b.sub(aside, block.count(f"{name}_lo")))
