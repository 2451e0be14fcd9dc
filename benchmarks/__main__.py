"""`python -m benchmarks [--quick] [--only NAME ...]`: time every case in a process of its own, then write the page.

A case that fails or takes too long is reported and left out; what is known already is kept (`results.json`).
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from benchmarks.cases import CASES, Size
from benchmarks.machine import machine
from benchmarks.page import write

FOLDER = Path(__file__).parent
PATIENCE = 900.0  # seconds for one case


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
    before = json.loads(file.read_text()) if file.exists() else {}
    known = (before if said.only else {}) | {"machine": machine(), "quick": said.quick}
    took, names = before.get("took", {}), said.only or list(CASES)
    for i, name in enumerate(names):
        left = sum(took.get(later, PATIENCE / 10) for later in names[i:])
        print(f"{name} ({i + 1} of {len(names)}, about {left / 60:.0f} min left)", file=sys.stderr)
        began = time.monotonic()
        known[name] = timed(name, said.quick)
        known["took"] = took = took | {name: round(time.monotonic() - began, 1)}
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


if __name__ == "__main__":
    main()
