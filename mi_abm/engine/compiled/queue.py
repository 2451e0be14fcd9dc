"""The queue: functions and their tables, week after week, until somebody has to look; and the lanes that run it.

All of the queue is run for one block before the next, so weeks that nobody looks into between need neither Python nor its
lock. A lane is a thread that works on a share of the blocks, with memory of its own for what is in between.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray

from mi_abm.engine.compiled.code import codes

WEEKS = 8  # weeks at once, if nobody looks: with more, little is gained
Entry = tuple[int, ...]  # a function, and its table in each lane


class Lanes:
    """Threads that run one queue, each over its share of the blocks: this one, and others that wait for the next."""

    def __init__(self, number: int, blocks: int) -> None:
        self.number = max(1, min(number, blocks))
        self._ends = [blocks * k // self.number for k in range(self.number + 1)]
        self._others = ThreadPoolExecutor(self.number - 1) if self.number > 1 else None

    def run(self, queue: Sequence[int]) -> None:
        """Call functions, each with its table of the lane, in turn for each block."""
        entries = np.array(queue, dtype=np.int64).reshape(-1, 1 + self.number)
        each = [np.ascontiguousarray(entries[:, [0, 1 + k]]) for k in range(self.number)]
        tasks = [(own, self._ends[k], self._ends[k + 1]) for k, own in enumerate(each)]
        waiting = [self._others.submit(codes().running.run, *task) for task in tasks[1:]] if self._others else []
        try:
            codes().running.run(*tasks[0])
        finally:  # whoever interrupts this thread may let go of what the others work on
            for other in waiting:
                other.result()


class Queue:
    """What waits to be run; `calls` are functions and their tables, and it begins with the week in which it began."""

    def __init__(self, lanes: Lanes, clocks: Iterable[NDArray[np.int64]], week: int) -> None:
        """Take the lanes, the cell in which each keeps its week, and the week that it is."""
        self.lanes, self._cells = lanes, [clock.ctypes.data for clock in clocks]
        self._turns: dict[int, tuple[Entry, NDArray[np.int64]]] = {}
        self._begin(week)

    def _begin(self, week: int) -> None:
        self.week, self.weeks = week, 1
        self.calls: list[int] = [*self._turn(week)]

    def _turn(self, week: int) -> Entry:
        """Return what lets a week begin: it writes down its number."""
        if week not in self._turns:
            tables = np.array([(cell, week) for cell in self._cells], dtype=np.int64)
            self._turns[week] = (codes().running.turn, *(row.ctypes.data for row in tables)), tables
        return self._turns[week][0]

    @property
    def empty(self) -> bool:
        """Whether nothing waits."""
        return len(self.calls) == (1 + self.lanes.number) * self.weeks

    def next(self, week: int) -> None:
        """Let what is put in from now on happen in this week."""
        if self.empty:
            self._begin(week)
        else:
            self.week, self.weeks = week, self.weeks + 1
            self.calls += self._turn(week)

    def run(self) -> None:
        """Run all that waits."""
        if not self.empty:
            self.lanes.run(self.calls)
        self._begin(self.week)
