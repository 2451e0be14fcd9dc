"""Variants of scenarios, run beside them in one stack: which states and measures differ?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from mi_abm.core.columns import Array
from mi_abm.engine.beginning import burn_in
from mi_abm.engine.ensemble import Run, assemble
from mi_abm.engine.recorder import Recorder, every_measure
from mi_abm.engine.stack import Stack
from mi_abm.engine.week import advance
from mi_abm.scenario.load import Scenario

CHUNK = 150  # pairs at a time
Pair = tuple[Scenario, Scenario]


def varied(scenario: Scenario, section: str, rule: str, values: Mapping[str, Any]) -> Scenario:
    """Return the scenario with some parameters of one rule changed (and checked)."""
    rules = getattr(scenario.data, section)
    params = getattr(rules, rule)
    changed = type(params).model_validate(params.model_dump() | dict(values))
    data = scenario.data.model_copy(update={section: rules.model_copy(update={rule: changed})})
    return replace(scenario, data=data)


def differences(pairs: Iterable[Pair], weeks: int, seed: int = 1) -> list[set[str]]:
    """Return, for each pair of scenarios, the names of the states and measures that differ in any bit, in any week."""
    left = list(pairs)
    return [names for at in range(0, len(left), CHUNK) for names in _chunk(left[at : at + CHUNK], weeks, seed)]


def _chunk(pairs: list[Pair], weeks: int, seed: int) -> list[set[str]]:
    scenarios = list({id(scenario): scenario for pair in pairs for scenario in pair}.values())
    place = {id(scenario): i for i, scenario in enumerate(scenarios)}
    a, b = (np.array([place[id(pair[side])] for pair in pairs]) for side in (0, 1))
    stack = assemble([Run(scenario, seed) for scenario in scenarios])
    burn_in(stack, scenarios[0].data.burn_in)
    measures = every_measure(scenarios[0])
    recorder = Recorder(stack, measures, weeks)
    found: list[set[str]] = [set() for _ in pairs]
    for week in range(weeks + 1):
        if week:
            advance(stack, week)
        recorder.take(week)
        for name, runs in _states(stack):
            _note(name, runs[a], runs[b], found)
    for i, measure in enumerate(measures):
        _note(measure.name, recorder.values[a, :, i], recorder.values[b, :, i], found)
    return found


def _states(stack: Stack) -> Iterable[tuple[str, Array]]:
    """Yield the states of people, teams and lasting ties, and practice: [run, whatever]."""
    for column in stack.columns.values():
        if column.kind == "state" or column.name in ("practice", "average_practice"):
            x = stack.monday[column.name]
            x = x[: stack.org.n_known] if column.axis == "tie" else x
            runs = np.moveaxis(x.reshape(*x.shape[:-1], stack.org.n_runs, -1), -2, 0)
            yield column.name, runs.reshape(stack.org.n_runs, -1)


def _note(name: str, x: Array, y: Array, found: list[set[str]]) -> None:
    same = (x == y) | (np.isnan(x) & np.isnan(y))
    for pair in np.flatnonzero(~same.all(axis=1)):
        found[pair].add(name)
