"""Who there is: practitioners and teams with what they carry, and the ties and beliefs between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import mesa

from tests.reference.exposures import NEUTRAL, Exposures

if TYPE_CHECKING:
    from tests.reference.model import ReferenceModel


class Tie:
    """Somebody attends to `other`; `weight` is what that comes to this week."""

    __slots__ = ("across", "observability", "other", "strength", "visit", "w0", "weight")

    def __init__(self, other: Person, w0: float, across: bool) -> None:
        self.other, self.across = other, across
        self.w0 = self.strength = self.weight = w0
        self.visit, self.observability = False, 0.0


class Belief:
    """What one believes that a partner thinks of one, in how many weeks one met him, and when last."""

    __slots__ = ("last", "level", "met", "partner")

    def __init__(self, partner: Person, level: float) -> None:
        self.partner, self.level, self.met, self.last = partner, level, 0, 0


class Team(mesa.Agent):  # type: ignore[misc]  # Mesa is untyped
    """A team, its safety, and what reaches it as a whole this week."""

    model: ReferenceModel

    number: int
    name: str
    members: list[Person]
    safety: float
    set_point: float
    # the gate before training: weeks waited in all, whether it waits this week, whether it was let in for good
    waited: int
    waits: bool
    let_in: bool
    # of this week
    openness: float  # added to everybody's visibility
    hindered: float
    safety_gain: float
    set_point_push: float
    # means on Monday, and the new mean of practice
    opportunity: float
    commitment: float
    skill: float
    average: float
    __slots__ = tuple(n for n in __annotations__ if n != "model")

    def __init__(self, model: ReferenceModel, number: int, name: str) -> None:
        super().__init__(model)
        self.number, self.name, self.members = number, name, []
        self.waited, self.waits, self.let_in = 0, False, False

    def begin(self) -> None:
        """It is Monday: nothing reaches the team yet."""
        self.openness = self.hindered = self.safety_gain = self.set_point_push = 0.0
        self.waits = False
        n = len(self.members)
        self.commitment = sum(i.commitment for i in self.members) / n
        self.skill = sum(i.mean_skill for i in self.members) / n

    def settle(self) -> None:
        """Let safety return to its set point, rise with support and fall with threat (eq. 13)."""
        p, n = self.model.p.attachment_ties, len(self.members)
        supported = sum(max(0.0, 1.0 - i.unsupported - i.threatened) for i in self.members) / n
        threatened = sum(i.threatened for i in self.members) / n
        change = p.safety_rate * (self.set_point - self.safety)
        change += p.support_gain * supported - p.threat_loss * threatened + self.safety_gain
        self.safety = min(1.0, max(0.0, self.safety + change))
        self.set_point = min(1.0, max(0.0, self.set_point + self.set_point_push))
        self.average = sum(i.average for i in self.members) / n


class Person(mesa.Agent):  # type: ignore[misc]
    """The state of one practitioner. Whatever others read of him is made as `new_...` and stands from next Monday."""

    model: ReferenceModel

    # his post: its number, its place among all, its occupants so far, and the first word of the occupant's draws
    post: int
    number: int
    occupant: int
    who: int
    team: Team
    ties: list[Tie]
    looks: list[Tie]  # the ties of this week, visits included
    hosting: list[Tie]  # lasting ties between a visitor and his hosts, either way
    visiting: Team | None
    weeks_here: int

    # traits
    start: list[float]
    ceiling: list[float]
    mean_start: float
    caseload: float
    conformity: float
    introversion: float
    propensity: float
    idleness: float
    threshold: float

    # states
    skill: list[float]
    mean_skill: float
    habit: float
    trained: float
    attitude: float
    anchor: float
    norm: list[float]
    habit_norm: float
    approval: list[float]
    habit_approval: float
    efficacy: float
    commitment: float
    goal: float
    has_goal: float
    plan: float
    plan_of_team: float
    plan_partner: Person | None
    average: float
    beliefs: list[Belief]
    competence: float
    offence: float
    manager_view: float
    client_view: float
    language: float

    # being made
    new_skill: list[float]
    new_habit: float
    new_attitude: float
    new_norm: list[float]
    new_habit_norm: float
    new_practice: float

    # of this week
    exposures: Exposures
    opportunity: float
    threat: float
    wellbeing: float
    intention: float
    practice: float
    style_practice: list[float]
    visibility: float
    eager: float
    speaks: float
    learned: list[float]
    copied: float
    feedback: float
    unsupported: float
    threatened: float
    sting: float
    __slots__ = tuple(n for n in __annotations__ if n != "model")

    def __init__(self, model: ReferenceModel, number: int, post: int, team: Team) -> None:
        super().__init__(model)
        self.number, self.post, self.who, self.team = number, post, post, team
        self.occupant, self.visiting = 0, None
        self.ties, self.looks, self.hosting = [], [], []
        self.exposures = NEUTRAL
        team.members.append(self)
