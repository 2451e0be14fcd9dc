"""Real Slurm: jobs are cancelled, a node fails, the driver is stopped and killed, and nothing is lost, nothing done twice."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pandas as pd
import pytest

from mi_abm.experiment.engines.slurm import job_name
from tests.cluster.conftest import Slurm
from tests.cluster.sweep import Sweep, until

pytestmark = [pytest.mark.cluster, pytest.mark.xdist_group("cluster")]
PROFILE = "partition: main\ntime: 30:00\nmemory: 1GB\nworkers: 4\ninterface: lo\n"


@pytest.fixture
def sweep(tmp_path: Path, slurm: Slurm) -> Sweep:
    found = Sweep(tmp_path / "sweep", ("--runner", "slurm", "--profile", "slurm.yaml"), slurm.environment)
    (found.place / "slurm.yaml").write_text(PROFILE)
    return found


def lose(slurm: Slurm, node: str, jobs: list[str]) -> None:
    """Kill a node's daemon and all that its jobs are made of, as if it had lost its power."""
    os.kill(slurm.pid(f"slurmd.{node}"), signal.SIGKILL)
    mine = {process for job in jobs for process in processes(f"SLURM_JOB_ID={job}")}
    steps = {int(stat(process)[1]) for process in mine} - mine - {1}
    for process in (*steps, *mine):
        os.kill(process, signal.SIGKILL)


def processes(variable: str) -> list[int]:
    """Return the processes that were started with an environment variable."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if variable.encode() in (folder / "environ").read_bytes().split(b"\0"):
                found.append(int(folder.name))
        except OSError:
            continue
    return found


def stat(process: int) -> list[str]:
    """Return what the kernel knows of a process: state, parent, ..."""
    return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()


def test_a_cancelled_job_and_a_lost_node(slurm: Slurm, sweep: Sweep, undisturbed: pd.DataFrame) -> None:
    driver = sweep.start(after=3)
    first = until(lambda: len(found := sweep.waiting()) == 4 and found, "four workers")
    nodes = slurm.nodes()
    assert {nodes[job] for job in first} == {"n1", "n2"}
    cancelled = next(job for job in first if nodes[job] == "n1")
    lost = [job for job in first if nodes[job] == "n2"]
    before = sweep.times()
    slurm.ask("scancel", cancelled)
    until(
        lambda: set(sweep.waiting()) - set(first), "a worker in the place of the one that was cancelled, with its batch"
    )
    lose(slurm, "n2", lost)  # only now, so that no batch can be lost three times
    until(lambda: {accounts(slurm, sweep)[job][0] for job in lost} == {"NODE_FAIL"}, "the news that a node is lost")
    sweep.finish(driver)
    assert sweep.runs().equals(undisturbed)
    assert before.items() <= sweep.times().items()
    slurm.empty()
    slurm.repair("n2")
    rows = until(lambda: ended(slurm, sweep), "an end of every job in the accounts")
    assert len(rows) > len(first)
    assert {node for _, node in rows.values()} >= {"n1", "n2"}
    assert rows[cancelled][0].startswith("CANCELLED")


def accounts(slurm: Slurm, sweep: Sweep) -> dict[str, tuple[str, str]]:
    """Return state and node of every job of an experiment: other tests have theirs in the same accounts."""
    rows = slurm.ask("sacct", "--noheader", "--allocations", "--parsable2", "--format=JobID,JobName,State,NodeList")
    return {job: (state, node) for job, name, state, node in rows if name == job_name(sweep.out)}


def ended(slurm: Slurm, sweep: Sweep) -> dict[str, tuple[str, str]]:
    """Return the same, nothing as long as some have not ended."""
    rows = accounts(slurm, sweep)
    return {} if any(state in ("RUNNING", "PENDING") for state, _ in rows.values()) else rows


def test_the_driver_goes_away_and_comes_back(slurm: Slurm, sweep: Sweep, undisturbed: pd.DataFrame) -> None:
    driver = sweep.start(after=2)
    until(sweep.waiting, "a worker")
    driver.send_signal(signal.SIGINT)
    said, _ = driver.communicate(timeout=60)
    assert driver.returncode == 130, said
    command = said.rpartition("To go on: ")[2].split()
    assert command == ["mi-abm", "experiment", "sweep.yaml", "--out", "out", *sweep.options]
    slurm.empty()  # it cancelled its jobs
    before = sweep.times()
    assert len(before) >= 2

    driver = sweep.start(after=len(before) + 2)
    until(sweep.waiting, "a worker")
    driver.kill()
    driver.wait()
    sweep.go()
    slurm.empty()  # they end when nobody is there
    seen = sweep.times()
    assert before.items() <= seen.items()

    sweep.finish(sweep.start(after=0))
    assert sweep.runs().equals(undisturbed)
    assert seen.items() <= sweep.times().items()
    slurm.empty()


def test_jobs_that_bring_no_worker_are_reported(slurm: Slurm, sweep: Sweep) -> None:
    (sweep.place / "slurm.yaml").write_text(PROFILE + "prologue: [exit 1]\n")
    said = sweep.finish(sweep.start(after=0), code=2)
    assert "jobs ended before a worker came" in said.splitlines()[-1]
    slurm.empty()


def test_what_slurm_refuses_is_said_in_its_words(slurm: Slurm, sweep: Sweep) -> None:
    (sweep.place / "slurm.yaml").write_text(PROFILE.replace("main", "nowhere"))
    said = sweep.finish(sweep.start(after=0), code=2)
    assert "invalid partition specified: nowhere" in said.splitlines()[-1]
