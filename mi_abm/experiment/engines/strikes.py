"""Batches that fail, by an error or with their worker: tried again by another one, and given up after a few."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from traceback import format_exception

from mi_abm.experiment.plan import Batch
from mi_abm.experiment.work import Failure, Report, in_a_line

STRIKES = 3


@dataclass(frozen=True)
class Stumble:
    """What a worker answers where a batch raised an error that is none of its runs': in a line, and in full; which worker."""

    said: str
    traceback: str
    worker: str = ""


def stumble(error: Exception, worker: str = "") -> Stumble:
    """Return what a worker answers of an error."""
    return Stumble(in_a_line(error), "".join(format_exception(error)), worker)


class Strikes:
    """How often batches failed, and of what."""

    def __init__(self) -> None:
        self.against: dict[str, Counter[tuple[str, str]]] = {}

    def lost(self, batch: Batch, ended: str, times: int = 1) -> Report | None:
        """Count workers that ended while they did a batch; return its report if it is given up, None if it is to be done again."""
        return self._count(
            batch, (f"the worker process ended {ended}", " while doing this batch (was there enough memory?)"), times
        )

    def raised(self, batch: Batch, error: Stumble) -> Report | None:
        """Count an error; return the batch's report if it is given up, None if it is to be done again."""
        return self._count(batch, (f"{error.said}:", ""), 1, error.traceback)

    def number(self, batch: Batch) -> int:
        """Return how often a batch has failed."""
        return self.against.get(batch.name, Counter()).total()

    def _count(self, batch: Batch, what: tuple[str, str], times: int, traceback: str = "") -> Report | None:
        self.against.setdefault(batch.name, Counter())[what] += times
        if self.number(batch) < STRIKES:
            return None
        return given_up(batch, self.against.pop(batch.name), traceback)


def given_up(batch: Batch, against: Counter[tuple[str, str]], traceback: str) -> Report:
    """Return the report of a batch that failed too often, with what each time was, and the last traceback if there is one."""
    said = "; ".join(f"{what} {'once' if n == 1 else f'{n} times'}{rest}" for (what, rest), n in against.items())
    failures = [
        Failure(run_id, name, dict(values), seed, said, traceback)
        for name, values, _, seeds, ids in batch.cells
        for seed, run_id in zip(seeds, ids, strict=True)
    ]
    return Report(0, 0.0, tuple(failures))
