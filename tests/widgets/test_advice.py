"""Every pitfall is warned of in its own scenario, in neither the good design nor the cured one, and one click cures it."""

import pytest

from mi_abm.scenario.load import load
from mi_abm.widgets.advice import Case, advice, cases
from mi_abm.widgets.session import Session


def warned(name: str) -> list[str]:
    return [case.pitfall.id for case in advice(load(name))]


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.pitfall.id)
def test_it_is_warned_of_where_it_is_and_nowhere_else(case: Case) -> None:
    files = case.pitfall.files
    assert warned(files["good"]) == []
    assert warned(files["pitfall"]) == [case.pitfall.id]
    assert warned(files["mitigation"]) == []


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.pitfall.id)
def test_its_cure_makes_the_cured_scenario(case: Case) -> None:
    session = Session(case.pitfall.files["pitfall"])
    session.apply(case.cure)
    assert advice(session.plan()) == []
    assert session.plan().data.interventions == load(case.pitfall.files["mitigation"]).data.interventions  # type: ignore[attr-defined]


def test_without_company_there_is_no_warning() -> None:
    assert warned("baseline") == []
    session = Session()
    session.set("mechanisms.descriptive_norms.idleness", 0.89)
    assert advice(session.plan()) == []  # nothing is done that it could spoil


def test_a_social_programme_without_a_way_of_ones_own() -> None:
    session = Session("individual_path")
    session.switch("individual_path", False)
    assert [case.pitfall.id for case in advice(session.plan())] == ["P9"]
