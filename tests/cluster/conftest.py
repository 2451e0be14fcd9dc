"""The undisturbed table of the sweep, and a Slurm of two nodes on this machine."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pytest

from mi_abm.experiment.experiment import load_experiment
from mi_abm.experiment.runner import Runner
from tests.cluster.sweep import DRIVERS, PATIENCE, RUNS, SWEEP, until
from tests.experiment.small import table, written

SCRIPTS = Path(__file__).with_name("slurm")
COMMANDS = ("slurmctld", "slurmd", "slurmdbd", "munged", "mariadbd")


@pytest.fixture(autouse=True)
def no_driver_outlives_its_test() -> Iterator[None]:
    yield
    while DRIVERS:
        DRIVERS[-1].kill()
        DRIVERS.pop().communicate()


@pytest.fixture(scope="session")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> pd.DataFrame:
    """Return the runs of the sweep as one process does them."""
    folder = tmp_path_factory.mktemp("undisturbed")
    Runner(load_experiment(written(folder, SWEEP)), folder / "out").run("serial")
    runs = table(folder / "out")
    assert len(runs) == RUNS
    return runs


@dataclass(frozen=True)
class Slurm:
    """A Slurm that is up."""

    folder: Path

    @property
    def environment(self) -> dict[str, str]:
        return {"SLURM_CONF": str(self.folder / "etc" / "slurm.conf")}

    def ask(self, *command: str) -> list[list[str]]:
        """Return the rows of what a command of Slurm answers, each cut at |."""
        done = subprocess.run(
            command, env=os.environ | self.environment, capture_output=True, text=True, check=True, timeout=PATIENCE
        )
        return [line.split("|") for line in done.stdout.splitlines()]

    def nodes(self) -> dict[str, str]:
        """Return the node of each job that runs."""
        return {row[0]: row[1] for row in self.ask("squeue", "--noheader", "--states=R", "--format=%A|%N")}

    def pid(self, daemon: str) -> int:
        return int((self.folder / "run" / f"{daemon}.pid").read_text())

    def empty(self) -> None:
        """Wait until no job is left."""
        until(lambda: not self.ask("squeue", "--noheader"), "an empty queue")

    def repair(self, node: str) -> None:
        """Start a node's daemon again, and wait until it takes jobs."""
        subprocess.run(["slurmd", "-N", node], env=os.environ | self.environment, check=True, timeout=PATIENCE)
        until(lambda: self.ask("sinfo", "--noheader", f"--nodes={node}", "--format=%t") == [["idle"]], f"{node}, idle")


@pytest.fixture(scope="session")
def slurm() -> Iterator[Slurm]:
    """Bring up two nodes, on ports that are free; take everything down by the process ids that were written."""
    if lacking := [command for command in COMMANDS if shutil.which(command) is None]:
        pytest.skip(f"Slurm with accounting is not installed ({', '.join(lacking)})")
    for attempt in range(3):
        folder = Path(tempfile.mkdtemp(prefix="slurm-", dir="/tmp"))  # a socket's name is short
        try:
            up = [str(SCRIPTS / "up.sh"), str(folder), *map(str, free_ports(5))]
            done = subprocess.run(up, capture_output=True, text=True, timeout=600)
            if done.returncode == 0:
                yield Slurm(folder)
                return
            assert attempt < 2, done.stderr  # else somebody took one of the ports meanwhile
        finally:
            subprocess.run([str(SCRIPTS / "down.sh"), str(folder)], check=True, timeout=600)
            shutil.rmtree(folder)


def free_ports(n: int) -> list[int]:
    with ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(n)]
        for free in sockets:
            free.bind(("127.0.0.1", 0))
        return [free.getsockname()[1] for free in sockets]
