"""Influence: who learned from whom, and whose habits were taken over, in one run.

    skill_ij = sum over weeks of tie ij's part of what i learned from colleagues
    habit_ij = sum over weeks of the size of what i's habit moved towards j's

i looks at j; visits count as ties. Parts are those of eq. 8, before clipping, mean over styles.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mi_abm.core.columns import Array
from mi_abm.engine.beginning import begun
from mi_abm.engine.ensemble import Run
from mi_abm.engine.week import advance
from mi_abm.mechanisms.social_modelling import SocialModelling
from mi_abm.scenario.load import Scenario


@dataclass(frozen=True)
class Influence:
    """Matrices [who looks, who is looked at] over the posts of one organisation, in the order of posts."""

    skill: Array
    habit: Array

    @property
    def inequality(self) -> float:
        """Gini index of what was learned from each post: 0 if all are equally models, near 1 if one is."""
        return gini(self.skill.sum(axis=0))

    @property
    def inequality_of_habits(self) -> float:
        """Gini index of what was taken over from each post."""
        return gini(self.habit.sum(axis=0))


def influence(scenario: Scenario, seed: int, weeks: int = 52) -> Influence:
    """Run a scenario once and add up, tie by tie, what was learned and taken over in weeks 1 to `weeks`."""
    stack = begun([Run(scenario, seed)])
    n = len(stack.org)
    skill, habit = np.zeros((n, n)), np.zeros((n, n))
    for week in range(1, weeks + 1):
        advance(stack, week)
        tie = stack.org.row, stack.org.idx  # visits come and go, so ties are looked up anew
        np.add.at(skill, tie, stack.monday[SocialModelling.learned_on_tie.name])
        np.add.at(habit, tie, np.abs(stack.monday[SocialModelling.habit_on_tie.name]))
    return Influence(skill, habit)


def gini(x: Array) -> float:
    """Return the Gini index of amounts that are not negative; NaN where there is nothing."""
    ordered, n = np.sort(x), len(x)
    if not ordered.sum() > 0:
        return float("nan")
    return float((2 * np.arange(1, n + 1) - n - 1) @ ordered / (n * ordered.sum()))
