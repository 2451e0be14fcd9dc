"""Interventions on shared cognition: goals, plans, and coming back to why one began.

Levels: what is public or the team's commits (a floor of .3, for teams .3 + .3 (1 - .3 x)), costs a social dose (.2, .3)
and, if public, makes one's practice more visible (by .10). Plans with a partner count as public.

References: [Epton2017], [Gollwitzer2006], [Table2:shared-cognition].
"""

from typing import Any, Literal

import numpy as np

from mi_abm.core import (
    Array,
    Intervention,
    Now,
    Organisation,
    View,
    choose_in_team,
    due,
    during,
    fraction,
    is_choice,
    lasting_uniform,
    param,
    per_group,
    per_manager,
)
from mi_abm.interventions import meetings
from mi_abm.mechanisms.descriptive_norms import DescriptiveNorms
from mi_abm.mechanisms.hours import Hours
from mi_abm.mechanisms.relational_self import RelationalSelf
from mi_abm.mechanisms.shared_cognition import SharedCognition
from mi_abm.mechanisms.uptake import Uptake

PUBLIC, TEAM = 1, 2  # places among the levels of goals and the modes of planning
FIXED = 1  # place of "fixed" among the difficulties
LEVEL_READS = (RelationalSelf.introversion,)
LEVEL_SETS = (RelationalSelf.commitment_floor, RelationalSelf.social_dose, DescriptiveNorms.openness)


def commit(people: View, on: Array, public: Any, team: Any) -> None:
    """Let people commit before others, as far as the level goes."""
    people.commitment_floor = on * (0.3 * public + (0.3 + 0.3 * (1 - 0.3 * people.introversion)) * team)
    people.social_dose = on * (0.2 * public + 0.3 * team)
    people.openness = 0.10 * on * public


class Goals(Intervention):
    """Set goals on weekly practice, judge and renew them. Hours a setting: .25, .5 or .75 a practitioner by level; team: .25 a manager."""

    class Params(Intervention.Params):
        level: Literal["individual", "public", "team"] = param("individual", "whose goal it is, and who knows it", unit="rule", source="Table2")  # fmt: skip
        difficulty: Literal["stepwise", "fixed"] = param("stepwise", "a step above present practice, or one level for all", unit="rule", source="Locke2002")  # fmt: skip
        step: float = fraction(0.08, "step above present practice", range=(0.02, 0.2), unit="share of conversations")
        fixed_level: float = fraction(0.9, "one level for all", unit="share of conversations")
        horizon: int = param(6, "weeks from one setting to the next", unit="weeks", source="assumption", range=(2, 12), bounds=(1, None))  # fmt: skip
        normalise_setbacks: float = fraction(0.0, "how much setbacks are presented as normal", off=0.0)
        interdependence: float = fraction(0.0, "share of a team goal that is the team's mean", off=0.0)

    reads = (*meetings.READS, *LEVEL_READS)
    sets = (
        SharedCognition.goals_on, SharedCognition.goal_due, SharedCognition.goal_step, SharedCognition.goal_level,
        SharedCognition.goal_shared, SharedCognition.normalised, Hours.practitioner_hours, Hours.manager_hours,
        *LEVEL_SETS, *meetings.SETS,
    )  # fmt: skip

    def apply(self, people: View, p: Params, org: Organisation, now: Now) -> None:
        """Keep goals in force, and commit to them."""
        on, team = during(now, p) * people.covered, is_choice(p.level, TEAM)
        stepwise = 1 - is_choice(p.difficulty, FIXED)
        commit(people, on, is_choice(p.level, PUBLIC), team)
        people.goals_on = on
        people.goal_step = np.where(on * stepwise > 0, p.step, -1.0)
        people.goal_level = on * (1 - stepwise) * p.fixed_level
        people.goal_shared = on * team * p.interdependence
        people.normalised = on * p.normalise_setbacks

    def meet(self, people: View, p: Params, org: Organisation, now: Now) -> None:
        """Judge and set goals; team goals need a meeting."""
        planned, team = due(now, p, p.horizon) * people.covered, is_choice(p.level, TEAM)
        held = meetings.hold(people, org, now, planned * team)
        setting = np.where(team > 0, held, planned)
        people.goal_due = setting
        people.practitioner_hours = setting * (0.25 + 0.25 * is_choice(p.level, PUBLIC) + 0.5 * team)
        people.manager_hours = 0.25 * per_manager(org, setting * team)


class Planning(Intervention):
    """Plan when and with whom to practise. Hours a session: .25, .5 or .75 a practitioner by mode."""

    class Params(Intervention.Params):
        mode: Literal["solo", "dyadic", "team"] = param("solo", "alone, with a partner, or as a team", unit="rule", source="Table2")  # fmt: skip
        every: int = param(6, "weeks from one session to the next", unit="weeks", source="assumption", range=(2, 12), bounds=(1, None))  # fmt: skip

    reads = (*meetings.READS, *LEVEL_READS)
    sets = (
        SharedCognition.planned, SharedCognition.planned_by_team, SharedCognition.planned_with, Hours.practitioner_hours,
        *LEVEL_SETS, *meetings.SETS,
    )  # fmt: skip

    def apply(self, people: View, p: Params, org: Organisation, now: Now) -> None:
        """Commit to plans, if others know them."""
        commit(people, during(now, p) * people.covered, is_choice(p.mode, PUBLIC), is_choice(p.mode, TEAM))

    def meet(self, people: View, p: Params, org: Organisation, now: Now) -> None:
        """Make plans; team plans need a meeting."""
        planned, team = due(now, p) * people.covered, is_choice(p.mode, TEAM)
        held = meetings.hold(people, org, now, planned * team)
        made = np.where(team > 0, held, planned)
        partner = choose_in_team(org, lasting_uniform(now, "partner"), people.covered)
        people.planned = made
        people.planned_by_team = made * team
        people.planned_with = np.where(made * is_choice(p.mode, PUBLIC) > 0, partner, -1.0)
        people.practitioner_hours = made * (0.25 + 0.25 * is_choice(p.mode, PUBLIC) + 0.5 * team)


class MotivationRevisit(Intervention):
    """Come back to why one wants to practise MI. Hours a meeting: .5 a practitioner, .5 a trainer per group of 12."""

    class Params(Intervention.Params):
        every: int = param(6, "weeks from one meeting to the next", unit="weeks", source="assumption", range=(2, 12), bounds=(1, None))  # fmt: skip
        gain: float = fraction(0.01, "rise of the anchor of attitude by one meeting", range=(0, 0.03), off=0.0)

    reads = meetings.READS
    sets = (
        Uptake.anchor_gain, Uptake.anchor_held, RelationalSelf.social_dose, Hours.practitioner_hours,
        Hours.trainer_hours, *meetings.SETS,
    )  # fmt: skip

    def apply(self, people: View, p: Params, org: Organisation, now: Now) -> None:
        """Keep anchors from drifting."""
        people.anchor_held = during(now, p) * people.covered

    def meet(self, people: View, p: Params, org: Organisation, now: Now) -> None:
        """Meet, if the team manages to."""
        held = meetings.hold(people, org, now, due(now, p) * people.covered)
        people.anchor_gain = p.gain * held
        people.social_dose = 0.1 * held
        people.practitioner_hours = 0.5 * held
        people.trainer_hours = 0.5 * per_group(org, held, 12, by_team=1.0)
