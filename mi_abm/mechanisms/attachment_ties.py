"""Attachment ties: how safe a team feels, and how much one attends to whom.

    psi_k += a_psi (psi0_k - psi_k) + g+ share supported - g- share threatened                       (13)
    w_ij  += a_w contact_ij (1 - w_ij) - d_w (w_ij - w0_ij)                                          (17)
    effective w_ij = w_ij in a team, w_ij (1 - D) (1 - competition) across,
                     2 (1 - .6 competition) to a visitor in one's team

psi: psychological safety of team k, psi0 its set point; w: strength of the tie by which i attends to j, w0 its initial
value; contact: attended the same workshop, were paired, or host and visitor, this week; D: discount on other teams.

References: [Edmondson1999], [Baumeister2001], [Table2:attachment-ties].
"""

import numpy as np

from mi_abm.core import (
    Mechanism,
    Now,
    Organisation,
    View,
    exposure,
    flow,
    fraction,
    here,
    lasting_team_normal,
    param,
    state,
    team_mean,
    there,
)


class AttachmentTies(Mechanism):
    """Safety is pulled to its set point, raised a little by support and lowered much by threat; ties grow with contact."""

    class Params(Mechanism.Params):
        safety_mean: float = fraction(0.60, "mean of the teams' safety set points", range=(0.3, 0.9))
        safety_sd: float = param(0.08, "SD of the teams' safety set points", unit="SD", source="assumption", range=(0, 0.2), bounds=(0, 1))  # fmt: skip
        safety_rate: float = fraction(0.05, "share of the gap to the set point closed a week", range=(0.02, 0.5), off=0.0)  # fmt: skip
        support_gain: float = fraction(0.01, "rise in safety a week if everyone is supported", range=(0.005, 0.015), off=0.0)  # fmt: skip
        threat_loss: float = fraction(0.06, "fall in safety a week if everyone is threatened", source="Baumeister2001", range=(0.03, 0.09), off=0.0)  # fmt: skip
        tie_growth: float = fraction(0.05, "growth of a tie per week of contact", range=(0.0, 0.2), off=0.0)
        tie_decay: float = fraction(0.02, "return of a tie to its initial strength a week", range=(0.0, 0.1), off=0.0)
        outgroup_discount: float = fraction(0.5, "discount on ties across teams")
        visit_weight: float = param(2.0, "weight of the tie to a visitor", unit="weight", source="assumption", range=(0, 4), bounds=(0, None), off=0.0)  # fmt: skip
        visit_competition: float = fraction(0.6, "share of a visit tie that full competition takes away")

    set_point = state(0.60, unit="safety", axis="team", meaning="safety to which the team returns")
    safety = state(0.60, unit="safety", axis="team", meaning="psychological safety of the team")
    tie_strength = state(0.0, unit="weight", axis="tie", meaning="how much one attends to this colleague")
    tie_weight = flow(unit="weight", axis="tie", meaning="tie strength after discount and competition, and visits")

    training_delay = state(0.0, unit="weeks", span=None, meaning="weeks by which the team's training has been put off")

    competition = exposure(0.0, unit="share", combine="largest", meaning="competition between teams")
    set_point_push = exposure(0.0, unit="safety a week", meaning="lasting rise of the set point")
    safety_gain = exposure(0.0, unit="safety a week", meaning="rise of safety that does not last")
    unsupported = exposure(1.0, unit="probability", combine="product", meaning="chance of having had no dose of feedback")  # fmt: skip
    threatened = exposure(0.0, unit="probability", combine="largest", meaning="had a threatening episode")
    attending = exposure(0.0, unit="share", combine="largest", meaning="attends a workshop with others this week")
    team_contact = exposure(0.0, unit="share", combine="largest", meaning="trains together with the own team this week")
    training_waits = exposure(0.0, unit="0/1", combine="largest", meaning="a team's training waits this week")
    partner = exposure(-1.0, unit="place", combine="largest", meaning="place of this week's training partner; -1 for none")  # fmt: skip

    def found(self, people: View, p: Params, org: Organisation, now: Now) -> None:
        """Draw each team's set point; start every tie at its initial strength."""
        drawn = p.safety_mean + p.safety_sd * lasting_team_normal(now, "safety")
        people.set_point = np.clip(drawn, 0.05, 0.95)
        people.safety = people.set_point
        people.tie_strength = org.w0

    def prepare(self, people: View, p: Params, org: Organisation, now: Now) -> None:
        """Weigh every tie of this week."""
        rivalry = here(org, people.competition)
        across = (1 - here(org, p.outgroup_discount)) * (1 - rivalry)
        lasting = org.kept * people.tie_strength * np.where(org.across > 0, across, 1.0)
        visit = here(org, p.visit_weight) * (1 - here(org, p.visit_competition) * rivalry)
        people.tie_weight = np.where(org.visiting > 0, visit, lasting)

    def settle(self, people: View, p: Params, org: Organisation, now: Now) -> None:
        """Move safety by this week's support and threat, and ties by this week's contact."""
        supported = np.maximum(0.0, 1 - people.unsupported - people.threatened)  # whoever is threatened had feedback
        people.set_point = people.set_point + team_mean(org, people.set_point_push)
        people.safety = (
            people.safety
            + p.safety_rate * (people.set_point - people.safety)
            + p.support_gain * team_mean(org, supported)
            - p.threat_loss * team_mean(org, people.threatened)
            + team_mean(org, people.safety_gain)
        )
        people.training_delay = people.training_delay + people.training_waits
        together = here(org, people.attending) * there(org, people.attending)
        as_team = here(org, people.team_contact) * there(org, people.team_contact) * (1 - org.across)
        paired = np.where(here(org, people.partner) == there(org, org.place), 1.0, 0.0)
        rivalry = np.where(org.across > 0, 1 - here(org, people.competition), 1.0)
        contact = np.maximum(np.maximum(together, as_team), np.maximum(paired, org.hosting)) * rivalry
        w = people.tie_strength
        people.tie_strength = w + here(org, p.tie_growth) * contact * (1 - w) - here(org, p.tie_decay) * (w - org.w0)
