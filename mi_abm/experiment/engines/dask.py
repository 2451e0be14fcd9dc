"""Batches done by the workers of a Dask scheduler: on this machine, at an address, or in jobs (see `slurm`).

A worker writes its chunks into the folder of the experiment itself, which must therefore be on a file system that all share. Dask
gives the batch of a lost worker to another one; one that was lost too often comes back as failed. No worker has more than
one batch, so that none is blamed for what another one did.
"""

from __future__ import annotations

import pickle
import socket
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager
from functools import lru_cache
from importlib.util import find_spec
from itertools import islice
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any

from mi_abm.experiment.engines.strikes import STRIKES, given_up
from mi_abm.experiment.identity import code
from mi_abm.experiment.plan import Batch
from mi_abm.experiment.work import Job, Report, work
from mi_abm.scenario.problems import bad

if TYPE_CHECKING:
    from distributed import Client, Future

TICK = 1.0  # seconds between looks at who is there
NEVER = "1000 days"  # else Dask gives the place of a worker up that is being restarted as it looks
PATIENCE = 10.0  # seconds until a scheduler must have answered
Tend = Callable[[list[str]], None]


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


def at(address: str) -> Callable[[Job, Iterable[Batch], int], Iterator[Report]]:
    """Return the engine that does batches on whatever workers the scheduler at an address has."""

    def scheduled(job: Job, batches: Iterable[Batch], workers: int) -> Iterator[Report]:
        with reached(address) as client:
            yield from Crew(client, job).reports(batches)

    return scheduled


def workers_at(address: str) -> int:
    """Return how many batches the workers of a scheduler do at a time, at least 1; raise `InputError` if it does not answer."""
    with reached(address) as client:
        threads: dict[str, int] = client.nthreads()
        return max(1, sum(threads.values()))


@contextmanager
def reached(address: str) -> Iterator[Client]:
    """Yield a client of the scheduler at an address."""
    guests()
    from distributed import Client

    try:
        client = Client(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError) as error:
        said = str(error).splitlines()[0] if str(error) else "no answer"
        raise bad("--scheduler", address, f"no Dask scheduler can be reached there ({said})") from None
    with client:
        yield client


def guests() -> None:
    """Raise `InputError` if what the workers of a cluster need is not installed."""
    if any(find_spec(name) is None for name in ("distributed", "dask_jobqueue", "cryptography")):
        raise bad("--runner", "", "needs Dask: pip install 'mi_abm[cluster]'")


class Crew:
    """The workers of a scheduler, and what they have to do; `tend` is told their names now and then."""

    def __init__(self, client: Client, job: Job, tend: Tend | None = None) -> None:
        self.client, self.tend = client, tend
        self.job = pickle.dumps(job)
        self.done: SimpleQueue[Future[Report]] = SimpleQueue()
        self.under_way: dict[str, tuple[Future[Report], Batch]] = {}
        self.room, self.looked = 0, -TICK

    def reports(self, batches: Iterable[Batch]) -> Iterator[Report]:
        """Yield the report of each batch as it comes."""
        todo = iter(batches)
        try:
            while self._hand_out(todo):
                try:
                    report = self._report(self.done.get(timeout=TICK))
                except Empty:
                    continue
                yield report
        except (OSError, CancelledError):
            raise bad("", "", "the Dask scheduler is gone; what is finished is kept: start again") from None

    def _hand_out(self, todo: Iterator[Batch]) -> bool:
        """Hand out as many batches as there are workers without; say whether any is under way."""
        self._look()
        for batch in islice(todo, max(0, self.room - len(self.under_way))):
            key = f"{batch.name}-{self.client.id}"  # a scheduler may know a batch of this name from a driver that was killed
            future = self.client.submit(answer, self.job, code(), batch, key=key, pure=False)
            self.under_way[key] = future, batch
            future.add_done_callback(self.done.put)
        return bool(self.under_way)

    def _look(self) -> None:
        """See who is there."""
        if time.monotonic() - self.looked < TICK:
            return
        there: dict[str, Any] = self.client.scheduler_info(n_workers=-1)["workers"]
        self.room, self.looked = max(1, sum(w["nthreads"] for w in there.values())), time.monotonic()
        if self.tend is not None:
            self.tend([str(w["name"]) for w in there.values()])

    def _report(self, future: Future[Report]) -> Report:
        """Return what became of a batch; nobody keeps the future, else Dask would do the batch of a lost worker again."""
        from distributed import KilledWorker

        _, batch = self.under_way.pop(future.key)
        try:
            report: Report = future.result()
        except KilledWorker:
            return given_up(batch, "without a word")
        return report


def answer(pickled: bytes, code_of_driver: str, batch: Batch) -> Report:
    """Do a batch, in a worker; raise `InputError` if the worker would do other runs than those that are meant."""
    if code() != code_of_driver:
        raise bad(
            socket.gethostname(), "", "workers there have other code of mi_abm than this machine: install the same"
        )
    return work(_job(pickled), batch)


@lru_cache(1)
def _job(pickled: bytes) -> Job:
    found: Job = pickle.loads(pickled)
    return found
