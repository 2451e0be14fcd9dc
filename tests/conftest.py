"""Quick tests first; a test whose component this machine lacks is skipped, by name."""

from pathlib import Path
from shutil import which

import pytest

ROOT = Path(__file__).resolve().parents[1]
LAZEGA = ROOT.parent / "shared" / "data" / "lazega"
LAST = ("slow", "browser", "cluster")
COMPONENTS = {"browser": ("chromium", "Chromium"), "cluster": ("slurmctld", "Slurm")}


def marks(item: pytest.Item) -> int:
    """Return 0 for a quick test, else the place of its mark in `LAST`, counted from 1."""
    return max((1 + i for i, mark in enumerate(LAST) if item.get_closest_marker(mark)), default=0)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=marks)


def pytest_runtest_setup(item: pytest.Item) -> None:
    for mark, (program, name) in COMPONENTS.items():
        if item.get_closest_marker(mark) and which(program) is None:
            pytest.skip(f"{name} is not installed ({program})")


@pytest.fixture(scope="session")
def lazega() -> Path:
    """The folder of a real organisation (people.csv, ties.csv), which lies beside the checkout."""
    if not (LAZEGA / "people.csv").is_file():
        pytest.skip(f"the Lazega data are not there ({LAZEGA})")
    return LAZEGA
