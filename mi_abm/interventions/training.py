"""Training: the workshop that every programme begins with, and the coaching that may follow.

    ds = (cl - s)+ min(1, n_w x (.7 + .6 a) / 1.06),  x ~ N(1, .35) in [0, 2];  a0 += .08;  e += .05   (11)

x: how well the workshop suits a person, one draw for all styles; a: attitude, a0 its anchor; e: self-efficacy.

References: [Schwalbe2014].
"""

import numpy as np

from mi_abm.core import (
    Intervention,
    Now,
    Organisation,
    View,
    during,
    fraction,
    normal,
    on_schedule,
    param,
    per_group,
    per_manager,
    positive,
)
from mi_abm.core.param import Params as Declared
from mi_abm.mechanisms.attachment_ties import AttachmentTies
from mi_abm.mechanisms.hours import Hours
from mi_abm.mechanisms.shared_cognition import SharedCognition
from mi_abm.mechanisms.skill import Skill
from mi_abm.mechanisms.social_feedback import SocialFeedback
from mi_abm.mechanisms.uptake import Uptake


class Workshop(Intervention):
    """A workshop of some days: everybody covered learns, warms to MI, and counts as trained from the next week.

    Hours a workshop: 14 a practitioner, 18 a trainer per group of 12, .5 a manager.
    """

    class Params(Intervention.Params):
        start: int = param(1, "week of the workshop", unit="week", source="assumption", range=(1, 26))
        weeks: int = param(1, "number of workshops, one a week; 0 is absence", unit="weeks", source="assumption", range=(0, 4), bounds=(0, None), off=0)  # fmt: skip
        intensity: float = param(1.0, "strength of the workshop, 1 = as in the trials", unit="factor", source="assumption", range=(0, 1.5), bounds=(0, None), off=0.0)  # fmt: skip
        rate: float = fraction(0.52, "share of the room for growth that it closes for an average person", source="Schwalbe2014", range=(0.26, 0.78))  # fmt: skip
        luck_sd: float = param(0.35, "SD of how well it suits a person", unit="factor", source="assumption", range=(0, 0.6), bounds=(0, None), off=0.0)  # fmt: skip
        attitude_gain: float = fraction(0.08, "rise of the anchor of attitude", range=(0, 0.2), off=0.0)
        efficacy_gain: float = fraction(0.05, "rise of self-efficacy", range=(0, 0.15), off=0.0)

    late = 52
    reads = (AttachmentTies.training_delay, AttachmentTies.training_waits)
    sets = (Skill.lesson, Uptake.taught, Uptake.anchor_gain, SharedCognition.efficacy_gain, AttachmentTies.attending,
            Hours.practitioner_hours, Hours.trainer_hours, Hours.manager_hours)  # fmt: skip

    def apply(self, people: View, p: Params, org: Organisation, now: Now) -> None:
        """Teach whoever is covered."""
        attends = (
            during(now, p, people.training_delay) * (1 - people.training_waits) * people.covered * positive(p.intensity)
        )
        suits = np.clip(1 + p.luck_sd * normal(now, "luck"), 0.0, 2.0)
        people.lesson = attends * p.intensity * p.rate * suits
        people.taught = attends
        people.attending = attends
        people.anchor_gain = attends * p.attitude_gain
        people.efficacy_gain = attends * p.efficacy_gain
        people.practitioner_hours = 14 * attends
        people.trainer_hours = 18 * per_group(org, attends, 12)
        people.manager_hours = 0.5 * per_manager(org, attends)


class Coaching(Intervention):
    """Coaching sessions in given weeks. Hours a session: 1 a practitioner, 1.25 a trainer for each."""

    class Params(Declared):
        weeks: list[int] = param([5, 11, 17, 23], "weeks of the sessions; none is absence", unit="weeks", source="Schwalbe2014", off=[])  # fmt: skip
        dose: float = param(1.6, "dose of feedback of one session", unit="doses", source="Schwalbe2014", range=(0.8, 2.4), bounds=(0, None), off=0.0)  # fmt: skip
        coverage: float = fraction(1.0, "share of practitioners reached", off=0.0)
        teams: list[str | int] | None = param(None, "names or numbers of the teams it is limited to", unit="teams", source="assumption")  # fmt: skip

    absent = {"weeks": []}
    late = 52
    reads = (AttachmentTies.training_delay, AttachmentTies.training_waits)
    sets = (SocialFeedback.coached_dose, Hours.practitioner_hours, Hours.trainer_hours)

    def apply(self, people: View, p: Params, org: Organisation, now: Now) -> None:
        """Offer a session."""
        held = on_schedule(org, now, p.weeks, people.training_delay) * (1 - people.training_waits)
        on = held * people.covered * positive(p.dose)
        people.coached_dose = on * p.dose
        people.practitioner_hours = on
        people.trainer_hours = 1.25 * on
