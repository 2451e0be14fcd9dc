"""Takes down a row of measures of one stack, compiled."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from mi_abm.engine.compiled.code import Loaded
from mi_abm.engine.compiled.graph import Slot
from mi_abm.engine.compiled.recording import Row, record_code
from mi_abm.engine.compiled.tables import Numbers, Tables
from mi_abm.engine.recorder import Recorder


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
            self._bind(tables)

    def _bind(self, tables: Tables) -> None:
        recorder, able = self.recorder, self.able
        assert recorder.cut is not None
        self.values = np.zeros((len(able), tables.org.n_runs))
        self.spread = np.zeros_like(self.values)
        results = {str(i): x for i, x in enumerate(self.values)} | {f"spread {i}": x for i, x in enumerate(self.spread)}
        seen = {
            "start": recorder.start, "first": recorder.first, "total": recorder.sums,
            "cut": {"": np.ascontiguousarray(recorder.cut[tables.org.run])},
        }  # fmt: skip
        tables.look_at_measures(seen, results)
        self.table: Numbers = tables.table(self.code.slots, "")

    @property
    def able(self) -> tuple[int, ...]:
        """The places of the measures that are compiled."""
        return self.record.able if self.record else ()

    @property
    def code(self) -> Loaded:
        """What is run."""
        assert self.record is not None
        return self.record.code

    def give(self, row: int) -> Collection[int]:
        """Hand over what was taken down; return the places of the measures."""
        places = list(self.able)
        self.recorder.values[:, row, places] = self.values.T
        if self.opening:
            self.recorder.spread[:, places] = self.spread.T
        return self.able
