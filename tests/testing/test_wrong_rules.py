"""Ten deliberately wrong rules and more: each is rejected, by the check that is there for it, in its own words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from mi_abm.core.rules import Rule
from mi_abm.testing import check_rule
from tests.testing import wrong_rules as wrong
from tests.testing.right_rules import Nudge, Nudged, Right

# What breaks, at which check, and what is said of it.
REJECTED: list[tuple[type[Rule], str, str]] = [
    (
        wrong.ReadsUndeclared,
        "own columns",
        r"perceive \(wrong_rules.py, line \d+\): reads attitude without declaring it",
    ),
    (wrong.ReadsUndeclared, "one is many", r"AttributeError: reads_undeclared reads the column 'attitude'"),
    (wrong.WritesAnothers, "own columns", r"line \d+\): writes safety, which is not its own"),
    (wrong.WritesAnothers, "one is many", r"may not write the column 'safety': it is not its own"),
    (wrong.SetsAState, "own columns", r"sets skill, which are no exposures"),
    (wrong.ReducesOverTheStack, "form", r"line \d+\): people.practice.mean reduces over the whole stack"),
    (wrong.ReducesOverTheStack, "one is many", r"a run alone and the same run in a stack .* differs in"),
    (wrong.LoopsOverPeople, "form", r"line \d+\): loops over zip"),
    (wrong.BranchesOnAParameter, "form", r"line \d+\): branches on the parameter rate"),
    (wrong.BranchesOnAParameter, "one is many", r"a run alone works, a stack of runs does not: ValueError"),
    (wrong.UsesAnotherExponential, "form", r"calls np.exp, .* use exp of mi_abm.core"),
    (wrong.DrawsFromASequence, "form", r"uses SEQUENCE, a Generator outside of the rule"),
    (wrong.DrawsFromASequence, "engines", "numpy itself is not the same twice"),
    (wrong.DrawsFromASequence, "chance", r"the same run twice is not the same; chance comes from helpers"),
    (wrong.StealsLuck, "form", r"now.memo knows the place"),
    (wrong.StealsLuck, "chance", r"with the rule there, other rules draw other luck: .* tie_luck"),
    (wrong.DeadParameter, "alive", r"dead over its whole range: idle \(0.0 \.\.\. 1.0"),
    (wrong.OffIsNotOff, "off", r"off is not as if the rule were not there: from week 1 on it differs in practice"),
    (wrong.HasNoOff, "off", r"no parameter declares off="),
    (wrong.ParameterWithoutUnit, "parameters", r"the parameter push has no meaning.*\n.*push has no unit"),
    (wrong.UnknownSource, "parameters", r"the parameter rate has the source 'Nobody1900'"),
    (wrong.LeavesItsSpan, "spans", r"heat \(heat\) leaves -1e\+06 \.\.\. 1e\+06: it goes from"),
    (wrong.NotAShare, "spans", r"part_of_it \(share\) leaves 0 \.\.\. 1: it goes from -"),
    (wrong.KeepsStateOnItself, "form", r"keeps state on self.weeks, which no saved week holds"),
    (
        wrong.KeepsStateOnItself,
        "resumes",
        r"goes on from a saved week is not the same; .* week 1 on it differs in .*mood",
    ),
    (wrong.TeamsDiffer, "teams", r"warmth is a team's, but differs within team 1"),
    (wrong.KnowsNames, "relabelling", r"under other names are not the same: from week 1 on it differs in mood"),
    (wrong.SaysNothing, "docstring", r"the class has no docstring"),
    (wrong.CitesNobody, "docstring", r"references that do not resolve: Nobody1900"),
    (wrong.ActsOnAll, "off", r"absent is not as if the rule were not there: from week 2 on it differs in [ps]"),
]


def one(rule: type[Rule], check: str, **more: Any) -> None:
    test: Callable[..., None] = check_rule(rule, **more)
    test(check)


@pytest.mark.parametrize(("rule", "check", "said"), REJECTED, ids=lambda x: getattr(x, "__name__", None))
def test_a_wrong_rule_is_rejected_in_its_own_words(rule: type[Rule], check: str, said: str) -> None:
    with pytest.raises(AssertionError, match=f"(?s)^{rule.__name__}, {check}: .*{said}"):
        one(rule, check)


def test_every_check_rejects_something() -> None:
    every = check_rule(Right).pytestmark[0].args[1]  # type: ignore[attr-defined]
    assert {check for _, check, _ in REJECTED} == set(every)


def test_messages_differ() -> None:
    assert len({said for _, _, said in REJECTED}) == len(REJECTED)


test_a_right_rule = check_rule(Right)
test_what_needs_another_rule = check_rule(Nudged, beside=[Nudge])
test_an_intervention = check_rule(Nudge)


def test_called_without_arguments_it_runs_all_checks() -> None:
    with pytest.raises(AssertionError, match="DeadParameter, alive"):
        check_rule(wrong.DeadParameter)()


def test_without_form_a_body_may_be_any_numpy() -> None:
    one(wrong.UsesAnotherExponential, "one is many")
    names = check_rule(wrong.UsesAnotherExponential, form=False).pytestmark[0].args[1]  # type: ignore[attr-defined]
    assert "form" not in names
    assert "one is many" in names


def test_what_is_no_rule_is_refused() -> None:
    with pytest.raises(AssertionError, match="is no subclass of Mechanism or Intervention"):
        check_rule(int)  # type: ignore[arg-type]


def test_keys_of_ones_own_bibliography() -> None:
    one(wrong.UnknownSource, "parameters", references=["Nobody1900"])
    one(wrong.CitesNobody, "docstring", references=["Nobody1900"])
