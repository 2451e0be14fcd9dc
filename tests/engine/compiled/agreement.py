"""The same runs by both engines, and random scenarios to run."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from mi_abm.core.columns import Array
from mi_abm.core.param import Declaration, declarations
from mi_abm.core.rules import Intervention, Rule
from mi_abm.engine.beginning import burn_in
from mi_abm.engine.compiled.stack import CompiledStack
from mi_abm.engine.ensemble import Run, assemble
from mi_abm.engine.recorder import Recorder, every_measure
from mi_abm.engine.stack import Stack
from mi_abm.engine.week import advance
from mi_abm.scenario.catalogue import BUILTIN
from mi_abm.scenario.load import Scenario, load
from mi_abm.scenario.problems import InputError

Found = dict[str, Array]


def founded(runs: Sequence[Run], kind: type[Stack]) -> Stack:
    stack = assemble(runs, kind)
    burn_in(stack, runs[0].scenario.data.burn_in)
    return stack


def columns(runs: Sequence[Run], kind: type[Stack], weeks: int) -> list[Found]:
    """Return every column of every person and tie after each week, whose row it is, and who holds the post."""
    stack, found = founded(runs, kind), []
    for week in range(1, weeks + 1):
        advance(stack, week)
        here = {name: x.copy() for name, x in stack.monday.items()}
        found.append(here | {"occupant": stack.luck.occupant.copy(), "tie rows": stack.org.row.copy()})
    return found


def measures(runs: Sequence[Run], kind: type[Stack], weeks: int) -> Found:
    """Return values and spread of every measure."""
    stack = founded(runs, kind)
    recorder = Recorder(stack, every_measure(runs[0].scenario), weeks)
    recorder.take(0)
    for week in range(1, weeks + 1):
        advance(stack, week, recorder=recorder)
    found = {str(m.name): recorder.values[:, :, i] for i, m in enumerate(recorder.measures)}
    return found | {f"spread of {m.name}": recorder.spread[:, i] for i, m in enumerate(recorder.measures)}


def unlike(a: Found, b: Found) -> list[str]:
    """Return the names under which the two differ in any bit, the sign of zero included."""
    return [name for name, x in a.items() if not _same(x, b[name])]


def _same(x: Array, y: Array) -> bool:
    equal = np.array_equal(x, y, equal_nan=True)
    return equal and (x.dtype != np.float64 or np.array_equal(np.signbit(x) & (x == 0), np.signbit(y) & (y == 0)))


def assert_same(runs: Sequence[Run], weeks: int) -> None:
    """Hold both engines against each other: every column in every week, every measure."""
    with np.errstate(all="ignore"):
        pairs = zip(columns(runs, Stack, weeks), columns(runs, CompiledStack, weeks), strict=True)
        for week, (a, b) in enumerate(pairs, 1):
            assert unlike(a, b) == [], f"week {week}"
        assert unlike(measures(runs, Stack, weeks), measures(runs, CompiledStack, weeks)) == []


def _value(declared: Declaration, rng: np.random.Generator) -> Any:
    if declared.choices:
        return str(rng.choice(declared.choices))
    if declared.kind is bool:
        return bool(rng.integers(2))
    if declared.range is None:
        return None
    low, high = declared.range
    if declared.kind is int:
        return int(rng.integers(low, high + 1))
    return float(rng.choice([low, high, rng.uniform(low, high), rng.uniform(low, high)]))


def _parameters(rule: type[Rule], rng: np.random.Generator) -> dict[str, Any]:
    drawn = {d.name: _value(d, rng) for d in declarations(rule.Params, rule.name) if rng.uniform() < 0.6}
    found = {name: value for name, value in drawn.items() if value is not None}
    if "start" in rule.Params.model_fields and issubclass(rule, Intervention):
        found["start"] = int(rng.integers(1, 9))
    return found


def random_scenario(
    rng: np.random.Generator, styles: dict[str, float], rules: Sequence[type[Rule]] = BUILTIN
) -> Scenario:
    """Return a scenario with random parameters, interventions and teams."""
    mechanisms = [r for r in rules if not issubclass(r, Intervention)]
    acts = [r for r in rules if issubclass(r, Intervention) and rng.uniform() < 0.75]
    while True:
        sizes = [int(n) for n in rng.integers(1, 12, int(rng.integers(1, 7)))]
        world = {
            "title": "random",
            "burn_in": 4,
            "noise": str(rng.choice(["on", "on", "off"])),
            "organisation": {"team_size": sizes, "cross_degree": float(rng.uniform(0, 4)), "styles": styles},
            "mechanisms": {r.name: p for r in mechanisms if (p := _parameters(r, rng))},
            "interventions": {r.name: _parameters(r, rng) for r in acts},
        }
        try:
            return load(world, rules=[r for r in rules if r not in BUILTIN])
        except InputError:
            continue  # what contradicts itself
