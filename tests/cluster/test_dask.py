"""Dask: scheduler and workers as processes of their own; one that is killed, and a driver that is, cost nothing but time."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pandas as pd
import pytest
from distributed import Client

from mi_abm.experiment.store import Store
from tests.cluster.sweep import PATIENCE, RUNS, Sweep, until

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("cluster")]


def start(sweep: Sweep, program: str, *options: str, environment: dict[str, str]) -> subprocess.Popen[bytes]:
    with (sweep.place / "dask.log").open("a") as log:
        command = [sys.executable, "-m", f"distributed.cli.dask_{program}", "--scheduler-file", "scheduler.json"]
        return subprocess.Popen([*command, *options], cwd=sweep.place, env=environment, stdout=log, stderr=log)


@contextmanager
def foreign(
    sweep: Sweep, workers: int, nanny: bool = False, environment: dict[str, str] | None = None
) -> Iterator[Callable[[], None]]:
    """Start a scheduler and workers for a sweep; yield what starts another one. Without nannies, who is killed is gone."""
    file = sweep.place / "scheduler.json"
    here = "--host", "127.0.0.1", "--no-dashboard"
    alone = "--nthreads", "1", "--nanny" if nanny else "--no-nanny"
    processes = [start(sweep, "scheduler", *here, "--port", "0", environment=sweep.environment)]

    def more() -> None:
        processes.append(start(sweep, "worker", *here, *alone, environment=environment or sweep.environment))

    try:
        address = until(lambda: file.exists() and json.loads(file.read_text() or "{}").get("address"), "a scheduler")
        for _ in range(workers):
            more()
        if workers:
            with Client(address, timeout=PATIENCE, set_as_default=False) as client:
                client.wait_for_workers(workers, timeout=PATIENCE)
        sweep.options = "--runner", "dask", "--scheduler", address
        yield more
    finally:
        for process in processes:
            process.terminate() if nanny else process.kill()  # a nanny ends its worker
        for process in processes:
            process.wait(PATIENCE)


@pytest.fixture
def sweep(tmp_path: Path) -> Iterator[Sweep]:
    """Yield the sweep beside a scheduler and two workers."""
    found = Sweep(tmp_path / "sweep", ())
    with foreign(found, 2):
        yield found


def test_a_killed_worker(sweep: Sweep, undisturbed: pd.DataFrame) -> None:
    driver = sweep.start(after=3)
    until(lambda: len(sweep.names()) == 2, "two workers")
    before = sweep.times()
    os.kill(int(sweep.names()[0].partition("-")[2]), signal.SIGKILL)
    sweep.finish(driver)
    assert sweep.runs().equals(undisturbed)
    assert before.items() <= sweep.times().items()
    with Client(sweep.options[-1], timeout=PATIENCE, set_as_default=False) as client:
        (modules,) = client.run(lambda: list(sys.modules)).values()
    assert "mi_abm.experiment.work" in modules
    assert not {"mesa", "matplotlib", "networkx"} & set(modules)


def test_a_killed_driver_whose_workers_live_on(sweep: Sweep, undisturbed: pd.DataFrame) -> None:
    """What they had begun they finish when the next driver is at work, which has cut the runs into other batches."""
    driver = sweep.start(after=2)
    until(lambda: len(sweep.names()) == 2, "two workers")
    driver.kill()
    driver.wait()
    before, (desk,) = sweep.times(), sweep.out.glob(".desk-*")
    sweep.options = (*sweep.options, "--workers", "3")
    driver = sweep.start(after=0)
    until(lambda: not desk.exists(), "the next driver")
    sweep.finish(driver)
    assert sweep.runs().equals(undisturbed)
    assert before.items() <= sweep.times().items()


def test_a_batch_that_kills_its_workers(tmp_path: Path) -> None:
    """It is reported and the others go on, although Dask gives up at once who was lost; as --runner dask starts it."""
    sweep = Sweep(
        tmp_path / "sweep",
        ("--runner", "dask", "--workers", "2"),
        {"POISON": "7", "DASK_DISTRIBUTED__DEPLOY__LOST_WORKER_TIMEOUT": "0.1s"},
    )
    said = sweep.finish(sweep.start(after=0), code=3)
    failures = Store(sweep.out).failures()
    assert 0 < len(failures) < RUNS / 2
    assert {7} < {failure["seed"] for failure in failures}
    assert all("3 times while doing this batch" in failure["error"] for failure in failures)
    assert Store(sweep.out).count() == RUNS - len(failures)
    assert f"{len(failures)} of {RUNS} runs failed" in said


def on_this_machine(folder: Path, **environment: str) -> Sweep:
    return Sweep(folder / "sweep", ("--runner", "dask", "--workers", "2"), environment)


def stumbled(sweep: Sweep) -> dict[str, list[str]]:
    """Return by batch the processes in which it raised an error."""
    found: dict[str, list[str]] = {}
    for file in sweep.hold.glob("stale.*"):
        _, batch, _, process = file.name.split(".")
        found.setdefault(batch, []).append(process)
    return found


def test_a_batch_that_raises_is_done_by_another_worker(tmp_path: Path, undisturbed: pd.DataFrame) -> None:
    sweep = on_this_machine(tmp_path, STALE="7:2")
    sweep.finish(sweep.start(after=0))
    assert sweep.runs().equals(undisturbed)
    assert {(len(workers), len(set(workers))) for workers in stumbled(sweep).values()} == {(2, 2)}


def test_a_batch_that_raises_three_times_is_reported(tmp_path: Path) -> None:
    sweep = on_this_machine(tmp_path, STALE="7:1000")
    said = sweep.finish(sweep.start(after=0), code=3)
    failures = Store(sweep.out).failures()
    assert {7} < {failure["seed"] for failure in failures}
    assert {failure["error"] for failure in failures} == {"OSError: [Errno 116] Stale file handle: 3 times"}
    assert {len(workers) for workers in stumbled(sweep).values()} == {3}
    assert len(stumbled(sweep)) == len(list((sweep.out / "failed").iterdir()))
    assert Store(sweep.out).count() == RUNS - len(failures)
    assert f"{len(failures)} of {RUNS} runs failed" in said
    assert "Traceback" not in said
    assert "scheduler is gone" not in said


def test_as_many_workers_are_said_to_be_lost_as_were(tmp_path: Path) -> None:
    """A scheduler of one's own may give up later than ours."""
    sweep = on_this_machine(tmp_path, POISON="7", DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES="3")
    with foreign(sweep, 1, nanny=True):
        sweep.finish(sweep.start(after=0), code=3)
    assert {"ended without a word 4 times while" in f["error"] for f in Store(sweep.out).failures()} == {True}


