"""Measures of uptake: skill on its own scale and on that of the MITI, practice, habit."""

import numpy as np

from mi_abm.core import Array, Measure, Seen, exp, run_sum, style_mean
from mi_abm.core.chance import post_normal
from mi_abm.core.measure import icc
from mi_abm.mechanisms.skill import Skill as SkillRule
from mi_abm.mechanisms.uptake import Uptake

LOG_2 = 0.6931471805599453
STEP, FAIR = 0.1875, 0.5625  # skill at the MITI threshold between fair and good, and from one to the next


class Miti(Measure):
    """Mean MITI global score, 1 + 4 skill: 3.5 is the threshold of fair relational competence."""

    title = "MITI global score"
    unit = "MITI points"
    reads = (SkillRule.skill,)

    def of_people(self, seen: Seen) -> Array:
        """Return each person's true score."""
        return 1 + 4 * style_mean(seen.people.skill)


class MitiObserved(Measure):
    """MITI global score as one recorded conversation shows it: with the error of one score; it feeds nothing."""

    title = "MITI global score, observed"
    unit = "MITI points"
    reads = (SkillRule.skill, SkillRule.measurement_sd)

    def of_people(self, seen: Seen) -> Array:
        """Return each person's score with its error, drawn by post and week."""
        luck, skill = seen.luck.in_week(seen.week), seen.people.skill
        error = post_normal(luck, "measures/score", len(skill))
        return 1 + 4 * style_mean(skill + luck.noisy * seen.people.measurement_sd * error)


class MitiField(Measure):
    """MITI global score in real conversations, where only part of a gain shows."""

    title = "MITI global score in the field"
    unit = "MITI points"
    reads = (SkillRule.skill, SkillRule.start_skill, SkillRule.field_transfer)

    def of_people(self, seen: Seen) -> Array:
        """Return 1 + 4 (s0 + transfer (s - s0)) of each person."""
        start = seen.people.start_skill
        return 1 + 4 * style_mean(start + seen.people.field_transfer * (seen.people.skill - start))


class ReflectionRatio(Measure):
    """Reflections per question: 1 is fair, 2 good (interpolated between the thresholds of the MITI)."""

    title = "Reflections per question"
    unit = "ratio"
    reads = (SkillRule.skill,)

    def of_people(self, seen: Seen) -> Array:
        """Return each person's ratio."""
        return exp(LOG_2 * (style_mean(seen.people.skill) - FAIR) / STEP)


class ComplexReflections(Measure):
    """Share of reflections that are complex: .40 is fair, .50 good (interpolated)."""

    title = "Complex reflections"
    unit = "share of reflections"
    reads = (SkillRule.skill,)

    def of_people(self, seen: Seen) -> Array:
        """Return each person's share."""
        return np.asarray(np.clip(0.40 + 0.10 * (style_mean(seen.people.skill) - FAIR) / STEP, 0.0, 1.0))


class NonAdherent(Measure):
    """MI-non-adherent acts in a session: 4 times the habit."""

    title = "MI-non-adherent acts"
    unit = "acts a session"
    good = -1
    reads = (SkillRule.habit,)

    def of_people(self, seen: Seen) -> Array:
        """Return each person's acts."""
        return 4 * seen.people.habit


class Skill(Measure):
    """Mean MI skill, over styles and people."""

    title = "MI skill"
    unit = "0-1"
    reads = (SkillRule.skill,)

    def of_people(self, seen: Seen) -> Array:
        """Return each person's mean over styles."""
        return style_mean(seen.people.skill)


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


class Attitude(Measure):
    """Mean private attitude to MI."""

    title = "Attitude"
    unit = "0-1"
    reads = (Uptake.attitude,)

    def of_people(self, seen: Seen) -> Array:
        """Return each person's attitude."""
        return seen.people.attitude


class Trained(Measure):
    """Share of practitioners who have attended a workshop."""

    title = "Trained"
    unit = "share of staff"
    reads = (Uptake.trained,)

    def of_people(self, seen: Seen) -> Array:
        """Return 1 for the trained."""
        return seen.people.trained


class Retention(Measure):
    """Share of the gain between rows 0 and 1 that stayers trained in week 1 still have; missing if nobody was."""

    title = "Gain retained"
    unit = "share of the gain"
    personal = False
    reads = (SkillRule.skill, Uptake.trained)

    def of_runs(self, seen: Seen) -> Array:
        """Return the ratio of gains summed over those trained stayers; missing before row 1."""
        if not seen.first:
            return np.full(seen.org.n_runs, np.nan)
        counted = seen.stayed * seen.first["trained"]
        start = style_mean(seen.start["skill"])
        now = run_sum(seen.org, counted * (style_mean(seen.people.skill) - start))
        then = run_sum(seen.org, counted * (style_mean(seen.first["skill"]) - start))
        return np.where(then != 0, now / np.where(then != 0, then, 1.0), np.nan)


class SkillIcc(Measure):
    """How alike the members of a team are in skill."""

    title = "ICC of skill in teams"
    unit = "correlation"
    good = 0
    personal = False
    reads = (SkillRule.skill,)

    def of_runs(self, seen: Seen) -> Array:
        """Return the intraclass correlation."""
        return icc(seen.org, style_mean(seen.people.skill))


class PracticeIcc(Measure):
    """How alike the members of a team are in practice."""

    title = "ICC of practice in teams"
    unit = "correlation"
    good = 0
    personal = False
    reads = (Uptake.practice,)

    def of_runs(self, seen: Seen) -> Array:
        """Return the intraclass correlation."""
        return icc(seen.org, seen.people.practice)
