"""Descriptive norms: what I see colleagues do becomes what one does here.

    v_j   = v0 + v1 psi_k(j)
    o_ij  = a_j if j shows eagerness (probability strength psi), else b_j if seen (probability v_j),
            else w_i pi0 + x b_i + (1 - w_i - x) d_i
    d_i  <- (1 - a_d) d_i + a_d sum_j w_ij o_ij / sum_j w_ij                                         (5)
    pull  = (2 - phi_n) b_d (d - 1/2)

d: perceived practice of colleagues, per style; v: visibility of practice; psi: safety; a: attitude; b: practice; w_i:
idleness inferred from what is not seen, pi0 the practice then presumed, x the share of "they are like me". The
MI-inconsistent habit is perceived likewise, half as visible unless experiences are shared, and pulls nothing.

References: [Cialdini1990], [Rivis2003], [Granovetter1978], [Centola2018], [Table2:descriptive-norms].
"""

from typing import Literal

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
    is_choice,
    lasting_uniform,
    mean_of_ties,
    param,
    part,
    positive,
    ratio,
    state,
    style_mean,
    there,
    tie_chance,
    tie_sum,
    trait,
)
from mi_abm.mechanisms.attachment_ties import AttachmentTies
from mi_abm.mechanisms.skill import Skill
from mi_abm.mechanisms.uptake import Uptake

FRACTION = 1  # place of "fraction" among the kinds of threshold


