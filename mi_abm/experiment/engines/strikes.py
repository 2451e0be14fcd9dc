"""Batches that take their worker with them: tried again by another one, and given up after a few."""

from __future__ import annotations

from mi_abm.experiment.plan import Batch
from mi_abm.experiment.work import Failure, Report

STRIKES = 3


def given_up(batch: Batch, ended: str) -> Report:
    """Return the report of a batch that was lost too often; `ended` says how its last worker ended."""
    said = f"the worker process ended {ended} {STRIKES} times while doing this batch (was there enough memory?)"
    failures = [
        Failure(run_id, name, dict(values), seed, said, "")
        for name, values, _, seeds, ids in batch.cells
        for seed, run_id in zip(seeds, ids, strict=True)
    ]
    return Report(0, 0.0, tuple(failures))
