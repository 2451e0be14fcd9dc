"""What all tests may ask for; quick tests come first, and one whose component this machine lacks is skipped, by name."""

from __future__ import annotations

import os
import time
from pathlib import Path
from shutil import which

import numpy as np
import pytest

SEED = "MI_ABM_TEST_SEED"
LAZEGA = Path(__file__).resolve().parents[2] / "shared" / "data" / "lazega"
LAST = ("slow", "browser", "cluster")
COMPONENTS = {"browser": ("chromium", "Chromium"), "cluster": ("slurmctld", "Slurm")}


def place(item: pytest.Item) -> int:
    """Return 0 for a quick test, else the place of its mark among those that come last, counted from 1."""
    return max((1 + i for i, mark in enumerate(LAST) if item.get_closest_marker(mark)), default=0)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=place)


def pytest_runtest_setup(item: pytest.Item) -> None:
    for mark, (program, name) in COMPONENTS.items():
        if item.get_closest_marker(mark) and which(program) is None:
            pytest.skip(f"{name} is not installed ({program})")


@pytest.fixture
def perturb() -> np.random.Generator:
    """Return a source of random parameters, another one in every test run; its seed is printed when a test fails."""
    seed = int(os.environ.get(SEED) or time.time_ns() % 2**32)
    print(f"parameters drawn with {SEED}={seed}")
    return np.random.default_rng(seed)


@pytest.fixture(scope="session")
def lazega() -> Path:
    """Return the folder of a real organisation (people.csv, ties.csv), which lies beside the checkout."""
    if not (LAZEGA / "people.csv").is_file():
        pytest.skip(f"the Lazega data are not there ({LAZEGA})")
    return LAZEGA
