"""The runner: from an experiment and a folder to a folder in which nothing is missing, whatever happens on the way.

What is finished is never done again. How the work is cut into batches, and who does it, changes no result.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from mi_abm.engine.engines import expected
from mi_abm.engine.simulate import CHUNK_PEOPLE
from mi_abm.experiment.engines import ENGINES, Engine
from mi_abm.experiment.experiment import Experiment
from mi_abm.experiment.layout import layout_of
from mi_abm.experiment.manifest import manifest
from mi_abm.experiment.plan import Ids, Plan, among
from mi_abm.experiment.store import Store
from mi_abm.experiment.work import Job, Report
from mi_abm.scenario.problems import bad

BATCH_SECONDS = 3.0
BURN_IN = 26  # weeks, as a rule
Told = Callable[[Report], None]


@dataclass(frozen=True)
class Ended:
    """How an experiment ended: runs done this time, runs that failed."""

    done: int
    failed: int


def batch_weight(person_weeks: float, weeks: int, workers: int) -> float:
    """Return the person-weeks of a batch: seconds of work, less where workers would not have several, not less than a stack."""
    whole = max(1.0, person_weeks)
    stack = CHUNK_PEOPLE * (weeks + BURN_IN)
    seconds_a_week = expected(whole) / whole
    return min(BATCH_SECONDS / seconds_a_week, max(whole / (4 * workers), min(whole / workers, stack)))


class Runner:
    """An experiment on its way into a folder. Raises `InputError` where the folder is not fit for it."""

    def __init__(self, experiment: Experiment, folder: Path, command: str = "") -> None:
        self.experiment, self.command = experiment, command
        self.store = Store(folder)
        self.layout = self.store.prepare(layout_of(experiment), experiment.scenarios)
        self.plan = Plan(experiment)

    @property
    def seconds(self) -> float:
        """About how long all runs take one after the other."""
        return expected(self.plan.person_weeks())

    def run(
        self,
        engine: str | Engine = "",
        workers: int = 1,
        batch: float | None = None,
        told: Told | None = None,
        begun: Callable[[int], None] | None = None,
    ) -> Ended:
        """Do every run that is missing; return how many were done and failed.

        `engine` is one, or the name of one of `ENGINES` (default: processes if there are several workers), `batch` the
        person-weeks of a batch.
        `begun` is called with the number of runs to do, `told` with the report of each batch.
        """
        do = engine if callable(engine) else ENGINES[engine or ("processes" if workers > 1 else "serial")]
        with self.store.locked() as desk:
            self.store.describe(manifest(self.experiment, self.plan, self.layout, self.command))
            self.store.forget()
            there = self.store.done()
            if begun is not None:
                begun(self.missing(there))
            batches = self.plan.batches(
                there, batch or batch_weight(self.plan.person_weeks(), self.experiment.data.weeks, workers)
            )
            ended = self._ended(do(self._job(desk, workers), batches, workers), told)
            self._check(ended.failed)
        return ended

    def _job(self, desk: Path, workers: int) -> Job:
        made_of = self.experiment
        folder = self.store.folder.absolute()  # workers may stand elsewhere
        return Job(made_of.scenarios, made_of.reference, self.layout, folder, desk, self.plan.person_weeks() / workers)

    def _ended(self, reports: Iterator[Report], told: Told | None) -> Ended:
        """Record what is reported."""
        done = failed = 0
        with closing(reports):  # type: ignore[type-var]
            for report in reports:
                done, failed = done + report.done, failed + len(report.failures)
                if report.failures:
                    self.store.fail(report.failures)
                if told is not None:
                    told(report)
        return Ended(done, failed)

    def _check(self, failed: int) -> None:
        """See that whatever is not there has failed."""
        missing = self.missing(self.store.done()) - failed
        if missing:
            raise bad(str(self.store.folder), "", f"lacks {missing:,} runs although all batches were done: start again")

    def missing(self, there: Ids) -> int:
        """Return how many runs are not among those that are there (sorted)."""
        return int(np.sum(~among(self.plan.every_id().ravel(), there))) if len(there) else len(self.plan)
