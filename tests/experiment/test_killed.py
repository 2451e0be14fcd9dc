"""Whatever is killed, and whenever: afterwards the same command goes on, and in the end nothing tells that anything happened."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pytest

from mi_abm.experiment.store import Store
from tests.experiment.small import SWEEP, table, times, written

pytestmark = pytest.mark.slow
FEW, MANY = 3, 20
BATCH = 150.0  # person-weeks: four runs


@dataclass(frozen=True)
class Undisturbed:
    """An experiment that nobody disturbed: its file, its runs, and when its chunks were finished, in seconds since its start."""

    file: Path
    runs: pd.DataFrame
    first: float
    whole: float

    def instants(self, n: int) -> list[float]:
        """Return instants over the middle of the run, most of them after the first finished chunk."""
        early = [self.first * (k + 1) / (n // 4 + 1) for k in range(n // 4)]
        late = n - len(early)
        return early + [self.first + (self.whole - self.first) * 0.8 * (k + 0.5) / late for k in range(late)]


def start(file: Path, folder: Path, workers: int, **environment: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "tests.experiment.driver", str(file), str(folder), str(workers), str(BATCH)]
    return subprocess.Popen(command, env=os.environ | environment, cwd=Path(__file__).resolve().parents[2])


def finish(file: Path, folder: Path, workers: int) -> None:
    assert start(file, folder, workers).wait(120) == 0


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Undisturbed:
    folder = tmp_path_factory.mktemp("undisturbed")
    file = written(folder, SWEEP.replace("replicates: 4", "replicates: 40") + "keep_weeks: [2]\n")
    began = time.time()
    finish(file, folder / "out", workers=2)
    ended = [t / 1e9 - began for name, t in times(folder / "out").items() if name.startswith("runs")]
    assert len(ended) == 240 / 4
    return Undisturbed(file, table(folder / "out"), min(ended), max(ended))


def check(known: Undisturbed, folder: Path, before: dict[str, int]) -> None:
    """Go on, and see that nothing is missing, nothing is there twice, and what was finished was left alone."""
    finish(known.file, folder, workers=2)
    runs = table(folder)
    assert not runs["run_id"].duplicated().any()
    assert runs.equals(known.runs)
    after = times(folder)
    assert {name: after[name] for name in before} == before
    assert not list(folder.rglob("*.tmp"))
    weeks = pd.concat([pd.read_parquet(f) for f in Store(folder).chunks("weeks")])
    assert sorted(weeks["run_id"]) == sorted(runs["run_id"])


def kill_at(known: Undisturbed, folder: Path, instant: float) -> dict[str, int]:
    """Kill the driver at an instant; return what was finished by then.

    Instants after the first finished chunk are counted from it: how long a process takes to start differs from one to the
    next by more than all the chunks take.
    """
    driver = start(known.file, folder, workers=2)
    if instant >= known.first:
        while not times(folder) and driver.poll() is None:
            time.sleep(0.002)
        time.sleep(instant - known.first)
    else:
        time.sleep(instant)
    driver.kill()
    driver.wait()
    time.sleep(0.3)  # its workers end by themselves
    return times(folder)


@pytest.mark.parametrize("place", range(FEW))
def test_the_driver(undisturbed: Undisturbed, tmp_path: Path, place: int) -> None:
    folder = tmp_path / "out"
    before = kill_at(undisturbed, folder, undisturbed.instants(4)[1 + place])
    check(undisturbed, folder, before)


def test_the_driver_at_many_instants(undisturbed: Undisturbed, tmp_path: Path) -> None:
    between = 0
    for k, instant in enumerate(undisturbed.instants(MANY)):
        folder = tmp_path / str(k)
        before = kill_at(undisturbed, folder, instant)
        between += 0 < len(before) < 2 * len(undisturbed.runs) / 4
        check(undisturbed, folder, before)
    assert between >= MANY / 2


def test_the_driver_again_and_again(undisturbed: Undisturbed, tmp_path: Path) -> None:
    folder, step = tmp_path / "out", (undisturbed.first + undisturbed.whole) / 2
    seen: dict[str, int] = {}
    for _ in range(2):
        now = kill_at(undisturbed, folder, step)
        assert {name: now[name] for name in seen} == seen
        seen = now
    check(undisturbed, folder, seen)


def test_a_writer_between_writing_and_renaming(undisturbed: Undisturbed, tmp_path: Path) -> None:
    """A worker: the driver gives its batch to another one, and what it left is removed at the next start."""
    folder, mark = tmp_path / "out", tmp_path / "mark"
    assert start(undisturbed.file, folder, 2, DIE_BEFORE_RENAME=str(mark)).wait(120) == 0
    assert mark.read_text() in [f.name for f in folder.rglob("*.tmp")]
    assert table(folder).equals(undisturbed.runs)
    check(undisturbed, folder, times(folder))


def test_a_writing_driver_between_writing_and_renaming(undisturbed: Undisturbed, tmp_path: Path) -> None:
    folder, mark = tmp_path / "out", tmp_path / "mark"
    driver = start(undisturbed.file, folder, 1, DIE_BEFORE_RENAME=str(mark))
    assert driver.wait(120) == -signal.SIGKILL
    assert mark.read_text() in [f.name for f in folder.rglob("*.tmp")]
    check(undisturbed, folder, times(folder))


def test_the_workers_of_a_killed_driver_end_at_once(undisturbed: Undisturbed, tmp_path: Path) -> None:
    driver = start(undisturbed.file, tmp_path / "out", workers=2)
    while len(times(tmp_path / "out")) < 2:
        time.sleep(0.02)
    children = [int(pid) for pid in Path(f"/proc/{driver.pid}/task/{driver.pid}/children").read_text().split()]
    assert len(children) >= 2
    driver.kill()
    driver.wait()
    deadline = time.monotonic() + 5
    while any(alive(pid) for pid in children) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not any(alive(pid) for pid in children)


def alive(pid: int) -> bool:
    status = Path(f"/proc/{pid}/stat")
    try:
        return status.read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
