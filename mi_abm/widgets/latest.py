"""Latest: work that only ever answers the newest request, so that the moves of a slider do not queue.

A request waits a moment for a newer one; then it is worked on in a thread, stage by stage, and dropped between two stages
when a newer one has come.
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

    def __init__(
        self,
        stages: Callable[[T], Iterable[object]],
        failed: Callable[[Exception], None],
        pause: float = 0.12,
    ) -> None:
        self.stages, self.failed, self.pause = stages, failed, pause
        self._changed = threading.Condition()
        self._waiting: list[T] = []  # at most one
        self._working = False

    def submit(self, request: T) -> None:
        """Ask for something; whatever was asked for before is forgotten, unless it is done."""
        with self._changed:
            self._waiting = [request]
            self._changed.notify_all()
            if not self._working:
                self._working = True
                threading.Thread(target=self._work, daemon=True).start()

    def wait(self, timeout: float = 60.0) -> bool:
        """Wait until nothing is left to do; say whether that came about in `timeout` seconds."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._working, timeout)

    def _work(self) -> None:
        while True:
            request = self._settled()
            if request is None:
                return
            try:
                for _ in self.stages(request):
                    if self._waiting:
                        break
            except Exception as error:
                self.failed(error)

    def _settled(self) -> T | None:
        """Return the newest request once none has come for a moment; None, and the end of the work, if there is none."""
        with self._changed:
            while self._waiting and self._changed.wait(self.pause):
                pass
            if self._waiting:
                return self._waiting.pop()
            self._working = False
            self._changed.notify_all()
            return None
