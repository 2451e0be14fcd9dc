"""Blocks of runs, and loops over the people of one."""

from __future__ import annotations

from typing import Any

from llvmlite.ir import IRBuilder

from mi_abm.engine.compiled.graph import Axis, Node, Slot
from mi_abm.engine.compiled.schedule import Plan
from mi_abm.engine.compiled.writing import DOUBLE, INT, Writer

NOTES = 16


class Block:
    """One block of runs in the making: its bounds, the numbers it has, and where each array begins."""

    def __init__(self, w: Writer, plan: Plan, number: Any) -> None:
        self.w, self.plan, self.number = w, plan, number
        self.head = w.b
        w.b = IRBuilder(w.function.append_basic_block())
        self.main = w.b.block
        self.all, self.depth = w.whole("all"), w.whole("depth")
        self.styles, self.tie_depth = w.whole("styles"), w.whole("tie_depth")
        self.lo = self.bound("block_rows", 0)
        self.hi = self.bound("newcomers", 0) if plan.rows else self.bound("block_rows", 1)
        self.values: dict[Node, Any] = {}
        self._ints: dict[str, Any] = {}
        self._pointers: dict[tuple[Slot, Axis], Any] = {}
        self._scalars()

    def end(self) -> None:
        """Say that the block is written."""
        self.head.branch(self.main)

    def bound(self, name: str, end: int) -> Any:
        """Return where this block begins or ends among rows, runs or teams."""
        slot = Slot("int", name)
        with self.w.writing(self.head):
            return self.w.load(slot, self.w.base(slot), self.w.b.add(self.number, self.w.integer(end)))

    def count(self, name: str) -> Any:
        """Return an integer of the block or the week, by the name that kernels give it."""
        if name not in self._ints:
            with self.w.writing(self.head):
                self._ints[name] = self._count(name)
        return self._ints[name]

    def _count(self, name: str) -> Any:
        w = self.w
        known = {"lo": self.lo, "block": self.number, "styles": self.styles, "all": self.all, "notes": w.integer(NOTES)}
        if name in known:
            return known[name]
        if name == "n":
            return w.b.sub(self.hi, self.lo)
        if name == "week":
            return w.load(Slot("week"), w.base(Slot("week")), 0)
        if name.endswith("_rows"):
            return w.b.sub(self.count(f"{name[:-5]}_hi"), self.count(f"{name[:-5]}_lo"))
        if name in ("n_ties", "lasting", "visits"):
            return w.b.add(self.count("lasting"), self.count("visits")) if name == "n_ties" else self._ties(name, True)
        if name in ("lasting_lo", "visits_lo"):
            return self._ties(name[:-3], False)
        return self.bound(f"block_{name[:-3]}s", int(name.endswith("_hi")))

    def _ties(self, name: str, number: bool) -> Any:
        ends = Slot("place", "known" if name == "lasting" else "visit")
        first, last = (self.w.load(ends, self.w.base(ends), i) for i in (self.lo, self.hi))
        return self.w.b.sub(last, first) if number else first

    def _scalars(self) -> None:
        """Compute the numbers of the block: parameters and what follows from them."""
        with self.w.writing(self.head):
            for node in self.plan.place:
                if node.axis == "block":
                    self.values[node] = self._scalar(node)

    def _scalar(self, node: Node) -> Any:
        w = self.w
        if node.op == "const":
            return w.number(float.fromhex(str(node.data)))
        if node.op == "week":
            return w.b.sitofp(self.count("week"), DOUBLE)
        if node.op in ("param", "noisy"):
            slot = Slot(node.op, str(node.data or ""))
            return w.load(slot, w.base(slot), self.number)
        return w.apply(node.op, [self.values[a] for a in node.args])

    def pointer(self, slot: Slot, axis: Axis, style: Any = None, first: Any = None) -> Any:
        """Return where the block's part of an array begins; of ties, where `first` is."""
        w, base = self.w, self.w.base(slot)
        if style is None and first is None:
            return self._first(slot, axis)
        scratch = slot.kind.startswith("scratch")
        if axis in ("style", "styletie") and style is not None:
            wide = (self.depth if axis == "style" else self.tie_depth) if scratch else self.all
            base = w.shift(base, w.b.mul(style, wide))
        if first is not None:
            return w.shift(base, first)
        return base if scratch or self.plan.rows else w.shift(base, self.lo)

    def _first(self, slot: Slot, axis: Axis) -> Any:
        if (slot, axis) not in self._pointers:
            base = self.w.base(slot)
            with self.w.writing(self.head):
                beside = slot.kind.startswith("scratch") or self.plan.rows
                first = self.count("run_lo") if axis == "run" else self.lo
                self._pointers[slot, axis] = base if beside else self.w.shift(base, first)
        return self._pointers[slot, axis]

    def source(self, node: Node, axis: Axis, style: Any = None) -> tuple[Slot, Any]:
        """Return where a value that is kept in memory lies, from the block's first row on."""
        slot = node.data if isinstance(node.data, Slot) and node.op == "column" else self.plan.home[node]
        return slot, self.pointer(slot, node.axis, style)


