"""Where everything lies: the addresses that compiled phases are given, for one stack."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mi_abm.core.kernels import named_styles
from mi_abm.core.visits import tie_room
from mi_abm.engine.compiled.blocks import blocks, of_runs
from mi_abm.engine.compiled.graph import Slot
from mi_abm.engine.compiled.newcomers import Newcomers
from mi_abm.engine.compiled.places import integers, organisation, place
from mi_abm.engine.compiled.queue import Entry, Lanes, Queue
from mi_abm.engine.stack import Stack

Numbers = NDArray[Any]
BUFFER = 512 + 16  # a chunk of ties and a margin
NEVER = -(2**40)
DEEP = {"scratch_tie", "scratch_styletie", "work", "tie_depth"}  # as long as the ties of a block
WIDE = {"row", "idx", "memo"}  # as long as all ties
ON_TIES = DEEP | WIDE | {"org"}


def aligned(count: int, dtype: Any = np.float64) -> Numbers:
    """Return zeros that begin where the processor's widest loads do."""
    size = np.dtype(dtype).itemsize
    raw = np.zeros(max(count, 1) * size + 64, dtype=np.uint8)
    start = -raw.ctypes.data % 64
    return raw[start : start + max(count, 1) * size].view(dtype)


class Tables:
    """The arrays of one stack, by slot; each is kept as long as a phase may be called with its address."""

    def __init__(self, stack: Stack) -> None:
        self.stack, self.org = stack, stack.org
        self.starts = blocks(stack)
        self.rows = np.asarray(self.org.run_rows[self.starts], dtype=np.int64)
        self.blocks, self.depth = len(self.starts) - 1, int(np.diff(self.rows).max())
        self.newcomers, self.lanes = Newcomers(self.rows), Lanes(stack.lanes, self.blocks)
        self._kept: dict[Slot, Numbers] = {}
        self._beside: list[dict[Slot, Numbers]] = [{} for _ in range(1, self.lanes.number)]
        for kept in (self._kept, *self._beside):
            kept[Slot("week")] = np.zeros(1, dtype=np.int64)
        self._tables: list[Numbers] = []
        self._entries: dict[tuple[str, Slot] | Slot, tuple[list[int], bool]] = {}
        self._own: dict[tuple[str, Slot], Numbers] = {}
        self._moving: dict[tuple[str, Slot], list[tuple[Numbers, int]]] = defaultdict(list)
        everybody = np.arange(len(self.org) + 1)
        self.known = np.searchsorted(self.org.row[: self.org.n_known], everybody).astype(np.int64)
        self.visit = np.zeros_like(self.known)
        self.tie_depth, self.tie_room, self._moves = -1, -1, 0
        self.look_at_ties()

    def queue(self, week: int) -> Queue:
        """Return a queue that begins in this week."""
        return Queue(self.lanes, (kept[Slot("week")] for kept in (self._kept, *self._beside)), week)

    def look_at_ties(self) -> None:
        """Take note of this week's ties: lasting ones, then visits, each sorted by observer."""
        org = self.org
        visits = np.bincount(org.row[org.n_known :], minlength=len(org))
        self.visit[0] = org.n_known
        np.cumsum(visits, out=self.visit[1:])
        self.visit[1:] += org.n_known
        self._find_room(int((np.diff(self.known[self.rows]) + np.diff(self.visit[self.rows])).max()))
        for name in ("row", "idx"):
            if (slot := Slot("place", name)) in self._kept:
                self._kept[slot][org.n_known : org.n_ties] = getattr(org, name)[org.n_known :]
        self._forget()

    def _find_room(self, depth: int) -> None:
        """Make arrays on ties anew where there are more ties than they can take; tell every table what has moved."""
        moves, small = self.org.room.moves + self.stack.room.moves, set[str]()
        if depth > self.tie_depth:
            self.tie_depth = tie_room(depth)
            small |= DEEP
        if self.org.n_ties > self.tie_room:
            self.tie_room = tie_room(self.org.n_known, self.org.n_ties - self.org.n_known)
            small |= WIDE
        if small or moves != self._moves:
            small.add("org")
            for kept in (self._kept, *self._beside):
                for slot in [s for s in kept if {s.kind, s.name} & small]:
                    del kept[slot]
            self._moves = moves
            self._entries.clear()
            for (rule, slot), places in self._moving.items():
                for table, i in places:
                    table[:, i] = self._in_lanes(slot, rule)[0]

    def _forget(self) -> None:
        """Let this week's draws on ties be made again."""
        for slot, stamp in self._kept.items():
            if slot.kind == "stamp" and slot.name.isdigit():
                stamp[:] = NEVER

    def entry(self, address: int, slots: Sequence[Slot], rule: str) -> Entry:
        """Return a function and its tables, an integer or an address a slot; they are kept up with this week's ties."""
        known = self._entries
        found = [known.get(slot) or self._in_lanes(slot, rule) for slot in slots]
        made = np.array([entry for entry, _ in found], dtype=np.int64).T.copy()
        for i, (_, on_ties) in enumerate(found):
            if on_ties:
                self._moving[rule if slots[i].kind in _OWN else "", slots[i]].append((made, i))
        self._tables.append(made)
        return address, *(own.ctypes.data for own in made)

    def _on_ties(self, slot: Slot) -> bool:
        """Say whether an array is on ties, so that it may have to be made anew when there are more of them."""
        if slot.kind in ("monday", "coming"):
            return self.stack.columns[slot.name].axis == "tie"
        return slot.kind in ON_TIES or slot.name in ON_TIES

    def _in_lanes(self, slot: Slot, rule: str) -> tuple[list[int], bool]:
        """Return the entry of a slot in each lane, and whether it is on ties."""
        key = (rule, slot) if slot.kind in _OWN else slot
        if key not in self._entries:
            own, between = self._address(slot, rule), slot.kind in _BETWEEN
            entry = [own, *(self._address_beside(kept, slot) if between else own for kept in self._beside)]
            self._entries[key] = entry, self._on_ties(slot)
        return self._entries[key]

    def _address_beside(self, kept: dict[Slot, Numbers], slot: Slot) -> int:
        if slot not in kept:
            kept[slot] = _SHARED[slot.kind](self, slot.name)
        return int(kept[slot].ctypes.data)

    def _address(self, slot: Slot, rule: str) -> int:
        if slot.kind == "value":
            values = {"all": len(self.org), "depth": self.depth,
                      "styles": len(self.stack.styles), "tie_depth": self.tie_depth}  # fmt: skip
            return values[slot.name]
        return int(self.array(slot, rule).ctypes.data)

    def array(self, slot: Slot, rule: str) -> Numbers:
        """Return the array of a slot; `rule` says whose, of what each rule has for itself."""
        if slot.kind == "style_row":
            style, name = slot.name.split(" ")
            row: Numbers = self.stack.monday[name][int(style)]
            return row
        if slot.kind in ("monday", "coming"):
            return (self.stack.monday if slot.kind == "monday" else self.stack.coming)[slot.name]
        if slot.kind in _OWN:
            if (rule, slot) not in self._own:
                self._own[rule, slot] = np.ascontiguousarray(_OWN[slot.kind](self, slot.name, rule))
            return self._own[rule, slot]
        if slot not in self._kept:
            made = _SHARED[slot.kind](self, slot.name)
            self._kept[slot] = made if made.flags.c_contiguous else np.ascontiguousarray(made)
        return self._kept[slot]

    def look_at(self, arrays: Mapping[Slot, Numbers]) -> None:
        """Take note of arrays that measures look at beside columns, or that their values go to."""
        for slot, array in arrays.items():
            self._kept[slot] = array
            self._entries.pop(slot, None)

    def by_block(self, value: Any) -> Numbers:
        """Return a number, or a column that is equal within blocks, as one number a block."""
        if isinstance(value, np.ndarray):
            return np.asarray(value[self.rows[:-1]], dtype=np.float64)
        return np.full(self.blocks, float(value))


