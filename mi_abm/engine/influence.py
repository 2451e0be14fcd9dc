"""Influence: who learned how much from whom over a whole run, and whose habits were taken over."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mi_abm.core.columns import Array
from mi_abm.engine.ensemble import Run, assemble
from mi_abm.engine.simulate import burn_in
from mi_abm.engine.week import advance
from mi_abm.scenario.load import Scenario

MOST = 3000  # people: the matrices are dense


@dataclass(frozen=True)
class Influence:
    """Who was influenced by whom, visits included; posts in ascending order.

    `skill[i, j]` is the skill that post i learned from post j over the weeks, `habit[i, j]` the habit that i took over
    from j, either way counted as positive.
    """

    skill: Array
    habit: Array

    def gini(self) -> float:
        """Return how unequally people are models: the Gini coefficient of what was learned from each."""
        return gini(self.skill.sum(axis=0))


def gini(x: Array) -> float:
    """Return the Gini coefficient of non-negative numbers; NaN where they add up to nothing."""
    ordered, n = np.sort(x), len(x)
    total = float(ordered.sum())
    if total <= 0:
        return float("nan")
    return float(2 * np.dot(np.arange(1, n + 1), ordered) / (n * total) - (n + 1) / n)


def influence(scenario: Scenario, seed: int, weeks: int = 52) -> Influence:
    """Run a scenario once and add up influence over weeks 1 to `weeks`; raises ValueError above 3,000 people."""
    stack = assemble([Run(scenario, seed)])
    n = len(stack.org)
    if n > MOST:
        raise ValueError(f"an influence matrix of {n:,} people is too large; the most is {MOST:,}")
    skill, habit = np.zeros((n, n)), np.zeros((n, n))
    burn_in(stack, scenario.data.burn_in)
    for week in range(1, weeks + 1):
        advance(stack, week)
        np.add.at(skill, (stack.org.row, stack.org.idx), stack.monday["learned_on_tie"])
        np.add.at(habit, (stack.org.row, stack.org.idx), np.abs(stack.monday["habit_on_tie"]))
    return Influence(skill, habit)
