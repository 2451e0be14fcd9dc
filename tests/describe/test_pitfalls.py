"""The pitfalls are data: complete, about parameters and scenarios that exist, and all of those there are."""

from __future__ import annotations

import pytest

from mi_abm.describe.declared import parameters
from mi_abm.describe.pitfalls import Pitfall, pitfalls
from mi_abm.describe.sheet import sheet
from mi_abm.interventions import BUILTIN
from mi_abm.scenario.load import load, packaged
from tests.test_pitfalls import PITFALLS

CASES = pytest.mark.parametrize("pitfall", pitfalls(), ids=lambda pitfall: pitfall.id)


def test_all_of_them() -> None:
    assert [p.id for p in pitfalls()] == ["P1", "P2", "P3", "P4", "P5a", "P5b", "P6", "P7", "P8", "P9"]
    files = {file.stem for file in packaged().glob("*_pitfall.yaml")} | {
        f.stem for f in packaged().glob("*_mitigated.yaml")
    }
    assert {name for p in pitfalls() for kind, name in p.files.items() if kind != "good"} == files


@CASES
def test_what_it_names_is_there(pitfall: Pitfall) -> None:
    assert set(pitfall.needs) <= {d.path for d in parameters()}
    assert {pitfall.intervention, *pitfall.cured_by} <= {rule.name for rule in BUILTIN}
    for name in pitfall.files.values():
        assert load(name).data.table2


@CASES
def test_without_what_it_needs_it_is_known_to_vanish(pitfall: Pitfall) -> None:
    """The tests of the pitfalls switch off at least one of the parameters named here."""
    switched_off = {path for name, case in PITFALLS.items() if name.split()[0] == pitfall.id for path in case.null}
    assert switched_off & set(pitfall.needs)


@CASES
def test_the_cure_changes_what_it_is_said_to_be_made_of(pitfall: Pitfall) -> None:
    bad, cured = (load(pitfall.files[kind]).data.interventions for kind in ("pitfall", "mitigation"))
    changed = {name for name in type(bad).model_fields if getattr(bad, name) != getattr(cured, name)}
    assert changed
    assert changed <= set(pitfall.cured_by)


def test_a_sheet_names_its_pitfall_and_what_it_cures() -> None:
    said = {rule.name: sheet(rule) for rule in BUILTIN}
    assert [p.id for p in said["rotation"].goes_wrong] == ["P4"]
    assert [p.id for p in said["retrospective"].cures] == ["P4"]
    assert said["planning"].goes_wrong == ()
