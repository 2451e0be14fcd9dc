"""Social support: discussing practice with colleagues helps while the talk is on task, and drifts if nothing holds it.

    joins with probability p_peer (rate 1);  F += .3 on-task                                         (9)
    talk off the task, where nothing prompts it: d += .02 (pi0 - d) (1 - on-task)

F: dose of feedback; d: perceived practice of colleagues; pi0: practice presumed of the idle.

References: [House1981], [Table2:perceived-social-support].
"""

from mi_abm.core import Mechanism, Now, Organisation, View, chance, exposure, flow, fraction, param, part, positive
from mi_abm.mechanisms.attachment_ties import AttachmentTies
from mi_abm.mechanisms.descriptive_norms import DescriptiveNorms
from mi_abm.mechanisms.hours import Hours
from mi_abm.mechanisms.skill import Skill
from mi_abm.mechanisms.social_feedback import SocialFeedback


class SocialSupport(Mechanism):
    """Discussions give a little feedback, as far as they stay on the task."""

    class Params(Mechanism.Params):
        discussion_dose: float = param(0.3, "dose of feedback of a discussion wholly on task", unit="doses", source="assumption", range=(0, 0.6), bounds=(0, None), off=0.0)  # fmt: skip
        idle_effect: float = fraction(0.02, "weekly pull of talk off the task on the perceived norm", range=(0, 0.1), off=0.0)  # fmt: skip

    reads = (SocialFeedback.openness_to_peers,)
    sets = (AttachmentTies.unsupported, DescriptiveNorms.idle_talk, Hours.offered, Hours.attended)

    joining = flow(0.0, unit="0/1", meaning="joins this week's discussion")
    discussion_feedback = part(Skill.feedback, meaning="discussion with colleagues")

    discussion = exposure(0.0, unit="0/1", combine="largest", meaning="a discussion is held")
    on_task = exposure(0.0, unit="share", combine="largest", meaning="share of the discussion that is on task")
    unprompted = exposure(0.0, unit="0/1", combine="largest", meaning="nothing prompts the discussion")

    def appraise(self, people: View, p: Params, org: Organisation, now: Now) -> None:
        """Join the discussion or not; be touched by talk off the task."""
        people.joining = chance(now, "joins", people.discussion * people.openness_to_peers)
        people.idle_talk = p.idle_effect * people.joining * people.unprompted * (1 - people.on_task)
        people.offered = people.discussion
        people.attended = people.joining

    def perceive(self, people: View, p: Params, org: Organisation, now: Now) -> None:
        """Take feedback from the discussion."""
        dose = p.discussion_dose * people.on_task
        people.discussion_feedback = people.joining * dose
        people.unsupported = 1 - people.joining * positive(dose)
