"""The kernels, made in two processes at once: numba needs seconds for them, and one core at a time.

The other process is Python run with this module, whose output is object code; where it cannot be had, all is made here.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from mi_abm.engine.compiled import twins
from mi_abm.engine.cores import usable_cores

Part = tuple[list[str], bytes]  # names of functions, and their object code
ROOT = Path(__file__).parents[3]


def kernels_and_scalars() -> tuple[list[Part], str]:
    """Return all kernels, in one part or two, and the text of the scalar functions."""
    mine, others = twins.NAMES[::2], twins.NAMES[1::2]
    other = _started(others)
    scalars = twins.scalar_text()  # the other process begins with what is done here already
    parts = [_part(mine)]
    code = other.communicate()[0] if other else b""
    if code and other and other.returncode == 0:
        return [*parts, (twins.symbols(others), code)], scalars
    return [*parts, _part(others)], scalars


def _part(names: Iterable[str]) -> Part:
    return twins.symbols(names), twins.kernels(names)


def _started(names: Iterable[str]) -> subprocess.Popen[bytes] | None:
    """Start the other process; return None where there is no core for it, or no Python to start."""
    if usable_cores() < 2 or not sys.executable or getattr(sys, "frozen", False):
        return None
    path = os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])
    command = [sys.executable, "-m", __name__, *names]
    with suppress(OSError):
        return subprocess.Popen(
            command, env=os.environ | {"PYTHONPATH": path}, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )  # fmt: skip
    return None


if __name__ == "__main__":
    sys.stdout.buffer.write(twins.kernels(sys.argv[1:]))
