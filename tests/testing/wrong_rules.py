"""Rules that are wrong on purpose, each in one way. Nobody should write like this.

Each class says in its docstring which promise it breaks. No formula. References: [Bandura1977].
"""

from __future__ import annotations

from typing import Any

import numpy as np

from mi_abm.core import (
    Intervention,
    Mechanism,
    fraction,
    param,
    state,
    team_mean,
)
from mi_abm.mechanisms.attachment_ties import AttachmentTies
from mi_abm.mechanisms.hours import Hours
from mi_abm.mechanisms.skill import Skill
from mi_abm.mechanisms.uptake import Uptake
from tests.testing.right_rules import Right

SEQUENCE = np.random.default_rng(1)


class ReadsUndeclared(Right):
    """Reads a column that it does not declare."""

    def perceive(self, people: Any, p: Any, org: Any, now: Any) -> None:
        """Feel."""
        people.mood = people.mood + p.rate * (people.attitude - people.mood)


class WritesAnothers(Right):
    """Writes a column that is another's."""

    def perceive(self, people: Any, p: Any, org: Any, now: Any) -> None:
        """Feel."""
        people.mood = people.mood + p.rate * (people.practice - people.mood)
        people.safety = people.mood


class SetsAState(Right):
    """Declares that it sets a state of another's, as if it were an exposure."""

    sets = (Skill.skill,)

    def perceive(self, people: Any, p: Any, org: Any, now: Any) -> None:
        """Feel."""
        people.skill = p.rate * people.practice * people.safety


class ReducesOverTheStack(Right):
    """Takes a mean over all rows, which are many runs."""

    def perceive(self, people: Any, p: Any, org: Any, now: Any) -> None:
        """Feel."""
        people.mood = people.mood + p.rate * (people.practice.mean() - people.mood * people.safety)


class LoopsOverPeople(Right):
    """Goes through people one by one."""

    def perceive(self, people: Any, p: Any, org: Any, now: Any) -> None:
        """Feel."""
        people.mood = [max(practice, safety) for practice, safety in zip(people.practice, people.safety, strict=True)]


class BranchesOnAParameter(Right):
    """Asks whether a parameter is positive: in a stack it may be so for some rows only."""

    def perceive(self, people: Any, p: Any, org: Any, now: Any) -> None:
        """Feel."""
        if p.rate > 0.1:
            people.mood = people.mood + p.rate * (people.practice * people.safety - people.mood)


class UsesAnotherExponential(Right):
    """Takes the exponential of numpy, whose last bit is not ours."""

    def perceive(self, people: Any, p: Any, org: Any, now: Any) -> None:
        """Feel."""
        people.mood = people.safety * np.exp(-p.rate * people.practice)


class DrawsFromASequence(Right):
    """Draws from a generator that all runs share, instead of at an address."""

    def perceive(self, people: Any, p: Any, org: Any, now: Any) -> None:
        """Feel."""
        people.mood = people.mood + p.rate * people.safety * (SEQUENCE.random(len(org)) - people.practice)


class StealsLuck(Right):
    """Spoils the draws of others, by leaving numbers of its own where theirs are kept."""

    def perceive(self, people: Any, p: Any, org: Any, now: Any) -> None:
        """Feel."""
        people.mood = people.mood + p.rate * (people.practice * people.safety - people.mood)
        for name in now.memo:
            now.memo[name] = now.memo[name] ** 2
        now.memo.setdefault(now.name("descriptive_norms/seen"), np.full(org.n_ties, 0.25))


class DeadParameter(Right):
    """Declares a parameter that moves nothing."""

    class Params(Right.Params):
        idle: float = fraction(0.5, "moves nothing")


class OffIsNotOff(Right):
    """Pulls a little even when it is off."""

    def appraise(self, people: Any, p: Any, org: Any, now: Any) -> None:
        """Pull."""
        people.mood_pull = p.weight * people.mood - 0.1


class HasNoOff(Right):
    """Cannot be switched off."""

    class Params(Mechanism.Params):
        weight: float = param(0.5, "pull of mood", unit="logit", source="assumption", range=(0, 2))
        rate: float = fraction(0.2, "share of the gap closed a week", range=(0.05, 0.5))


class ParameterWithoutUnit(Right):
    """Declares a number as a number, and says nothing of it."""

    class Params(Right.Params):
        push: float = 0.3

    def appraise(self, people: Any, p: Any, org: Any, now: Any) -> None:
        """Pull."""
        people.mood_pull = p.weight * p.push * people.mood


class UnknownSource(Right):
    """Takes a value from a paper that no bibliography knows."""

    class Params(Right.Params):
        rate: float = fraction(0.2, "share of the gap closed a week", range=(0.05, 0.5), source="Nobody1900")


class LeavesItsSpan(Right):
    """Declares no span and grows without end."""

    heat = state(1.0, unit="heat", span=None, meaning="grows and grows")

    def settle(self, people: Any, p: Any, org: Any, now: Any) -> None:
        """Grow."""
        people.heat = people.heat * (2 + 10 * p.rate)


class NotAShare(Right):
    """Calls something a share that is none."""

    part_of_it = state(0.0, unit="share", span=None, meaning="is no share")

    def settle(self, people: Any, p: Any, org: Any, now: Any) -> None:
        """Miss."""
        people.part_of_it = people.mood - p.rate


class KeepsStateOnItself(Right):
    """Remembers on itself what a saved week does not hold."""

    def perceive(self, people: Any, p: Any, org: Any, now: Any) -> None:
        """Feel."""
        self.weeks = getattr(self, "weeks", 0) + 1
        people.mood = people.mood + p.rate / self.weeks * (people.practice * people.safety - people.mood)


class TeamsDiffer(Right):
    """Gives a team's column a value a person."""

    def perceive(self, people: Any, p: Any, org: Any, now: Any) -> None:
        """Feel."""
        people.mood = people.mood + p.rate * (people.practice * people.safety - people.mood)
        people.warmth = people.mood


class KnowsNames(Right):
    """Treats a team by its name."""

    def perceive(self, people: Any, p: Any, org: Any, now: Any) -> None:
        """Feel."""
        first = np.array([name == min(org.team_names) for name in org.team_names])[org.team]
        people.mood = np.where(first, people.mood, people.mood + p.rate * people.practice * people.safety)


class SaysNothing(Mechanism):
    sulk = state(0.5, unit="mood", meaning="how one feels")


class CitesNobody(Right):
    """Leans on [Nobody1900]."""


class ActsOnAll(Intervention):
    """Reaches people whom it does not cover. Hours a week: 1 a practitioner."""

    class Params(Intervention.Params):
        strength: float = fraction(0.5, "strength", off=0.0)

    reads = (Uptake.practice,)
    sets = (Hours.practitioner_hours, AttachmentTies.safety_gain)

    def apply(self, people: Any, p: Any, org: Any, now: Any) -> None:
        """Act, whoever is covered."""
        people.practitioner_hours = people.covered
        people.safety_gain = 0.1 * p.strength * team_mean(org, people.practice)


class SaysNoHours(ActsOnAll):
    """Does something, and does not say what it takes."""
