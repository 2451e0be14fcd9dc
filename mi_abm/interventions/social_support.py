"""Interventions on social support: talking about practice, and being reminded of it.

References: [Table2:perceived-social-support].
"""

from typing import Literal

import numpy as np

from mi_abm.core import (
    Intervention,
    Now,
    Organisation,
    View,
    chance,
    due,
    during,
    exp,
    fraction,
    is_choice,
    param,
    per_group,
    per_manager,
    positive,
    team_mean,
    weeks_into,
)
from mi_abm.interventions import meetings
from mi_abm.mechanisms.descriptive_norms import DescriptiveNorms
from mi_abm.mechanisms.hours import Hours
from mi_abm.mechanisms.relational_self import RelationalSelf
from mi_abm.mechanisms.shared_cognition import SharedCognition
from mi_abm.mechanisms.social_support import SocialSupport

NONE, OPEN, STRUCTURED, GOAL_LINKED = range(4)  # places among the prompts


class PeerDiscussion(Intervention):
    """Teams discuss their practice. Hours a meeting: .75 a practitioner, with prompts .25 a trainer per group of 12."""

    class Params(Intervention.Params):
        every: int = param(1, "weeks from one discussion to the next", unit="weeks", source="assumption", range=(1, 8), bounds=(1, None))  # fmt: skip
        prompt_type: Literal["none", "open", "structured", "goal_linked"] = param("structured", "what holds the talk on task", unit="rule", source="Table2")  # fmt: skip
        drift: float = param(10.0, "weeks in which unprompted talk on task falls to 37 per cent", unit="weeks", source="assumption", range=(4, 30), bounds=(0.1, None))  # fmt: skip
        on_task_floor: float = fraction(0.2, "talk on task does not fall below this")

    reads = meetings.READS
    sets = (
        SocialSupport.discussion, SocialSupport.on_task, SocialSupport.unprompted, RelationalSelf.social_dose,
        Hours.practitioner_hours, Hours.trainer_hours, *meetings.SETS,
    )  # fmt: skip

    def meet(self, people: View, p: Params, org: Organisation, now: Now) -> None:
        """Discuss, on task as far as prompts hold the talk."""
        planned = due(now, p) * people.covered
        held = meetings.hold(people, org, now, planned)
        unprompted = is_choice(p.prompt_type, NONE)
        drifting = np.maximum(p.on_task_floor, 0.85 * exp(-weeks_into(now, p) / p.drift))
        prompted = 0.85 - 0.10 * is_choice(p.prompt_type, OPEN) + 0.05 * is_choice(p.prompt_type, GOAL_LINKED)
        people.discussion = held
        people.on_task = positive(held) * team_mean(org, planned) * np.where(unprompted > 0, drifting, prompted)
        people.unprompted = positive(held) * unprompted
        people.social_dose = 0.3 * held
        people.practitioner_hours = 0.75 * held
        people.trainer_hours = 0.25 * (1 - unprompted) * per_group(org, held, 12, by_team=1.0)


class SocialReminders(Intervention):
    """Colleagues and managers remind one of MI. Hours a week: .05 a practitioner, .05 a manager."""

    class Params(Intervention.Params):
        r: float = fraction(0.5, "probability of being reminded in a week", off=0.0)
        visibility_gain: float = fraction(0.10, "rise in visibility of practice if everybody is reminded", range=(0, 0.3), off=0.0)  # fmt: skip
        recall: float = fraction(0.5, "share of the decay of a plan that a reminder prevents", off=0.0)

    sets = (DescriptiveNorms.openness, SharedCognition.plan_reminded, Hours.practitioner_hours, Hours.manager_hours)

    def apply(self, people: View, p: Params, org: Organisation, now: Now) -> None:
        """Remind."""
        on = during(now, p) * people.covered * positive(p.r)
        people.openness = p.visibility_gain * p.r * team_mean(org, on)
        people.plan_reminded = p.recall * chance(now, "reminded", on * p.r)
        people.practitioner_hours = 0.05 * on
        people.manager_hours = 0.05 * per_manager(org, on)


class ExperienceSharing(Intervention):
    """Trainees tell how it went, the unwanted included. Hours a week: .25 a practitioner."""

    class Params(Intervention.Params):
        strength: float = fraction(1.0, "how much is shared", off=0.0)
        visibility_gain: float = fraction(0.15, "rise in visibility of practice if everybody shares", range=(0, 0.3), off=0.0)  # fmt: skip

    sets = (DescriptiveNorms.openness, DescriptiveNorms.habit_shown, RelationalSelf.social_dose, Hours.practitioner_hours)  # fmt: skip

    def apply(self, people: View, p: Params, org: Organisation, now: Now) -> None:
        """Share experiences."""
        on = during(now, p) * people.covered * positive(p.strength)
        people.openness = p.visibility_gain * p.strength * team_mean(org, on)
        people.habit_shown = p.strength * on
        people.social_dose = 0.2 * on
        people.practitioner_hours = 0.25 * on