class DescriptiveNorms(Mechanism):
    """Practitioners drift towards the practice they see, or infer where they see nothing."""

    class Params(Mechanism.Params):
        weight: float = param(2.0, "weight of the perceived practice of colleagues", unit="logit", source="Rivis2003", range=(0, 8), off=0.0)  # fmt: skip
        rate: float = fraction(0.15, "share of the gap to what is seen closed a week", range=(0.02, 0.5), off=0.0)
        start: float = fraction(0.3, "perceived practice at arrival")
        visible: float = fraction(0.10, "probability that a colleague's practice is seen in a team without safety")
        visible_if_safe: float = fraction(0.25, "rise of that probability in a fully safe team")
        idleness: float = fraction(0.5, "share of unseen practice that is read as idleness", off=0.0)
        idleness_spread: float = fraction(0.8, "spread of that share between persons (uniform, relative)", off=0.0)
        presumed_practice: float = fraction(0.10, "practice presumed of the idle")
        like_me: float = fraction(0.11, "share of unseen practice that is presumed to be like one's own", off=0.0)
        habit_visibility: float = fraction(0.5, "visibility of the MI-inconsistent habit, as a share of that of practice")  # fmt: skip
        threshold: float = param(1.0, "adopters who must be seen before one adopts (threshold rule): number or fraction", unit="colleagues", source="Granovetter1978", range=(0, 4), bounds=(0, None))  # fmt: skip
        threshold_kind: Literal["count", "fraction"] = param("count", "how seen adopters are measured (threshold rule)", unit="rule", source="Centola2018")  # fmt: skip

    reads = (
        AttachmentTies.safety, AttachmentTies.tie_weight, Uptake.practice, Uptake.attitude, Uptake.norm_salience,
        Uptake.by_threshold, Skill.style_practice, Skill.habit,
    )  # fmt: skip
    sets = (Uptake.adopting,)

    inferred_idleness = trait(1.0, unit="factor", meaning="multiplier of the idleness inferred")
    threshold = trait(1.0, unit="colleagues", span=(0, 1e6), meaning="adopters who must be seen before one adopts (threshold rule)")  # fmt: skip
    perceived_norm = state(0.3, unit="share of conversations", axis="style", meaning="perceived practice of colleagues")
    perceived_habit = state(0.3, unit="habit", meaning="perceived MI-inconsistent habit of colleagues")
    visibility = flow(unit="probability", span=(0, 1), meaning="probability that a colleague sees one's practice")
    style_visibility = trait(1.0, unit="factor", axis="style", span=(0, 1), meaning="visibility of a style, relative")
    common_language = state(0.0, unit="probability", meaning="lasting rise in visibility by a common language")
    norm_pull = part(Uptake.intention, meaning="perceived practice of colleagues")

    openness = exposure(0.0, unit="probability", meaning="rise in the visibility of practice")
    eagerness = exposure(0.0, unit="probability", combine="largest", meaning="attitude made visible, in a fully safe team")  # fmt: skip
    idleness_hindered = exposure(0.0, unit="share", combine="largest", meaning="share of the inference of idleness that is hindered")  # fmt: skip
    habit_shown = exposure(0.0, unit="share", combine="largest", meaning="share to which habits are as visible as practice")  # fmt: skip
    language = exposure(0.0, unit="probability", combine="largest", meaning="rise in visibility by a common language, from now on")  # fmt: skip
    idle_talk = exposure(0.0, unit="share", meaning="share by which talk off the task moves the norm to presumed practice")  # fmt: skip

    def arrive(self, people: View, p: Params, org: Organisation, now: Now) -> None:
        """Start from a common guess; draw how readily a person infers idleness."""
        people.inferred_idleness = 1 + p.idleness_spread * (2 * lasting_uniform(now, "idleness") - 1)
        people.threshold = p.threshold
        people.perceived_norm = p.start
        people.perceived_habit = p.start
        people.common_language = 0.0

    def prepare(self, people: View, p: Params, org: Organisation, now: Now) -> None:
        """Find how visible each person's practice is this week."""
        shared = np.maximum(people.common_language, people.language)
        people.visibility = p.visible + people.openness + shared + p.visible_if_safe * people.safety

    def appraise(self, people: View, p: Params, org: Organisation, now: Now) -> None:
        """Pull on intention; say whether enough adopters are seen (threshold rule)."""
        people.norm_pull = (2 - people.norm_salience) * p.weight * (style_mean(people.perceived_norm) - 0.5)
        tied = positive(people.tie_weight)
        seen = tied * tie_chance(org, now, "seen", there(org, people.visibility * people.by_threshold))
        adopting = seen * there(org, people.practice)
        adopters, colleagues = tie_sum(org, adopting), tie_sum(org, tied)
        measured = np.where(is_choice(p.threshold_kind, FRACTION) > 0, ratio(adopters, colleagues, 0.0), adopters)
        people.adopting = people.by_threshold * np.where(measured >= people.threshold, 1.0, 0.0)

    def perceive(self, people: View, p: Params, org: Organisation, now: Now) -> None:
        """Update what one believes colleagues do from what was seen and inferred this week."""
        idle = np.minimum(p.idleness * (1 - people.idleness_hindered) * people.inferred_idleness, 1 - p.like_me)
        b, d = people.style_practice, people.perceived_norm
        guess = idle * p.presumed_practice + p.like_me * b + (1 - idle - p.like_me) * d
        seen = tie_chance(org, now, "seen", there(org, people.visibility) * there(org, people.style_visibility))
        eager = tie_chance(org, now, "eager", there(org, people.eagerness * people.safety))
        practice = seen * there(org, b) + (1 - seen) * here(org, guess)
        observed = eager * there(org, people.attitude) + (1 - eager) * practice
        norm = mean_of_ties(org, observed, people.tie_weight, alone=d)
        people.perceived_norm = d + p.rate * (norm - d) + people.idle_talk * (p.presumed_practice - d)

    def settle(self, people: View, p: Params, org: Organisation, now: Now) -> None:
        """Keep what has become a common language."""
        people.common_language = np.maximum(people.common_language, people.language)

    def learn(self, people: View, p: Params, org: Organisation, now: Now) -> None:
        """Update likewise what one believes of colleagues' MI-inconsistent habits."""
        idle = np.minimum(p.idleness * (1 - people.idleness_hindered) * people.inferred_idleness, 1 - p.like_me)
        u, d = people.habit, people.perceived_habit
        guess = idle * p.presumed_practice + p.like_me * u + (1 - idle - p.like_me) * d
        shown = people.visibility * (p.habit_visibility + (1 - p.habit_visibility) * people.habit_shown)
        seen = tie_chance(org, now, "seen", there(org, shown))
        observed = seen * there(org, u) + (1 - seen) * here(org, guess)
        people.perceived_habit = d + p.rate * (mean_of_ties(org, observed, people.tie_weight, alone=d) - d)
