"""Training: the workshop that every programme begins with.

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
    param,
    per_group,
    per_manager,
    positive,
)
from mi_abm.mechanisms.attachment_ties import AttachmentTies
from mi_abm.mechanisms.hours import Hours
from mi_abm.mechanisms.skill import Skill
from mi_abm.mechanisms.uptake import Uptake


class Workshop(Intervention):
    """A workshop of some days: everybody covered learns, warms to MI, and counts as trained from the next week."""

    class Params(Intervention.Params):
        start: int = param(1, "week of the workshop", unit="week", source="assumption", range=(1, 26))
        weeks: int = param(1, "number of workshops, one a week; 0 is absence", unit="weeks", source="assumption", range=(0, 4), bounds=(0, None), off=0)  # fmt: skip
        intensity: float = param(1.0, "strength of the workshop, 1 = as in the trials", unit="factor", source="assumption", range=(0, 1.5), bounds=(0, None), off=0.0)  # fmt: skip
        rate: float = fraction(0.52, "share of the room for growth that it closes for an average person", source="Schwalbe2014", range=(0.26, 0.78))  # fmt: skip
        luck_sd: float = param(0.35, "SD of how well it suits a person", unit="factor", source="assumption", range=(0, 0.6), bounds=(0, None), off=0.0)  # fmt: skip
        attitude_gain: float = fraction(0.08, "rise of the anchor of attitude", range=(0, 0.2), off=0.0)
        efficacy_gain: float = fraction(0.05, "rise of self-efficacy", range=(0, 0.15), off=0.0)

    sets = (Skill.lesson, Uptake.taught, Uptake.anchor_gain, AttachmentTies.attending,
            Hours.practitioner_hours, Hours.trainer_hours, Hours.manager_hours)  # fmt: skip

    def apply(self, people: View, p: Params, org: Organisation, now: Now) -> None:
        """Teach whoever is covered."""
        attends = during(now, p) * people.covered * positive(p.intensity)
        suits = np.clip(1 + p.luck_sd * normal(now, "luck"), 0.0, 2.0)
        people.lesson = attends * p.intensity * p.rate * suits
        people.taught = attends
        people.attending = attends
        people.anchor_gain = attends * p.attitude_gain
        people.practitioner_hours = 14 * attends
        people.trainer_hours = 18 * per_group(org, attends, 12)
        people.manager_hours = 0.5 * per_manager(org, attends)