def _parameter(t: Tables, name: str, rule: str) -> Numbers:
    return t.by_block(getattr(t.stack.parameters[rule], name))


def _covered(t: Tables, name: str, rule: str) -> Numbers:
    return np.asarray(t.stack.reached(rule))


def _named_styles(t: Tables, name: str, rule: str) -> Numbers:
    return named_styles(t.org, getattr(t.stack.parameters[rule], name))


def _listed_weeks(t: Tables, name: str, rule: str) -> list[list[float]]:
    weeks = getattr(t.stack.parameters[rule], name)
    each = weeks if of_runs(weeks, t.org.n_runs) else [weeks] * t.org.n_runs
    return [[float(w) for w in each[run]] for run in t.starts[:-1]]


def _schedule(t: Tables, name: str, rule: str) -> Numbers:
    return np.array([w for weeks in _listed_weeks(t, name, rule) for w in weeks] or [np.nan])


def _schedule_start(t: Tables, name: str, rule: str) -> Numbers:
    return np.cumsum([0, *(len(weeks) for weeks in _listed_weeks(t, name, rule))]).astype(np.int64)


_OWN: dict[str, Callable[[Tables, str, str], Numbers]] = {
    "param": _parameter,
    "covered": _covered,
    "named_styles": _named_styles,
    "schedule": _schedule,
    "schedule_start": _schedule_start,
}


def _work(t: Tables, name: str) -> Numbers:
    if name in ("counts", "starts"):
        return aligned(len(t.org.team_size) + t.org.n_runs + 1, np.int64)
    if name in ("order", "spare"):
        return aligned(t.depth + 1, np.int64)
    if name == "work":
        return aligned(max(t.depth, t.tie_depth))
    return aligned(t.depth if name == "words" else BUFFER, np.uint64)


_SCRATCH = ("person", "style", "tie", "styletie", "run")
_BETWEEN = {"week", "work", "buffer", *(f"scratch_{axis}" for axis in _SCRATCH)}  # what each lane has for itself


def _scratch(axis: str) -> Callable[[Tables, str], Numbers]:
    def made(t: Tables, name: str) -> Numbers:
        runs = int(np.diff(t.starts).max())
        styles = len(t.stack.styles)
        sizes = {
            "person": t.depth, "style": t.depth * styles, "tie": t.tie_depth, "styletie": t.tie_depth * styles, "run": runs,
        }  # fmt: skip
        return aligned(sizes[axis])

    return made


_SHARED: dict[str, Callable[[Tables, str], Numbers]] = {
    "int": integers,
    "place": place,
    "org": organisation,
    "work": _work,
    **{f"scratch_{axis}": _scratch(axis) for axis in _SCRATCH},
    "buffer": lambda t, name: aligned(BUFFER),
    "stayed": lambda t, name: np.ones(len(t.org)),
    "lasting": lambda t, name: np.zeros(len(t.org)),
    "memo": lambda t, name: np.ones(t.tie_room),
    "stamp": lambda t, name: np.full(t.blocks, NEVER, dtype=np.int64),
    "noisy": lambda t, name: t.by_block(t.stack.luck.noisy),
}
