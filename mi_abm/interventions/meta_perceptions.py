"""Interventions on meta-perceptions: practising in pairs, and with whom.

The covered people of a group stand in an order; of an odd number the last in order of luck rests. Luck is drawn anew
every week when partners are swapped at random, else once for the post.

    random         in order of luck, neighbours are paired; round robin: circle method over that order (with a bye, nobody rests)
    similar_skill  in order of skill, neighbours are paired; swapped at random within neighbourhoods of four; round robin:
                   circle method within each neighbourhood
    mixed_skill    the upper half in order of skill meets the lower, first with first; swapped at random within each half;
                   round robin: the lower half moves on by one a week

Skill is this week's when partners are swapped at random, else that of the first week of the window.

References: [Table2:meta-perceptions].
"""

from typing import Literal

import numpy as np

from mi_abm.core import (
    Array,
    Intervention,
    Now,
    Organisation,
    View,
    during,
    flow,
    is_choice,
    param,
    per_group,
    post_uniform,
    style_mean,
    uniform,
    weeks_into,
)
from mi_abm.core.pairing import adjacent, at_position, circle, group_of, halves, members, positions
from mi_abm.mechanisms.attachment_ties import AttachmentTies
from mi_abm.mechanisms.hours import Hours
from mi_abm.mechanisms.relational_self import RelationalSelf
from mi_abm.mechanisms.skill import Skill

SWAP_RANDOM, ROUND_ROBIN = 1, 2  # places among the schemes
SIMILAR, MIXED = 1, 2  # places among the partner rules
TEAM = 1  # place of "team" in `within`
NEIGHBOURHOOD = 4


class PairExercises(Intervention):
    """Weekly exercises in pairs, during training. Hours a week: 1 a practitioner, 1.5 a trainer per group of 12."""

    class Params(Intervention.Params):
        weeks: int = param(12, "number of weeks of exercises; 0 is absence", unit="weeks", source="assumption", range=(0, 26), bounds=(0, None), off=0)  # fmt: skip
        scheme: Literal["fixed", "swap_random", "swap_round_robin"] = param("swap_random", "how partners change", unit="rule", source="Table2")  # fmt: skip
        partner_rule: Literal["random", "similar_skill", "mixed_skill"] = param("random", "who is paired with whom", unit="rule", source="assumption")  # fmt: skip
        within: Literal["organisation", "team"] = param("organisation", "where partners come from", unit="rule", source="assumption")  # fmt: skip

    late = 52
    reads = (Skill.skill, AttachmentTies.training_delay, AttachmentTies.training_waits)
    sets = (AttachmentTies.partner, RelationalSelf.social_dose, Hours.practitioner_hours, Hours.trainer_hours)

    first_skill = flow(0.0, unit="skill", meaning="skill when pairs were first formed")

    def apply(self, people: View, p: Params, org: Organisation, now: Now) -> None:
        """Form this week's pairs."""
        on = during(now, p, people.training_delay) * (1 - people.training_waits) * people.covered
        first_skill = np.where(weeks_into(now, p) == 0, style_mean(people.skill), people.first_skill)
        people.first_skill = first_skill
        partner = self._partner(people, p, org, now, on)
        people.partner = np.where(on > 0, partner, -1.0)
        people.social_dose = 0.3 * on
        people.practitioner_hours = on
        people.trainer_hours = 1.5 * per_group(org, on, 12, is_choice(p.within, TEAM))

    @staticmethod
    def _partner(people: View, p: Params, org: Organisation, now: Now, on: Array) -> Array:
        """Return each person's partner by scheme and partner rule."""
        luck, turn = uniform(now, "order"), weeks_into(now, p)
        group = group_of(org, is_choice(p.within, TEAM))
        swaps, robin = is_choice(p.scheme, SWAP_RANDOM) > 0, is_choice(p.scheme, ROUND_ROBIN) > 0
        by_skill = is_choice(p.partner_rule, SIMILAR) + is_choice(p.partner_rule, MIXED) > 0
        mixed = is_choice(p.partner_rule, MIXED) > 0
        lasting = np.where(swaps, luck, post_uniform(now, "order"))
        skill = np.where(swaps, style_mean(people.skill), people.first_skill)
        odd = np.mod(members(group, on), 2) == 1
        last = positions(group, on, lasting, lasting) == members(group, on) - 1
        resting = odd & last & ~(robin & ~by_skill)
        active = np.where(resting, 0.0, on)
        size = members(group, active)
        position = positions(group, active, np.where(by_skill, skill, lasting), lasting)
        block = np.floor(position / NEIGHBOURHOOD) * NEIGHBOURHOOD
        shuffled_block = np.where(mixed, np.floor(position / np.maximum(size / 2, 1.0)), block)
        shuffled = positions(group, active, -shuffled_block, luck)
        position = np.where(swaps & by_skill, shuffled, position)
        near = np.minimum(size - block, NEIGHBOURHOOD)
        in_block = np.where(position >= 0, position - block, -1.0)
        met_near = circle(in_block, near, turn)
        around = np.where(by_skill, np.where(met_near >= 0, met_near + block, -1.0), circle(position, size, turn))
        side_by_side = np.where(robin, around, adjacent(position))
        across = halves(position, size, np.where(robin, turn, 0.0))
        return at_position(org, group, position, np.where(mixed, across, side_by_side))
