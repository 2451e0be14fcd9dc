"""`python -m benchmarks [--quick] [--only NAME ...]`: time every case in a process of its own, then write the page.

A case that fails or takes too long is reported and left out; what is known already is kept (`results.json`).
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import signal
import subprocess
import sys
import time
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from benchmarks.cases import CASES, Size
from benchmarks.page import write

FOLDER = Path(__file__).parent
PATIENCE = 900.0  # seconds for one case
PACKAGES = ("numpy", "numba", "llvmlite", "mesa", "agentpy", "ndlib", "starsim")


def main() -> None:
    """Time what is asked for."""
    asked = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    asked.add_argument("--quick", action="store_true", help="tiny sizes: shows that everything works, not how fast")
    asked.add_argument("--only", nargs="+", choices=CASES, metavar="NAME", help=", ".join(CASES))
    asked.add_argument("--out", type=Path, help="folder of results.json, RESULTS.md, growth.png (quick: out/bench)")
    asked.add_argument("--case", choices=CASES, help=argparse.SUPPRESS)
    said = asked.parse_args()
    if said.case:
        print(json.dumps(CASES[said.case](Size.of(said.quick))))
        return
    out = said.out or (FOLDER.parent / "out/bench" if said.quick else FOLDER)
    out.mkdir(parents=True, exist_ok=True)
    file = out / "results.json"
    known = json.loads(file.read_text()) if file.exists() and said.only else {}
    known |= {"machine": machine(), "quick": said.quick}
    names, began = said.only or list(CASES), time.monotonic()
    for i, name in enumerate(names):
        print(f"{name} ({i + 1} of {len(names)}, {time.monotonic() - began:.0f} s so far)", file=sys.stderr)
        known[name] = timed(name, said.quick)
        file.write_text(json.dumps(known, indent=1) + "\n")
    write(known, out)


def timed(name: str, quick: bool) -> dict[str, Any]:
    """Return what a case found, or what became of it."""
    command = [sys.executable, "-m", "benchmarks", "--case", name, *(["--quick"] if quick else [])]
    pipe = subprocess.PIPE
    with subprocess.Popen(
        command, stdout=pipe, stderr=pipe, text=True, cwd=FOLDER.parent, start_new_session=True
    ) as case:
        try:
            out, err = case.communicate(timeout=PATIENCE)
        except BaseException as error:
            os.killpg(case.pid, signal.SIGKILL)  # its own processes too: they would hold the pipes, and the cores
            if isinstance(error, subprocess.TimeoutExpired):
                return {"failed": f"not done after {PATIENCE:.0f} s"}
            raise
    if case.returncode:
        said = (err.strip().splitlines() or [f"ended by signal {-case.returncode}"])[-1]
        print(f"  {name} failed: {said}", file=sys.stderr)
        return {"failed": said}
    found: dict[str, Any] = json.loads(out.splitlines()[-1])
    return found


def machine() -> dict[str, Any]:
    """Return what the figures were taken on."""
    names = [line.partition(":")[2].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")]
    memory = [line.split()[1] for line in _lines("/proc/meminfo") if line.startswith("MemTotal")]
    return {
        "date": date.today().isoformat(), "processor": names[0] if names else platform.processor(),
        "cores": os.cpu_count(), "memory": round(int(memory[0]) / 2**20) if memory else None,
        "system": platform.platform(terse=True), "python": platform.python_version(),
        "commit": _said("git", "rev-parse", "--short", "HEAD"), "load": round(os.getloadavg()[0], 2),
        "packages": {name: _version(name) for name in PACKAGES},
    }  # fmt: skip


def _lines(file: str) -> list[str]:
    path = Path(file)
    return path.read_text().splitlines() if path.exists() else []


def _said(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, cwd=FOLDER).stdout.strip()


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"


if __name__ == "__main__":
    main()
