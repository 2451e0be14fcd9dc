"""Retrospectives, discussions, revisits of motivation, goals and plans (2.7 items 20 to 23, 27)."""

from __future__ import annotations

import math

from tests.reference.chance import stream
from tests.reference.people import Person, Team
from tests.reference.programme import Meeting

PARTNER = stream("planning/partner")


class Retrospective(Meeting):
    """Teams ask which habits they do not want to take over."""

    intensity = "quality"

    def hold(self, week: int, team: Team, members: list[Person], share: float, held: float) -> None:
        """Let the covered resist habits."""
        self.gather(0.5 * held, members)
        self.manage(0.5 * held, team)
        for person in members:
            person.exposures.retrospective = self.p.quality * held
            person.exposures.social_dose += 0.1 * held


class PeerDiscussion(Meeting):
    """Colleagues talk; without prompts the talk drifts."""

    def on_task(self, week: int) -> float:
        """Return the share of the talk that is on task."""
        kind = self.p.prompt_type
        if kind == "none":
            return max(float(self.p.on_task_floor), 0.85 * math.exp(-(week - self.p.start) / self.p.drift))
        return {"open": 0.75, "structured": 0.85, "goal_linked": 0.9}[kind]

    def hold(self, week: int, team: Team, members: list[Person], share: float, held: float) -> None:
        """Let the covered join."""
        unprompted = self.p.prompt_type == "none"
        self.gather(0.75 * held, members)
        if not unprompted:
            self.train(0.25 * held, members)
        for person in members:
            x = person.exposures
            x.discussion, x.on_task, x.unprompted = held, self.on_task(week) * share, unprompted
            x.social_dose += 0.3 * held


class MotivationRevisit(Meeting):
    """Teams come back to why they wanted this."""

    def apply(self, week: int) -> None:
        """Keep anchors from drifting, in all weeks of the window."""
        for person in self.covered:
            person.exposures.anchor_held = True

    def hold(self, week: int, team: Team, members: list[Person], share: float, held: float) -> None:
        """Raise the anchors."""
        self.gather(0.5 * held, members)
        self.train(0.5 * held, members)
        for person in members:
            person.exposures.anchor_gain += self.p.gain * held
            person.exposures.social_dose += 0.1 * held


class Levelled(Meeting):
    """Goals and plans: one's own, known to others, or the team's; only the team's need a meeting."""

    hours = (0.25, 0.5, 0.75)

    @property
    def level(self) -> int:
        """Return 0 for one's own, 1 for what others know, 2 for the team's."""
        raise NotImplementedError

    def apply(self, week: int) -> None:
        """Let others know, and set or make what needs no meeting."""
        level = self.level
        for person in self.covered:
            x = person.exposures
            self.hold_on(person)
            if level == 1:
                x.floor = max(x.floor, 0.3)
                x.openness += 0.1
                x.social_dose += 0.2
            elif level == 2:
                x.floor = max(x.floor, 0.3 + 0.3 * (1.0 - 0.3 * person.introversion))
                x.social_dose += 0.3
        if level < 2 and self.planned(week):
            self.gather(self.hours[level], self.covered)
            for person in self.covered:
                self.make(person, 1.0)

    def meet(self, week: int) -> None:
        """Meet, if it is the team's."""
        if self.level == 2:
            super().meet(week)

    def hold(self, week: int, team: Team, members: list[Person], share: float, held: float) -> None:
        """Set the goal or make the plan together."""
        self.gather(self.hours[2] * held, members)
        for person in members:
            self.make(person, held)

    def hold_on(self, person: Person) -> None:
        """Set what holds in all weeks of the window."""

    def make(self, person: Person, due: float) -> None:
        """Set a goal or make a plan, which comes about with the weight `due`."""


class Goals(Levelled):
    """Goals on practice."""

    @property
    def level(self) -> int:
        """Return whose goal it is."""
        return ("individual", "public", "team").index(self.p.level)

    def planned(self, week: int) -> bool:
        """Say whether goals are set this week."""
        return (week - int(self.p.start)) % int(self.p.horizon) == 0

    def hold_on(self, person: Person) -> None:
        """Keep the goal in force."""
        p, x = self.p, person.exposures
        x.goals_on = True
        x.goal_step = p.step if p.difficulty == "stepwise" else None
        x.goal_level = p.fixed_level
        x.goal_shared = p.interdependence if p.level == "team" else 0.0
        x.normalised = max(x.normalised, p.normalise_setbacks)

    def make(self, person: Person, due: float) -> None:
        """Set the goal at the end of this week."""
        person.exposures.goal_due = due

    def hold(self, week: int, team: Team, members: list[Person], share: float, held: float) -> None:
        """Set the team's goal, with its manager."""
        super().hold(week, team, members, share, held)
        self.manage(0.25 * held, team)


class Planning(Levelled):
    """Plans of when and where."""

    @property
    def level(self) -> int:
        """Return whose plan it is."""
        return ("solo", "dyadic", "team").index(self.p.mode)

    def make(self, person: Person, due: float) -> None:
        """Make the plan at the end of this week."""
        x = person.exposures
        x.plan_due, x.plan_of_team = due, 1.0 if self.level == 2 else 0.0
        if self.level == 1:
            others = [i for i in self.covered if i.team is person.team and i is not person]
            if others:
                x.plan_partner = others[int(self.model.chance.lasting(person.who, PARTNER) * len(others))]
