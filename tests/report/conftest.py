"""One small comparison, run once: a helpless copy, a null, a harm and a help against the same reference."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from mi_abm.report.page import write
from mi_abm.report.tables import Effect, Tables, read
from mi_abm.scenario.load import load
from tests.report.make_tables import leave

MakeEffect = Callable[..., Effect]


@pytest.fixture(scope="session")
def compared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the tables of four scenarios, the first of them the reference."""
    base = load("baseline")
    scenarios = [base, base.renamed("copy"), load("rotation"), load("no_training")]
    return leave(tmp_path_factory.mktemp("compared"), scenarios, replicates=8, weeks=16)


@pytest.fixture(scope="session")
def reported(compared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with tables, figures and report."""
    folder = tmp_path_factory.mktemp("reported")
    shutil.copytree(compared, folder, dirs_exist_ok=True)
    write(folder)
    return folder


@pytest.fixture
def tables(compared: Path) -> Tables:
    return read(compared)


@pytest.fixture
def effect() -> MakeEffect:
    """Return a maker of effects: MITI points, 200 pairs, unless told."""

    def make(difference: float, half: float = 0.01, **changed: object) -> Effect:
        values: dict[str, object] = {
            "scenario": "a",
            "measure": "miti",
            "title": "MITI global score",
            "unit": "MITI points",
            "week": 52,
            "reference_mean": 2.5,
            "scenario_mean": 2.5 + difference,
            "difference": difference,
            "ci_low": difference - half,
            "ci_high": difference + half,
            "effect_size": difference / 0.5,
            "better": 0.9,
            "per_100_hours": difference / 3,
            "good": 1,
            "pairs": 200,
        }
        return Effect(**(values | changed))  # type: ignore[arg-type]

    return make
