"""Relational self: commitment to each other, and what social formats cost the introverted.

    dose_i = min(1, sum of social doses) (1 - indiv_i)
    pull   = b_c c - b_x 2 (x - 1/2)+ dose                                                            (3)
    c     <- .97 max((1 - k) c + k team mean, floors now in force)                                   (15)

c: commitment; k: common responsibility; x: introversion; indiv: takes an individual path, which gives a dose of
feedback F of its own.

References: [Cialdini1993], [Table2:relational-self-perceptions].
"""

import numpy as np

from mi_abm.core import (
    Mechanism,
    Now,
    Organisation,
    View,
    beta22,
    exposure,
    fraction,
    lasting_uniform,
    param,
    part,
    positive,
    state,
    team_mean,
    trait,
)
from mi_abm.mechanisms.attachment_ties import AttachmentTies
from mi_abm.mechanisms.skill import Skill
from mi_abm.mechanisms.uptake import Uptake


class RelationalSelf(Mechanism):
    """Commitment raises intention and wears off; a social dose lowers that of introverts."""

    class Params(Mechanism.Params):
        introversion_mean: float = fraction(0.5, "mean introversion", range=(0.3, 0.7))
        commitment_weight: float = param(0.5, "weight of commitment", unit="logit", source="assumption", range=(0, 1), bounds=(0, None), off=0.0)  # fmt: skip
        commitment_kept: float = fraction(0.97, "share of commitment kept from week to week", range=(0.9, 1))
        dose_weight: float = param(1.5, "cost of a full social dose to the most introverted", unit="logit", source="assumption", range=(0, 3), bounds=(0, None), off=0.0)  # fmt: skip
        path_dose: float = param(0.15, "dose of feedback of an individual path", unit="doses a week", source="assumption", range=(0, 0.3), bounds=(0, None), off=0.0)  # fmt: skip

    reads = ()
    sets = (AttachmentTies.unsupported,)

    introversion = trait(0.5, unit="introversion", span=(0, 1), meaning="how much company costs")
    commitment = state(0.0, unit="commitment", meaning="commitment to others to practise")
    commitment_pull = part(Uptake.intention, meaning="commitment to others")
    dose_pull = part(Uptake.intention, meaning="what social formats cost the introverted")
    path_feedback = part(Skill.feedback, meaning="individual path")

    social_dose = exposure(0.0, unit="dose", meaning="how social this week's activities are")
    commitment_floor = exposure(0.0, unit="commitment", combine="largest", meaning="commitment does not fall below this")  # fmt: skip
    pooling = exposure(0.0, unit="share", combine="largest", meaning="common responsibility")
    individual_path = exposure(0.0, unit="0/1", combine="largest", meaning="takes an individual path")

    def arrive(self, people: View, p: Params, org: Organisation, now: Now) -> None:
        """Draw introversion from Beta(2, 2), moved to its mean; nobody arrives committed."""
        drawn = beta22(lasting_uniform(now, "introversion"))
        people.introversion = np.clip(drawn + (p.introversion_mean - 0.5), 0.0, 1.0)
        people.commitment = 0.0

    def appraise(self, people: View, p: Params, org: Organisation, now: Now) -> None:
        """Pull on intention by commitment and by the social dose."""
        dose = np.minimum(1.0, people.social_dose) * (1 - people.individual_path)
        people.commitment_pull = p.commitment_weight * people.commitment
        people.dose_pull = -p.dose_weight * 2 * np.maximum(0.0, people.introversion - 0.5) * dose

    def perceive(self, people: View, p: Params, org: Organisation, now: Now) -> None:
        """Learn alone, for those who take that path."""
        people.path_feedback = p.path_dose * people.individual_path
        people.unsupported = 1 - people.individual_path * positive(p.path_dose)

    def settle(self, people: View, p: Params, org: Organisation, now: Now) -> None:
        """Let commitment wear off, down to the floors in force."""
        c = people.commitment
        pooled = c + people.pooling * (team_mean(org, c) - c)
        people.commitment = p.commitment_kept * np.maximum(pooled, people.commitment_floor)
