"""Measures of norms: what is believed, what is so, and how far practice has spread."""

import numpy as np

from mi_abm.core import Array, Measure, Seen, run_mean, style_mean
from mi_abm.core.kernels import style_max
from mi_abm.mechanisms.descriptive_norms import DescriptiveNorms
from mi_abm.mechanisms.injunctive_norms import InjunctiveNorms
from mi_abm.mechanisms.skill import Skill
from mi_abm.mechanisms.uptake import Uptake

ADOPTED = 0.30  # running mean of practice from which one counts as having adopted MI


class PerceivedNorm(Measure):
    """What practitioners believe their colleagues to practise."""

    title = "Perceived norm"
    unit = "share of conversations"
    reads = (DescriptiveNorms.perceived_norm,)

    def of_people(self, seen: Seen) -> Array:
        """Return each person's belief, mean over styles."""
        return style_mean(seen.people.perceived_norm)


class NormGap(Measure):
    """Actual less perceived practice: above 0, colleagues do more than one thinks (pluralistic ignorance)."""

    title = "Norm gap (actual - perceived)"
    unit = "share of conversations"
    good = 0
    personal = False
    reads = (DescriptiveNorms.perceived_norm, Uptake.practice)

    def of_runs(self, seen: Seen) -> Array:
        """Return mean practice less mean perceived norm."""
        return run_mean(seen.org, seen.people.practice) - run_mean(seen.org, style_mean(seen.people.perceived_norm))


class NormGapHabit(Measure):
    """The same gap for the MI-inconsistent habit."""

    title = "Habit gap (actual - perceived)"
    unit = "0-1"
    good = 0
    personal = False
    reads = (DescriptiveNorms.perceived_habit, Skill.habit)

    def of_runs(self, seen: Seen) -> Array:
        """Return mean habit less mean perceived habit."""
        return run_mean(seen.org, seen.people.habit) - run_mean(seen.org, seen.people.perceived_habit)


class WidestStyleGap(Measure):
    """Norm gap of the style of which most is overlooked (with one style: the norm gap)."""

    title = "Widest norm gap of a style"
    unit = "share of conversations"
    good = 0
    personal = False
    reads = (DescriptiveNorms.perceived_norm, Skill.style_practice)

    def of_runs(self, seen: Seen) -> Array:
        """Return the largest over styles of mean practice less mean perceived norm."""
        gaps = run_mean(seen.org, seen.people.style_practice) - run_mean(seen.org, seen.people.perceived_norm)
        return style_max(gaps)


class Approval(Measure):
    """Perceived approval of MI by the manager."""

    title = "Perceived approval"
    unit = "0-1"
    reads = (InjunctiveNorms.approval,)

    def of_people(self, seen: Seen) -> Array:
        """Return each person's belief, mean over styles."""
        return style_mean(seen.people.approval)


class Disapproved(Measure):
    """Share of practitioners who believe that MI is disapproved of."""

    title = "Believe MI is disapproved of"
    unit = "share of staff"
    good = -1
    reads = (InjunctiveNorms.approval,)

    def of_people(self, seen: Seen) -> Array:
        """Return 1 where perceived approval is below one half."""
        return np.where(style_mean(seen.people.approval) < 0.5, 1.0, 0.0)


class Adopters(Measure):
    """Share of practitioners with a running mean of practice of at least .30."""

    title = "Adopters"
    unit = "share of staff"
    reads = (Uptake.average_practice,)

    def of_people(self, seen: Seen) -> Array:
        """Return 1 for adopters."""
        return np.where(seen.people.average_practice >= ADOPTED, 1.0, 0.0)


class WeeksToMajority(Measure):
    """First row in which more than half are adopters; missing if none so far (see `adopters` for the share reached)."""

    title = "Weeks to a majority"
    builds_on = ("adopters",)
    afterwards = True
    unit = "weeks"
    good = -1
    personal = False

    def of_runs(self, seen: Seen) -> Array:
        """Return the first such row."""
        majority = seen.rows["adopters"] > 0.5
        return np.where(majority.any(axis=1), majority.argmax(axis=1), np.nan)
