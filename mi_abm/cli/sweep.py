"""What is said of an experiment before it runs and while it does."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from mi_abm.cli.progress import Progress, lasting
from mi_abm.cli.workers import START
from mi_abm.engine.cores import usable_cores

if TYPE_CHECKING:
    from mi_abm.experiment.runner import Runner
    from mi_abm.experiment.work import Report

MANY = 10_000_000  # person-weeks from which one is told how long it will take
BYTES = 8.0  # of a number on the disk; it is less where numbers repeat
KEY = 6  # numbers that an id, a scenario and a seed take as much room as


class SweepProgress(Progress):
    """Chunks and runs done, runs a second, time left."""

    def __init__(self) -> None:
        super().__init__("runs")
        self.chunks = 0

    def begin(self, runs: int) -> None:
        """Say how many runs there are to do."""
        self.total = runs

    def told(self, report: Report) -> None:
        """Count a chunk."""
        self.chunks += 1
        self.add(report.done + len(report.failures))

    def words(self, passed: float) -> str:
        """Say how far it is."""
        if not self.total:
            return super().words(passed)
        if not self.done:
            return f"runs: none of {self.total:,} done yet"
        chunks = f"{self.chunks:,} {'chunk' if self.chunks == 1 else 'chunks'}"
        left = lasting(passed * (self.total - self.done) / self.done)
        return (
            f"runs: {self.done:,} of {self.total:,} in {chunks}, {self.done / passed:.1f} a second, about {left} left"
        )


def announce(runner: Runner, workers: int) -> None:
    """Say how large a large experiment is, and how long it will take, before it starts."""
    weeks = runner.plan.person_weeks()
    if weeks <= MANY:
        return
    made_of = runner.experiment
    kept = runner.layout
    columns = KEY + len(kept.parameters) + len(kept.measures) + len(kept.outcomes) + len(kept.spreads)
    numbers = (columns + len(kept.weeks) * (KEY + len(kept.measures))) * len(runner.plan)
    print(
        f"{len(made_of.points):,} points x {len(made_of.scenarios)} scenarios x {len(made_of.seeds):,} seeds, of which "
        f"{len(runner.plan):,} runs differ, {weeks:.2g} person-weeks: about {lasting(runner.seconds / workers)} on "
        f"{workers} {'process' if workers == 1 else 'processes'}, up to {max(1, numbers * BYTES / 1e6):,.0f} MB in "
        f"{runner.store.folder}",
        file=sys.stderr,
    )


def paying(runner: Runner) -> int:
    """Return as many workers as there are cores, but none whose share of the work is shorter than its start."""
    return max(1, min(usable_cores(), int(runner.seconds / (2 * START))))
