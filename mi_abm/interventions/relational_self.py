"""Interventions on relational self-perceptions: commitment, common responsibility, roles, and a way for the introverted.

References: [Cialdini1993], [Table2:relational-self-perceptions].
"""

import numpy as np

from mi_abm.core import (
    Intervention,
    Now,
    Organisation,
    View,
    during,
    fraction,
    lasting_team_uniform,
    param,
    per_group,
    per_manager,
    positive,
    team_mean,
    team_sum,
    weeks_into,
)
from mi_abm.core.pairing import members, positions
from mi_abm.mechanisms.descriptive_norms import DescriptiveNorms
from mi_abm.mechanisms.hours import Hours
from mi_abm.mechanisms.relational_self import RelationalSelf
from mi_abm.mechanisms.shared_cognition import SharedCognition
from mi_abm.mechanisms.social_feedback import SocialFeedback
from mi_abm.mechanisms.social_modelling import SocialModelling


class InfluenceAwareness(Intervention):
    """Say that participants influence each other. Once: .5 hours a practitioner, .5 a trainer per group of 12."""

    class Params(Intervention.Params):
        strength: float = fraction(1.0, "strength of the message", off=0.0)
        salience: float = param(0.3, "rise in attention to colleagues", unit="factor", source="assumption", range=(0, 1), bounds=(0, None), off=0.0)  # fmt: skip
        floor: float = fraction(0.15, "commitment does not fall below this", range=(0, 0.3), off=0.0)

    sets = (
        SocialModelling.salience, RelationalSelf.commitment_floor, RelationalSelf.social_dose, Hours.practitioner_hours,
        Hours.trainer_hours,
    )  # fmt: skip

    def apply(self, people: View, p: Params, org: Organisation, now: Now) -> None:
        """Make people aware of being models, and commit them a little."""
        on = during(now, p) * people.covered * positive(p.strength)
        once = on * np.where(weeks_into(now, p) == 0, 1.0, 0.0)
        people.salience = 1 + on * p.salience * p.strength
        people.commitment_floor = on * p.floor * p.strength
        people.social_dose = 0.1 * on
        people.practitioner_hours = 0.5 * once
        people.trainer_hours = 0.5 * per_group(org, once, 12)


class PublicCommitment(Intervention):
    """Commit to practising before colleagues. Once: .25 hours a practitioner, .1 a manager."""

    class Params(Intervention.Params):
        floor: float = fraction(0.3, "commitment does not fall below this", range=(0, 0.6), off=0.0)

    sets = (RelationalSelf.commitment_floor, RelationalSelf.social_dose, Hours.practitioner_hours, Hours.manager_hours)

    def apply(self, people: View, p: Params, org: Organisation, now: Now) -> None:
        """Hold people to their word."""
        on = during(now, p) * people.covered * positive(p.floor)
        once = on * np.where(weeks_into(now, p) == 0, 1.0, 0.0)
        people.commitment_floor = on * p.floor
        people.social_dose = 0.2 * on
        people.practitioner_hours = 0.25 * once
        people.manager_hours = 0.1 * per_manager(org, once)


class CommonResponsibility(Intervention):
    """Make the outcome the team's: commitment is pooled. Hours a week: .1 a practitioner, .1 a manager."""

    class Params(Intervention.Params):
        kappa: float = fraction(0.3, "share of commitment that is pooled in the team", off=0.0)

    sets = (RelationalSelf.pooling, RelationalSelf.social_dose, Hours.practitioner_hours, Hours.manager_hours)

    def apply(self, people: View, p: Params, org: Organisation, now: Now) -> None:
        """Pool commitment."""
        on = during(now, p) * people.covered * positive(p.kappa)
        people.pooling = on * p.kappa
        people.social_dose = 0.3 * on
        people.practitioner_hours = 0.1 * on
        people.manager_hours = 0.1 * per_manager(org, on)


class AccountabilityRoles(Intervention):
    """Observer, reminder and goal-keeper, dealt round the team and rotated. Hours a week: .5 a holder, .1 a manager.

    An observer gives the team's peer feedback a checklist; a reminder raises visibility by .10 x the share of holders
    and halves the decay of plans; a goal-keeper makes setbacks half normal.
    """

    class Params(Intervention.Params):
        share: float = fraction(1.0, "share of each team that holds a role", off=0.0)
        rotate_every: int = param(4, "weeks from one holder to the next", unit="weeks", source="assumption", range=(1, 12), bounds=(1, None))  # fmt: skip
        complementary: bool = param(True, "roles differ within a team; no: all holders have the same, drawn", unit="yes/no", source="Table2", off=False)  # fmt: skip
        floor: float = fraction(0.6, "commitment of holders does not fall below this", range=(0.3, 0.9), off=0.0)

    sets = (
        RelationalSelf.commitment_floor, RelationalSelf.social_dose, SocialFeedback.checklist, DescriptiveNorms.openness,
        SharedCognition.plan_reminded, SharedCognition.normalised, Hours.practitioner_hours, Hours.manager_hours,
    )  # fmt: skip

    def apply(self, people: View, p: Params, org: Organisation, now: Now) -> None:
        """Deal the roles, and let them work."""
        on = during(now, p) * people.covered * positive(p.share)
        turn = np.floor(weeks_into(now, p) / p.rotate_every)
        size = np.maximum(members(org.team, people.covered), 1.0)
        place = np.mod(positions(org.team, people.covered, -org.place, org.place) + turn, size)
        holder = on * np.where(place < p.share * size, 1.0, 0.0)
        drawn = np.floor(3 * lasting_team_uniform(now, "role"))
        role = np.where(positive(p.complementary) > 0, np.mod(place, 3), drawn)
        observed, reminded, kept = (positive(team_sum(org, holder * (role == k))) for k in range(3))
        people.commitment_floor = holder * p.floor
        people.social_dose = 0.4 * holder
        people.checklist = observed
        people.openness = 0.10 * reminded * team_mean(org, holder)
        people.plan_reminded = 0.5 * reminded
        people.normalised = 0.5 * kept
        people.practitioner_hours = 0.5 * holder
        people.manager_hours = 0.1 * per_manager(org, holder)


class IndividualPath(Intervention):
    """Offer a way of one's own to those who would rather not learn in company. Hours a week: .5 a taker, .1 a trainer each."""

    class Params(Intervention.Params):
        offered: bool = param(True, "the path is offered", unit="yes/no", source="Table2", off=False)
        threshold: float = fraction(0.6, "introversion above which it is taken", range=(0.4, 0.9), off=1.0)

    reads = (RelationalSelf.introversion,)
    sets = (RelationalSelf.individual_path, Hours.practitioner_hours, Hours.trainer_hours)

    def apply(self, people: View, p: Params, org: Organisation, now: Now) -> None:
        """Let the introverted take it."""
        on = during(now, p) * people.covered * positive(p.offered)
        takes = on * np.where(people.introversion > p.threshold, 1.0, 0.0)
        people.individual_path = takes
        people.practitioner_hours = 0.5 * takes
        people.trainer_hours = 0.1 * takes
