"""Where everything lies: the addresses that compiled phases are given, for one stack."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mi_abm.core.kernels import named_styles
from mi_abm.core.organisation import Organisation
from mi_abm.engine.compiled.blocks import blocks, of_runs
from mi_abm.engine.compiled.graph import Slot
from mi_abm.engine.stack import Stack

Numbers = NDArray[Any]
BUFFER = 512 + 16  # a chunk of ties and a margin
NEVER = -(2**40)
OF_TIES = {"row", "idx", "known", "visit", "work", "tie_depth"}
WITH_TIES = {"org", "memo", "scratch_tie", "scratch_styletie"}


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
        self.week, self.newcomers = np.zeros(1, dtype=np.int64), np.zeros(self.blocks + 1, dtype=np.int64)
        self._kept: dict[Slot, Numbers] = {}
        self._own: dict[tuple[str, Slot], Numbers] = {}
        self._moving: dict[tuple[str, Slot], list[tuple[Numbers, int]]] = defaultdict(list)
        self.look_at_ties()

    def look_at_ties(self) -> None:
        """Take note of this week's ties: lasting ones, then visits, each sorted by observer."""
        org, everybody = self.org, np.arange(len(self.org) + 1)
        self.known = np.searchsorted(org.row[: org.n_known], everybody).astype(np.int64)
        self.visit = np.searchsorted(org.row[org.n_known :], everybody).astype(np.int64) + org.n_known
        ties = np.diff(self.known[self.rows]) + np.diff(self.visit[self.rows])
        self.tie_depth = int(ties.max())
        self._kept = {s: a for s, a in self._kept.items() if not self._moves(s)}
        self.forget("")
        for (rule, slot), places in self._moving.items():
            entry = self._entry(slot, rule)
            for table, i in places:
                table[i] = entry

    def forget(self, draws: str) -> None:
        """Let draws be made again: of this week on ties, or lasting ones of persons."""
        for slot, stamp in self._kept.items():
            if slot.kind == "stamp" and (slot.name.isdigit() if not draws else slot.name.startswith(draws)):
                stamp[:] = NEVER

    def table(self, slots: Sequence[Slot], rule: str) -> Numbers:
        """Return the table of a phase, an integer or an address a slot; it is kept up with this week's ties."""
        made = np.array([self._entry(slot, rule) for slot in slots], dtype=np.int64)
        for i, slot in enumerate(slots):
            if self._moves(slot):
                self._moving[rule if slot.kind in _OWN else "", slot].append((made, i))
        return made

    def _moves(self, slot: Slot) -> bool:
        """Say whether an array is another one when ties change."""
        if slot.kind in ("monday", "coming"):
            return self.stack.columns[slot.name].axis == "tie"
        return slot.kind in WITH_TIES or slot.name in OF_TIES

    def _entry(self, slot: Slot, rule: str) -> int:
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

    def look_at_measures(self, seen: Mapping[str, Mapping[str, Numbers]], results: Mapping[str, Numbers]) -> None:
        """Take note of what measures look at beside columns, and of where their values go."""
        for kind, arrays in {**seen, "result": results}.items():
            for name, array in arrays.items():
                self._kept[Slot(kind, name)] = array

    def by_block(self, value: Any) -> Numbers:
        """Return a number, or a column that is equal within blocks, as one number a block."""
        if isinstance(value, np.ndarray):
            return np.asarray(value[self.rows[:-1]], dtype=np.float64)
        return np.full(self.blocks, float(value))


def _parameter(t: Tables, name: str, rule: str) -> Numbers:
    return t.by_block(getattr(t.stack.parameters[rule], name))


def _covered(t: Tables, name: str, rule: str) -> Numbers:
    return np.asarray(t.stack.views[rule].covered)


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


def _int(t: Tables, name: str) -> Numbers:
    if name in ("week", "newcomers"):
        return t.week if name == "week" else t.newcomers
    ends = {
        "block_rows": t.org.run_rows, "block_runs": np.arange(t.org.n_runs + 1), "block_teams": t.org.run_teams,
        "block_managers": _managers(t.org),
    }  # fmt: skip
    return np.asarray(ends[name][t.starts], dtype=np.int64)


def _managers(org: Organisation) -> Numbers:
    """Return the number of the first manager of each run, and after them that of all managers."""
    most = np.maximum.reduceat(org.manager, org.run_rows[:-1])
    return np.array([0, *(most + 1)], dtype=np.int64)


def _groups(number: Numbers, count: int, name: str) -> Numbers:
    """Return the members of groups, one group behind the other in order of row, or where each group begins."""
    if name.endswith("member"):
        return np.argsort(number, kind="stable").astype(np.int64)
    return np.concatenate([[0], np.cumsum(np.bincount(number, minlength=count))]).astype(np.int64)


def _place(t: Tables, name: str) -> Numbers:
    org, luck = t.org, t.stack.luck
    if name.startswith("team_") and name != "team_number":
        return _groups(org.team, len(org.team_size), name)
    if name.startswith("manager_"):
        return _groups(org.manager, int(org.manager.max()) + 1, name)
    known: dict[str, Callable[[], Numbers]] = {
        "row": lambda: org.row.astype(np.uint32), "idx": lambda: org.idx.astype(np.uint32),
        "known": lambda: t.known, "visit": lambda: t.visit, "rows": lambda: np.arange(len(org), dtype=np.int64),
        "first": lambda: org.run_rows[org.run].astype(np.int64), "run_rows": lambda: org.run_rows.astype(np.int64),
        "run_teams": lambda: org.run_teams.astype(np.int64), "place": lambda: org.place,
        "post": lambda: luck.post, "occupant": lambda: luck.occupant, "key0": lambda: luck.key0,
        "key1": lambda: luck.key1, "team_number": lambda: luck.team,
        "nobody": lambda: np.zeros(len(org), dtype=np.uint64),
    }  # fmt: skip
    return known[name]()


def _organisation(t: Tables, name: str) -> Numbers:
    if name == "run_size":
        return np.diff(t.org.run_rows).astype(np.float64)
    if name == "run_group":
        return (len(t.org.team_size) + t.org.run).astype(np.float64)
    return np.asarray(getattr(t.org, name), dtype=np.float64)


def _work(t: Tables, name: str) -> Numbers:
    if name in ("counts", "starts"):
        return aligned(len(t.org.team_size) + t.org.n_runs + 1, np.int64)
    if name in ("order", "spare"):
        return aligned(t.depth + 1, np.int64)
    if name == "work":
        return aligned(max(t.depth, t.tie_depth))
    return aligned(t.depth if name == "words" else BUFFER, np.uint64)


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
    "int": _int,
    "place": _place,
    "org": _organisation,
    "work": _work,
    **{f"scratch_{axis}": _scratch(axis) for axis in ("person", "style", "tie", "styletie", "run")},
    "buffer": lambda t, name: aligned(BUFFER),
    "lasting": lambda t, name: np.zeros(len(t.org)),
    "memo": lambda t, name: np.ones(t.org.n_ties),
    "stamp": lambda t, name: np.full(t.blocks, NEVER, dtype=np.int64),
    "noisy": lambda t, name: t.by_block(t.stack.luck.noisy),
}
