"""Measures of uptake: skill on its own scale and on that of the MITI, practice, habit, and who is left behind."""

import numpy as np

from mi_abm.core import Array, Measure, Seen, style_mean
from mi_abm.core.measure import mean_where
from mi_abm.mechanisms.skill import Skill as SkillRule
from mi_abm.mechanisms.uptake import Uptake


class Miti(Measure):
    """Mean MITI global score, 1 + 4 skill: 3.5 is the threshold of fair relational competence."""

    title = "MITI global score"
    unit = "MITI points"
    reads = (SkillRule.skill,)

    def of_people(self, seen: Seen) -> Array:
        """Return each person's true score."""
        return 1 + 4 * style_mean(seen.people.skill)


class Skill(Measure):
    """Mean MI skill, over styles and people."""

    title = "MI skill"
    unit = "0-1"
    reads = (SkillRule.skill,)

    def of_people(self, seen: Seen) -> Array:
        """Return each person's mean over styles."""
        return style_mean(seen.people.skill)


class BottomTercile(Measure):
    """MITI global score of those who began in the lowest third of skill."""

    title = "MITI of the bottom third"
    unit = "MITI points"
    personal = False
    reads = (SkillRule.skill, SkillRule.start_skill)

    def of_runs(self, seen: Seen) -> Array:
        """Return the mean over people at or below the run's limit."""
        low = np.where(style_mean(seen.people.start_skill) <= seen.cut[seen.org.run], 1.0, 0.0)
        return mean_where(seen.org, 1 + 4 * style_mean(seen.people.skill), low)


class Practice(Measure):
    """Share of eligible conversations in which MI is attempted."""

    title = "Practice"
    unit = "share of conversations"
    reads = (Uptake.practice,)

    def of_people(self, seen: Seen) -> Array:
        """Return this week's practice of each person."""
        return seen.people.practice


class Habit(Measure):
    """Mean MI-inconsistent habit."""

    title = "MI-inconsistent habit"
    unit = "0-1"
    good = -1
    reads = (SkillRule.habit,)

    def of_people(self, seen: Seen) -> Array:
        """Return each person's habit."""
        return seen.people.habit


class Trained(Measure):
    """Share of practitioners who have attended a workshop."""

    title = "Trained"
    unit = "share of staff"
    reads = (Uptake.trained,)

    def of_people(self, seen: Seen) -> Array:
        """Return 1 for the trained."""
        return seen.people.trained
