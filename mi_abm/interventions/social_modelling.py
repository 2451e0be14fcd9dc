"""Interventions on social modelling: who is there to be learned from.

On visit q the chosen of team k sit in team (k + 1 + q mod (K - 1)) mod K (`destination: round_robin`): never at home.

References: [Table2:social-modelling].
"""

from typing import Literal

import numpy as np

from mi_abm.core import (
    Intervention,
    Now,
    Organisation,
    View,
    due,
    during,
    flow,
    fraction,
    is_choice,
    lowest_other_team,
    param,
    per_manager,
    positive,
    rank_in_team,
    style_mean,
    team_mean,
    team_uniform,
    tie_sum,
    uniform,
    weeks_into,
)
from mi_abm.interventions import meetings
from mi_abm.mechanisms.hours import Hours
from mi_abm.mechanisms.relational_self import RelationalSelf
from mi_abm.mechanisms.skill import Skill
from mi_abm.mechanisms.social_modelling import SocialModelling

RANDOM, LEAST_INCONSISTENT, LOWEST_SKILL = 1, 2, 2  # places among the ways of selection, and the destinations


class Rotation(Intervention):
    """Each team's chosen practitioners visit other teams in turn, and are home again at the end.

    Hours a week: 2 a visitor, .25 a member of a host team, .5 a manager concerned.
    """

    class Params(Intervention.Params):
        start: int = param(8, "first week of the first visit", unit="week", source="assumption", range=(1, 39))
        weeks: int = param(12, "number of weeks of visiting; 0 is absence", unit="weeks", source="assumption", range=(0, 44), bounds=(0, None), off=0)  # fmt: skip
        stay: int = param(4, "length of a visit", unit="weeks", source="assumption", range=(1, 8), bounds=(1, None))
        n_per_team: int = param(1, "visitors from each team", unit="practitioners", source="assumption", range=(0, 3), bounds=(0, None), off=0)  # fmt: skip
        selection: Literal["most_skilled", "random", "least_inconsistent"] = param("most_skilled", "who is sent", unit="rule", source="Table2")  # fmt: skip
        destination: Literal["round_robin", "random", "lowest_skill"] = param("round_robin", "where to", unit="rule", source="assumption")  # fmt: skip
        observability: float = fraction(0.6, "how much of a visitor's work is observed", off=0.0)

    reads = (Skill.skill, Skill.habit)
    sets = (
        SocialModelling.host_team, SocialModelling.observability, RelationalSelf.social_dose, Hours.practitioner_hours,
        Hours.manager_hours,
    )  # fmt: skip

    seat = flow(-1.0, unit="team number", meaning="team visited; -1 at home")

    def arrive(self, people: View, p: Params, org: Organisation, now: Now) -> None:
        """Let a newcomer begin at home, even on a visitor's post."""
        people.seat = -1.0

    def apply(self, people: View, p: Params, org: Organisation, now: Now) -> None:
        """Choose visitors and hosts at the start of each visit; keep them for its length."""
        visit, turn = np.floor(weeks_into(now, p) / p.stay), np.mod(weeks_into(now, p), p.stay)
        skill = style_mean(people.skill)
        merit = np.where(
            is_choice(p.selection, RANDOM) > 0,
            uniform(now, "selected"),
            np.where(is_choice(p.selection, LEAST_INCONSISTENT) > 0, -people.habit, skill),
        )
        place = rank_in_team(org, np.where(people.covered > 0, merit, -np.inf), uniform(now, "tie"))
        sent = (place < p.n_per_team) & (people.covered > 0)
        others = org.teams_in_run - 1.0
        step = np.where(
            is_choice(p.destination, RANDOM) > 0,
            np.floor(team_uniform(now, "destination") * others),
            np.mod(visit, np.maximum(others, 1.0)),
        )
        ahead = np.mod(org.team_number + 1 + step, others + 1)
        lowest = lowest_other_team(org, team_mean(org, skill), team_uniform(now, "tie"))
        host = np.where(is_choice(p.destination, LOWEST_SKILL) > 0, lowest, ahead)
        chosen = np.where(sent & (others > 0), host, -1.0)
        people.seat = np.where(turn == 0, chosen, people.seat)
        people.host_team = np.where(during(now, p) > 0, people.seat, -1.0)
        people.observability = np.where(during(now, p) * people.covered > 0, p.observability, 0.0)

    def meet(self, people: View, p: Params, org: Organisation, now: Now) -> None:
        """Book the hours of visitors, hosts and managers."""
        visits = np.where(during(now, p) > 0, positive(people.seat + 1), 0.0)
        hosts = np.where(during(now, p) > 0, positive(tie_sum(org, org.visiting)), 0.0)
        people.social_dose = 0.1 * visits
        people.practitioner_hours = 2 * visits + 0.25 * hosts
        people.manager_hours = 0.5 * per_manager(org, np.maximum(visits, hosts))


class RoleModelSalience(Intervention):
    """Make it known that people are models to one another. Hours a week: .05 a practitioner, .1 a manager."""

    class Params(Intervention.Params):
        factor: float = param(1.3, "attention to colleagues, relative; 1 is neutral", unit="factor", source="assumption", range=(1, 2), bounds=(0, None), off=1.0)  # fmt: skip

    sets = (SocialModelling.salience, Hours.practitioner_hours, Hours.manager_hours)

    def apply(self, people: View, p: Params, org: Organisation, now: Now) -> None:
        """Raise the salience of models."""
        on = during(now, p) * people.covered * positive(np.abs(p.factor - 1.0))
        people.salience = np.where(on > 0, p.factor, 1.0)
        people.practitioner_hours = 0.05 * on
        people.manager_hours = 0.1 * per_manager(org, on)


class Retrospective(Intervention):
    """Look back on meetings with a critical, constructive eye. Hours a meeting: .5 a practitioner, .5 a manager."""

    class Params(Intervention.Params):
        quality: float = fraction(0.8, "quality of the discussion: share of habits not taken over", off=0.0)
        every: int = param(1, "weeks from one meeting to the next", unit="weeks", source="assumption", range=(1, 8), bounds=(1, None))  # fmt: skip

    reads = meetings.READS
    sets = (
        SocialModelling.retrospective, RelationalSelf.social_dose, Hours.practitioner_hours, Hours.manager_hours,
        *meetings.SETS,
    )  # fmt: skip

    def meet(self, people: View, p: Params, org: Organisation, now: Now) -> None:
        """Meet, if the team manages to."""
        held = meetings.hold(people, org, now, due(now, p) * people.covered * positive(p.quality))
        people.retrospective = held * p.quality
        people.social_dose = 0.1 * held
        people.practitioner_hours = 0.5 * held
        people.manager_hours = 0.5 * per_manager(org, held)
