"""Engines: who does the batches of an experiment.

An engine is a function `(job, batches, workers) -> reports`, one report a batch, in any order; what a batch gives does not depend
on who does it. Add one by an entry in `ENGINES`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from mi_abm.experiment.engines.here import serial, threads
from mi_abm.experiment.engines.local import processes
from mi_abm.experiment.plan import Batch
from mi_abm.experiment.work import Job, Report

Engine = Callable[[Job, Iterable[Batch], int], Iterator[Report]]
ENGINES: dict[str, Engine] = {"serial": serial, "threads": threads, "processes": processes}
