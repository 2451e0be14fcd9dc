"""Shared cognition: goals on practice, the belief to be able, and plans.

    E  = (gap / g*) exp(1 - gap / g*),  gap = (g - mean b)+                                          (14)
    missed by more than .06: e -= k_fail min(1, gap / .30) (1 - .7 normalise);  else e += .04
    e += .01 (.5 + .3 (s - s0) - e) each week
    plan = 1 when made, then .9 a week (solo), .97 (team), 1 while the partner stays (dyadic)
    pull = b_e (e - 1/2) + b_g E + b_p plan                                                           (3)

g: goal on the running mean of practice b; E: effort, largest at the gap g*; e: self-efficacy; s - s0: skill gained.

References: [Locke2002], [Bandura1997], [Epton2017], [Gollwitzer2006], [Table2:shared-cognition].
"""

import numpy as np

from mi_abm.core import (
    Mechanism,
    Now,
    Organisation,
    View,
    exp,
    exposure,
    fraction,
    lasting_normal,
    of_place,
    param,
    part,
    positive,
    state,
    style_mean,
    team_mean,
)
from mi_abm.mechanisms.skill import Skill
from mi_abm.mechanisms.uptake import Uptake


class SharedCognition(Mechanism):
    """A goal within reach draws effort; one out of reach wears down the belief to be able."""

    class Params(Mechanism.Params):
        efficacy_weight: float = param(1.5, "weight of self-efficacy", unit="logit", source="assumption", range=(0.75, 2.25), off=0.0)  # fmt: skip
        goal_weight: float = param(0.25, "weight of the effort that a goal draws", unit="logit", source="Epton2017", range=(0, 0.7), bounds=(0, None), off=0.0)  # fmt: skip
        plan_weight: float = param(0.45, "weight of a fresh plan", unit="logit", source="Gollwitzer2006", range=(0, 0.9), bounds=(0, None), off=0.0)  # fmt: skip
        efficacy_mean: float = fraction(0.5, "mean self-efficacy at arrival, and where it returns to", range=(0.3, 0.7))
        efficacy_sd: float = param(0.1, "SD of self-efficacy at arrival", unit="SD", source="assumption", range=(0, 0.2), bounds=(0, 1))  # fmt: skip
        best_gap: float = param(0.10, "gap between goal and practice that draws most effort", unit="share of conversations", source="assumption", range=(0.05, 0.2), bounds=(0.001, 1))  # fmt: skip
        tolerance: float = fraction(0.06, "gap that does not count as failure", range=(0, 0.15))
        failure: float = fraction(0.12, "loss of self-efficacy by failing a goal far out of reach", range=(0, 0.24), off=0.0)  # fmt: skip
        failure_gap: float = param(0.30, "gap at which the loss is complete", unit="share of conversations", source="assumption", range=(0.1, 0.5), bounds=(0.001, 1))  # fmt: skip
        solo_kept: float = fraction(0.90, "share of a plan of one's own kept from week to week", range=(0.8, 1))
        team_kept: float = fraction(0.97, "share of a plan of the team kept from week to week", range=(0.9, 1))
        normalising: float = fraction(0.7, "share of the loss that normalising setbacks prevents", off=0.0)
        success: float = fraction(0.04, "gain of self-efficacy by reaching a goal", range=(0, 0.1), off=0.0)
        return_rate: float = fraction(0.01, "weekly return of self-efficacy", range=(0, 0.05), off=0.0)
        mastery: float = param(0.3, "effect of skill gained on where self-efficacy returns to", unit="per unit of skill", source="Bandura1997", range=(0, 0.6), off=0.0)  # fmt: skip

    reads = (Uptake.average_practice, Uptake.weeks_here, Skill.skill, Skill.start_skill)

    efficacy = state(0.5, unit="efficacy", meaning="belief to be able to practise MI")
    goal = state(0.0, unit="share of conversations", meaning="goal on practice")
    has_goal = state(0.0, unit="0/1", meaning="a goal is in force")
    plan = state(0.0, unit="strength", meaning="strength of the plan when to practise")
    plan_shared = state(0.0, unit="0/1", meaning="the plan is the team's")
    plan_partner = state(-1.0, unit="place", span=None, meaning="with whom the plan was made; -1: nobody who is still there")  # fmt: skip
    efficacy_pull = part(Uptake.intention, meaning="self-efficacy")
    goal_pull = part(Uptake.intention, meaning="effort for a goal")
    plan_pull = part(Uptake.intention, meaning="plans")

    goals_on = exposure(0.0, unit="0/1", combine="largest", meaning="goals are in force")
    goal_due = exposure(0.0, unit="0/1", combine="largest", meaning="goals are judged and set this week")
    goal_step = exposure(-1.0, unit="share of conversations", combine="largest", meaning="step above one's own practice; -1: fixed goals")  # fmt: skip
    goal_level = exposure(0.0, unit="share of conversations", combine="largest", meaning="fixed goal")
    goal_shared = exposure(0.0, unit="share", combine="largest", meaning="share of the goal that is the team's")
    normalised = exposure(0.0, unit="share", combine="largest", meaning="setbacks are presented as normal")
    planned = exposure(0.0, unit="0/1", combine="largest", meaning="makes a plan this week")
    planned_by_team = exposure(0.0, unit="0/1", combine="largest", meaning="the plan is the team's")
    planned_with = exposure(-1.0, unit="place", combine="largest", meaning="with whom one plans; -1: alone")
    plan_reminded = exposure(0.0, unit="share", combine="largest", meaning="share of the decay of plans that reminders prevent")  # fmt: skip
    efficacy_gain = exposure(0.0, unit="efficacy", meaning="rise of self-efficacy this week")

    def arrive(self, people: View, p: Params, org: Organisation, now: Now) -> None:
        """Draw self-efficacy; nobody arrives with goals or plans."""
        people.efficacy = p.efficacy_mean + p.efficacy_sd * lasting_normal(now, "efficacy")
        people.goal = 0.0
        people.has_goal = 0.0
        people.plan = 0.0
        people.plan_shared = 0.0
        people.plan_partner = -1.0

    def appraise(self, people: View, p: Params, org: Organisation, now: Now) -> None:
        """Pull on intention by efficacy, goal and plan."""
        gap = np.maximum(0.0, people.goal - people.average_practice) / p.best_gap
        people.efficacy_pull = p.efficacy_weight * (people.efficacy - 0.5)
        people.goal_pull = p.goal_weight * people.has_goal * people.goals_on * gap * exp(1 - gap)
        people.plan_pull = p.plan_weight * people.plan

    def settle(self, people: View, p: Params, org: Organisation, now: Now) -> None:
        """Judge goals by the new mean of practice, set new ones, let efficacy return and plans wear off."""
        mean, due = people.average_practice, people.goal_due
        mixed = mean + people.goal_shared * (team_mean(org, mean) - mean)
        gap = np.maximum(0.0, people.goal - mixed)
        loss = p.failure * np.minimum(1.0, gap / p.failure_gap) * (1 - p.normalising * people.normalised)
        judged = people.has_goal * due * np.where(gap > p.tolerance, -loss, p.success)
        home = p.efficacy_mean + p.mastery * style_mean(people.skill - people.start_skill)
        returned = p.return_rate * (home - people.efficacy)
        people.efficacy = people.efficacy + judged + returned + people.efficacy_gain
        new = np.where(people.goal_step >= 0, np.minimum(1.0, mixed + people.goal_step), people.goal_level)
        people.goal = due * new + (1 - due) * people.goal * positive(people.goals_on)
        people.has_goal = np.maximum(due, people.has_goal * people.goals_on)

    def learn(self, people: View, p: Params, org: Organisation, now: Now) -> None:
        """Make plans, or let them wear off: not at all while the partner of a plan is there."""
        there = positive(of_place(org, people.weeks_here, people.plan_partner, 0.0))
        kept = p.solo_kept + (p.team_kept - p.solo_kept) * people.plan_shared
        kept = kept + (1 - kept) * people.plan_reminded
        lasting = people.plan * np.maximum(kept, there)
        made = people.planned
        people.plan = made + (1 - made) * lasting
        people.plan_shared = people.planned_by_team + (1 - made) * people.plan_shared
        people.plan_partner = np.where(made > 0, people.planned_with, np.where(there > 0, people.plan_partner, -1.0))
