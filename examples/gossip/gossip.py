"""Gossip norm: talk about who practises travels by ties, faster than what one sees.

    g_i <- k g_i + (1 - k) sum_j w_ij b_j / sum_j w_ij
    I_i += w (g_i - 1/2)

g: what the talk says of colleagues' practice; b: practice this week; w_ij: how much i attends to j; I: intention.

References: [Cialdini1990], [Granovetter1978].
"""

from mi_abm.core import Mechanism, fraction, mean_of_ties, param, part, state, there
from mi_abm.mechanisms.attachment_ties import AttachmentTies
from mi_abm.mechanisms.uptake import Uptake


class GossipNorm(Mechanism):
    """Practitioners are drawn to what the talk says of colleagues' practice."""

    class Params(Mechanism.Params):
        weight: float = param(0.5, "pull of the talk", unit="logit", source="assumption", range=(0, 2), off=0.0)
        kept: float = fraction(0.8, "share of last week's talk that is still about", range=(0, 0.95))

    reads = (Uptake.practice, AttachmentTies.tie_weight)
    talk = state(0.3, unit="share of conversations", meaning="what the talk says of colleagues' practice")
    gossip_pull = part(Uptake.intention, meaning="gossip")

    def arrive(self, people, p, org, now):
        """Have heard nothing particular."""
        people.talk = 0.3

    def appraise(self, people, p, org, now):
        """Pull on intention."""
        people.gossip_pull = p.weight * (people.talk - 0.5)

    def perceive(self, people, p, org, now):
        """Hear this week's talk."""
        heard = mean_of_ties(org, there(org, people.practice), people.tie_weight, alone=people.talk)
        people.talk = p.kept * people.talk + (1 - p.kept) * heard
