"""Meta-perceptions: what I believe that others think of my skill.

    q     = clip(.55 + k_m (s_i - s_j) - .10 (1 - psi)),   M_ij += a_m (q - M_ij)                    (12)
    M_ij <- .55 + .98 (M_ij - .55);   m_i = clip(met-weighted mean of M_ij + m_off),  m_off <- .98 m_off - .10 sting
    h_i   = (t_m - m_i)+ / max(t_m, 1e-9),   pull = -b_m h                                           (2)
    takes part with probability 1 - .8 h_ij;  F += .5 (1 - 2 h_ij)+

M: belief about one training partner, from the moment one meets; met: weeks together; m: its mean over partners; h:
threat, h_ij the same from M_ij; s: skill; psi: safety of the own team; F: dose of feedback. With referents on, m mixes
partners, manager and clients. Beliefs about a post are given up when its occupant changes.

References: [Kenny1994], [Table2:meta-perceptions].
"""

import numpy as np

from mi_abm.core import (
    Mechanism,
    Now,
    Organisation,
    View,
    chance,
    exposure,
    flow,
    forget_notes,
    fraction,
    mean_note,
    of_place,
    param,
    part,
    positive,
    recall_note,
    state,
    style_mean,
    take_note,
    team_mean,
)
from mi_abm.mechanisms.attachment_ties import AttachmentTies
from mi_abm.mechanisms.hours import Hours
from mi_abm.mechanisms.injunctive_norms import InjunctiveNorms
from mi_abm.mechanisms.skill import Skill
from mi_abm.mechanisms.uptake import Uptake