def listened(driver: subprocess.Popen[str], words: str) -> str:
    """Return the first line of a driver that has some words in it."""
    assert driver.stdout is not None
    return next(line for line in driver.stdout if words in line)


def test_a_scheduler_without_workers(tmp_path: Path, undisturbed: pd.DataFrame) -> None:
    sweep = on_this_machine(tmp_path)
    with foreign(sweep, 0) as more:
        address = sweep.options[-1]
        driver = sweep.start(after=0)
        assert listened(driver, "no workers").startswith(f"no workers at {address} yet: waiting for some")
        driver.send_signal(signal.SIGINT)
        assert "To go on: " in sweep.finish(driver, code=130)
        driver = sweep.start(after=0)
        listened(driver, "no workers")
        more()
        sweep.finish(driver)
    assert sweep.runs().equals(undisturbed)


def test_a_worker_without_mi_abm(tmp_path: Path) -> None:
    sweep = on_this_machine(tmp_path)
    (tmp_path / "sitecustomize.py").write_text("import sys\nsys.modules['mi_abm'] = None\n")
    strange = {**sweep.environment, "PYTHONPATH": str(tmp_path), "DASK_DISTRIBUTED__WORKER__PRELOAD": "[]"}
    with foreign(sweep, 1, environment=strange):
        (line,) = sweep.finish(sweep.start(after=0), code=2).splitlines()
    assert line.startswith("tcp://127.0.0.1:")
    assert "the worker there has no mi_abm" in line


def test_a_scheduler_that_goes_away(sweep: Sweep) -> None:
    driver = sweep.start(after=2)
    until(lambda: len(sweep.names()) == 2, "two workers")
    with Client(sweep.options[-1], timeout=PATIENCE, set_as_default=False) as client:
        process = client.run_on_scheduler(os.getpid)
    os.kill(process, signal.SIGKILL)
    said = sweep.finish(driver, code=2)
    assert said.splitlines()[-1] == "the Dask scheduler is gone; what is finished is kept: start again"


def test_what_answers_but_is_no_scheduler(tmp_path: Path) -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        address = f"tcp://127.0.0.1:{silent.getsockname()[1]}"
        sweep = Sweep(tmp_path / "sweep", ("--runner", "dask", "--scheduler", address))
        (line,) = sweep.finish(sweep.start(after=0), code=2).splitlines()
    assert line.startswith(f"--scheduler: {address}: no Dask scheduler can be reached there")


def test_a_scheduler_that_is_not_there(tmp_path: Path) -> None:
    sweep = Sweep(tmp_path / "sweep", ("--runner", "dask", "--scheduler", "tcp://127.0.0.1:1"))
    said = sweep.finish(sweep.start(after=0), code=2)
    assert "tcp://127.0.0.1:1: no Dask scheduler can be reached there" in said
    assert len(said.splitlines()) == 1
