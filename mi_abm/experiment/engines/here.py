"""Batches done in this process: one after the other, or on threads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from itertools import islice

from mi_abm.experiment.engines.strikes import Strikes, stumble
from mi_abm.experiment.plan import Batch
from mi_abm.experiment.work import Job, Report, work
from mi_abm.scenario.problems import InputError


def serial(job: Job, batches: Iterable[Batch], workers: int) -> Iterator[Report]:
    """Do one batch after the other."""
    for batch in batches:
        yield reported(job, batch)


def threads(job: Job, batches: Iterable[Batch], workers: int) -> Iterator[Report]:
    """Do batches on threads, which pays where the code of the weeks leaves the interpreter's lock."""
    todo = iter(batches)
    with ThreadPoolExecutor(workers) as pool:
        under_way: set[Future[Report]] = {pool.submit(reported, job, batch) for batch in islice(todo, workers)}
        try:
            while under_way:
                done, under_way = wait(under_way, return_when=FIRST_COMPLETED)
                under_way |= {pool.submit(reported, job, batch) for batch in islice(todo, len(done))}
                yield from (future.result() for future in done)
        finally:
            pool.shutdown(cancel_futures=True)


def reported(job: Job, batch: Batch) -> Report:
    """Do a batch, again if it raises an error that is none of its runs', until it is given up."""
    strikes, report = Strikes(), None
    while report is None:
        try:
            return work(job, batch)
        except InputError:
            raise  # it concerns all: a folder that is full
        except Exception as error:
            report = strikes.raised(batch, stumble(error))
    return report
