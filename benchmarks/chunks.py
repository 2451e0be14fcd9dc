"""What handing out a chunk costs the driver: Dask's client and scheduler, on workers of this machine that do nothing.

`python -m benchmarks.cost --chunks` measures for about a minute, and adds what it found to benchmarks/cost.json. Batches are those of a plan,
with all their ids and seeds; the driver's seconds are the processor's, of the process that holds client and scheduler, as it does
with `--runner slurm`.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any
from unittest.mock import patch

from mi_abm.experiment.experiment import Experiment
from mi_abm.experiment.layout import layout_of
from mi_abm.experiment.plan import Batch, Plan
from mi_abm.experiment.work import Job, Report

SIZES = ((1, 400), (1, 1600), (500, 400), (2000, 400))  # runs in a chunk, chunks
WORKERS, FIRST = 2, 20


def chunks() -> dict[str, Any]:
    """Return what was measured, and on what."""
    from benchmarks.machine import machine

    return {"machine": machine(), "workers": WORKERS, "cases": [one_case(*size) for size in SIZES]}


def nothing(job: bytes, code: str, batch: Batch) -> Report:
    """Stand for the work of a batch."""
    return Report(len(batch), 0.0)


def one_case(runs: int, count: int, first: int = FIRST) -> dict[str, float]:
    """Hand out so many chunks of so many runs, after the first few: then connections and imports are there."""
    from distributed import Client, LocalCluster

    from mi_abm.experiment.engines import dask

    experiment = _asked(runs * (first + count))
    batches = _batches(experiment, runs, first + count)
    how: dict[str, Any] = {"dashboard_address": None, "silence_logs": "CRITICAL", "security": True}
    with (
        LocalCluster(WORKERS, threads_per_worker=1, **how) as cluster,
        Client(cluster) as client,
        patch.object(dask, "answer", nothing),
    ):
        list(_reports(client, experiment, batches[:first]))
        began, driver = time.perf_counter(), time.process_time()
        done = len(list(_reports(client, experiment, batches[first:])))
        found = {
            "runs": runs * done,
            "chunks": done,
            "driver": time.process_time() - driver,
            "seconds": time.perf_counter() - began,
        }
    print(found, flush=True)
    return found


def _reports(client: Any, experiment: Experiment, batches: list[Batch]) -> Iterator[Report]:
    from mi_abm.experiment.engines.dask import Crew

    here = Path()  # nothing is written
    job = Job(experiment.scenarios, experiment.reference, layout_of(experiment), here, here)
    return Crew(client, job).reports(batches)


def _asked(runs: int) -> Experiment:
    """Return an experiment of so many runs of two people and one week, with every parameter of a mechanism varied."""
    return Experiment.load({
        "question": "What does a chunk cost?", "weeks": 1, "replicates": 20, "contrast": ["miti"],
        "scenarios": {"home": {"extends": "baseline", "burn_in": 0, "organisation": {"teams": 1, "team_size": 2}}},
        "design": {"kind": "latin_hypercube", "points": 50 + runs // 20, "vary": ["mechanisms.descriptive_norms"]}})  # fmt: skip


def _batches(experiment: Experiment, runs: int, count: int) -> list[Batch]:
    """Return the first batches of its plan, of so many runs each."""
    plan = Plan(experiment)
    return list(islice(plan.batches(plan.every_id()[:0].ravel(), float(plan.weight(0) * runs)), count))
