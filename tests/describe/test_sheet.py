"""What a rule says of itself: complete for every rule, and true of one that is known."""

from __future__ import annotations

import pytest

from mi_abm import Intervention, Mechanism, exposure, param, state
from mi_abm.core.rules import Rule
from mi_abm.describe.declared import ROWS, allowed, parameters, plausible, references, stem, uses
from mi_abm.describe.sheet import sheet
from mi_abm.scenario.catalogue import BUILTIN

RULES = pytest.mark.parametrize("rule", BUILTIN, ids=lambda rule: rule.name)
INTERVENTIONS = [rule for rule in BUILTIN if issubclass(rule, Intervention)]


@RULES
def test_every_rule_says_what_it_is(rule: type[Rule]) -> None:
    said = sheet(rule)
    assert said.title
    assert not said.title.endswith(".")
    assert said.summary
    assert "References:" not in said.formula
    assert "Hours" not in said.summary
    assert all(said.phases.values()), "a phase without a docstring"
    assert set(said.sources) <= set(references())


@RULES
def test_every_parameter_and_column_says_what_it_means(rule: type[Rule]) -> None:
    said = sheet(rule)
    assert [d.path for d in said.parameters if not (d.meaning and d.unit and d.source)] == []
    assert [u.column.name for u in said.columns if not (u.column.meaning and u.column.unit)] == []


@pytest.mark.parametrize("rule", INTERVENTIONS, ids=lambda rule: rule.name)
def test_every_intervention_names_its_row_and_its_hours(rule: type[Rule]) -> None:
    said = sheet(rule)
    assert said.hours.startswith(("Hours ", "Once: "))
    assert any(digit in said.hours for digit in "0123456789")
    if rule.name != "workshop":  # the training that every programme begins with
        assert said.row in ROWS


def test_every_row_has_a_mechanism_and_an_intervention() -> None:
    for kind in (Mechanism, Intervention):
        assert {sheet(r).row for r in BUILTIN if issubclass(r, kind)} >= set(ROWS)
    assert {r.name for r in BUILTIN if issubclass(r, Mechanism) and stem(r) in ROWS} == set(ROWS)


def test_who_reads_and_sets_what() -> None:
    said = sheet(next(r for r in BUILTIN if r.name == "rotation"))
    assert said.kind == "intervention"
    assert said.row == "social_modelling"
    assert said.reads == {"skill": ("skill", "habit")}
    assert said.sets["social_modelling"] == ("host_team", "observability")
    assert list(said.phases) == ["arrive", "apply", "meet"]
    assert "2 a visitor" in said.hours
    practice = next(u for u in uses() if u.column.name == "practice")
    assert {"skill", "descriptive_norms", "social_modelling"} <= set(practice.readers)
    assert {"practice", "norm_gap"} <= set(practice.measures)


def test_limits_in_words() -> None:
    said = {d.path: d for d in parameters()}

    def words(path: str) -> tuple[str, str]:
        return plausible(said[path]), allowed(said[path])

    assert words("interventions.rotation.stay") == ("1 to 8", "1 or more")
    assert words("interventions.goals.level") == ("individual / public / team", "-")
    assert words("interventions.individual_path.offered") == ("yes / no", "-")
    assert words("mechanisms.uptake.base") == ("-0.525 to -0.175", "any")
    assert words("organisation.teams") == ("2 to 30", "1 to 1,000,000")


class Gossip(Mechanism):
    """What is said behind one's back. Hours are not its matter."""

    class Params(Mechanism.Params):
        weight: float = param(0.4, "weight of gossip", unit="logit", source="assumption", range=(0, 1))

    heard = state(0.0, unit="share", meaning="gossip heard")
    told = exposure(0.0, unit="share", meaning="gossip told")


class Silence(Intervention):
    """Do not gossip.

    Nothing else. Hours a week: 1 a practitioner.
    """

    reads = (Gossip.heard,)
    sets = (Gossip.told,)


def test_a_guest_has_a_sheet_too() -> None:
    rules = (*BUILTIN, Gossip, Silence)
    gossip, silence = sheet(Gossip, rules), sheet(Silence, rules)
    assert gossip.row == silence.row == ""
    assert gossip.hours == ""
    assert [d.path for d in gossip.parameters] == ["mechanisms.gossip.weight"]
    assert {u.column.name: (u.readers, u.setters) for u in gossip.columns} == {
        "heard": (("silence",), ()),
        "told": ((), ("silence",)),
    }
    assert silence.reads == {"gossip": ("heard",)}
    assert silence.title == "Do not gossip"
    assert (silence.summary, silence.hours) == ("Do not gossip.\n\nNothing else.", "Hours a week: 1 a practitioner.")
