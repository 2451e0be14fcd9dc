"""A trial: a change is made on a copy of the package, and the tests of the rules are run against it until one fails."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

ROOT = Path(__file__).resolve().parents[2]
COPIED = ("mi_abm", "scenarios", "tests", "pyproject.toml")
SUITES = ("reference", "mechanisms", "interventions", "limits")
LEFT_OUT = ("test_every_mechanism.py", "test_every_intervention.py")  # promises, not formulas: slow, and rarely first
PASSED, FAILED = 0, 1  # what pytest returns


class Changes(Protocol):
    """What can be tried: a change of one file."""

    @property
    def file(self) -> str:
        """The file, such as "mechanisms/skill"."""

    @property
    def name(self) -> str:
        """What it is."""

    def made(self, text: str) -> str:
        """Return the changed text."""


@dataclass(frozen=True)
class Verdict:
    """Which test saw a change, None if none did; how long it took."""

    change: Changes
    seen_by: str | None
    seconds: float


@contextmanager
def workshop() -> Iterator[Path]:
    """Yield a folder with a copy of everything that the tests of the rules need."""
    with TemporaryDirectory(prefix="mi_abm-mutation-") as name:
        folder = Path(name)
        for part in COPIED:
            if (ROOT / part).is_dir():
                shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy2(ROOT / part, folder / part)
        yield folder


def try_out(change: Changes, folder: Path) -> Verdict:
    """Make a change in a workshop, run the tests, undo it; raise RuntimeError where the tests cannot run at all."""
    file = folder / "mi_abm" / f"{change.file}.py"
    text, began = file.read_text("utf-8"), time.monotonic()
    file.write_text(change.made(text), "utf-8")
    try:
        code, said = run(folder, targets(change.file, folder))
    finally:
        file.write_text(text, "utf-8")
    if code not in (PASSED, FAILED):
        raise RuntimeError(f"{change.name}\n{said}")
    failed = re.search(r"^FAILED (\S+)", said, re.MULTILINE)
    return Verdict(change, failed[1] if failed else None if code == PASSED else "set-up", time.monotonic() - began)


def targets(changed: str, folder: Path) -> list[str]:
    """Return the test files of all rules, first those of the changed one."""
    stem = Path(changed).name
    files = [
        f for suite in SUITES for f in sorted((folder / "tests" / suite).glob("test_*.py")) if f.name not in LEFT_OUT
    ]
    return [str(f.relative_to(folder)) for f in sorted(files, key=lambda f: f.stem != f"test_{stem}")]


def run(folder: Path, tests: list[str]) -> tuple[int, str]:
    """Run tests on a workshop's copy until one fails; return pytest's exit code and what it said."""
    own = {"PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1", "MI_ABM_TEST_SEED": "1"}
    command = [sys.executable, "-m", "pytest", "-x", "-rf", "--tb=line", *tests]
    done = subprocess.run(command, cwd=folder, env=os.environ | own, capture_output=True, text=True, timeout=900)
    return done.returncode, done.stdout + done.stderr


def untouched(folder: Path) -> str:
    """Return what fails on the unchanged copy, "" if nothing does; raise RuntimeError if it is not the copy that is tested."""
    where = subprocess.run(
        [sys.executable, "-c", "import mi_abm; print(mi_abm.__file__)"],
        cwd=folder, env=os.environ | {"PYTHONPATH": str(folder)}, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    if not Path(where.strip()).is_relative_to(folder):
        raise RuntimeError(f"the tests would run {where.strip()}, not the copy in {folder}")
    code, said = run(folder, targets("", folder))
    return "" if code == PASSED else said
