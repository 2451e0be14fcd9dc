"""Every shipped experiment file is right, names the schema for editors, and asks something."""

from pathlib import Path

import pytest

from mi_abm.describe.editor import HEADER
from mi_abm.experiment.editor import NAME
from mi_abm.experiment.experiment import load_experiment

FOLDER = Path(__file__).resolve().parents[1] / "experiments"
FILES = sorted(FOLDER.rglob("*.yaml"))


@pytest.mark.parametrize("file", FILES, ids=lambda f: str(f.relative_to(FOLDER)))
def test_it_is_right(file: Path) -> None:
    found = load_experiment(file)
    assert found.pairs
    assert found.points
    assert found.data.replicates >= 40


@pytest.mark.parametrize("file", FILES, ids=lambda f: str(f.relative_to(FOLDER)))
def test_it_names_the_schema(file: Path) -> None:
    up = "../" * (len(file.relative_to(FOLDER).parts) - 1)
    assert file.read_text("utf-8").splitlines()[0] == HEADER.format(f"{up}{NAME}")
