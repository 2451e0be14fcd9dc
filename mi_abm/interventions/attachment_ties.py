"""Interventions on attachment ties: who trains together, rivalry between teams, and safety before and during training.

References: [Edmondson1999], [Table2:attachment-ties].
"""

from typing import Any

import numpy as np

from mi_abm.core import (
    Intervention,
    Now,
    Organisation,
    View,
    during,
    flow,
    fraction,
    param,
    per_group,
    per_manager,
    positive,
    team_mean,
    weeks_into,
)
from mi_abm.interventions import meetings
from mi_abm.mechanisms.attachment_ties import AttachmentTies
from mi_abm.mechanisms.descriptive_norms import DescriptiveNorms
from mi_abm.mechanisms.hours import Hours
from mi_abm.mechanisms.relational_self import RelationalSelf


class SafetyGate(Intervention):
    """A team's training waits until the team feels safe enough. Hours a week waited: .25 a manager."""

    class Params(Intervention.Params):
        start: int = param(1, "week from which it watches", unit="week", source="assumption", range=(1, 26))
        weeks: int = param(52, "number of weeks in which it watches; 0 is absence", unit="weeks", source="assumption", range=(0, 52), bounds=(0, None), off=0)  # fmt: skip
        threshold: float = fraction(0.5, "safety that a team must have", range=(0, 0.8), off=0.0)
        cap: int = param(26, "longest wait", unit="weeks", source="assumption", range=(0, 52), bounds=(0, 52))

    delays = True
    reads = (AttachmentTies.safety, AttachmentTies.training_delay)
    sets = (AttachmentTies.training_waits, Hours.manager_hours)

    opened = flow(0.0, unit="0/1", meaning="the team may train")

    def apply(self, people: View, p: Params, org: Organisation, now: Now) -> None:
        """Let unsafe teams wait another week."""
        first = weeks_into(now, p) == 0
        opened = np.where(first, 0.0, people.opened)
        watched = during(now, p) * positive(team_mean(org, people.covered))
        unsafe = np.where(people.safety < p.threshold, 1.0, 0.0) * np.where(people.training_delay < p.cap, 1.0, 0.0)
        waits = watched * (1 - opened) * unsafe
        people.opened = np.maximum(opened, 1 - waits)
        people.training_waits = waits
        people.manager_hours = 0.25 * per_manager(org, waits)


class TeamAttendance(Intervention):
    """Whole teams train together, and find a common language. Once: 1 hour a manager."""

    class Params(Intervention.Params):
        start: int = param(1, "first week of training together", unit="week", source="assumption", range=(1, 26))
        weeks: int = param(1, "number of weeks of training together; 0 is absence", unit="weeks", source="assumption", range=(0, 12), bounds=(0, None), off=0)  # fmt: skip
        whole_team: bool = param(True, "teams are covered as a whole; no: people singly", unit="yes/no", source="Table2", off=False)  # fmt: skip
        safety_gain: float = fraction(0.02, "rise of safety a week of training together", range=(0, 0.05), off=0.0)
        language: float = fraction(0.05, "lasting rise in visibility of practice by a common language", range=(0, 0.15), off=0.0)  # fmt: skip

    late = 52
    reads = (AttachmentTies.training_delay, AttachmentTies.training_waits)
    sets = (
        AttachmentTies.team_contact, AttachmentTies.safety_gain, DescriptiveNorms.language, RelationalSelf.social_dose,
        Hours.manager_hours,
    )  # fmt: skip

    @classmethod
    def covers_teams(cls, params: Any) -> bool:
        """Say whether coverage is drawn by team."""
        reached = params.coverage > 0 and params.teams != []
        return bool(params.weeks > 0 and params.whole_team and reached)

    def apply(self, people: View, p: Params, org: Organisation, now: Now) -> None:
        """Train together."""
        on = (
            during(now, p, people.training_delay)
            * (1 - people.training_waits)
            * people.covered
            * positive(p.whole_team)
        )
        people.team_contact = on
        people.safety_gain = p.safety_gain * team_mean(org, on)
        people.language = p.language * team_mean(org, on)
        people.social_dose = 0.2 * on
        first = np.where(weeks_into(now, p) - people.training_delay == 0, 1.0, 0.0)
        people.manager_hours = per_manager(org, on * first)


class Competition(Intervention):
    """Teams compete during training. Hours a week: .25 a trainer per group of 12."""

    class Params(Intervention.Params):
        intensity: float = fraction(1.0, "how much teams compete", off=0.0)

    sets = (AttachmentTies.competition, Hours.trainer_hours)

    def apply(self, people: View, p: Params, org: Organisation, now: Now) -> None:
        """Set teams against each other."""
        on = during(now, p) * people.covered * positive(p.intensity)
        people.competition = on * p.intensity
        people.trainer_hours = 0.25 * per_group(org, on, 12)


class SafetyBuilding(Intervention):
    """Build safety in weekly meetings; what is gained stays. Hours a meeting: .5 a practitioner, trainer (per 12), manager."""

    class Params(Intervention.Params):
        weeks: int = param(8, "number of weekly meetings; 0 is absence", unit="weeks", source="assumption", range=(0, 26), bounds=(0, None), off=0)  # fmt: skip
        gain: float = fraction(0.1, "rise of the team's set point of safety, if all meetings are held", range=(0, 0.3), off=0.0)  # fmt: skip

    reads = meetings.READS
    sets = (
        AttachmentTies.set_point_push, RelationalSelf.social_dose, Hours.practitioner_hours, Hours.trainer_hours,
        Hours.manager_hours, *meetings.SETS,
    )  # fmt: skip

    def meet(self, people: View, p: Params, org: Organisation, now: Now) -> None:
        """Meet, if the team manages to."""
        held = meetings.hold(people, org, now, during(now, p) * people.covered * positive(p.gain))
        people.set_point_push = held * p.gain / np.maximum(p.weeks, 1)
        people.social_dose = 0.1 * held
        people.practitioner_hours = 0.5 * held
        people.trainer_hours = 0.5 * per_group(org, held, 12, by_team=1.0)
        people.manager_hours = 0.5 * per_manager(org, held)
