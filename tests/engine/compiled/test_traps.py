"""What is easily read wrongly is read exactly, or refused with its reason; then numpy runs it."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from mi_abm.core.rules import Rule
from mi_abm.engine.compiled.account import reasons
from mi_abm.engine.compiled.stack import CompiledStack
from mi_abm.engine.ensemble import Run
from mi_abm.engine.stack import Stack
from mi_abm.scenario.load import load
from tests.engine.compiled import traps
from tests.engine.compiled.agreement import founded, unlike
from tests.engine.compiled.traps import READ, REFUSED, Traps

STYLED = (traps.styles, traps.styles_before_ties_are_written)
Statement = Callable[..., None]


def rule_of(statement: Statement) -> type[Rule]:
    """Return the rule whose phase is one trap."""
    columns = {name: column for name, column in vars(Traps).items() if name not in ("__dict__", "__weakref__", "name")}
    return type(
        "Traps",
        (Traps,),
        {**columns, "settle": lambda self, people, p, org, now: None} | {"settle": _method(statement)},
    )


def _method(statement: Statement) -> Any:
    """Return a function of the file of the traps as a method: it is called without `self`."""
    return staticmethod(statement)


def stacks(statement: Statement) -> list[Stack]:
    rule = rule_of(statement)
    styles = {"organisation.styles": {"a": 1.0, "b": 0.5}}
    worlds = [
        load({"title": "trap", "burn_in": 0, "mechanisms": {"traps": {"x": x}}, "organisation": {"team_size": size}},
             styles if statement in STYLED else {}, rules=[rule])
        for x, size in ((0.7, [3, 1, 40]), (1.3, [5, 5]), (0.2, [2, 9, 4, 1]))
    ]  # fmt: skip
    made = [founded([Run(w, 3) for w in worlds], kind) for kind in (Stack, CompiledStack)]
    for stack in made:
        rng = np.random.default_rng(7)
        for name in ("a", "b", "n", "off", "y", "old", "added", "style", "tie", "link"):
            x = rng.normal(size=stack.shape(stack.columns[name]))
            if name == "n":
                x[::5] = np.nan
            if name == "a":
                x[3::11], x[4::11] = 0.0, -0.0
            if name == "off":  # something in one run, nothing in the next, less than nothing or no number in the third
                second, third = stack.org.run_rows[1:3]
                x[second:third] *= 0.0
                x[third:] = np.where(x[third:] > 0, np.nan, x[third:])
            if name == "added":
                x = np.round(x)
            stack.monday[name][...] = stack.coming[name][...] = x
    return made


def run(stack: Stack) -> dict[str, np.ndarray]:
    (rule,) = (r for r in stack.rules if isinstance(r, Traps))
    stack.begin(3)
    with np.errstate(all="ignore"):
        stack.perform((rule,), "settle")
    if isinstance(stack, CompiledStack):
        stack._flush()
    return stack.monday | {f"coming {name}": x for name, x in stack.coming.items()}


@pytest.mark.parametrize("statement", READ, ids=lambda f: f.__name__)
def test_what_is_read_gives_the_same_bits(statement: Statement) -> None:
    numpy, compiled = stacks(statement)
    assert reasons(rule_of(statement), statement not in STYLED) == {"settle": ""}
    before, after = copy.deepcopy(numpy.monday | numpy.coming), run(numpy)
    assert unlike(after, run(compiled)) == []
    assert unlike(before, numpy.monday | numpy.coming), "it does nothing"


@pytest.mark.parametrize("statement", REFUSED, ids=lambda f: f.__name__)
def test_what_is_refused_runs_in_numpy(statement: Statement) -> None:
    why = reasons(rule_of(statement))["settle"]
    assert why.startswith("line "), why
    if statement in (traps.if_parameter, traps.chained):  # numpy cannot do that either, in a stack
        return
    numpy, compiled = stacks(statement)
    assert unlike(run(numpy), run(compiled)) == []


def test_a_column_that_is_not_declared_is_refused() -> None:
    def reach(people: Any, p: Any, org: Any, now: Any) -> None:
        people.y = people.skill

    def steal(people: Any, p: Any, org: Any, now: Any) -> None:
        people.skill = people.a

    for statement in (reach, steal):
        assert "people.skill" in reasons(rule_of(statement))["settle"]
