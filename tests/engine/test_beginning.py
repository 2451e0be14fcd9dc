"""Organisations that begin from a kept row 0 have the same bits as those that are burnt in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

import mi_abm.engine.beginning as beginning
from mi_abm.core.rules import Mechanism
from mi_abm.engine.beginning import Beginnings, begun, deciding
from mi_abm.engine.compiled.stack import CompiledStack
from mi_abm.engine.ensemble import Run
from mi_abm.engine.simulate import simulate
from mi_abm.engine.stack import Stack
from mi_abm.engine.week import advance
from mi_abm.interventions import BUILTIN as INTERVENTIONS
from mi_abm.scenario.load import Scenario, load

SMALL: dict[str, Any] = {"burn_in": 4, "organisation.team_size": [3, 1, 5], "organisation.cross_degree": 1.0}


@pytest.fixture(autouse=True)
def burnt(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """Begin without anything kept; say how often a burn-in is run."""
    burnt: list[int] = []
    run = beginning.burn_in
    monkeypatch.setattr(beginning, "burn_in", lambda stack, weeks: (burnt.append(stack.org.n_runs), run(stack, weeks)))
    monkeypatch.setattr(beginning, "_BEGINNINGS", Beginnings())
    return burnt


def runs(scenario: Scenario, seeds: range = range(3)) -> list[Run]:
    return [Run(scenario, seed) for seed in seeds]


def everything(stack: Stack) -> dict[str, np.ndarray]:
    sides = {f"{side} {k}": x for side in ("monday", "coming") for k, x in getattr(stack, side).items()}
    org = {f"org {k}": x for k, x in vars(stack.org).items() if isinstance(x, np.ndarray)}
    return sides | org | {"occupant": stack.luck.occupant}


def same(a: Stack, b: Stack) -> None:
    x, y = everything(a), everything(b)
    assert [k for k in x if x[k].tobytes() != y[k].tobytes()] == []
    assert (a.week, a.luck.week) == (b.week, b.luck.week)


@pytest.mark.parametrize("kind", [Stack, CompiledStack])
@pytest.mark.parametrize("name", ["baseline", "full_programme"])
def test_same_bits_at_row_0_and_later(name: str, kind: type[Stack], burnt: list[int]) -> None:
    scenario, other = load(name, SMALL), load("rotation", SMALL)
    fresh = begun(runs(scenario), kind)
    beginning._BEGINNINGS.clear()
    begun(runs(other))
    kept = begun(runs(scenario), kind)
    assert len(burnt) == 2
    same(fresh, kept)
    for week in range(1, 12):
        advance(fresh, week)
        advance(kept, week)
    same(fresh, kept)


def test_what_is_kept_is_a_copy(burnt: list[int]) -> None:
    scenario = load("rotation", SMALL)
    first = begun(runs(scenario))
    for week in range(1, 12):
        advance(first, week)
    second, third = begun(runs(scenario)), begun(runs(scenario))
    second.monday["skill"][...] = 7.0
    same(third, begun(runs(scenario)))
    assert len(burnt) == 1


def test_measured_people_and_the_results_of_simulate(burnt: list[int]) -> None:
    from mi_abm.checks.worlds import OWN

    pair = [
        load("baseline", {"organisation": OWN, "burn_in": 3}),
        load("rotation", {"organisation": OWN, "burn_in": 3}),
    ]
    first = simulate(pair, [1, 2], 6)
    assert len(burnt) == 1, "two scenarios of one organisation share its burn-in"
    for a, b in zip(first, simulate(pair, [1, 2], 6), strict=True):
        assert a.values.tobytes() == b.values.tobytes()
        assert a.spread.tobytes() == b.spread.tobytes()
    assert len(burnt) == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"organisation.team_size": [3, 1, 4]}, {"organisation.cross_weight": 0.1}, {"noise": "off"}, {"burn_in": 5},
        {"organisation.styles": {"mi": 0.9}}, {"mechanisms.turnover.rate": 0.4}, {"mechanisms.uptake.base": -1.0},
        {"organisation.unwanted_models.share": 0.2},
    ],
)  # fmt: skip
def test_whatever_decides_row_0_counts(changes: dict[str, Any]) -> None:
    assert deciding(load("baseline", SMALL)) != deciding(load("baseline", SMALL | changes))


def test_files_count_by_what_they_hold(tmp_path: Any) -> None:
    file = tmp_path / "people.csv"
    file.write_text("id,team\na,1\nb,1\n")
    scenario = load({"organisation": {"people": str(file)}}, folder=tmp_path)
    before = deciding(scenario)
    file.write_text("id,team\na,1\nb,2\n")
    assert deciding(scenario) != before


def test_what_is_done_does_not_count() -> None:
    none = load("baseline", SMALL)
    assert deciding(none) == deciding(load("full_programme", SMALL)) == deciding(none.renamed("other"))
    for rule in INTERVENTIONS:
        assert deciding(load("baseline", SMALL | {f"interventions.{rule.name}.coverage": 0.5})) == deciding(none)


def test_seeds_count_and_rules_and_their_code(burnt: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    scenario = load("baseline", SMALL)
    begun(runs(scenario))
    begun(runs(scenario, range(1, 4)))
    assert len(burnt) == 2
    begun(runs(replace(scenario, rules=(*scenario.rules[1:], scenario.rules[0]))))
    assert len(burnt) == 3
    rule = next(r for r in scenario.rules if issubclass(r, Mechanism) and hasattr(r, "settle"))
    monkeypatch.setattr(rule, "settle", lambda self, people, p, org, now: None)
    begun(runs(scenario))
    assert len(burnt) == 4


def test_an_intervention_whose_founding_looks_at_its_parameters_counts() -> None:
    def looks(self: Any, people: Any, p: Any, org: Any, now: Any) -> None:
        people.x = p.coverage

    rule = type("Scheme", (INTERVENTIONS[0],), {"arrive": looks})
    assert beginning._looks_at_parameters(rule, "arrive")
    assert not any(beginning._looks_at_parameters(r, f) for r in INTERVENTIONS for f in beginning.FOUNDING)


def test_memory_is_limited(burnt: list[int]) -> None:
    scenario = load("baseline", SMALL)
    begun(runs(scenario))
    (one,) = beginning._BEGINNINGS._kept.values()
    small = beginning._BEGINNINGS = Beginnings(int(2.5 * one.nbytes))
    for first in (0, 10, 20, 0, 20):
        begun(runs(scenario, range(first, first + 3)))
    assert len(burnt) == 5, "the third pushed out the first, the first again the second"
    assert len(small._kept) == 2
