"""Progress on standard error, for what takes longer than two seconds.

One live line on a terminal; elsewhere (a log, a queue's output file) plain lines, at growing distances.
"""

from __future__ import annotations

import sys
import threading
import time
from types import TracebackType

QUIET, LIVE, PLAIN = 2.0, 0.5, 10.0  # seconds before the first word; between words on a terminal; elsewhere


class Progress:
    """Counts what is done and says so now and then, from a thread of its own: a long chunk does not silence it."""

    def __init__(self, what: str, total: int = 0) -> None:
        self.what, self.total, self.done = what, total, 0
        self.began = time.monotonic()
        self.live = sys.stderr.isatty()
        self.over = threading.Event()
        self.thread = threading.Thread(target=self._speak, daemon=True)

    def add(self, n: int) -> None:
        """Count n more as done."""
        self.done += n

    def __enter__(self) -> Progress:
        self.thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.over.set()
        self.thread.join()

    def words(self, passed: float) -> str:
        """Say how far it is, and for how long it will go on if it goes on like this."""
        if not self.total:
            return f"{self.what}: {passed:.0f} s"
        left = f"about {lasting(passed * (self.total - self.done) / self.done)} left" if self.done else "starting"
        return f"{self.what}: {self.done:,} of {self.total:,}, {left}"

    def _speak(self) -> None:
        wait, spoke = QUIET, False
        while not self.over.wait(wait):
            passed = time.monotonic() - self.began
            line = self.words(passed)
            print(f"\r\x1b[K{line}" if self.live else line, end="" if self.live else "\n", file=sys.stderr, flush=True)
            wait, spoke = LIVE if self.live else max(PLAIN, passed / 5), True
        if spoke and self.live:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)


def aside(line: str) -> None:
    """Say a line that stays, also where a live line is being written."""
    print(f"\r\x1b[K{line}" if sys.stderr.isatty() else line, file=sys.stderr, flush=True)


def lasting(seconds: float) -> str:
    """Return a time span in words: 8 s, 3 min, 2 h 10 min."""
    if seconds < 60:
        return f"{max(1, round(seconds))} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60} min"
