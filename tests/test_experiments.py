"""Every shipped experiment file is right, names the schema for editors, and asks something."""

from pathlib import Path

import pytest

from mi_abm.describe.editor import HEADER
from mi_abm.experiment.designs import DESIGNS
from mi_abm.experiment.editor import NAME
from mi_abm.experiment.experiment import load_experiment
from mi_abm.experiment.schema import ExperimentData
from tests.test_pitfalls import PITFALLS

FOLDER = Path(__file__).resolve().parents[1] / "experiments"
FILES = sorted(FOLDER.rglob("*.yaml"))


@pytest.mark.parametrize("file", FILES, ids=lambda f: str(f.relative_to(FOLDER)))
def test_it_is_right(file: Path) -> None:
    found = load_experiment(file)
    assert found.pairs
    assert found.points
    assert found.data.replicates >= 2


def test_the_overviews_leave_nothing_out() -> None:
    """Every intervention's file stands in one, every pitfall of the tests of pitfalls, with its outcome, in the other."""
    files = {f.stem for f in (FOLDER.parent / "scenarios").glob("*.yaml")}
    single = {f for f in files if not f.endswith(("_pitfall", "_mitigated"))} - {"no_training"}
    shown = load_experiment(FOLDER / "all_interventions.yaml").pairs
    assert {pair.scenario for pair in shown} == single - {"baseline"}
    pairs = load_experiment(FOLDER / "all_pitfalls.yaml").pairs
    told = {(pair.scenario, *outcome) for pair in pairs for outcome in ((o.measure, o.week) for o in pair.outcomes)}
    for pitfall in PITFALLS.values():
        for kind in ("pitfall", "mitigated"):
            assert (f"{pitfall.key}_{kind}", pitfall.measure, pitfall.week) in told


@pytest.mark.parametrize("file", FILES, ids=lambda f: str(f.relative_to(FOLDER)))
def test_it_names_the_schema(file: Path) -> None:
    up = "../" * (len(file.relative_to(FOLDER).parts) - 1)
    assert file.read_text("utf-8").splitlines()[0] == HEADER.format(f"{up}{NAME}")


def test_the_example_of_the_page_is_right(tmp_path: Path) -> None:
    page = (FOLDER.parent / "docs" / "experiments.md").read_text("utf-8")
    (tmp_path / "when.yaml").write_text(page.partition("```yaml\n")[2].partition("```")[0], "utf-8")
    found = load_experiment(tmp_path / "when.yaml")
    assert len(found.points) == 256
    for key in ExperimentData.model_fields:
        assert f"`{key}`" in page
    for kind in DESIGNS:
        assert kind == "none" or f"`{kind}`" in page
