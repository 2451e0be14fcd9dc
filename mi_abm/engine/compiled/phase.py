"""A phase of a rule as loops in LLVM's language."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from llvmlite.ir import IntType

from mi_abm.engine.compiled.graph import Axis, Call, Node, Slot
from mi_abm.engine.compiled.loops import Block, Body
from mi_abm.engine.compiled.schedule import (  # fmt: skip
    KERNEL,
    PERSON,
    RUN,
    STAGE,
    STYLE,
    SUMS,
    TIE,
    TOTALS,
    Plan,
    arguments,
    note_slot,
)
from mi_abm.engine.compiled.signatures import ALIKE, PLACES
from mi_abm.engine.compiled.skips import Need, Needs
from mi_abm.engine.compiled.tie_loops import AT_ONCE, of_side, sums, ties
from mi_abm.engine.compiled.writing import VOID, Writer

PREFIX = "mi_abm_"
WORKS = {"order", "spare", "counts", "starts", "words", "who", "partner", "work"}


def write_phase(plan: Plan, name: str, triple: str, layout: str, gathers: bool) -> tuple[str, list[Slot]]:
    """Return a phase in LLVM's language, and the arrays of its table in order; `gathers`: the processor does so quickly."""
    w = Writer(name, triple, layout, gathers)
    _, first, last = w.function.args
    needs = Needs(plan)
    with w.loop(first, last) as blocks:
        block = Block(w, plan, blocks.index)
        for place in plan.places:
            with _only_if(block, needs.of_loop(place)):
                _place(block, place, needs)
        block.end()
    return w.text(), w.slots


@contextmanager
def _only_if(block: Block, needs: list[Need]) -> Iterator[None]:
    """Write what is left out for a block where any of these conditions fails."""
    w = block.w
    with ExitStack() as conditions:
        for need in needs:
            if need.of.op == "column":
                at = block.pointer(_home(block, need.of), "person")
                true = w.call(PREFIX + "anything", IntType(1), [block.count("n"), at])
            else:
                true = block.values[need.of] if need.holds else w.b.not_(block.values[need.of])
            conditions.enter_context(w.when(true))
        yield


def _place(block: Block, place: int, needs: Needs) -> None:
    nodes, kind = block.plan.at(place), place % STAGE
    if kind == KERNEL:
        for node in nodes:
            if isinstance(node.data, Call):
                with _only_if(block, needs.of_helper(node)):
                    _kernel(block, node, node.data)
    elif kind == PERSON:
        Body(block, place, "person", nodes).write(block.count("n"))
    elif kind == STYLE:
        with block.w.loop(0, block.styles) as styles:
            Body(block, place, "style", nodes, styles.index).write(block.count("n"))
    elif kind == TIE:
        ties(block, place, nodes)
    elif kind == SUMS:
        sums(block, nodes)
    elif kind == TOTALS:
        _totals(block, nodes)
    elif kind == RUN:
        Body(block, place, "run", nodes).write(block.count("run_rows"))


def _totals(block: Block, nodes: list[Node]) -> None:
    """Add up columns over each run."""
    w = block.w
    with w.loop(block.count("run_lo"), block.count("run_hi")) as run:
        for axis in ("person", "tie"):
            of_axis = [n for n in nodes if n.args[0].axis == axis]
            for k in range(0, len(of_axis), AT_ONCE):
                some = of_axis[k : k + AT_ONCE]
                totals: list[Any] = [w.number(0.0)] * len(some)
                for side in ("rows",) if axis == "person" else ("lasting", "visits"):
                    totals = _total(block, [n.args[0] for n in some], run.index, side, totals)
                for node, total in zip(some, totals, strict=True):
                    home = block.plan.home[node]
                    w.store(home, w.base(home), w.b.sub(run.index, block.count("run_lo")), total)


