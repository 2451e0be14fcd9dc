"""Measures of who gains and who does not: group means hide decliners."""

import numpy as np

from mi_abm.core import Array, Measure, Seen, run_mean, style_mean
from mi_abm.core.measure import mean_where
from mi_abm.mechanisms.relational_self import RelationalSelf
from mi_abm.mechanisms.skill import Skill
from mi_abm.mechanisms.uptake import Uptake

INTROVERT = 0.6  # introversion above which a person counts as introverted
NO_DIFFERENCE = 0.0125  # change of skill that is none: .05 MITI points


def introverted(seen: Seen) -> Array:
    """Return 1 for the introverted."""
    return np.where(seen.people.introversion > INTROVERT, 1.0, 0.0)


class BottomTercile(Measure):
    """MITI global score of those who began in the lowest third of skill (limit of the reference at row 0)."""

    title = "MITI of the bottom third"
    unit = "MITI points"
    personal = False
    reads = (Skill.skill, Skill.start_skill)

    def of_runs(self, seen: Seen) -> Array:
        """Return the mean over people at or below the run's limit."""
        low = np.where(style_mean(seen.people.start_skill) <= seen.cut[seen.org.run], 1.0, 0.0)
        return mean_where(seen.org, 1 + 4 * style_mean(seen.people.skill), low)


class MitiIntroverts(Measure):
    """MITI global score of the introverted."""

    title = "MITI of introverts"
    unit = "MITI points"
    personal = False
    reads = (Skill.skill, RelationalSelf.introversion)

    def of_runs(self, seen: Seen) -> Array:
        """Return the mean over people with introversion above .6."""
        return mean_where(seen.org, 1 + 4 * style_mean(seen.people.skill), introverted(seen))


class PracticeIntroverts(Measure):
    """Practice of the introverted."""

    title = "Practice of introverts"
    unit = "share of conversations"
    personal = False
    reads = (Uptake.practice, RelationalSelf.introversion)

    def of_runs(self, seen: Seen) -> Array:
        """Return the mean over people with introversion above .6."""
        return mean_where(seen.org, seen.people.practice, introverted(seen))


class PracticeOthers(Measure):
    """Practice of those who are not introverted."""

    title = "Practice of extraverts"
    unit = "share of conversations"
    personal = False
    reads = (Uptake.practice, RelationalSelf.introversion)

    def of_runs(self, seen: Seen) -> Array:
        """Return the mean over people with introversion of at most .6."""
        return mean_where(seen.org, seen.people.practice, 1 - introverted(seen))


class Stayers(Measure):
    """Share of the people of row 0 who are still there."""

    title = "Still there"
    unit = "share of staff"
    good = 0
    personal = False

    def of_runs(self, seen: Seen) -> Array:
        """Return the share of posts with the occupant of row 0."""
        return run_mean(seen.org, seen.stayed)


class Improved(Measure):
    """Share of stayers whose skill rose by more than .05 MITI points since row 0."""

    title = "Improved"
    unit = "share of stayers"
    personal = False
    reads = (Skill.skill,)

    def of_runs(self, seen: Seen) -> Array:
        """Return the share."""
        change = style_mean(seen.people.skill) - style_mean(seen.start["skill"])
        return mean_where(seen.org, np.where(change >= NO_DIFFERENCE, 1.0, 0.0), seen.stayed)


class Declined(Measure):
    """Share of stayers whose skill fell by more than .05 MITI points since row 0."""

    title = "Declined"
    unit = "share of stayers"
    good = -1
    personal = False
    reads = (Skill.skill,)

    def of_runs(self, seen: Seen) -> Array:
        """Return the share."""
        change = style_mean(seen.people.skill) - style_mean(seen.start["skill"])
        return mean_where(seen.org, np.where(change <= -NO_DIFFERENCE, 1.0, 0.0), seen.stayed)
