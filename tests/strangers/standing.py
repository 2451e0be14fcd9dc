"""What must hold whatever a stranger hands in: no traceback, no hang, exit 0 or 2, a line a problem, nothing half written."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

from typer.testing import Result

from mi_abm.cli.new import STARTER
from mi_abm.experiment.folder import read_manifest
from tests.cli.running import invoke

SECONDS = 2.0  # of processor time, so that a busy machine fails no test
PLAN, PEOPLE, TIES = "our_plan.yaml", "people.csv", "ties.csv"


def study(folder: Path) -> Path:
    """Copy the starter to a folder and return it."""
    return Path(shutil.copytree(STARTER, folder, dirs_exist_ok=True))


def stands(command: str, file: Path, *more: str) -> Result:
    """Run a command on a file that may be wrong in any way, and see that it ends as it must."""
    began = time.process_time()
    result = invoke(command, file, *more)
    assert time.process_time() - began < SECONDS
    assert result.exit_code in (0, 2), result.output
    said = result.stderr.splitlines()
    if result.exit_code == 2:
        assert said
        assert all(": " in line and line.isprintable() for line in said if not line.startswith("... and "))
        assert not any(line.startswith(("Traceback", "  File")) for line in said)
    return result


def whole(result: Result, out: Path) -> None:
    """See that a folder of results is complete or not there."""
    if result.exit_code == 0:
        assert sorted(read_manifest(out)["files"]) == sorted(
            f.relative_to(out).as_posix() for f in out.rglob("*") if f.is_file()
        )
    else:
        assert not out.exists()
    assert [f.name for f in out.parent.iterdir() if f.name.startswith(".new-")] == []
