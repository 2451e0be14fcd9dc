"""Switches: what becomes of a contrast when the mechanisms are switched off one at a time, in both of its arms.

    change = effect without the mechanism - effect as it is, seed by seed, with a Student t interval

A mechanism is switched off by the value that its parameter declares for that (`off`), all else and all luck staying the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from mi_abm.analysis.contrasts import interval
from mi_abm.core.columns import Array
from mi_abm.core.param import Declaration, declarations
from mi_abm.core.rules import Intervention
from mi_abm.engine.results import Results
from mi_abm.engine.simulate import simulate
from mi_abm.experiment.contrast import Outcome, Pair
from mi_abm.experiment.experiment import Experiment
from mi_abm.experiment.parts import Estimate
from mi_abm.scenario.load import Scenario
from mi_abm.scenario.vary import concerning, with_values


@dataclass(frozen=True)
class Switch:
    """A mechanism that is off at `path` = `off`: what it is, the effect then, and by how much that differs."""

    path: str
    off: float
    meaning: str
    effect: Estimate
    change: Estimate


def switched_off(
    experiment: Experiment, pair: Pair, outcomes: Sequence[Outcome], values: Mapping[str, Any], seeds: Sequence[int]
) -> Iterator[tuple[Outcome, Estimate, list[Switch]]]:
    """Yield for each outcome the effect as it is, and every switch, the largest change first; `values` says at which point."""
    arms = [experiment.scenarios[name] for name in (pair.reference, pair.scenario)]
    arms = [with_values(arm, concerning(arm, values)) for arm in arms]
    every = list(_switches(arms))
    worlds = [*arms, *(with_values(arm, {d.path: d.off}) for d in every for arm in arms)]
    measures = [experiment.measure(o.measure) for o in dict.fromkeys(outcomes)]
    found = simulate(worlds, seeds, max(o.week for o in outcomes), list(dict.fromkeys(measures)))
    for outcome in outcomes:
        effects = [_effect(found[i], found[i + 1], outcome) for i in range(0, len(found), 2)]
        changes = [
            Switch(d.path, d.off, d.meaning, estimate(x), estimate(x - effects[0]))
            for d, x in zip(every, effects[1:], strict=True)
        ]
        yield outcome, estimate(effects[0]), sorted(changes, key=lambda s: -abs(s.change.value))


def _switches(arms: Sequence[Scenario]) -> Iterator[Declaration]:
    """Yield what can be switched off and is on."""
    for rule in arms[0].rules:
        if issubclass(rule, Intervention):
            continue
        now = arms[0].parameters(rule)
        for d in declarations(rule.Params, f"mechanisms.{rule.name}"):
            if d.off is not None and getattr(now, d.name) != d.off:
                yield d


def _effect(without: Results, with_: Results, outcome: Outcome) -> Array:
    before, after = (results.of(outcome.measure)[:, outcome.week] for results in (without, with_))
    return np.asarray(after - before)


def estimate(x: Array) -> Estimate:
    """Return the mean of what is there with its interval."""
    known = x[~np.isnan(x)]
    return Estimate(float(known.mean()), *interval(known)) if len(known) else Estimate(float("nan"), None, None)
