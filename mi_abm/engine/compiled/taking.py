"""Takes down a row of measures of one stack, compiled."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mi_abm.engine.compiled.code import Loaded
from mi_abm.engine.compiled.graph import Slot
from mi_abm.engine.compiled.queue import Entry
from mi_abm.engine.compiled.recording import Row, record_code
from mi_abm.engine.compiled.tables import Tables
from mi_abm.engine.recorder import Recorder

Values = NDArray[np.float64]


class Taking:
    """What takes down rows for one recorder: row 0 (`opening`), or all others."""

    def __init__(self, recorder: Recorder, tables: Tables, opening: bool) -> None:
        stack = recorder.stack
        added = tuple({c.name: c for m in recorder.measures for c in m.accumulates}.values())
        row = Row(tuple(recorder.states), added, len(stack.styles) == 1, opening)
        self.recorder, self.opening, self._tables = recorder, opening, tables
        self.record = record_code(tuple(type(m) for m in recorder.measures), row)
        left = (m for i, m in enumerate(recorder.measures) if i not in self.able)
        self.may_wait = not opening and all(m.afterwards for m in left)  # or somebody looks before people go on
        self.waiting: list[int] = []  # rows that were promised
        self._made: list[tuple[Entry, Values]] = []
        if self.record is not None:
            self._look()

    def _look(self) -> None:
        """Let the tables know what measures look at beside columns."""
        recorder, tables = self.recorder, self._tables
        assert recorder.cut is not None
        stayed = tables.array(Slot("stayed"), "")
        np.equal(recorder.stack.luck.occupant, recorder.founders, out=stayed, casting="unsafe")
        seen = {
            "start": recorder.start, "first": recorder.first, "total": recorder.sums,
            "cut": {"": np.ascontiguousarray(recorder.cut[tables.org.run])},
        }  # fmt: skip
        tables.look_at({Slot(kind, name): x for kind, arrays in seen.items() for name, x in arrays.items()})

    def _bind(self) -> tuple[Entry, Values]:
        """Return what takes down a row, and where: its values and spreads, measure by run."""
        made = np.zeros((2, len(self.able), self._tables.org.n_runs))
        for what, arrays in zip(("", "spread "), made, strict=True):
            self._tables.look_at({Slot("result", f"{what}{i}"): x for i, x in enumerate(arrays)})
        return self._tables.entry(self.code.address, self.code.slots, ""), made

    @property
    def able(self) -> tuple[int, ...]:
        """The places of the measures that are compiled."""
        return self.record.able if self.record else ()

    @property
    def code(self) -> Loaded:
        """What is run."""
        assert self.record is not None
        return self.record.code

    def promise(self, row: int) -> Entry:
        """Return what will take down a row, after the rows that are promised already."""
        if len(self._made) == len(self.waiting):
            self._made.append(self._bind())
        entry, _ = self._made[len(self.waiting)]
        self.waiting.append(row)
        return entry

    def give(self) -> None:
        """Hand over the rows that were promised, which have been taken down."""
        places = list(self.able)
        for row, (_, (values, spread)) in zip(self.waiting, self._made, strict=False):
            self.recorder.values[:, row, places] = values.T
            if self.opening:
                self.recorder.spread[:, places] = spread.T
        self.waiting.clear()
