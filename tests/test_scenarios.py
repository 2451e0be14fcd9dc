"""Every scenario file loads, is short, and does what its name says."""

from pathlib import Path

import pytest

from mi_abm import load
from mi_abm.interventions import BUILTIN
from mi_abm.scenario.text import read

FOLDER = Path(__file__).resolve().parents[1] / "scenarios"
FILES = sorted(FOLDER.rglob("*.yaml"))
PROGRAMMES = {"baseline", "no_training", "full_programme"}
ROWS = {
    "meta_perceptions", "injunctive_norms", "descriptive_norms", "social_modelling", "social_support",
    "social_feedback", "attachment_ties", "shared_cognition", "relational_self",
}  # fmt: skip
NAMED = [f for f in FILES if f.parent == FOLDER and f.stem not in PROGRAMMES]


def name(file: Path) -> str:
    return str(file.relative_to(FOLDER).with_suffix(""))


@pytest.mark.parametrize("file", FILES, ids=name)
def test_it_loads_by_path_and_by_name(file: Path) -> None:
    scenario = load(file)
    assert scenario.digest() == load(name(file)).digest()
    assert scenario.data.title


@pytest.mark.parametrize("file", FILES, ids=name)
def test_it_is_short(file: Path) -> None:
    assert len(file.read_text("utf-8").splitlines()) < 20


@pytest.mark.parametrize("file", NAMED, ids=name)
def test_it_sets_the_intervention_after_which_it_is_called(file: Path) -> None:
    key = file.stem.removesuffix("_pitfall").removesuffix("_mitigated")
    assert key in {rule.name for rule in BUILTIN}
    assert read(file).data["table2"] in ROWS
    assert getattr(load(file).data.interventions, key).weeks


def test_shipped_organisations_have_the_stated_sizes() -> None:
    sizes = {
        file.stem: (load(file).data.organisation.teams, load(file).data.organisation.team_size)
        for file in (FOLDER / "organisations").glob("*.yaml")
    }
    assert sizes == {"small_unit": (2, 8), "city_agency": (30, 10), "fragmented_agency": (12, 6)}
    fragmented = load("organisations/fragmented_agency").data
    assert fragmented.organisation.cross_degree == 0.3
    assert fragmented.mechanisms.attachment_ties.safety_mean == 0.45
    assert fragmented.mechanisms.turnover.rate == 0.30
    assert load("organisations/city_agency").data.organisation.cross_degree == 3
