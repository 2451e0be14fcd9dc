"""Social feedback: who asks for it, how good it is, and when it threatens.

    p_peer  = rate logistic(-1 + 3 (psi - 1/2) + c + 1.5 (a - 1/2) - 1.5 h - (x - 1/2))              (9)
    p_coach = logistic(1.2 + 3 (psi - 1/2) + 1.5 (a - 1/2) - 1.5 h)
    q       = min(1, clip(.6 + .5 (s_j - .3725)) + .25 checklist (1 - s_j))
    F      += q (in simulations: q t_f) + 1.6 if coached;  a threat takes .10 of what one believes to be thought of

psi: safety; c: commitment; a: attitude; h: threat; x: introversion; s_j: skill of the giver, a colleague drawn by tie
weight (`real`) or anybody covered (`simulation`, which leaves safety alone); t_f: transfer from exercise to work.

References: [Kluger1996], [Miller2004], [Table2:social-feedback].
"""

import numpy as np

from mi_abm.core import (
    Mechanism,
    Now,
    Organisation,
    View,
    chance,
    choose_in_run,
    choose_tie,
    exposure,
    flow,
    fraction,
    here,
    logistic,
    of_place,
    param,
    part,
    positive,
    style_mean,
)
from mi_abm.mechanisms.attachment_ties import AttachmentTies
from mi_abm.mechanisms.hours import Hours
from mi_abm.mechanisms.meta_perceptions import MetaPerceptions
from mi_abm.mechanisms.relational_self import RelationalSelf
from mi_abm.mechanisms.skill import Skill
from mi_abm.mechanisms.uptake import Uptake


class SocialFeedback(Mechanism):
    """Whoever feels safe asks; a skilled giver helps, a threatening one harms."""

    class Params(Mechanism.Params):
        ask_base: float = param(-1.0, "readiness of an average person to ask a colleague", unit="logit", source="assumption", range=(-2, 0))  # fmt: skip
        coach_base: float = param(1.2, "readiness of an average person to be coached", unit="logit", source="assumption", range=(0.6, 1.8))  # fmt: skip
        safety_weight: float = param(3.0, "weight of safety in asking", unit="logit", source="Edmondson1999", range=(0, 6), off=0.0)  # fmt: skip
        attitude_weight: float = param(1.5, "weight of attitude in asking", unit="logit", source="assumption", range=(0, 3), off=0.0)  # fmt: skip
        threat_weight: float = param(1.5, "weight of threat in asking", unit="logit", source="assumption", range=(0, 3), off=0.0)  # fmt: skip
        commitment_weight: float = param(1.0, "weight of commitment in asking colleagues", unit="logit", source="assumption", range=(0, 2), off=0.0)  # fmt: skip
        introversion_weight: float = param(1.0, "weight of introversion against asking colleagues", unit="logit", source="assumption", range=(0, 2), off=0.0)  # fmt: skip
        quality: float = fraction(0.6, "dose of feedback from a colleague of typical skill", range=(0.3, 0.9), off=0.0)
        quality_slope: float = param(0.5, "rise of that dose with the giver's skill", unit="doses per unit of skill", source="assumption", range=(0, 1), off=0.0)  # fmt: skip
        checklist_effect: float = fraction(0.25, "rise of the dose by a checklist, for a giver without skill", range=(0, 0.5), off=0.0)  # fmt: skip
        checklist_shield: float = fraction(0.5, "share of threatening episodes that a checklist prevents", off=0.0)
        offence: float = fraction(0.10, "what a threatening episode takes of what one believes to be thought of", range=(0, 0.3), off=0.0)  # fmt: skip

    reads = (
        AttachmentTies.safety, AttachmentTies.tie_weight, Uptake.attitude, MetaPerceptions.threat,
        RelationalSelf.commitment, RelationalSelf.introversion, Skill.skill, Skill.typical_skill, Skill.field_transfer,
    )  # fmt: skip
    sets = (
        AttachmentTies.unsupported, AttachmentTies.threatened, MetaPerceptions.sting, Hours.practitioner_hours,
        Hours.offered, Hours.attended,
    )  # fmt: skip

    readiness = flow(0.0, unit="logit", meaning="readiness to be seen learning")
    openness_to_peers = flow(0.0, unit="probability", meaning="probability of asking or joining colleagues when invited")  # fmt: skip
    asking = flow(0.0, unit="0/1", meaning="had an episode of peer feedback this week")
    peer_feedback = part(Skill.feedback, meaning="feedback from colleagues")
    coaching = part(Skill.feedback, meaning="coaching")

    peer_rate = exposure(0.0, unit="probability", combine="largest", meaning="invited to peer feedback")
    peer_threat = exposure(0.0, unit="probability", combine="largest", meaning="probability that peer feedback threatens")  # fmt: skip
    simulated = exposure(0.0, unit="0/1", combine="largest", meaning="peer feedback on simulations, not on real work")
    checklist = exposure(0.0, unit="share", combine="largest", meaning="feedback is guided by a checklist")
    coached_dose = exposure(0.0, unit="doses", combine="largest", meaning="dose of a coaching session offered this week")  # fmt: skip

    def prepare(self, people: View, p: Params, org: Organisation, now: Now) -> None:
        """Find how ready each person is to ask and to join."""
        ease = p.safety_weight * (people.safety - 0.5) + p.attitude_weight * (people.attitude - 0.5)
        ready = ease - p.threat_weight * people.threat
        people.readiness = ready
        social = p.commitment_weight * people.commitment - p.introversion_weight * (people.introversion - 0.5)
        people.openness_to_peers = logistic(p.ask_base + ready + social)

    def perceive(self, people: View, p: Params, org: Organisation, now: Now) -> None:
        """Ask, be answered, be coached."""
        skill, invited = style_mean(people.skill), positive(people.peer_rate)
        colleague = choose_tie(org, now, "giver", people.tie_weight * here(org, invited))
        anybody = choose_in_run(org, now, "anybody", invited)
        giver = np.where(people.simulated > 0, anybody, colleague)
        asks = chance(now, "asks", people.peer_rate * people.openness_to_peers * positive(giver + 1))
        theirs = of_place(org, skill, giver, 0.0)
        plain = np.clip(p.quality + p.quality_slope * (theirs - people.typical_skill), 0.0, 1.0)
        quality = np.minimum(1.0, plain + p.checklist_effect * people.checklist * (1 - theirs))
        carries = np.where(people.simulated > 0, people.field_transfer, 1.0)
        hurts = chance(now, "threatens", people.peer_threat * (1 - p.checklist_shield * people.checklist))
        at_work = 1 - people.simulated
        people.asking = asks
        people.peer_feedback = asks * quality * carries
        people.threatened = asks * hurts * at_work
        people.sting = p.offence * asks * hurts
        people.unsupported = 1 - asks * positive(quality) * at_work
        meets_coach = chance(now, "coached", positive(people.coached_dose) * logistic(p.coach_base + people.readiness))
        people.coaching = meets_coach * people.coached_dose
        people.unsupported = 1 - meets_coach
        people.practitioner_hours = asks * (1 + 0.1 * people.checklist)
        people.offered = invited + positive(people.coached_dose)
        people.attended = asks + meets_coach
