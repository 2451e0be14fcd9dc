"""Turnover: people leave, and their posts are filled by newcomers drawn like everybody else.

    hazard a week = (1 - (1 - t)^(1/52)) max(0, 1 + w (W0 - W)),   W = mean(psi, e, 1 - h, opp)       (16)

t: turnover a year; W: wellbeing, the mean of safety psi, self-efficacy e, freedom from threat h, and opportunity opp; W0:
the wellbeing at which turnover is t; w: how much worse wellbeing raises it (0: not at all). Nobody leaves in burn-in or
in expectation mode. A newcomer is untrained.

References: [DfE2020], [March1991].
"""

import numpy as np

from mi_abm.core import Mechanism, Now, Organisation, View, chance, exp, flow, fraction, log, param
from mi_abm.mechanisms.attachment_ties import AttachmentTies
from mi_abm.mechanisms.meta_perceptions import MetaPerceptions
from mi_abm.mechanisms.shared_cognition import SharedCognition
from mi_abm.mechanisms.uptake import Uptake


class Turnover(Mechanism):
    """Everybody is equally likely to leave in any week, unless wellbeing makes a difference."""

    class Params(Mechanism.Params):
        rate: float = fraction(0.16, "share of staff who leave in a year", source="DfE2020", range=(0.06, 0.40), off=0.0)  # fmt: skip
        wellbeing_effect: float = param(0.0, "rise in the hazard of leaving, relative, per unit of wellbeing below the reference", unit="per unit of wellbeing", source="assumption", range=(0, 4), bounds=(0, None), off=0.0)  # fmt: skip
        wellbeing_reference: float = fraction(0.70, "wellbeing at which turnover is as usual", range=(0.5, 0.9))

    reads = (AttachmentTies.safety, SharedCognition.efficacy, MetaPerceptions.threat, Uptake.opportunity)

    gone = flow(0.0, unit="0/1", meaning="left at the end of this week")

    def leave(self, people: View, p: Params, org: Organisation, now: Now) -> None:
        """Let chance decide who leaves."""
        stay = np.maximum(1 - np.asarray(p.rate), 1e-300)
        usual = np.where(np.asarray(p.rate) < 1, 1 - exp(log(stay) / 52), 1.0)
        wellbeing = (people.safety + people.efficacy + (1 - people.threat) + people.opportunity) / 4
        strain = np.maximum(0.0, 1 + p.wellbeing_effect * (p.wellbeing_reference - wellbeing))
        hazard = np.minimum(1.0, usual * strain) * np.where(now.week >= 1, 1.0, 0.0)
        people.gone = now.noisy * chance(now, "leaves", hazard)
