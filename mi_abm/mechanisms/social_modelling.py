"""Social modelling: one learns from colleagues who are seen, able and alike, and takes on their habits too.

    A_ij   = w_ij min(1, .2 + s_j) exp(-|s_i - s_j| / .6) obs_ij rho_i / sum_j w_ij
    ds_i   = n_o sum_j A_ij min((s_j - s_i)+, (cl_i - s_i)+) (.3 + .7 psi)
    du_i   = n_u ((1 - r) sum_j A_ij (u_j - u_i) - .3 r u_i sum_j A_ij)                               (8)

A: attention of i to j; w: effective tie weight; s: skill (its mean over styles in A); obs: visibility times practice of
j, on a visit tie the observability of the visit; rho: salience of role models; cl: ceiling; psi: safety of the
observer's team; u: MI-inconsistent habit; r: quality of retrospectives.

References: [Bandura1977], [Table2:social-modelling].
"""

import numpy as np

from mi_abm.core import (
    Mechanism,
    Now,
    Organisation,
    View,
    exp,
    exposure,
    flow,
    fraction,
    here,
    param,
    part,
    ratio,
    style_mean,
    there,
    tie_sum,
)
from mi_abm.mechanisms.attachment_ties import AttachmentTies
from mi_abm.mechanisms.descriptive_norms import DescriptiveNorms
from mi_abm.mechanisms.skill import Skill
from mi_abm.mechanisms.uptake import Uptake


class SocialModelling(Mechanism):
    """Observers move up towards the skill they see, and towards the habits they see either way."""

    class Params(Mechanism.Params):
        rate: float = param(0.16, "share of the lead of a fully attended colleague that is closed a week", unit="share", source="assumption", range=(0, 0.4), bounds=(0, 1), off=0.0)  # fmt: skip
        habit_rate: float = param(0.08, "the same for the MI-inconsistent habit", unit="share", source="assumption", range=(0, 0.4), bounds=(0, 1), off=0.0)  # fmt: skip
        prestige_floor: float = fraction(0.2, "attention to a colleague without any skill")
        similarity: float = param(0.6, "difference in skill at which attention falls to 37 per cent", unit="skill", source="Bandura1977", range=(0.2, 1), bounds=(0.01, None))  # fmt: skip
        safety_floor: float = fraction(0.3, "learning from colleagues in a team without safety, as a share of a fully safe one")  # fmt: skip
        retrospective_effect: float = fraction(0.3, "weekly fall of a habit under a perfect retrospective, per unit of attention", off=0.0)  # fmt: skip

    reads = (
        AttachmentTies.safety, AttachmentTies.tie_weight, Uptake.practice, DescriptiveNorms.visibility, Skill.skill,
        Skill.ceiling, Skill.habit,
    )  # fmt: skip

    learned_on_tie = flow(unit="skill", axis="tie", meaning="skill learned from this colleague this week")
    habit_on_tie = flow(unit="habit", axis="tie", meaning="habit taken over from this colleague this week")
    from_team = part(Skill.gain, meaning="colleagues of the own team")
    from_other_teams = part(Skill.gain, meaning="colleagues of other teams")
    copied_habit = part(Skill.habit_change, meaning="colleagues' habits")

    salience = exposure(1.0, unit="factor", combine="product", meaning="salience of role models")
    retrospective = exposure(0.0, unit="quality", combine="largest", meaning="quality of retrospectives after meetings")
    host_team = exposure(-1.0, unit="team number", combine="largest", meaning="team one visits this week; -1 at home")
    observability = exposure(0.0, unit="share", combine="largest", meaning="how much of a visitor's work is observed")

    def perceive(self, people: View, p: Params, org: Organisation, now: Now) -> None:
        """Attend to colleagues; move towards their skill and habits."""
        skill, safe = style_mean(people.skill), p.safety_floor + (1 - p.safety_floor) * people.safety
        mine, theirs = here(org, skill), there(org, skill)
        seen = np.where(
            org.visiting > 0, there(org, people.observability), there(org, people.visibility * people.practice)
        )
        alike = exp(-np.abs(mine - theirs) / here(org, p.similarity))
        prestige = np.minimum(1.0, here(org, p.prestige_floor) + theirs)
        share = ratio(people.tie_weight, here(org, tie_sum(org, people.tie_weight)), 0.0)
        attention = share * prestige * alike * seen * here(org, people.salience)
        room = here(org, np.maximum(people.ceiling - people.skill, 0.0))
        lead = np.minimum(np.maximum(there(org, people.skill) - here(org, people.skill), 0.0), room)
        learned = attention * lead * here(org, p.rate * safe)
        people.learned_on_tie = style_mean(learned)
        people.from_team = tie_sum(org, learned * (1 - org.across))
        people.from_other_teams = tie_sum(org, learned * org.across)
        keep = p.habit_rate * (1 - people.retrospective)
        taken = attention * (there(org, people.habit) - here(org, people.habit)) * here(org, keep)
        people.habit_on_tie = taken
        shed = p.habit_rate * p.retrospective_effect * people.retrospective * people.habit
        people.copied_habit = tie_sum(org, taken) - shed * tie_sum(org, attention)
