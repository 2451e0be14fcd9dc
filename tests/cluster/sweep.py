"""An experiment of a few hundred runs in sixteen chunks, and the process that drives it over a cluster."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from tests.experiment.small import PLACE as SMALL_PLACE
from tests.experiment.small import SMALL, table, times

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 240.0  # seconds for what takes a few on a machine that does nothing else
SWEEP = (
    SMALL.replace(SMALL_PLACE, "organisation: {teams: 20, team_size: 12}").replace("replicates: 4", "replicates: 100")
    + "design: {kind: full_factorial, vary: [{interventions.rotation.stay: [1, 2]}]}\nfigure: none\n"
)
RUNS = 300
DRIVERS: list[subprocess.Popen[str]] = []  # that a test started


def until(so: Callable[[], Any], what: str) -> Any:
    """Wait until something is so, and return what it is."""
    deadline = time.monotonic() + PATIENCE
    while not (found := so()):
        assert time.monotonic() < deadline, f"waited in vain for {what}"
        time.sleep(0.1)
    return found


@dataclass
class Sweep:
    """The experiment in a folder of its own; workers hold from a chunk on until `go`."""

    place: Path
    options: tuple[str, ...]
    environment: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.hold, self.out = self.place / "hold", self.place / "out"
        self.hold.mkdir(parents=True)
        (self.place / "sweep.yaml").write_text(SWEEP)
        self.environment = {
            **os.environ, "HOLD": str(self.hold), "PYTHONPATH": str(ROOT),
            "DASK_DISTRIBUTED__WORKER__PRELOAD": str(Path(__file__).with_name("preload.py")), **self.environment,
        }  # fmt: skip

    def start(self, after: int) -> subprocess.Popen[str]:
        """Start the driver, whose workers will wait once so many chunks are finished."""
        (self.hold / "go").unlink(missing_ok=True)
        for waiting in self.hold.glob("*-*"):
            waiting.unlink()
        (self.hold / "after").write_text(str(after))
        command = [sys.executable, "-m", "mi_abm", "experiment", "sweep.yaml", "--out", "out", *self.options]
        driver = subprocess.Popen(
            command, cwd=self.place, env=self.environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        DRIVERS.append(driver)
        return driver

    def waiting(self) -> dict[str, int]:
        """Return job and process of each worker that waits."""
        return {name.partition("-")[0]: int(name.partition("-")[2]) for name in self.names()}

    def names(self) -> list[str]:
        return [file.name for file in self.hold.glob("*-*")]

    def go(self) -> None:
        (self.hold / "go").touch()

    def finish(self, driver: subprocess.Popen[str], code: int = 0) -> str:
        """Let the workers go, and return what the driver says in the end."""
        self.go()
        said, _ = driver.communicate(timeout=PATIENCE)
        assert driver.returncode == code, said
        return said

    def runs(self) -> pd.DataFrame:
        return table(self.out)

    def times(self) -> dict[str, int]:
        return times(self.out)
