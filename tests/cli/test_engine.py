"""Engines at the command line: what is compiled and what is not, in words; what happens where nothing can be compiled."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mi_abm.cli import paper
from mi_abm.core.rules import PHASES
from mi_abm.scenario.catalogue import BUILTIN
from tests.cli.running import SMALL, invoke, shell

GUEST = '''
import numpy as np
from mi_abm.core import Mechanism, state
from mi_abm.mechanisms.uptake import Uptake

class Mood(Mechanism):
    """Mood follows practice."""

    reads = (Uptake.practice,)
    mood = state(0.5, unit="mood", meaning="how one feels")

    def perceive(self, people, p, org, now):
        """Feel."""
        people.mood = np.tanh(people.practice)

    def settle(self, people, p, org, now):
        """Settle."""
        people.mood = people.mood * 0.5
'''


@pytest.fixture
def no_compiler(tmp_path: Path) -> dict[str, str]:
    """Return an environment in which there is no numba and no llvmlite."""
    (tmp_path / "sitecustomize.py").write_text("import sys\nsys.modules['numba'] = sys.modules['llvmlite'] = None\n")
    return {"PYTHONPATH": str(tmp_path)}


def test_nothing_of_ours_stays_numpy() -> None:
    text = invoke("describe", "--engine").stdout
    assert f"{len(BUILTIN)} rules, " in text
    assert "Nothing of these rules stays numpy" in text
    assert "weeks_to_majority  line" in text


def test_as_data() -> None:
    said = json.loads(invoke("describe", "--engine", "--json").stdout)
    has = {r.name: {f for f in (*PHASES, "arrive") if getattr(r, f, None) is not None} for r in BUILTIN}
    assert {name: set(phases) for name, phases in said["rules"].items()} == has
    assert {why for phases in said["rules"].values() for why in phases.values()} == {""}
    assert {name for name, why in said["measures"].items() if why} == {"weeks_to_majority", "widest_style_gap"}


@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize("name", [None, "training", *(rule.name for rule in BUILTIN)])
def test_nothing_is_wider_than_the_paper(name: str | None, width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paper, "PIPED", width)
    text = invoke("describe", "--engine", *([name] if name else [])).stdout
    assert [line for line in text.splitlines() if len(line) > width] == []


def test_the_loops_of_a_rule() -> None:
    text = invoke("describe", "--engine", "descriptive-norms").stdout
    for part in ("descriptive_norms.perceive", "for each tie", "sums over each person's ties", "there(", "p.rate"):
        assert part in text


def test_a_guests_phase_that_stays_numpy_and_why(tmp_path: Path) -> None:
    (tmp_path / "guest.py").write_text(GUEST)
    (tmp_path / "plan.yaml").write_text("title: x\nuses: [guest]\nmechanisms: {mood: {}}\n")
    asked = ("describe", "--engine", "mood", "--with", tmp_path / "plan.yaml", "--allow-code")
    text = invoke(*asked).stdout
    assert "numpy: line 14: tanh() is not known" in text
    assert "coming:mood" in text, "its other phase is compiled"


def test_an_unknown_rule() -> None:
    result = invoke("describe", "--engine", "turnofer")
    assert (result.exit_code, result.stderr) == (2, "turnofer: no such rule; did you mean 'turnover'?\n")


@pytest.mark.slow
def test_without_a_compiler_everything_runs_in_numpy(no_compiler: dict[str, str], tmp_path: Path) -> None:
    with_it = shell("run", "rotation", *SMALL, "--out", str(tmp_path / "a"), "--engine", "numpy")
    without = shell("run", "rotation", *SMALL, "--out", str(tmp_path / "b"), **no_compiler)
    assert (with_it.returncode, without.returncode) == (0, 0)
    assert (tmp_path / "a" / "weeks.parquet").read_bytes() == (tmp_path / "b" / "weeks.parquet").read_bytes()


def test_without_a_compiler_the_compiled_engine_cannot_be_had(no_compiler: dict[str, str], tmp_path: Path) -> None:
    found = shell("run", "rotation", *SMALL, "--out", str(tmp_path / "c"), "--engine", "compiled", **no_compiler)
    assert found.returncode == 2
    line = found.stderr.splitlines()[-1]
    assert line.startswith("--engine: compiled: cannot be had: numba is not installed; pip install numba")
    assert not (tmp_path / "c").exists()
