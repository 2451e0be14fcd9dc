"""check_rule holds the engines against each other, and says in words what the compiled one reads wrongly."""

from __future__ import annotations

from typing import Any

import pytest

from mi_abm.checks import engines
from mi_abm.core.rules import Rule
from mi_abm.engine.compiled import stack
from mi_abm.testing import check_rule
from tests.testing.right_rules import Right


def perceive(self: Any, people: Any, p: Any, org: Any, now: Any) -> None:
    people.luck = people.luck
    people.mood = people.mood + p.rate * (people.practice - people.mood)


@pytest.fixture
def misread(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the compiled engine read another text in the place of one phase of `Right`."""
    other = type("Right", (Right,), {"perceive": perceive, "__module__": Right.__module__})
    read = stack.phase_code

    def code(rule: type[Rule], phase: str, one_style: bool) -> Any:
        return read(other if (rule, phase) == (Right, "perceive") else rule, phase, one_style)

    monkeypatch.setattr(stack, "phase_code", code)


def test_what_is_read_wrongly_is_said_in_words(misread: None) -> None:
    with pytest.raises(AssertionError) as error:
        check_rule(Right)("engines")
    said = str(error.value)
    assert "Right, engines: numpy and the compiled engine differ from week 1 on in" in said
    assert "the compiled engine reads appraise, perceive, arrive wrongly" in said
    assert "mi-abm describe --engine right" in said


def test_what_is_read_rightly_passes() -> None:
    check_rule(Right)("engines")


def test_without_a_compiler_there_is_nothing_to_hold_against_numpy(
    misread: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines, "find_spec", lambda name: None)
    check_rule(Right)("engines")
