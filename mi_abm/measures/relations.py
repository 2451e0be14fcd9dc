"""Measures of what goes with what between the practitioners of a run, and of who learns from whom."""

from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from mi_abm.core import Array, Column, Measure, Organisation, Seen, of_place, ratio, run_mean, run_sum, style_mean
from mi_abm.mechanisms.descriptive_norms import DescriptiveNorms
from mi_abm.mechanisms.injunctive_norms import InjunctiveNorms
from mi_abm.mechanisms.meta_perceptions import MetaPerceptions
from mi_abm.mechanisms.skill import Skill
from mi_abm.mechanisms.social_modelling import SocialModelling
from mi_abm.mechanisms.uptake import Uptake

TINY = 1e-12  # a spread below this is none


def covariance(org: Organisation, x: Array, y: Array) -> Array:
    """Return each run's covariance of two columns (over n)."""
    return run_mean(org, (x - run_mean(org, x)[org.run]) * (y - run_mean(org, y)[org.run]))


def correlation(org: Organisation, x: Array, y: Array) -> Array:
    """Return each run's correlation of two columns; NaN where one of them does not vary."""
    spread = np.sqrt(covariance(org, x, x) * covariance(org, y, y))
    return np.where(spread > TINY, ratio(covariance(org, x, y), spread, np.nan), np.nan)


def partial_correlation(org: Organisation, x: Array, y: Array, given: Array) -> Array:
    """Return each run's correlation of two columns, a third held constant."""
    xy, xz, yz = correlation(org, x, y), correlation(org, x, given), correlation(org, y, given)
    rest = (1 - xz * xz) * (1 - yz * yz)
    return np.where(rest > TINY, (xy - xz * yz) / np.sqrt(np.where(rest > TINY, rest, 1.0)), np.nan)


def partners_view(seen: Seen, own_team: bool) -> Array:
    """Return what one believes partners of the own team (or of other teams) to think; NaN for whoever met none."""
    people, org = seen.people, seen.org
    above, below = np.zeros(len(org)), np.zeros(len(org))
    team = org.team.astype(np.float64)
    for partner, belief, met in zip(people.note_partner, people.note_belief, people.note_met, strict=True):
        same = of_place(org, team, partner, -1.0) == team
        weight = np.where((partner >= 0) & (same == own_team), met, 0.0)
        above, below = above + weight * belief, below + weight
    return ratio(above, below, np.nan)


NOTES = (MetaPerceptions.note_partner, MetaPerceptions.note_belief, MetaPerceptions.note_met)
VIEWS: dict[str, tuple[str, tuple[Column, ...]]] = {
    "colleagues": ("partners of the own team", NOTES),
    "others": ("partners of other teams", NOTES),
    "manager": ("the manager", (MetaPerceptions.manager_view,)),
    "clients": ("clients", (MetaPerceptions.client_view,)),
}
WITH: dict[str, tuple[str, tuple[Column, ...]]] = {
    "practice": ("practice", (Uptake.practice,)),
    "attitude": ("attitude", (Uptake.attitude,)),
    "practice_at_equal_skill": ("practice, skill held constant", (Uptake.practice, Skill.skill)),
}


def view_of(seen: Seen, whose: str) -> Array:
    """Return what one believes somebody to think of one's competence."""
    if whose in ("colleagues", "others"):
        return partners_view(seen, whose == "colleagues")
    return seen.people.manager_view if whose == "manager" else seen.people.client_view


class Between(Measure):
    """A correlation between people: `values` are its two columns, `to` declares the second (and skill, if held constant)."""

    to: ClassVar[tuple[Column, ...]]

    def values(self, seen: Seen) -> tuple[Array, Array]:
        """Return both columns, a value a person; NaN in the first for whoever it does not exist for."""
        raise NotImplementedError

    def of_pairs(self, seen: Seen) -> tuple[Array, Array]:
        """Return both columns as they are drawn: where skill is held constant, without what goes with it in the run."""
        x, y = self.values(seen)
        return (x, y) if Skill.skill not in self.to else (beside_skill(seen, x), beside_skill(seen, y, x))


def beside_skill(seen: Seen, x: Array, known_by: Array | None = None) -> Array:
    """Return x less its line over skill within each run, about the run's mean; fitted where `known_by` (or x) is known."""
    known = ~np.isnan(x if known_by is None else known_by)
    s = style_mean(seen.people.skill)
    s = np.where(known, s, _mean_of_known(seen.org, s, known)) - _mean_of_known(seen.org, s, known)
    filled = np.where(known, x, _mean_of_known(seen.org, x, known))
    slope = ratio(covariance(seen.org, filled, s), covariance(seen.org, s, s), 0.0)
    return np.where(known, filled - slope[seen.org.run] * s, np.nan)


