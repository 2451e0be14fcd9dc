"""Preloaded by the Dask workers of tests: they wait where a test wants to disturb them, or die of a batch.

HOLD=DIR     from the chunk on that DIR/after says, wait until DIR/go is there; DIR/<job>-<process> says who waits
POISON=SEED  be killed by a batch in which a run has this seed
STALE=SEED:N raise an error the first N times that a batch in which a run has this seed is done;
             HOLD/stale.<batch>.<time>.<process> says who did
"""

from __future__ import annotations

import errno
import os
import signal
import time
from pathlib import Path
from typing import Any

from mi_abm.experiment.engines import dask
from mi_abm.experiment.plan import Batch
from mi_abm.experiment.work import Job, Report, work


def dask_setup(worker: Any) -> None:
    """Put `disturbed` in the place of the work; Dask calls this when a worker starts."""
    dask.work = disturbed  # type: ignore[attr-defined]


def disturbed(job: Job, batch: Batch) -> Report:
    if (poison := os.environ.get("POISON")) and any(int(poison) in seeds for *_, seeds, _ in batch.cells):
        os.kill(os.getpid(), signal.SIGKILL)
    seed, _, times = os.environ.get("STALE", "").partition(":")
    if seed and any(int(seed) in seeds for *_, seeds, _ in batch.cells):
        stumble(Path(os.environ["HOLD"]) / f"stale.{batch.name}", int(times))
    if hold := os.environ.get("HOLD"):
        wait(Path(hold), job.folder / "runs")
    return work(job, batch)


def stumble(mark: Path, times: int) -> None:
    before = len(list(mark.parent.glob(f"{mark.name}.*")))
    if before < times:
        mark.with_name(f"{mark.name}.{before}.{os.getpid()}").touch()
        raise OSError(errno.ESTALE, "Stale file handle")


def wait(hold: Path, runs: Path) -> None:
    me = hold / f"{os.environ.get('SLURM_JOB_ID', 'job')}-{os.getpid()}"
    while len(list(runs.glob("*.parquet"))) >= int((hold / "after").read_text()) and not (hold / "go").exists():
        me.touch()
        time.sleep(0.05)
