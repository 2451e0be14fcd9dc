"""Pairings: does a part of a programme do more, or less, in company of another one?

    interaction = (a and b) - a - b + neither, seed by seed, with a Student t interval; above 0: they help each other

Reads the scenarios `only_x` of an experiment; a pair has the interventions of both.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from mi_abm.engine.simulate import simulate
from mi_abm.experiment.experiment import Experiment
from mi_abm.experiment.parts import ONLY, Estimate
from mi_abm.experiment.switches import estimate
from mi_abm.scenario.load import Scenario
from mi_abm.scenario.vary import value_at, with_values


@dataclass(frozen=True)
class Pairing:
    """Two parts and how much more they do together than one by one."""

    one: str
    other: str
    interaction: Estimate


def pairings(experiment: Experiment, measure: str, seeds: Sequence[int]) -> list[Pairing]:
    """Return every pair of parts, the largest help first, the largest hindrance last; in the last week."""
    names = [n.removeprefix(ONLY) for n in experiment.scenarios if n.startswith(ONLY)]
    alone = [experiment.scenarios[ONLY + name] for name in names]
    both = list(combinations(range(len(names)), 2))
    together = [joined(alone[i], alone[j], names[j]) for i, j in both]
    worlds = [experiment.scenarios[experiment.reference], *alone, *together]
    weeks = experiment.data.weeks
    found = [r.of(measure)[:, weeks] for r in simulate(worlds, seeds, weeks, [experiment.measure(measure)])]
    without, single, double = found[0], found[1 : len(names) + 1], found[len(names) + 1 :]
    made = [
        Pairing(names[i], names[j], estimate(x - single[i] - single[j] + without))
        for (i, j), x in zip(both, double, strict=True)
    ]
    return sorted(made, key=lambda pairing: -pairing.interaction.value)


def joined(one: Scenario, other: Scenario, name: str) -> Scenario:
    """Return a scenario with an intervention of another one beside its own."""
    theirs: dict[str, Any] = value_at(other, f"interventions.{name}").model_dump()
    values = {f"interventions.{name}.{key}": value for key, value in theirs.items() if value is not None}
    return with_values(one, values)