class MetaPerceptions(Mechanism):
    """A partner who is better, met again and again, convinces one of being thought little of."""

    class Params(Mechanism.Params):
        weight: float = param(1.5, "weight of threat", unit="logit", source="assumption", range=(0, 3), off=0.0)
        threshold: float = fraction(0.50, "belief below which one feels threatened", range=(0.3, 0.6), off=0.0)
        steepness: float = param(2.0, "how much a difference in skill moves the belief", unit="per unit of skill", source="assumption", range=(0, 4), off=0.0)  # fmt: skip
        rate: float = fraction(0.25, "share of the gap to this week's impression closed", range=(0.02, 0.5), off=0.0)
        neutral: float = fraction(0.55, "belief about somebody one has not met", range=(0.45, 0.65))
        unsafe_cost: float = fraction(0.10, "fall of the impression in a team without safety", range=(0, 0.3), off=0.0)
        fade: float = fraction(0.02, "weekly return of a belief to neutral", range=(0, 0.1), off=0.0)
        recovery: float = fraction(0.02, "weekly recovery from threatening episodes", range=(0, 0.1))
        avoidance: float = fraction(0.8, "probability of sitting out with a fully threatening partner", off=0.0)
        pair_dose: float = param(0.5, "dose of feedback of one pair exercise", unit="doses", source="assumption", range=(0, 1), bounds=(0, None), off=0.0)  # fmt: skip
        referents: bool = param(False, "whether managers and clients count beside partners", unit="yes/no", source="assumption")  # fmt: skip
        partner_share: float = fraction(0.5, "weight of partners with referents on")
        manager_share: float = fraction(0.3, "weight of the manager with referents on")
        client_share: float = fraction(0.2, "weight of clients with referents on")
        referent_rate: float = fraction(0.05, "share of the gap to the manager's or client's impression closed a week", range=(0.01, 0.2))  # fmt: skip
        signal_effect: float = fraction(0.2, "effect of the manager's net signal on the believed impression", off=0.0)

    reads = (
        AttachmentTies.safety, AttachmentTies.partner, Uptake.practice, Uptake.weeks_here, Uptake.time_signal,
        Skill.skill, Skill.typical_skill, InjunctiveNorms.support,
    )  # fmt: skip
    sets = (AttachmentTies.unsupported, Hours.offered, Hours.attended)

    competence = state(0.55, unit="belief", meaning="how competent one believes to be seen")
    offence = state(0.0, unit="belief", span=(-1.0, 0.0), meaning="what threatening episodes took from that belief")
    manager_view = state(0.55, unit="belief", meaning="how competent one believes the manager finds one")
    client_view = state(0.55, unit="belief", meaning="how competent one believes clients find one")
    threat = flow(0.0, unit="threat", span=(0, 1), meaning="feeling threatened in one's competence")
    note_partner = flow(-1.0, unit="place", axis="note", meaning="whom a belief is about, latest met first; -1: empty")
    note_belief = flow(0.55, unit="belief", axis="note", meaning="how able this partner is believed to find one")
    note_met = flow(0.0, unit="weeks", axis="note", meaning="weeks together with this partner")
    threat_pull = part(Uptake.intention, meaning="threat to one's competence")
    pair_feedback = part(Skill.feedback, meaning="pair exercises")

    sting = exposure(0.0, unit="belief", meaning="what threatening episodes of this week take")

    def arrive(self, people: View, p: Params, org: Organisation, now: Now) -> None:
        """Know nobody yet."""
        people.competence = p.neutral
        people.offence = 0.0
        people.manager_view = p.neutral
        people.client_view = p.neutral
        people.note_partner = -1.0
        people.note_belief = p.neutral
        people.note_met = 0.0

    def prepare(self, people: View, p: Params, org: Organisation, now: Now) -> None:
        """Give up beliefs about people who left; feel threatened by what is left."""
        people.note_partner = forget_notes(org, people.note_partner, people.weeks_here)
        people.threat = np.maximum(0.0, p.threshold - people.competence) / np.maximum(p.threshold, 1e-9)

    def appraise(self, people: View, p: Params, org: Organisation, now: Now) -> None:
        """Pull intention down by threat."""
        people.threat_pull = -p.weight * people.threat

    def perceive(self, people: View, p: Params, org: Organisation, now: Now) -> None:
        """Meet this week's partner; revise what one believes to be thought of."""
        skill, partner = style_mean(people.skill), people.partner
        ahead = skill - of_place(org, skill, partner, skill)
        impression = np.clip(p.neutral + p.steepness * ahead - p.unsafe_cost * (1 - people.safety), 0.0, 1.0)
        before = recall_note(people.note_partner, people.note_belief, partner, p.neutral)
        belief = before + p.rate * (impression - before)
        threat = np.maximum(0.0, p.threshold - belief) / np.maximum(p.threshold, 1e-9)
        joins = np.where(partner >= 0, chance(now, "takes_part", 1 - p.avoidance * threat), 0.0)
        dose = p.pair_dose * np.maximum(0.0, 1 - 2 * threat)
        people.pair_feedback = joins * dose
        people.offered = positive(partner + 1)
        people.attended = joins
        people.unsupported = 1 - joins * positive(dose)
        people.note_partner, people.note_belief, people.note_met = take_note(
            people.note_partner, people.note_belief, people.note_met, partner, belief, p.fade, p.neutral
        )

    def settle(self, people: View, p: Params, org: Organisation, now: Now) -> None:
        """Sum up what one believes to be thought of, over partners and, with referents on, manager and clients."""
        offence = np.clip((1 - p.recovery) * people.offence - people.sting, -1.0, 0.0)
        people.offence = offence
        noted = mean_note(people.note_partner, people.note_belief, people.note_met, p.neutral)
        skill = style_mean(people.skill)
        signal = p.signal_effect * (style_mean(people.support) - people.time_signal)
        managers = np.clip(p.neutral + p.steepness * (skill - team_mean(org, skill)) + signal, 0.0, 1.0)
        clients = np.clip(p.neutral + p.steepness * (skill - people.typical_skill), 0.0, 1.0)
        manager = people.manager_view + p.referent_rate * (managers - people.manager_view)
        client = people.client_view + p.referent_rate * people.practice * (clients - people.client_view)
        people.manager_view, people.client_view = manager, client
        mixed = p.partner_share * noted + p.manager_share * manager + p.client_share * client
        people.competence = np.where(positive(p.referents) > 0, mixed, noted) + offence
