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
        self.recorder, self.opening = recorder, opening
        self.record = record_code(tuple(type(m) for m in recorder.measures), row)
        if self.record is not None:
            stayed = tables.array(Slot("stayed"), "")
            np.equal(stack.luck.occupant, recorder.founders, out=stayed, casting="unsafe")
            self._tables, self._waiting, self._made = tables, list[int](), list[tuple[Entry, Values]]()

    def _bind(self, tables: Tables) -> tuple[Entry, Values]:
        """Return what takes down a row, and where: its values and spreads, measure by run."""
        recorder = self.recorder
        assert recorder.cut is not None
        made = np.zeros((2, len(self.able), tables.org.n_runs))
        results = {
            f"{what}{i}": x for what, some in zip(("", "spread "), made, strict=True) for i, x in enumerate(some)
        }
        seen = {
            "start": recorder.start, "first": recorder.first, "total": recorder.sums,
            "cut": {"": np.ascontiguousarray(recorder.cut[tables.org.run])},
        }  # fmt: skip
        tables.look_at_measures(seen, results)
        return tables.entry(self.code.address, self.code.slots, ""), made

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
        if len(self._made) == len(self._waiting):
            self._made.append(self._bind(self._tables))
        entry, _ = self._made[len(self._waiting)]
        self._waiting.append(row)
        return entry

    def give(self) -> None:
        """Hand over the rows that were promised, which have been taken down."""
        places = list(self.able)
        for row, (_, (values, spread)) in zip(self._waiting, self._made, strict=False):
            self.recorder.values[:, row, places] = values.T
            if self.opening:
                self.recorder.spread[:, places] = spread.T
        self._waiting.clear()
