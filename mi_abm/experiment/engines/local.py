"""Batches done by processes on this machine; one that is lost costs its batch, which another does again.

Every worker has a pipe of its own, so that it is known which batch a lost one had. A batch that was lost, or raised an error, three
times is reported as failed, and the others go on. A worker whose parent is gone stops at once: two parents never write to one
folder.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from multiprocessing import get_context, parent_process
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any

from mi_abm.experiment.engines.strikes import STRIKES, Strikes, Stumble, stumble
from mi_abm.experiment.plan import Batch
from mi_abm.experiment.work import Job, Report, work
from mi_abm.scenario.problems import InputError, bad

READY = "ready"


@dataclass
class Worker:
    """A process, its pipe, and the batch it has."""

    process: BaseProcess
    pipe: Connection
    batch: Batch | None = None
    ready: bool = False


def processes(job: Job, batches: Iterable[Batch], workers: int) -> Iterator[Report]:
    """Do batches on worker processes."""
    yield from Crew(job, workers).reports(batches)


class Crew:
    """Worker processes that are replaced when they are lost."""

    def __init__(self, job: Job, size: int) -> None:
        self.job, self.size = job, size
        self.workers: list[Worker] = []
        self.again: list[Batch] = []
        self.strikes = Strikes()
        self.stillborn = 0

    def reports(self, batches: Iterable[Batch]) -> Iterator[Report]:
        """Yield the report of each batch as it comes."""
        todo = iter(batches)
        try:
            while self._hand_out(todo):
                yield from self._collect()
        finally:
            self._dismiss()

    def _hand_out(self, todo: Iterator[Batch]) -> bool:
        """Give a batch to every worker that has none, and let workers start as they are needed; say whether any is at work."""
        for worker in self.workers:
            if worker.ready and worker.batch is None:
                self._give(worker, self._next(todo))
        while len(self.workers) < self.size and (batch := self._next(todo)) is not None:
            worker = self._start()
            self.workers.append(worker)
            self._give(worker, batch)
        return any(worker.batch is not None for worker in self.workers)

    def _next(self, todo: Iterator[Batch]) -> Batch | None:
        return self.again.pop() if self.again else next(todo, None)

    def _give(self, worker: Worker, batch: Batch | None) -> None:
        worker.batch = batch
        if batch is not None:
            try:
                worker.pipe.send(batch)
            except OSError:
                return  # it is gone: its sentinel says so

    def _start(self) -> Worker:
        here, there = get_context("spawn").Pipe()
        process = get_context("spawn").Process(target=serve, args=(there, self.job), daemon=True)
        process.start()
        there.close()
        return Worker(process, here)

    def _collect(self) -> Iterator[Report]:
        """Wait for something to happen, and yield what has been reported."""
        heard = wait([thing for w in self.workers for thing in (w.pipe, w.process.sentinel)])
        for worker in list(self.workers):
            if worker.pipe in heard or worker.process.sentinel in heard:
                yield from self._listen(worker)

    def _listen(self, worker: Worker) -> Iterator[Report]:
        try:
            while worker.pipe.poll():
                said: Any = worker.pipe.recv()
                if isinstance(said, BaseException):
                    raise said
                if said == READY:
                    worker.ready, self.stillborn = True, 0
                    continue
                batch, worker.batch = worker.batch, None
                if batch is not None and isinstance(said, Stumble):
                    yield from self._judged(batch, self.strikes.raised(batch, said))
                else:
                    yield said
        except (EOFError, ConnectionError):
            pass
        if not worker.process.is_alive():
            yield from self._lost(worker)

    def _lost(self, worker: Worker) -> Iterator[Report]:
        """Take a lost worker off the list; do its batch again, or report it."""
        self.workers.remove(worker)
        worker.pipe.close()
        batch = worker.batch
        if not worker.ready:
            self.stillborn += 1
            if self.stillborn >= STRIKES:
                raise bad("", "", "worker processes end as they start; in a script of one's own, run experiments below "
                          "if __name__ == \"__main__\":, or take workers=1")  # fmt: skip
        if batch is None:
            return
        report = self.strikes.lost(batch, _how(worker.process.exitcode)) if worker.ready else None
        yield from self._judged(batch, report)

    def _judged(self, batch: Batch, report: Report | None) -> Iterator[Report]:
        """Yield the report of a batch that failed, or do it again."""
        if report is None:
            self.again.append(batch)
        else:
            yield report

    def _dismiss(self) -> None:
        """Stop all workers: those that have nothing to do at their own time, others at once."""
        for worker in self.workers:
            if worker.batch is not None:
                worker.process.terminate()
            worker.pipe.close()
        for worker in self.workers:
            worker.process.join(5)
            if worker.process.is_alive():
                worker.process.kill()


def _how(exitcode: int | None) -> str:
    """Say how a process ended."""
    return f"by signal {-exitcode}" if exitcode is not None and exitcode < 0 else f"with exit code {exitcode}"


def serve(pipe: Connection, job: Job) -> None:
    """Do batches as they come, in a worker process, until there are no more, or nobody who wants them."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the parent answers
    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        pipe.send(READY)
        while True:
            pipe.send(_answer(job, pipe.recv()))
    except (EOFError, ConnectionError):
        return


def _answer(job: Job, batch: Batch) -> Report | Stumble | InputError:
    """Do a batch; say what went wrong if it was none of its runs, or hand it over if it concerns all: a folder that is full."""
    try:
        return work(job, batch)
    except InputError as error:
        return error
    except Exception as error:
        return stumble(error)


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
