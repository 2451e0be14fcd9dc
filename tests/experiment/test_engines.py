"""Who does the runs, and in which pieces, changes nothing; a run that fails and a process that is lost cost only themselves."""

from __future__ import annotations

import os
import signal
import threading
import time
from multiprocessing import active_children
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from mi_abm.experiment.engines import ENGINES, here, local
from mi_abm.experiment.engines.strikes import Strikes, stumble
from mi_abm.experiment.plan import Batch, Plan
from mi_abm.experiment.runner import Runner
from mi_abm.experiment.store import Store
from mi_abm.experiment.work import Job, Report
from mi_abm.scenario.problems import InputError
from tests.experiment.small import SMALL, SWEEP, experiment, run, table, trapped_experiment

KEPT = SWEEP + "keep_weeks: [0, 3]\n"


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("batch", [1.0, 150.0, 1e9])
def test_results_are_equal_bit_for_bit(tmp_path: Path, engine: str, batch: float) -> None:
    found = experiment(tmp_path, KEPT)
    _, whole = run(found, tmp_path / "whole", engine="serial", batch=1e9)
    ended, pieces = run(found, tmp_path / "pieces", engine=engine, workers=2, batch=batch)
    assert (ended.done, ended.failed) == (24, 0)
    assert table(tmp_path / "pieces").equals(table(tmp_path / "whole"))
    keys = ["run_id", "week"]
    assert (
        pieces.weeks().sort_values(keys, ignore_index=True).equals(whole.weeks().sort_values(keys, ignore_index=True))
    )
    assert len(Store(tmp_path / "pieces").chunks()) == {1.0: 24, 150.0: 6, 1e9: 1}[batch]


@pytest.mark.parametrize("engine", ["serial", "processes"])
def test_a_failing_run_is_recorded_while_the_others_finish(tmp_path: Path, engine: str) -> None:
    ended, results = run(trapped_experiment(tmp_path), tmp_path / "out", engine=engine, workers=2)
    assert (ended.done, ended.failed) == (3, 3)
    failures = results.failures()
    assert {(f["scenario"], f["seed"], f["parameters"]["mechanisms.trap.level"]) for f in failures} == {
        ("home", seed, 1.0) for seed in (1, 2, 3)
    }
    said = f"{tmp_path}/trap.py:16: Trap.perceive: FloatingPointError: the trap went off"
    assert {f["error"] for f in failures} == {said}
    assert all("trap.py" in f["traceback"] for f in failures)
    assert results.runs()["mechanisms.trap.level"].tolist() == [0.0] * 3
    assert {f["run_id"] for f in failures}.isdisjoint(results.runs()["run_id"])


def test_a_failed_run_is_tried_again(tmp_path: Path) -> None:
    run(trapped_experiment(tmp_path), tmp_path / "out")
    ended, results = run(trapped_experiment(tmp_path), tmp_path / "out")
    assert (ended.done, ended.failed, len(results.failures())) == (0, 3, 3)


def test_values_that_cannot_be_fail_alone(tmp_path: Path) -> None:
    """The ends of each range are tried before anything runs; what contradicts itself between them is a run that fails."""
    found = experiment(tmp_path)
    plan = Plan(found)
    (batch,) = plan.batches(plan.every_id()[:0].ravel(), 1e9)
    name, _, limits, seeds, ids = batch.cells[0]
    wrong = Batch(((name, {"organisation.teams": 0}, limits, seeds, ids), *batch.cells[1:]))
    runner = Runner(found, tmp_path / "out")
    runner.plan.batches = lambda done, weight: iter([wrong])  # type: ignore[method-assign]
    ended = runner.run()
    assert (ended.done, ended.failed) == (4, 4)
    assert "organisation.teams: 0 is not allowed" in runner.store.failures()[0]["error"]


def workers() -> list[int]:
    return [child.pid for child in active_children() if child.pid is not None]


@pytest.mark.slow
def test_a_lost_worker_costs_its_batch_only(tmp_path: Path) -> None:
    found = experiment(tmp_path, SWEEP, replicates=40)
    killed: list[int] = []

    def told(report: Report) -> None:
        others = [pid for pid in workers() if pid not in killed]  # one that was killed may take a moment to go
        if others and len(killed) < 3:
            killed.append(others[0])
            os.kill(killed[-1], signal.SIGKILL)

    ended, _ = run(found, tmp_path / "out", engine="processes", workers=2, batch=400.0, told=told)
    assert len(killed) == 3
    assert (ended.done, ended.failed) == (240, 0)
    run(found, tmp_path / "whole")
    assert table(tmp_path / "out").equals(table(tmp_path / "whole"))
    assert not workers()


