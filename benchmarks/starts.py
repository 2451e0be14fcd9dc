"""How long one waits: the first result of a process, a slider, the help."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.work import Spread, headline
from mi_abm.engine.simulate import simulate
from mi_abm.scenario.load import load

PACKAGE = Path(__file__).parents[1] / "mi_abm"
FIRST = (
    "import mi_abm; from mi_abm.engine.simulate import simulate; "
    "simulate([mi_abm.load('full_programme')], range(64), 52, engine='compiled')"
)
EDITED = "mechanisms/descriptive_norms.py"


def starts(rounds: int) -> dict[str, Any]:
    """Time new processes up to their first result: nothing cached, all cached, one rule edited; and the help."""
    with TemporaryDirectory() as folder:
        home = Path(folder)
        shutil.copytree(PACKAGE, home / "mi_abm", ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copytree(PACKAGE.parent / "scenarios", home / "scenarios")
        cold = [_cold(home) for _ in range(min(rounds, 3))]
        cached = [_seconds([sys.executable, "-c", FIRST], home) for _ in range(rounds)]
        rule = home / "mi_abm" / EDITED
        text = rule.read_text()
        assert "np.maximum(" in text
        rule.write_text(text.replace("np.maximum(", "1.0 * np.maximum("))
        edited = _seconds([sys.executable, "-c", FIRST], home)
        rule.write_text(text)
        undone = _seconds([sys.executable, "-c", FIRST], home)
        asked = [_seconds([sys.executable, "-m", "mi_abm", "--help"], home) for _ in range(rounds)]
    found = {"cold": cold, "cached": cached, "one rule edited": [edited], "edit undone": [undone], "help": asked}
    return {name: asdict(Spread.of(values)) for name, values in found.items()}


def _cold(home: Path) -> float:
    """Time a first result where neither compiled code nor bytecode of ours is kept."""
    for kept in (home / "cache", *home.rglob("__pycache__")):
        shutil.rmtree(kept, ignore_errors=True)
    return _seconds([sys.executable, "-c", FIRST], home)


def _seconds(command: list[str], home: Path) -> float:
    where = {"PYTHONPATH": str(home), "MI_ABM_CACHE": str(home / "cache"), "PYTHONDONTWRITEBYTECODE": ""}
    began = time.perf_counter()
    subprocess.run(command, check=True, cwd=home, env=os.environ | where, stdout=subprocess.DEVNULL)
    return time.perf_counter() - began


def slider(rounds: int) -> dict[str, Any]:
    """Time what a page asks for at a slider's move: 100 seeds x 2 scenarios x 48 people x 52 weeks, burn-in known."""
    seconds = []
    for move in range(rounds + 1):
        plan = load("rotation", {"interventions.rotation.stay": 4 + move % 8})
        pair = [load("baseline"), plan]
        began = time.perf_counter()
        simulate(pair, range(1, 101), 52, headline(plan), workers=2, engine="compiled")
        seconds.append(time.perf_counter() - began)
    return {"move": asdict(Spread.of(seconds[1:] or seconds)), "first": asdict(Spread.of(seconds[:1]))}
