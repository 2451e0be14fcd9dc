"""Setting up: an interpreter that runs is found, one that does not is refused, and make hands on what it is given."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
NAMES = ("python3.13", "python3.12", "python3.11", "python3.14", "python3", "python")


def program(file: Path, text: str) -> None:
    file.write_text(f"#!/bin/sh\n{text}\n", "utf-8")
    file.chmod(0o755)


@pytest.fixture
def shims(tmp_path: Path) -> Path:
    """A folder of interpreters that exist and fail, before the system's own on the path."""
    for name in NAMES:
        program(tmp_path / name, "echo 'not selected' >&2; exit 127")
    return tmp_path


def find(shims: Path, python: str = "") -> subprocess.CompletedProcess[str]:
    environment = {"PATH": f"{shims}:{os.defpath}", "PYTHON": python}
    return subprocess.run([ROOT / ".ci/venv", "--find"], env=environment, capture_output=True, text=True, check=False)


def test_the_first_interpreter_that_runs_is_taken(shims: Path) -> None:
    program(shims / "python3.11", f'exec {sys.executable} "$@"')
    program(shims / "python3", f'exec {sys.executable} "$@"')
    assert find(shims).stdout.strip() == "python3.11"


def test_shims_that_fail_are_not_taken(shims: Path) -> None:
    found = find(shims)
    assert (found.returncode, found.stdout) == (1, "")
    assert "No Python 3.11 or later" in found.stderr


def test_the_interpreter_that_is_named_is_taken_or_refused(shims: Path) -> None:
    assert find(shims, sys.executable).stdout.strip() == sys.executable
    refused = find(shims, str(shims / "python3.12"))
    assert refused.returncode == 1
    assert "does not run" in refused.stderr


def test_an_interpreter_that_is_too_old_is_refused(shims: Path) -> None:
    program(shims / "old", f'exec {sys.executable} -c "import sys; sys.version_info = (3, 10); exec(sys.argv[1])" "$2"')
    assert find(shims, str(shims / "old")).returncode == 1


def test_make_hands_on_ones_own_organisation() -> None:
    given = ["PEOPLE=our people.csv", "TIES=ties.csv", "TEAM=office", "REPLICATES=7", "OUT=out/ours"]
    said = subprocess.check_output(["make", "--no-print-directory", "-n", "demo", *given], cwd=ROOT, text=True)
    command = " ".join(said.replace("\\\n", " ").split())
    assert "compare scenarios/baseline.yaml scenarios/rotation.yaml --replicates 7" in command
    for setting in ("people=our people.csv", "ties=ties.csv", "team=office"):
        assert f'--set "organisation.{setting}"' in command
    assert "--out out/ours" in command


def test_a_script_beside_the_clone_finds_the_package_and_not_the_folder(tmp_path: Path) -> None:
    (tmp_path / "mi_abm" / "tests").mkdir(parents=True)
    (tmp_path / "study.py").write_text("from mi_abm import compare\nprint(compare.__name__)\n", "utf-8")
    alone = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    told = subprocess.check_output([sys.executable, "study.py"], cwd=tmp_path, env=alone, text=True)
    assert told == "compare\n"
