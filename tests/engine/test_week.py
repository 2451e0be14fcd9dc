"""The week: what is read stands as on Monday, whatever the order of rules; Mondays are neutral; rows are counted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from mi_abm.core.rules import PHASES, Rule
from mi_abm.engine.beginning import burn_in
from mi_abm.engine.ensemble import Run, assemble
from mi_abm.engine.simulate import simulate
from mi_abm.engine.week import advance
from mi_abm.interventions import BUILTIN as INTERVENTIONS
from mi_abm.scenario.load import Scenario, load
from tests.worlds import follow, quiet, world

RICH: dict[str, Any] = {
    "organisation": {"teams": 3, "team_size": 5},
    "burn_in": 4,
    "mechanisms": {"turnover": {"rate": 0.7}},
    "interventions": {"workshop": {"start": 2, "weeks": 2}, "rotation": {"start": 3, "weeks": 9, "stay": 3}},
}
MADE_IN_THE_WEEK = ("flow", "part", "total", "exposure")


EVERYTHING = {rule.name: {"coverage": 0.8} for rule in INTERVENTIONS}


def must_precede(first: type[Rule], then: type[Rule]) -> bool:
    """Say whether `then` reads what `first` makes within a phase that both have."""
    made = {c.name for c in first.columns() if c.kind in MADE_IN_THE_WEEK} | {c.name for c in first.sets}
    read = {c.name for c in then.reads if c.kind in MADE_IN_THE_WEEK} | {
        c.name for c in then.columns() if c.kind == "exposure"
    }
    together = [phase for phase in PHASES if hasattr(first, phase) and hasattr(then, phase)]
    return bool(together) and bool(made & read)


def orders(rules: tuple[type[Rule], ...], perturb: np.random.Generator) -> Iterator[tuple[type[Rule], ...]]:
    """Yield random orders that keep every dependency within a phase."""
    before = {then: [first for first in rules[:i] if must_precede(first, then)] for i, then in enumerate(rules)}
    while True:
        left, order = list(rules), list[type[Rule]]()
        while left:
            free = [rule for rule in left if all(first in order for first in before[rule])]
            order.append(free[int(perturb.integers(len(free)))])
            left.remove(order[-1])
        yield tuple(order)


def test_the_order_of_rules_does_not_matter(perturb: np.random.Generator) -> None:
    scenario = load({**RICH, "interventions": EVERYTHING})
    plain = follow(scenario, 16)
    tried = orders(scenario.rules, perturb)
    for _ in range(6):
        other = follow(replace(scenario, rules=next(tried)), 16)
        for name, x in plain.items():  # sums of many parts run in another order
            assert other[name] == pytest.approx(x, abs=1e-12), name


def exposures(scenario: Scenario, weeks: int) -> Iterator[tuple[int, dict[str, np.ndarray]]]:
    stack = assemble([Run(scenario, 1)])
    burn_in(stack, scenario.data.burn_in)
    for week in range(1, weeks + 1):
        advance(stack, week)
        yield week, {c.name: stack.monday[c.name] - c.start for c in stack.of_kind("exposure")}


def test_exposures_are_neutral_again_after_the_last_week_of_an_intervention() -> None:
    moved: dict[int, set[str]] = {w: {n for n, x in seen.items() if x.any()} for w, seen in exposures(load(RICH), 14)}
    acts_by_itself = moved[1]
    assert {w for w in moved if "lesson" in moved[w]} == {2, 3}
    assert {w for w in moved if "host_team" in moved[w]} == set(range(3, 12))
    for week in (1, 12, 13, 14):
        assert moved[week] == acts_by_itself
    assert not acts_by_itself & {"lesson", "taught", "attending", "anchor_gain", "host_team", "observability"}
    assert not acts_by_itself & {"practitioner_hours", "trainer_hours", "manager_hours"}


@pytest.mark.parametrize("weeks", [0, 1, 7])
def test_weeks_give_one_row_more(weeks: int) -> None:
    result = simulate(load({**RICH, "burn_in": 2}), [1, 2], weeks=weeks)[0]
    assert result.values.shape[:2] == (2, weeks + 1)
    assert result.weeks == weeks
    frame = result.frame()
    assert frame["week"].tolist() == list(range(weeks + 1)) * 2
    assert len(frame) == 2 * (weeks + 1)


def test_row_zero_is_the_end_of_burn_in() -> None:
    """The weeks of burn-in are 1 - n ... 0; no intervention acts in them, nor does anybody leave."""
    early = {"workshop": {"start": -3, "weeks": 4}, "rotation": {"start": -3, "weeks": 4}}
    setting = {"organisation": {"teams": 5, "team_size": 10}, "mechanisms": {"turnover": {"rate": 0.99}}, "burn_in": 6}
    plain, acted = (follow(load({**setting, "interventions": acts}), 0, seed=3) for acts in ({}, early))
    assert all(np.array_equal(plain[name], acted[name]) for name in plain)
    stack = assemble([Run(load(setting), 3)])
    burn_in(stack, 6)
    assert stack.week == 0
    assert not stack.luck.occupant.any()
    assert plain["weeks_here"].tolist() == [[6.0] * 50]
    shorter = follow(load({**setting, "burn_in": 0}), 0, seed=3)
    assert not np.array_equal(shorter["attitude"], plain["attitude"])


def test_an_intervention_acts_from_its_start_for_its_weeks() -> None:
    """`start: t, weeks: n` acts in weeks t ... t + n - 1 and shows from row t on."""
    learns = quiet(skill={"practice_rate": 0.0})
    acts = {"workshop": {"start": 4, "weeks": 2, "luck_sd": 0.0}}
    seen = follow(world({"teams": 2, "team_size": 3}, learns, interventions=acts), 8, ("skill", "trained", "anchor"))
    rose = [w for w in range(1, 9) if np.all(seen["skill"][w] > seen["skill"][w - 1])]
    assert rose == [4, 5]
    assert [w for w in range(1, 9) if seen["trained"][w].all()] == [4, 5, 6, 7, 8]
    assert [w for w in range(1, 9) if np.any(seen["anchor"][w] != seen["anchor"][w - 1])] == [4, 5]


def test_states_stay_in_their_spans_under_random_parameters(perturb: np.random.Generator) -> None:
    from mi_abm.core.param import declarations
    from mi_abm.scenario.catalogue import BUILTIN

    for _ in range(3):
        overrides: dict[str, Any] = {}
        for rule in BUILTIN:
            kind = "interventions" if hasattr(rule, "absent") else "mechanisms"
            for said in declarations(rule.Params, f"{kind}.{rule.name}"):
                if said.range and not said.choices and said.kind in (int, float):
                    low, high = said.range
                    value = float(perturb.choice([low, high, perturb.uniform(low, high)]))
                    overrides[said.path] = round(value) if said.kind is int else value
        seed = int(perturb.integers(2**40))
        stack = assemble([Run(load(RICH, overrides), seed)])
        burn_in(stack, 4)
        for week in range(1, 15):
            advance(stack, week)
            for column in stack.columns.values():
                x = stack.monday[column.name]
                assert np.all(np.isfinite(x)), (column.name, overrides)
                if column.span is not None and column.kind != "total":
                    assert np.all((x >= column.span[0]) & (x <= column.span[1])), (column.name, overrides)
            assert np.all(stack.monday["practice"] <= np.maximum(stack.monday["opportunity"], 0)), overrides
            assert np.all(stack.monday["skill"] <= np.maximum(stack.monday["ceiling"], stack.monday["skill"]))