def belief_measure(whose: str, with_: str) -> type[Between]:
    """Return the measure of how a belief goes with practice or attitude, between those who have the belief."""
    (who, from_columns), (what, to_columns) = VIEWS[whose], WITH[with_]

    class Belief(Between):
        name = f"r_{whose}_{with_}"
        title = f"Belief about {who} and {what}"
        unit = "correlation"
        good = 0
        personal = False
        reads = (*from_columns, *to_columns)
        to = to_columns

        def of_runs(self, seen: Seen) -> Array:
            x, y = self.values(seen)
            known = ~np.isnan(x)
            x = np.where(known, x, _mean_of_known(seen.org, x, known))
            y = np.where(known, y, _mean_of_known(seen.org, y, known))
            if Skill.skill not in self.to:
                return correlation(seen.org, x, y)
            s = style_mean(seen.people.skill)
            return partial_correlation(seen.org, x, y, np.where(known, s, _mean_of_known(seen.org, s, known)))

        def values(self, seen: Seen) -> tuple[Array, Array]:
            return view_of(seen, whose), seen.people.attitude if with_ == "attitude" else seen.people.practice

    Belief.__doc__ = Belief.title
    return Belief


def _mean_of_known(org: Organisation, x: Array, known: NDArray[np.bool_]) -> Array:
    """Return each run's mean over those who are known: put in for the others, it changes no correlation."""
    n = run_sum(org, np.where(known, 1.0, 0.0))
    return ratio(run_sum(org, np.where(known, x, 0.0)), n, 0.0)[org.run]


BELIEFS = tuple(belief_measure(whose, with_) for whose in VIEWS for with_ in WITH)


class NormSlope(Measure):
    """How much more those gained since row 0 who believe that colleagues practise: slope of skill gained on the norm."""

    title = "Skill gained per unit of perceived norm"
    unit = "skill per share of conversations"
    good = 0
    personal = False
    reads = (Skill.skill, DescriptiveNorms.perceived_norm)

    def of_runs(self, seen: Seen) -> Array:
        """Return the slope over stayers; missing where the norm does not vary."""
        org, stayed = seen.org, seen.stayed > 0
        gained = style_mean(seen.people.skill) - style_mean(seen.start["skill"])
        norm = style_mean(seen.people.perceived_norm)
        x = np.where(stayed, norm, _mean_of_known(org, norm, stayed))
        y = np.where(stayed, gained, _mean_of_known(org, gained, stayed))
        spread = covariance(org, x, x)
        return np.where(spread > TINY, ratio(covariance(org, x, y), spread, np.nan), np.nan)


class ModelGini(Measure):
    """How unequally people are learned from this week: 0 everybody alike, towards 1 a few."""

    title = "Inequality of models"
    unit = "Gini"
    good = 0
    personal = False
    reads = (SocialModelling.learned_on_tie,)

    def of_runs(self, seen: Seen) -> Array:
        """Return the Gini coefficient of what was learned from each; missing where nobody learned."""
        org = seen.org
        given = np.bincount(org.idx, seen.people.learned_on_tie, len(org)).astype(np.float64)
        order = np.lexsort((given, org.run))
        rank = np.empty(len(org))
        rank[order] = np.arange(len(org)) - org.run_rows[org.run[order]] + 1
        n, total = run_sum(org, np.ones(len(org))), run_sum(org, given)
        return ratio(2 * run_sum(org, rank * given), n * total, np.nan) - (n + 1) / n


class Upward(Measure):
    """Share of the habits taken over this week that came from the more skilled."""

    title = "Habits taken over from the more skilled"
    unit = "share of copying"
    good = 0
    personal = False
    reads = (SocialModelling.habit_on_tie, Skill.skill)

    def of_runs(self, seen: Seen) -> Array:
        """Return the share by amount; missing where nothing was taken over."""
        org, skill = seen.org, style_mean(seen.people.skill)
        amount = np.abs(seen.people.habit_on_tie)
        up = amount * (skill[org.idx] > skill[org.row])
        run, n = org.run[org.row], org.n_runs
        above, below = np.bincount(run, up, n), np.bincount(run, amount, n)
        return ratio(above.astype(np.float64), below.astype(np.float64), np.nan)


class Pressure(Measure):
    """Perceived approval of MI less that of the MI-inconsistent habit: towards which style one feels pressed."""

    title = "Pressure towards MI"
    unit = "0-1"
    personal = False
    reads = (InjunctiveNorms.approval, InjunctiveNorms.habit_approval)

    def of_runs(self, seen: Seen) -> Array:
        """Return the mean over people; below 0 where the habit is the more approved of."""
        return run_mean(seen.org, style_mean(seen.people.approval) - seen.people.habit_approval)


RELATIONS: tuple[type[Measure], ...] = (*BELIEFS, NormSlope, ModelGini, Upward, Pressure)
