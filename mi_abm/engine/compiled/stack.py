"""A stack whose weeks are compiled, rule by rule; what cannot be compiled runs in numpy, in its turn, on the same columns."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mi_abm.core.rules import Rule
from mi_abm.engine.compiled.code import Loaded, codes
from mi_abm.engine.compiled.compiling import neutral_code, next_week_code, phase_code, totals_code
from mi_abm.engine.compiled.graph import Refused
from mi_abm.engine.compiled.tables import Numbers, Tables
from mi_abm.engine.stack import Stack


class CompiledStack(Stack):
    """Puts compiled phases in a queue and runs them at once, without Python, before anything else looks at a column."""

    tables: Tables | None = None

    def _bind(self) -> Tables:
        if self.tables is None:
            self.tables = Tables(self)
            self._bound: dict[tuple[str, str], tuple[int, Numbers] | None] = {}
            self._arrivals: dict[str, Loaded | None] = {}
            self._queue: list[int] = []
        return self.tables

    def __getstate__(self) -> dict[str, Any]:
        """Leave out what is compiled: a copy binds itself to its own columns."""
        left = {"tables", "_bound", "_arrivals", "_queue"}
        return {k: v for k, v in super().__getstate__().items() if k not in left}

    @property
    def one_style(self) -> bool:
        """Whether the axis of styles is that of people."""
        return len(self.styles) == 1

    def call(self, rule: Rule, phase: str) -> None:
        """Run a phase of a rule, if it has that phase."""
        if getattr(rule, phase, None) is None:
            return
        if not self._enqueue(rule.name, phase, lambda: phase_code(type(rule), phase, self.one_style)):
            self._flush()
            super().call(rule, phase)

    def _enqueue(self, name: str, phase: str, code: Callable[[], Loaded]) -> bool:
        """Put a phase in the queue; return False if it cannot be compiled."""
        tables, key = self._bind(), (name, phase)
        if key not in self._bound:
            try:
                found = code()
                self._bound[key] = found.address, tables.table(found.slots, name)
            except Refused:
                self._bound[key] = None
        bound = self._bound[key]
        if bound is not None:
            self._queue += [bound[0], bound[1].ctypes.data]
        return bound is not None

    def _flush(self) -> None:
        """Run what is in the queue."""
        if self.tables is not None and self._queue:
            self.tables.week[0] = self.week
            queue = np.array(self._queue, dtype=np.int64)
            self._queue.clear()
            codes().run(queue)

    def reset_exposures(self) -> None:
        """Bring every exposure back to neutral: it is Monday."""
        if not self._enqueue("", "neutral", lambda: neutral_code(self.of_kind("exposure"), self.one_style)):
            super().reset_exposures()

    def add_up(self, phase: str) -> None:
        """Add up the totals that are due before a phase."""
        due = [c for c in self.of_kind("total") if c.before == phase]
        parts = self.of_kind("part")
        if due and not self._enqueue("", f"before {phase}", lambda: totals_code(due, parts, self.one_style)):
            self._flush()
            super().add_up(phase)

    def seat_visitors(self) -> None:
        """Let the organisation seat this week's visitors, and make room for their ties."""
        self._flush()
        super().seat_visitors()

    def _resize_ties(self) -> None:
        super()._resize_ties()
        if self.tables is not None:
            self.tables.look_at_ties()
            self._bound.clear()

    def replace_leavers(self) -> None:
        """Let newcomers take the posts of those who left this week."""
        self._flush()
        super().replace_leavers()

    def newcomers(self, rows: NDArray[np.intp] | None) -> None:
        """Let people arrive on some rows (all rows: the founders), each rule writing its own columns at once."""
        if rows is None:
            super().newcomers(rows)
            return
        tables, listed = self._bind(), np.ascontiguousarray(rows, dtype=np.int64)
        tables.forget("lasting_uniform")
        tables.newcomers[:] = np.searchsorted(listed, tables.rows)
        kept: list[Numbers] = []
        for rule in self.rules:
            if getattr(rule, "arrive", None) is None:
                continue
            code = self._arrival(rule)
            if code is None:
                self._flush()
                self.arrive(rule, rows)
            else:
                kept.append(tables.table(code.slots, rule.name, listed))
                self._queue += [code.address, kept[-1].ctypes.data]
        self._flush()

    def _arrival(self, rule: Rule) -> Loaded | None:
        if rule.name not in self._arrivals:
            try:
                self._arrivals[rule.name] = phase_code(type(rule), "arrive", self.one_style)
            except Refused:
                self._arrivals[rule.name] = None
        return self._arrivals[rule.name]

    def commit(self) -> None:
        """Let what was made this week become what is read next week."""
        if self.tables is None:  # the founding
            super().commit()
            return
        done = self._enqueue("", "next week", lambda: next_week_code(self.of_kind("state"), self.one_style))
        self._flush()
        if not done:
            super().commit()
