"""Latest: work that only ever answers the newest request, so that the moves of a slider do not queue.

A request is worked on at once, in a thread, stage by stage, and dropped between two stages when a newer one has come: a
slider that is dragged shows something of its way, and soon all of where it ends.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from typing import Generic, TypeVar

T = TypeVar("T")


class Latest(Generic[T]):
    """Do `stages(request)` one after the other, for the newest request only; `failed` hears of errors.

    A thread lives only while there is something to do.
    """

    def __init__(self, stages: Callable[[T], Iterable[object]], failed: Callable[[Exception], None]) -> None:
        self.stages, self.failed = stages, failed
        self._changed = threading.Condition()
        self._waiting: list[T] = []  # at most one
        self._working = False

    def submit(self, request: T) -> None:
        """Ask for something; whatever was asked for before is forgotten, unless it is done."""
        with self._changed:
            self._waiting = [request]
            if not self._working:
                self._working = True
                threading.Thread(target=self._work, daemon=True).start()

    def wait(self, timeout: float = 60.0) -> bool:
        """Wait until nothing is left to do; say whether that came about in `timeout` seconds."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._working, timeout)

    def _work(self) -> None:
        while request := self._newest():
            try:
                for _ in self.stages(request[0]):
                    if self._waiting:
                        break
            except Exception as error:
                self.failed(error)

    def _newest(self) -> list[T]:
        """Return the newest request; nothing, and the end of the work, if there is none."""
        with self._changed:
            request, self._waiting = self._waiting, []
            if not request:
                self._working = False
                self._changed.notify_all()
            return request
