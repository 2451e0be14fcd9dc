"""Batches done by the workers of a Dask scheduler: on this machine, at an address, or in jobs (see `slurm`).

A worker writes its chunks into the folder of the experiment itself, which must therefore be on a file system that all share. Dask
gives the batch of a lost worker to another one, until it was lost too often; one that raised an error is handed out again
here, elsewhere if that can be. No worker has more than one batch, so that none is blamed for what another one did.
"""

from __future__ import annotations

import pickle
import socket
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from concurrent.futures import CancelledError
from functools import lru_cache
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING

from mi_abm.experiment.engines.scheduler import Say, Visit, guests, reached
from mi_abm.experiment.engines.strikes import STRIKES, Strikes, Stumble, stumble
from mi_abm.experiment.identity import code
from mi_abm.experiment.plan import Batch
from mi_abm.experiment.work import Job, Report, work
from mi_abm.scenario.problems import InputError, bad

if TYPE_CHECKING:
    from distributed import Client, Future

TICK = 1.0  # seconds between looks at who is there
PAUSE = 1.0  # seconds that a worker rests after an error, so that an ill node does not eat its way through the plan
NEVER = "1000 days"  # else Dask gives the place of a worker up that is being restarted as it looks
Answer = Report | Stumble
Tend = Callable[[Mapping[str, str]], None]


def on_this_machine(job: Job, batches: Iterable[Batch], workers: int) -> Iterator[Report]:
    """Do batches on Dask workers of this machine."""
    guests()
    from dask import config
    from distributed import Client, LocalCluster

    how = {
        "dashboard_address": None,
        "silence_logs": "CRITICAL",
        "security": True,
        "scheduler_kwargs": {"allowed_failures": STRIKES - 1},
    }
    patient = config.set({"distributed.deploy.lost-worker-timeout": NEVER})
    with patient, LocalCluster(workers, threads_per_worker=1, **how) as cluster, Client(cluster) as client:
        yield from Crew(client, job).reports(batches)


def at(address: str, say: Say) -> Callable[[Job, Iterable[Batch], int], Iterator[Report]]:
    """Return the engine that does batches on whatever workers the scheduler at an address has; `say` is told if it has none."""

    def scheduled(job: Job, batches: Iterable[Batch], workers: int) -> Iterator[Report]:
        with reached(address) as client:
            yield from Crew(client, job, Visit(client, address, say).tend).reports(batches)

    return scheduled


def workers_at(address: str) -> int:
    """Return how many batches the workers of a scheduler do at a time, at least 1; raise `InputError` if it does not answer."""
    with reached(address) as client:
        threads: dict[str, int] = client.nthreads()
        return max(1, sum(threads.values()))


