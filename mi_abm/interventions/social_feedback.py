"""Interventions on social feedback: colleagues comment on each other's conversations.

References: [Table2:social-feedback].
"""

from typing import Literal

from mi_abm.core import Intervention, Now, Organisation, View, during, fraction, is_choice, param, positive
from mi_abm.mechanisms.relational_self import RelationalSelf
from mi_abm.mechanisms.social_feedback import SocialFeedback

SIMULATION = 1  # place of "simulation" among the settings


class PeerFeedback(Intervention):
    """Ask for and give feedback. Hours an episode: 1 (two people for half an hour), and .1 with a checklist."""

    class Params(Intervention.Params):
        rate: float = fraction(0.5, "probability of an episode a week, for whoever is fully ready", off=0.0)
        setting: Literal["real", "simulation"] = param("real", "on real work or in training sessions", unit="rule", source="Table2")  # fmt: skip
        threat_prob: float = fraction(0.0, "probability that an episode threatens", range=(0, 0.5), off=0.0)
        checklist: float = fraction(0.0, "use of a checklist of what to watch for", off=0.0)

    sets = (
        SocialFeedback.peer_rate, SocialFeedback.peer_threat, SocialFeedback.simulated, SocialFeedback.checklist,
        RelationalSelf.social_dose,
    )  # fmt: skip

    def apply(self, people: View, p: Params, org: Organisation, now: Now) -> None:
        """Invite to feedback."""
        on = during(now, p) * people.covered * positive(p.rate)
        people.peer_rate = on * p.rate
        people.peer_threat = on * p.threat_prob
        people.simulated = on * is_choice(p.setting, SIMULATION)
        people.checklist = on * p.checklist
        people.social_dose = 0.3 * on
