"""A small hand for LLVM's language: arrays of a table, loops, operations on single numbers.

Each array of the table is one that no other array overlaps; every load and store says so (alias scopes), or LLVM would
have to suspect that a loop writes what it reads, and would not vectorise it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from llvmlite import ir

from mi_abm.core.organisation import MARKS
from mi_abm.engine.compiled.graph import Slot
from mi_abm.engine.compiled.signatures import PLACES

DOUBLE, INT, WORD, BYTE, VOID = ir.DoubleType(), ir.IntType(64), ir.IntType(32), ir.IntType(8), ir.VoidType()
_ELEMENT = {"ends": WORD, "words": INT, "rows": INT, "column": DOUBLE}
_COMPARED = {"lt": "<", "le": "<=", "gt": ">", "ge": ">=", "eq": "=="}
_INTRINSIC = {"abs": "llvm.fabs", "floor": "llvm.floor", "ceil": "llvm.ceil", "sqrt": "llvm.sqrt"}
_LOOP = "this loop "
SCALARS = ("exp", "log", "remainder")


def element(slot: Slot) -> ir.Type:
    """Return the type of the numbers in an array."""
    if slot.kind in ("place", "work"):
        return _ELEMENT[PLACES[slot.name]]
    if slot.kind == "org" and slot.name in MARKS:
        return BYTE
    return INT if slot.kind in ("int", "week", "stamp", "schedule_start") else DOUBLE


class Writer:
    """Writes one function, `void name(int64 *table, int64 first, int64 last)`, for blocks `first` to `last` - 1."""

    def __init__(self, name: str, triple: str, layout: str, gathers: bool) -> None:
        self.gathers = gathers
        self.module = ir.Module(name)
        self.module.triple, self.module.data_layout = triple, layout
        self.function = ir.Function(self.module, ir.FunctionType(VOID, [INT.as_pointer(), INT, INT]), name)
        self.entry = ir.IRBuilder(self.function.append_basic_block("entry"))
        self.start = self.function.append_basic_block("start")
        self.b = ir.IRBuilder(self.start)
        self.slots: list[Slot] = []
        self._bases: dict[Slot, Any] = {}
        self._marked: list[tuple[Slot, Any]] = []

    def base(self, slot: Slot) -> Any:
        """Return where an array of the table begins."""
        if slot not in self._bases:
            place = self.entry.gep(self.function.args[0], [ir.Constant(INT, len(self.slots))])
            self.slots.append(slot)
            self._bases[slot] = self.entry.inttoptr(self.entry.load(place), element(slot).as_pointer())
        return self._bases[slot]

    def whole(self, name: str) -> Any:
        """Return an integer that the table itself holds."""
        slot = Slot("value", name)
        if slot not in self._bases:
            place = self.entry.gep(self.function.args[0], [ir.Constant(INT, len(self.slots))])
            self.slots.append(slot)
            self._bases[slot] = self.entry.load(place)
        return self._bases[slot]

    @contextmanager
    def writing(self, builder: Any) -> Iterator[None]:
        """Write elsewhere for a while."""
        here, self.b = self.b, builder
        yield
        self.b = here

    @staticmethod
    def integer(value: Any) -> Any:
        """Return an integer."""
        return ir.Constant(INT, value) if isinstance(value, int) else value

    @staticmethod
    def number(value: float) -> Any:
        """Return a number."""
        return ir.Constant(DOUBLE, value)

    def shift(self, pointer: Any, by: Any) -> Any:
        """Return a place further on in an array."""
        return self.b.gep(pointer, [self.integer(by)])

    def load(self, slot: Slot, pointer: Any, index: Any) -> Any:
        """Return a number of an array; of row numbers, as an integer."""
        value = self.b.load(self.b.gep(pointer, [self.integer(index)]))
        self._marked.append((slot, value))
        if value.type == BYTE:
            return self.b.uitofp(value, DOUBLE)
        return self.b.zext(value, INT) if value.type == WORD else value

    def store(self, slot: Slot, pointer: Any, index: Any, value: Any) -> None:
        """Put a number into an array; true and false as 1 and 0."""
        if value.type == ir.IntType(1):
            value = self.b.uitofp(value, DOUBLE)
        self._marked.append((slot, self.b.store(value, self.b.gep(pointer, [self.integer(index)]))))

    @contextmanager
    def loop(self, start: Any, stop: Any, step: int = 1, carried: Sequence[Any] = (), woven: int = 1) -> Iterator[Loop]:
        """Write a loop; `carried` are numbers that each turn takes from the one before, `woven` is how many turns go side by side."""
        first, stop = self.integer(start), self.integer(stop)
        before, body, after = self.b.block, *(self.function.append_basic_block() for _ in range(2))
        self.b.cbranch(self.b.icmp_signed("<", first, stop), body, after)
        self.b.position_at_end(body)
        index = self.b.phi(INT)
        index.add_incoming(first, before)
        phis = [self.b.phi(DOUBLE) for _ in carried]
        for phi, value in zip(phis, carried, strict=True):
            phi.add_incoming(value, before)
        made = Loop(index, phis, list(phis))
        yield made
        following = self.b.add(index, self.integer(step))
        index.add_incoming(following, self.b.block)
        for phi, value in zip(phis, made.carried, strict=True):
            phi.add_incoming(value, self.b.block)
        end = self.b.block
        back = self.b.cbranch(self.b.icmp_signed("<", following, stop), body, after)
        if woven > 1:
            count = self.module.add_metadata(["llvm.loop.interleave.count", ir.Constant(ir.IntType(32), woven)])
            back.set_metadata("llvm.loop", self.module.add_metadata([f"{_LOOP}{len(self.module.metadata)}", count]))
        self.b.position_at_end(after)
        for value, new in zip(carried, made.carried, strict=True):
            result = self.b.phi(DOUBLE)
            result.add_incoming(value, before)
            result.add_incoming(new, end)
            made.results.append(result)

    @contextmanager
    def when(self, condition: Any) -> Iterator[Callable[[], None]]:
        """Write what is done only where a condition holds; calling what is given begins the other case."""
        yes, no, after = (self.function.append_basic_block() for _ in range(3))
        self.b.cbranch(condition, yes, no)
        self.b.position_at_end(yes)
        turned = False

        def otherwise() -> None:
            nonlocal turned
            turned = True
            self.b.branch(after)
            self.b.position_at_end(no)

        yield otherwise
        self.b.branch(after)
        if not turned:
            self.b.position_at_end(no)
            self.b.branch(after)
        self.b.position_at_end(after)

    def call(self, name: str, result: ir.Type, args: Sequence[Any]) -> Any:
        """Call a function of another module."""
        known = self.module.globals.get(name)
        if known is None:
            known = ir.Function(self.module, ir.FunctionType(result, [a.type for a in args]), name)
        return self.b.call(known, args)

    def apply(self, op: str, args: Sequence[Any]) -> Any:
        """Return an operation on single numbers."""
        b = self.b
        simple = {
            "add": b.fadd, "sub": b.fsub, "mul": b.fmul, "div": b.fdiv, "neg": b.fneg, "and": b.and_, "or": b.or_,
            "xor": b.xor, "not": b.not_, "where": b.select,
        }  # fmt: skip
        if op in simple:
            return simple[op](*args)
        if op in _COMPARED:
            return b.fcmp_ordered(_COMPARED[op], *args)
        if op == "ne":
            return b.fcmp_unordered("!=", *args)
        if op in ("min", "max"):  # as numpy: the second of equals, and whatever is no number
            x, y = args
            first = b.fcmp_ordered("<" if op == "min" else ">", x, y)
            return b.select(b.or_(first, b.fcmp_unordered("uno", x, x)), x, y)
        if op in SCALARS:
            return self.call("mi_abm_" + op, DOUBLE, args)
        return b.call(self.module.declare_intrinsic(_INTRINSIC[op], [DOUBLE]), args)

    def text(self) -> str:
        """End the function; return the module."""
        self.b.ret_void()
        self.entry.branch(self.start)
        domain = self.module.add_metadata([self.module.name])
        arrays = list(dict.fromkeys(slot for slot, _ in self._marked))
        scope = {slot: self.module.add_metadata([str(slot), domain]) for slot in arrays}
        own = {slot: self.module.add_metadata([scope[slot]]) for slot in arrays}
        others = {slot: self.module.add_metadata([s for o, s in scope.items() if o is not slot]) for slot in arrays}
        for slot, instruction in self._marked:
            instruction.set_metadata("alias.scope", own[slot])
            if len(arrays) > 1:
                instruction.set_metadata("noalias", others[slot])
        # What is said of a loop begins with itself, which llvmlite cannot say.
        return re.sub(rf'^(!\d+) = !{{ !"{_LOOP}\d+"', r"\1 = distinct !{ \1", str(self.module), flags=re.MULTILINE)


class Loop:
    """A loop being written: `index`, the numbers that it carries, and their last values when it is done."""

    def __init__(self, index: Any, values: list[Any], carried: list[Any]) -> None:
        self.index, self.values, self.carried = index, values, carried
        self.results: list[Any] = []