def test_a_batch_that_is_lost_three_times_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every worker is killed as soon as it works."""
    crew: list[local.Worker] = []
    start, over = local.Crew._start, threading.Event()

    def started(self: local.Crew) -> local.Worker:
        crew.append(start(self))
        return crew[-1]

    def kill() -> None:
        while not over.wait(0.01):
            for worker in crew:
                if worker.ready and worker.process.is_alive():
                    worker.process.kill()

    monkeypatch.setattr(local.Crew, "_start", started)
    killer = threading.Thread(target=kill)
    killer.start()
    long = "question: Why?\nscenarios: [baseline]\nreplicates: 300\ncontrast: miti\n"
    ended, results = run(experiment(tmp_path, long), tmp_path / "out", engine="processes", workers=1, batch=1e9)
    over.set()
    killer.join()
    assert (ended.done, ended.failed) == (0, 300)
    assert "ended by signal 9 3 times" in results.failures()[0]["error"]
    assert len(crew) == 3
    assert Store(tmp_path / "out").count() == 0


def stale(job: Job, batch: Batch) -> Report:
    raise OSError(116, "Stale\nfile handle")


def serve_stale(pipe: Connection, job: Job) -> None:
    local.work = stale  # type: ignore[attr-defined]
    serve(pipe, job)


serve = local.serve


@pytest.mark.parametrize("engine", ENGINES)
def test_a_batch_that_raises_is_reported_with_its_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, engine: str
) -> None:
    monkeypatch.setattr(here, "work", stale)
    monkeypatch.setattr(local, "serve", serve_stale)
    ended, results = run(experiment(tmp_path), tmp_path / "out", engine=engine, workers=2, batch=60.0)
    assert (ended.done, ended.failed) == (0, 8)
    assert {f["error"] for f in results.failures()} == {"OSError: [Errno 116] Stale file handle: 3 times"}
    assert all("in stale" in f["traceback"] for f in results.failures())


def test_what_befell_a_batch_is_counted_as_it_was(tmp_path: Path) -> None:
    plan = Plan(experiment(tmp_path))
    (batch,) = plan.batches(plan.every_id()[:0].ravel(), 1e9)
    strikes = Strikes()
    assert strikes.raised(batch, stumble(ValueError("no"))) is None
    report = strikes.lost(batch, "without a word", 4)
    assert report is not None
    (said,) = {failure.error for failure in report.failures}
    assert said == (
        "ValueError: no: once; the worker process ended without a word 4 times while doing this batch "
        "(was there enough memory?)"
    )


def test_ctrl_c_stops_the_workers_and_keeps_what_is_finished(tmp_path: Path) -> None:
    found = experiment(tmp_path, SWEEP, replicates=40)
    kept: list[int] = []

    def told(report: Report) -> None:
        kept.append(report.done)
        if len(kept) == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(found, tmp_path / "out", engine="processes", workers=2, batch=400.0, told=told)
    deadline = time.monotonic() + 5
    while workers() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not workers()
    before = Store(tmp_path / "out").count()
    assert before >= sum(kept)
    ended, _ = run(found, tmp_path / "out")
    assert ended.done == 240 - before


def test_workers_that_cannot_start_are_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(local, "serve", os._exit)  # called with a pipe: a worker that ends at once
    with pytest.raises(InputError, match="end as they start"):
        run(experiment(tmp_path), tmp_path / "out", engine="processes", workers=2)


def test_no_weeks_are_an_experiment_too(tmp_path: Path) -> None:
    found = experiment(tmp_path, SMALL.replace("weeks: 4\n", "weeks: 0\n").replace("@2", "").replace("burn_in: 2", "burn_in: 0"))  # fmt: skip
    ended, results = run(found, tmp_path / "out")
    assert (ended.done, ended.failed) == (8, 0)
    pairs = results.runs().pivot(index="seed", columns="scenario", values="miti")
    assert (pairs["home"] == pairs["rotating"]).all()