def _total(block: Block, values: list[Node], run: Any, side: str, totals: list[Any]) -> list[Any]:
    """Add the values of a run's people, or of its lasting ties or visits, to sums."""
    w, rows = block.w, Slot("place", "run_rows")
    a, b = (w.load(rows, w.base(rows), w.b.add(run, w.integer(i))) for i in (0, 1))
    kept = [_home(block, v) for v in values]
    if side == "rows":
        a, b = w.b.sub(a, block.lo), w.b.sub(b, block.lo)
        pointers = [block.pointer(slot, "person") for slot in kept]
    else:
        ends = Slot("place", "known" if side == "lasting" else "visit")
        a, b = (w.load(ends, w.base(ends), row) for row in (a, b))
        pointers = [of_side(block, slot, "tie", side, None) for slot in kept]
    with w.loop(a, b, carried=totals) as each:
        for q, (slot, pointer) in enumerate(zip(kept, pointers, strict=True)):
            each.carried[q] = w.b.fadd(each.values[q], w.load(slot, pointer, each.index))
    return each.results


def _home(block: Block, node: Node) -> Slot:
    if node.axis == "note":
        return note_slot(node)
    return node.data if isinstance(node.data, Slot) and node.op == "column" else block.plan.home[node]


def _kernel(block: Block, node: Node, call: Call) -> None:
    """Call a kernel, style by style where it knows nothing of styles."""
    w = block.w
    if node.axis == "style":
        with w.loop(0, block.styles) as styles:
            _call(block, node, call, styles.index)
    elif call.guarded:
        guard = node.args[0]
        slot = _home(block, guard)
        size = block.count("n_ties" if guard.axis == "tie" else "n")
        pointer = block.pointer(slot, guard.axis, first=w.integer(0) if guard.axis == "tie" else None)
        with w.when(w.call(PREFIX + "some", IntType(1), [size, pointer])) as otherwise:
            _call(block, node, call, None)
            otherwise()
            if node.axis == "person":  # no draw: what no probability is above
                w.call(
                    PREFIX + "fill",
                    VOID,
                    [block.count("n"), w.number(1.0), block.pointer(_home(block, node), "person")],
                )
    elif block.plan.home.get(node, Slot("")).kind == "lasting":
        stamp = Slot("stamp", block.plan.home[node].name)
        made = w.load(stamp, w.base(stamp), block.number)
        moved = block.bound("moved", 0) if call.kernel == "lasting_uniform" else w.integer(0)
        with w.when(w.b.icmp_signed("!=", made, moved)):
            _call(block, node, call, None)
            w.store(stamp, w.base(stamp), block.number, moved)
    else:
        _call(block, node, call, None)


def _call(block: Block, node: Node, call: Call, style: Any) -> None:
    values = [_argument(block, node, call, name, value, style) for name, value in arguments(node)]
    block.w.call(PREFIX + ALIKE.get(call.kernel, call.kernel), VOID, values)


def _argument(block: Block, node: Node, call: Call, name: str, value: Node | None, style: Any) -> Any:
    w = block.w
    if value is not None:
        return block.values[value] if name[0] == "#" else _array(block, value, style)
    if name[0] == ">":
        return _array(block, node, style)
    if name == "stream":
        return w.integer(int(str(call.data)))
    if name == "style":
        return w.integer(0) if style is None else style
    if name == "size":
        return block.count("n_ties" if node.axis == "tie" else "n")
    if name == "stride":
        slot, ties_ = _home(block, node.args[0]), node.axis == "tie"
        return (block.tie_depth if ties_ else block.depth) if slot.kind.startswith("scratch") else block.all
    if name in ("stamp", "schedule", "schedule_start"):
        return w.base(Slot(name, str(call.data)))
    if PLACES[name] == "int":
        return block.count(name)
    if name == "rows":
        return w.shift(w.base(Slot("place", "listed" if block.plan.rows else name)), block.lo)
    return w.base(Slot("work" if name in WORKS else "place", name))


def _array(block: Block, value: Node, style: Any) -> Any:
    slot = _home(block, value)
    if slot.kind == "memo":
        return block.w.base(slot)
    axis: Axis = value.axis
    if axis in ("tie", "styletie"):
        return block.pointer(slot, axis, style, block.w.integer(0))
    return block.pointer(slot, axis, style)