class Crew:
    """The workers of a scheduler, and what they have to do; `tend` is told their names, by address, now and then."""

    def __init__(self, client: Client, job: Job, tend: Tend | None = None) -> None:
        self.client, self.tend = client, tend
        self.job = pickle.dumps(job)
        self.done: SimpleQueue[Future[Answer]] = SimpleQueue()
        self.under_way: dict[str, tuple[Future[Answer], Batch]] = {}
        self.again: list[Batch] = []
        self.strikes = Strikes()
        self.failed_on: dict[str, set[str]] = {}  # workers, by batch
        self.threads: dict[str, int] = {}  # of each worker
        self.looked = -TICK

    def reports(self, batches: Iterable[Batch]) -> Iterator[Report]:
        """Yield the report of each batch as it comes."""
        todo = iter(batches)
        try:
            while self._hand_out(todo):
                try:
                    future = self.done.get(timeout=TICK)
                except Empty:
                    continue
                if (report := self._report(future)) is not None:
                    yield report
        except (OSError, CancelledError):  # none of a batch's own: those come as answers, or by `_raised`
            raise bad("", "", "the Dask scheduler is gone; what is finished is kept: start again") from None

    def _hand_out(self, todo: Iterator[Batch]) -> bool:
        """Hand out as many batches as there are workers without; say whether any is under way or to be done again."""
        self._look()
        for _ in range(max(1, sum(self.threads.values())) - len(self.under_way)):
            if not (self._hand_out_again() or self._submit(next(todo, None))):
                break
        return bool(self.under_way or self.again)

    def _hand_out_again(self) -> bool:
        """Hand out one batch that failed, if there is a worker for it; say whether there was."""
        for batch in self.again:
            workers = self._workers(batch)
            if workers is not None:
                self.again.remove(batch)
                return self._submit(batch, workers)
        return False

    def _submit(self, batch: Batch | None, workers: Collection[str] = ()) -> bool:
        """Hand out a batch, if it is one, to some of these workers if there are any; say whether it was one."""
        if batch is None:
            return False
        # a scheduler may know a batch of this name from a driver that was killed, or from its last failure
        key = f"{batch.name}-{self.strikes.number(batch)}-{self.client.id}"
        where = {"workers": list(workers), "allow_other_workers": True} if workers else {}
        future = self.client.submit(answer, self.job, code(), batch, key=key, pure=False, **where)
        self.under_way[key] = future, batch
        future.add_done_callback(self.done.put)
        return True

    def _workers(self, batch: Batch) -> Collection[str] | None:
        """Return which idle workers may do a failed batch, none for any at all; None if those that may are at work."""
        others = elsewhere(self.threads, self.failed_on.get(batch.name, set()))
        if not others:
            return ()
        has = self.client.processing()
        return [w for w in others if len(has.get(w, ())) < self.threads[w]] or (None if self.under_way else others)

    def _look(self) -> None:
        """See who is there."""
        if time.monotonic() - self.looked < TICK:
            return
        there = self.client.scheduler_info(n_workers=-1)["workers"]
        self.threads, self.looked = {w: about["nthreads"] for w, about in there.items()}, time.monotonic()
        if self.tend is not None:
            self.tend({w: str(about["name"]) for w, about in there.items()})

    def _report(self, future: Future[Answer]) -> Report | None:
        """Return what became of a batch, None if it is to be done again.

        Nobody keeps the future, else Dask would do the batch of a lost worker again.
        """
        _, batch = self.under_way.pop(future.key)
        if future.status == "error":
            report = self._raised(batch, future.exception())
        else:
            answered: Answer = future.result()
            if not isinstance(answered, Stumble):
                return answered
            self.failed_on.setdefault(batch.name, set()).add(answered.worker)
            report = self.strikes.raised(batch, answered)
        if report is None:
            self.again.append(batch)
        return report

    def _raised(self, batch: Batch, error: Exception) -> Report | None:
        """Count what Dask says of a batch that no worker answered for; raise what concerns all batches."""
        from distributed import KilledWorker

        if isinstance(error, InputError):
            raise error
        if isinstance(error, KilledWorker):
            return self.strikes.lost(batch, "without a word", error.allowed_failures + 1)
        return self.strikes.raised(batch, stumble(error))


def elsewhere(workers: Iterable[str], failed: Collection[str]) -> list[str]:
    """Return the workers on other hosts than those on which something failed, or if there is none, the other workers."""
    if not failed:
        return []
    hosts = {worker.rpartition(":")[0] for worker in failed}
    there = list(workers)
    return [w for w in there if w.rpartition(":")[0] not in hosts] or [w for w in there if w not in failed]


def answer(pickled: bytes, code_of_driver: str, batch: Batch) -> Answer:
    """Do a batch, in a worker; raise `InputError` if the worker would do other runs than those that are meant."""
    from distributed import get_worker

    try:
        if code() == code_of_driver:
            return work(_job(pickled), batch)
    except Exception as error:
        time.sleep(PAUSE)
        return stumble(error, get_worker().address)
    raise bad(socket.gethostname(), "", "workers there have other code of mi_abm than this machine: install the same")


@lru_cache(1)
def _job(pickled: bytes) -> Job:
    found: Job = pickle.loads(pickled)
    return found
