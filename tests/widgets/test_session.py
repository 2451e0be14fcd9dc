"""What a user sets becomes two scenarios that differ by what is done alone; what is saved compares to the same numbers."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from mi_abm.engine.simulate import simulate
from mi_abm.scenario.load import load
from mi_abm.scenario.problems import InputError
from mi_abm.widgets.outcome import MEASURES, Runs
from mi_abm.widgets.saving import command, scenario_text, title_of
from mi_abm.widgets.session import Session


def changed() -> Session:
    session = Session(weeks=12)
    session.switch("rotation", True)
    session.set("interventions.rotation.start", 2)
    session.set("mechanisms.social_modelling.rate", 0.3)
    session.set("organisation.teams", 3)
    return session


def test_switched_on_it_has_its_declared_weeks_and_off_it_is_the_scenario_again() -> None:
    session = Session()
    session.switch("rotation", True)
    assert session.plan().data == load("rotation").data.model_copy(
        update={"title": "Workshop only", "table2": session.start.data.table2}
    )
    session.switch("rotation", False)
    assert session.plan().data == load("baseline").data


def test_switched_off_and_on_again_a_scenario_keeps_its_own_weeks() -> None:
    session = Session("rotation_mitigated")
    before = session.plan().data
    session.switch("retrospective", False)
    assert session.plan().data.interventions.retrospective.weeks == 0  # type: ignore[attr-defined]
    session.switch("retrospective", True)
    assert session.plan().data == before


def test_assumptions_hold_for_the_reference_and_interventions_do_not() -> None:
    session = changed()
    plan = session.plan()
    reference = session.reference(plan)
    assert reference.data.organisation == plan.data.organisation
    assert reference.data.mechanisms == plan.data.mechanisms  # type: ignore[attr-defined]
    assert reference.data.interventions == load("baseline").data.interventions  # type: ignore[attr-defined]


def test_what_is_not_allowed_is_not_kept() -> None:
    session = changed()
    before = session.plan()
    with pytest.raises(InputError, match=r"rotation\.stay"):
        session.set("interventions.rotation.stay", 0)
    assert session.plan() == before


def test_runs_one_by_one_are_the_runs_of_a_comparison() -> None:
    session = changed()
    plan = session.plan()
    reference = session.reference(plan)
    runs = Runs(session.weeks)
    runs.outcome(reference, plan, 2)
    found = runs.outcome(reference, plan, 5)
    wanted = simulate([reference, plan], range(1, 6), 12, MEASURES)
    for mine, theirs in zip((found.reference, found.plan), wanted, strict=True):
        assert mine.seeds == theirs.seeds
        np.testing.assert_array_equal(mine.values, theirs.values)
        np.testing.assert_array_equal(mine.cut, theirs.cut)
    assert runs.outcome(reference, plan, 3).pairs == 3


@pytest.mark.parametrize(
    "name", ["baseline", "rotation_mitigated", "full_programme", "safety_gate_pitfall", "no_training"]
)
def test_a_saved_scenario_is_the_plan(name: str, tmp_path: Path) -> None:
    session = Session(name)
    session.set("mechanisms.social_modelling.rate", 0.3)
    session.set("organisation.unwanted_models.share", 0.1)
    session.set("interventions.coaching.weeks", [3, 9])
    file = tmp_path / "my_plan.yaml"
    file.write_text(scenario_text(session.plan()), "utf-8")
    read, plan = load(str(file)).data, session.plan().data
    told_apart = {"title": "", "table2": None}
    assert read.model_copy(update=told_apart) == plan.model_copy(update=told_apart)


def test_the_command_gives_the_numbers_of_the_page(tmp_path: Path) -> None:
    session = changed()
    plan = session.plan()
    reference = session.reference(plan)
    (tmp_path / "my_plan.yaml").write_text(scenario_text(plan), "utf-8")
    words = command(plan, reference, "my_plan.yaml", 4, 12).split()
    run = [sys.executable, "-m", *(word.replace("mi-abm", "mi_abm") for word in words), "--json"]
    told = subprocess.run(run, cwd=tmp_path, check=True, capture_output=True, text=True).stdout
    effect = Runs(12).outcome(reference, plan, 4).effects["miti"]
    assert f'"difference": {effect.difference!r}' in told
    assert f'"ci_low": {effect.ci_low!r}' in told


def test_the_title_says_what_is_added() -> None:
    assert title_of(changed().plan()) == "What if: rotation"
    assert title_of(Session().plan()) == "What if nothing is added"


def test_the_words_are_those_of_the_report() -> None:
    session = changed()
    plan = session.plan()
    found = Runs(12).outcome(session.reference(plan), plan, 4)
    miti = found.effects["miti"]
    assert f"{miti.scenario_mean:.2f}" in found.sentences()[0]
    assert "hours more than “Workshop only”" in found.hours()
    assert found.heading().startswith("Your plan")
