"""Rules with which nothing is wrong: a mechanism, an intervention, and a mechanism that needs it.

No formula. References: [Bandura1977].
"""

from __future__ import annotations

from typing import Any

import numpy as np

from mi_abm.core import (
    Intervention,
    Mechanism,
    exposure,
    fraction,
    lasting_uniform,
    param,
    part,
    state,
    team_mean,
    uniform,
)
from mi_abm.mechanisms.attachment_ties import AttachmentTies
from mi_abm.mechanisms.uptake import Uptake

WEIGHT = {"unit": "logit", "source": "assumption", "range": (0, 2), "off": 0.0}


class Right(Mechanism):
    """Nothing is wrong with it: mood follows practice, and pulls on intention."""

    class Params(Mechanism.Params):
        weight: float = param(0.5, "pull of mood", **WEIGHT)
        rate: float = fraction(0.2, "share of the gap closed a week", range=(0.05, 0.5))

    reads = (Uptake.practice, AttachmentTies.safety)
    mood = state(0.5, unit="mood", meaning="how one feels")
    luck = state(0.5, unit="share", meaning="what the week brings")
    warmth = state(0.5, unit="mood", axis="team", meaning="how the team feels")
    mood_pull = part(Uptake.intention, meaning="mood")

    def arrive(self, people: Any, p: Any, org: Any, now: Any) -> None:
        """Draw."""
        people.mood = lasting_uniform(now, "mood")

    def appraise(self, people: Any, p: Any, org: Any, now: Any) -> None:
        """Pull."""
        people.mood_pull = p.weight * (people.mood - 0.5)

    def perceive(self, people: Any, p: Any, org: Any, now: Any) -> None:
        """Feel."""
        people.luck = uniform(now, "luck")
        people.mood = people.mood + p.rate * (np.maximum(people.practice, people.luck) - people.mood)
        people.warmth = team_mean(org, people.mood) * people.safety


class Nudge(Intervention):
    """Nothing is wrong with it. Takes no hours."""

    class Params(Intervention.Params):
        strength: float = fraction(0.5, "strength", off=0.0)

    nudged = exposure(0.0, unit="share", combine="largest", meaning="how much one was nudged")
    sets = (AttachmentTies.safety_gain,)

    def apply(self, people: Any, p: Any, org: Any, now: Any) -> None:
        """Nudge whoever is covered, as long as it acts."""
        on = people.covered * np.where((now.week >= p.start) & (now.week < p.start + p.weeks), 1.0, 0.0)
        people.nudged = on * p.strength
        people.safety_gain = 0.01 * on * p.strength


class Nudged(Mechanism):
    """Feels a nudge, which only `Nudge` gives. No formula. References: [Cialdini1990]."""

    class Params(Mechanism.Params):
        weight: float = param(0.5, "pull of a nudge", **WEIGHT)

    reads = (Nudge.nudged,)
    nudge_pull = part(Uptake.intention, meaning="a nudge")

    def appraise(self, people: Any, p: Any, org: Any, now: Any) -> None:
        """Pull."""
        people.nudge_pull = p.weight * people.nudged
