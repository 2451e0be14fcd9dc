"""How tests run the command line: in this process, or as a user does."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from typer.testing import CliRunner, Result

from mi_abm.cli import app

SMALL = ("--replicates", "4", "--weeks", "3")


def invoke(*arguments: str | Path) -> Result:
    """Run a command in this process; a traceback is a failure of the test."""
    result = CliRunner().invoke(app, [str(a) for a in arguments])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def shell(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command in a process of its own."""
    command = [sys.executable, "-m", "mi_abm", *arguments]
    return subprocess.run(command, capture_output=True, text=True, env=os.environ | environment, timeout=60)
