"""Dask: scheduler and workers as processes of their own; one that is killed, and a driver that is, cost nothing but time."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from distributed import Client

from mi_abm.experiment.store import Store
from tests.cluster.sweep import PATIENCE, RUNS, Sweep, until

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("cluster")]


def start(sweep: Sweep, program: str, *options: str) -> subprocess.Popen[bytes]:
    with (sweep.place / "dask.log").open("a") as log:
        command = [
            sys.executable,
            "-m",
            f"distributed.cli.dask_{program}",
            "--scheduler-file",
            "scheduler.json",
            *options,
        ]
        return subprocess.Popen(command, cwd=sweep.place, env=sweep.environment, stdout=log, stderr=log)


@pytest.fixture
def sweep(tmp_path: Path) -> Iterator[Sweep]:
    """Yield the sweep beside a scheduler and two workers, without nannies: who is killed is gone."""
    found = Sweep(tmp_path / "sweep", ())
    file = found.place / "scheduler.json"
    here = "--host", "127.0.0.1", "--no-dashboard"
    processes = [start(found, "scheduler", *here, "--port", "0")]
    try:
        address = until(lambda: file.exists() and json.loads(file.read_text() or "{}").get("address"), "a scheduler")
        processes += [start(found, "worker", *here, "--no-nanny", "--nthreads", "1") for _ in range(2)]
        with Client(address, timeout=PATIENCE, set_as_default=False) as client:
            client.wait_for_workers(2, timeout=PATIENCE)
        found.options = "--runner", "dask", "--scheduler", address
        yield found
    finally:
        for process in processes:
            process.kill()
            process.wait()


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


def test_a_scheduler_that_is_not_there(tmp_path: Path) -> None:
    sweep = Sweep(tmp_path / "sweep", ("--runner", "dask", "--scheduler", "tcp://127.0.0.1:1"))
    said = sweep.finish(sweep.start(after=0), code=2)
    assert "tcp://127.0.0.1:1: no Dask scheduler can be reached there" in said
    assert len(said.splitlines()) == 1
