"""A stack whose weeks are compiled, rule by rule; what cannot be compiled runs in numpy, in its turn, on the same columns."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mi_abm.core.columns import Column
from mi_abm.core.rules import Rule
from mi_abm.engine.compiled.code import Loaded
from mi_abm.engine.compiled.compiling import leaving_code, neutral_code, next_week_code, phase_code, totals_code
from mi_abm.engine.compiled.graph import Refused, Slot
from mi_abm.engine.compiled.housekeeping import ANY
from mi_abm.engine.compiled.queue import WEEKS, Entry, Queue
from mi_abm.engine.compiled.tables import Tables
from mi_abm.engine.compiled.taking import Taking
from mi_abm.engine.recorder import Recorder
from mi_abm.engine.stack import Stack


class CompiledStack(Stack):
    """Puts compiled phases in a queue, and runs them without Python before anything else looks at a column."""

    tables: Tables | None = None

    def _bind(self) -> Tables:
        if self.tables is None:
            self.tables = Tables(self)
            self._bound: dict[tuple[str, str], tuple[Entry, frozenset[str]] | None] = {}
            self._queue: Queue = self.tables.queue(self.luck.week)
            self._known: dict[tuple[str, Collection[Any]], tuple[list[int], frozenset[str]]] = {}
            self._runs, self._exposures = 0, frozenset(c.name for c in self.of_kind("exposure"))
            self._taking: Taking | None = None
        return self.tables

    def __getstate__(self) -> dict[str, Any]:
        """Leave out what is compiled: a copy binds itself to its own columns."""
        left = {"tables", "_bound", "_queue", "_taking", "_known", "_runs", "_exposures"}
        return {k: v for k, v in super().__getstate__().items() if k not in left}

    @property
    def one_style(self) -> bool:
        """Whether the axis of styles is that of people."""
        return len(self.styles) == 1

    def begin(self, week: int) -> None:
        """Let a week begin."""
        super().begin(week)
        if self.tables is not None:
            if self._queue.weeks == WEEKS:
                self._flush()
            self._queue.next(week)

    def perform(self, acting: Sequence[Rule], phase: str) -> None:
        """Run a phase of all rules that have it."""
        self._put((phase, acting), lambda: super(CompiledStack, self).perform(acting, phase))

    def _put(self, key: tuple[str, Collection[Any]], put: Callable[[], None]) -> None:
        """Put in the queue what `put` puts there, the second time from memory if all of it is compiled."""
        self._bind()
        if key not in self._known:
            before, runs, stirred = len(self._queue.calls), self._runs, set(self.stirred)
            self.stirred.clear()
            put()
            if runs == self._runs:  # all of it is in the queue
                self._known[key] = self._queue.calls[before:], frozenset(self.stirred)
            self.stirred |= stirred
        else:
            queue, writes = self._known[key]
            self._queue.calls += queue
            self.stirred |= writes

    def call(self, rule: Rule, phase: str) -> None:
        """Run a phase of a rule, if it has that phase."""
        if getattr(rule, phase, None) is None:
            return
        if not self._compiled(rule, phase):
            self._flush()
            super().call(rule, phase)

    def _compiled(self, rule: Rule, phase: str) -> bool:
        """Put a phase of a rule in the queue; return False if it cannot be compiled."""
        return self._enqueue(rule.name, phase, lambda: phase_code(type(rule), phase, self.one_style))

    def _enqueue(self, name: str, phase: str, code: Callable[[], Loaded | Refused], column: str = "") -> bool:
        """Put a phase in the queue; return False if it cannot be compiled. `column`: which it is about, if any may be."""
        tables, key = self._bind(), (name, phase)
        if key not in self._bound:
            found = code()
            if isinstance(found, Refused):
                self._bound[key] = None
            else:
                slots = [Slot(s.kind, column) if s == ANY else s for s in found.slots]
                self._bound[key] = tables.entry(found.address, slots, name), found.writes & self._exposures
        bound = self._bound[key]
        if bound is not None:
            self._queue.calls += bound[0]
            self.stirred |= bound[1]
        return bound is not None

    def _flush(self) -> None:
        """Run what is in the queue."""
        self._runs += 1
        self._queue.run()
        if self._taking:
            self._taking.give()

    def reset_exposures(self) -> None:
        """Bring the exposures that have been written back to neutral: it is Monday."""
        written = tuple(sorted(self.stirred))

        def put() -> None:
            for name in written:
                self._neutral(self.columns[name])

        self._put(("neutral", written), put)
        self.stirred.clear()

    def _neutral(self, column: Column) -> None:
        if not self._enqueue("", f"neutral {column.name}", lambda: neutral_code(column, self.one_style), column.name):
            self._flush()
            self.monday[column.name][...] = column.start

    def add_up(self, phase: str) -> None:
        """Add up the totals that are due before a phase."""
        if due := self.due.get(phase):
            self._put(("before", (phase,)), lambda: self._total(phase, due))

    def _total(self, phase: str, due: Sequence[Column]) -> None:
        parts = self.of_kind("part")
        if not self._enqueue("", f"before {phase}", lambda: totals_code(due, parts, self.one_style)):
            self._flush()
            super().add_up(phase)

    def _seat(self) -> bool:
        self._flush()
        return super()._seat()

    def _resize_ties(self) -> None:
        super()._resize_ties()
        if self.tables is not None:
            self.tables.look_at_ties()

    def replace_leavers(self) -> None:
        """Let newcomers take the posts of those who left this week."""
        self._put(("leave", ()), self._leave)

    def _leave(self) -> None:
        gone = self.columns["gone"]
        self._enqueue("", "leaving", lambda: leaving_code(gone, self.one_style))
        self._let_arrive()
        self._neutral(gone)

    def newcomers(self, rows: NDArray[np.intp] | None) -> None:
        """Let people arrive on some rows (all rows: the founders), each rule writing its own columns at once."""
        if rows is None and self.given:  # what was measured stands in the place of what is drawn
            super().newcomers(rows)
            return
        self._bind().newcomers.let_in(np.arange(len(self.org)) if rows is None else rows)
        self._let_arrive()
        self._flush()

    def _let_arrive(self) -> None:
        """Let people arrive on the rows that are listed by then."""
        tables = self._bind()
        for rule in self.rules:
            if getattr(rule, "arrive", None) and not self._compiled(rule, "arrive"):
                self._flush()
                if len(rows := tables.newcomers.rows):
                    self.arrive(rule, rows)

    def record(self, recorder: Recorder, row: int) -> Collection[int] | None:
        """Take down the measures that are compiled, add up their columns; return their places."""
        tables, taking = self._bind(), self._taking
        if taking is None or taking.recorder is not recorder or taking.opening != (row == 0):
            self._flush()
            taking = self._taking = Taking(recorder, tables, row == 0)
        if taking.record is None:
            self._flush()
            return None
        self._queue.calls += taking.promise(row)
        if self.watched or not taking.may_wait:
            self._flush()
        return taking.able

    @property
    def ahead(self) -> bool:
        """Whether rows of measures are still to be given."""
        return self._taking is not None and bool(self._taking.waiting)

    def commit(self) -> None:
        """Let what was made this week become what is read next week."""
        if self.tables is None:  # the founding
            super().commit()
            return
        if not self._enqueue("", "next week", lambda: next_week_code(self.of_kind("state"), self.one_style)):
            self._flush()
            super().commit()

    def catch_up(self) -> None:
        """Run what is still in the queue before anybody looks at columns."""
        if self.tables is not None:
            self._flush()