class Body:
    """Writes one loop: what is computed and stored at one place, for one index."""

    woven = 1  # turns side by side, beside those that a vector does at once

    def __init__(self, block: Block, place: int, axis: Axis, nodes: list[Node], style: Any = None) -> None:
        self.block, self.w, self.plan = block, block.w, block.plan
        self.place, self.axis, self.style = place, axis, style
        mine = [n for n in nodes if n.axis == axis and n.op not in ("kernel", "out", "tie_sum")]
        self.nodes = [n for n in mine if n.op != "gather"]
        self.kept = [n for n in mine if n in block.plan.home]
        self.pointers: dict[tuple[Slot, Axis], Any] = {}
        self.known: dict[Node, Any] = {}
        self.index: Any = None
        self.row: Any = None

    @property
    def stores(self) -> list[tuple[Slot, Node, Axis]]:
        """What is stored here."""
        return [s for s in self.plan.stores.get(self.place, []) if s[2] == self.axis or (s[2], self.axis) == ("note", "person")]  # fmt: skip

    def write(self, n: Any) -> None:
        """Write the loop over n rows."""
        if not self.nodes and not self.kept and not self.stores and not self.results():
            return
        with self.w.loop(0, n, woven=self.woven) as loop:
            self.index = loop.index
            if self.plan.rows and self.axis != "run":
                rows = Slot("place", "listed")
                self.row = self.w.load(rows, self.w.base(rows), self.w.b.add(self.block.lo, loop.index))
            self.turn()

    def results(self) -> list[tuple[str, Node]]:
        """What a measure is, where it is computed here."""
        return [r for r in self.plan.graph.results if self.axis == "run" and self.plan.place[r[1]] == self.place]

    def turn(self) -> None:
        """Write one turn: compute all, then keep and store."""
        for node in self.nodes:
            self.known[node] = self._compute(node)
        stored = [
            (slot, axis, self.value(node)) for slot, node, axis in self.stores if self.plan.home.get(node) != slot
        ]
        for node in self.kept:
            self._put(self.plan.home[node], node.axis, self.value(node))
        for slot, axis, value in stored:
            for note in range(NOTES) if axis == "note" else (0,):
                self._put(slot, axis, value, note)
        for name, node in self.results():
            self._put(Slot("result", name), "run", self.value(node))

    def _compute(self, node: Node) -> Any:
        if node.op == "of_run":
            return self._of_run(node.args[0])
        args = [self.value(a) for a in node.args]
        return args[0] if node.op == "copy" else self.w.apply(node.op, args)

    def _of_run(self, node: Node) -> Any:
        """Return the value of the run to which the loop's row belongs."""
        w, run = self.w, Slot("org", "run")
        number = w.b.fptosi(w.load(run, self._pointer(run, "person"), self.index), INT)
        slot = node.data if isinstance(node.data, Slot) else self.plan.home[node]
        return w.load(slot, self.block.pointer(slot, "run"), w.b.sub(number, self.block.count("run_lo")))

    def value(self, node: Node) -> Any:
        """Return a value at the loop's index."""
        if node.axis == "block":
            return self.block.values[node]
        if node not in self.known:
            value = self._load(node)
            self.known[node] = self.w.apply("ne", [value, self.w.number(0.0)]) if node.mask else value
        return self.known[node]

    def _load(self, node: Node) -> Any:
        slot = node.data if isinstance(node.data, Slot) and node.op == "column" else self.plan.home[node]
        return self.w.load(slot, self._pointer(slot, node.axis), self._index(slot))

    def _index(self, slot: Slot) -> Any:
        return self.index if self.row is None or slot.kind.startswith("scratch") else self.row

    def _put(self, slot: Slot, axis: Axis, value: Any, note: int = 0) -> None:
        index = self._index(slot)
        if note:
            index = self.w.b.add(index, self.w.b.mul(self.block.all, self.w.integer(note)))
        self.w.store(slot, self._pointer(slot, axis), index, value)

    def _pointer(self, slot: Slot, axis: Axis) -> Any:
        if (slot, axis) not in self.pointers:
            self.pointers[slot, axis] = self.block.pointer(slot, axis, self.style)
        return self.pointers[slot, axis]
