"""Interventions: whom they reach, when they act, and what their time is booked on (2.7 items 15, 26, 29, 30)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, ClassVar

from tests.reference.chance import stream
from tests.reference.people import Person, Team

if TYPE_CHECKING:
    from tests.reference.model import ReferenceModel

COVERED = stream("organisation/covered")
GROUP = 12


class Intervention:
    """Something done from week `start` on, for `weeks` weeks, with those whom it covers.

    `groups` are the teams with somebody covered, each with its covered members and their share of the team.
    """

    intensity: ClassVar[str | None] = None  # the parameter at whose neutral value it is absent
    neutral: ClassVar[Any] = 0

    def __init__(self, model: ReferenceModel, name: str, p: SimpleNamespace, by_team: bool) -> None:
        self.model, self.name, self.p = model, name, p
        self.groups: list[tuple[Team, list[Person], float]] = []
        for team in model.teams:
            members = self._covered(team, by_team)
            if members:
                self.groups.append((team, members, len(members) / len(team.members)))
        self.covered = [person for person in model.people if any(person in members for _, members, _ in self.groups)]
        self.begin()

    def _covered(self, team: Team, by_team: bool) -> list[Person]:
        if self.p.teams is not None and team.name not in self.p.teams:
            return []
        lasting, share = self.model.chance.lasting, self.p.coverage
        if by_team:
            return team.members[:] if lasting(team.number, COVERED) < share else []
        return [i for i in team.members if lasting(i.post, COVERED) < share]

    def begin(self) -> None:
        """Settle what holds for good, once."""

    @classmethod
    def present(cls, p: SimpleNamespace) -> bool:
        """Say whether the scenario has it at all."""
        if not p.weeks or p.coverage <= 0.0:
            return False
        return cls.intensity is None or getattr(p, cls.intensity) != cls.neutral

    def awake(self, week: int) -> bool:
        """Say whether it may act this week."""
        return bool(self.p.start <= week < self.p.start + self.p.weeks)

    def apply(self, week: int) -> None:
        """Set this week's exposures."""

    def gather(self, hours: float, members: Sequence[Person]) -> None:
        """Book practitioners' time, each his own."""
        for person in members:
            person.exposures.practitioner_hours += hours

    def train(self, hours: float, members: Sequence[Person]) -> None:
        """Book trainers' time for groups of at most twelve, spread over the members."""
        if members:
            each = hours * math.ceil(len(members) / GROUP) / len(members)
            for person in members:
                person.exposures.trainer_hours += each

    def manage(self, hours: float, team: Team) -> None:
        """Book a manager's time, spread over his team."""
        for person in team.members:
            person.exposures.manager_hours += hours / len(team.members)

    def manage_all(self, hours: float) -> None:
        """Book the time of every manager who has somebody covered."""
        for team, _, _ in self.groups:
            self.manage(hours, team)


class Meeting(Intervention):
    """What a team does together, if it comes to it: p = 1 - 1.5 (1 - opportunity) (1 - safety)."""

    def __init__(self, model: ReferenceModel, name: str, p: SimpleNamespace, by_team: bool) -> None:
        super().__init__(model, name, p, by_team)
        self.held_process = stream(f"{name}/held")

    def planned(self, week: int) -> bool:
        """Say whether it is planned for this week."""
        return (week - int(self.p.start)) % int(self.p.every) == 0

    def meet(self, week: int) -> None:
        """Let each team meet or not."""
        if not self.planned(week):
            return
        model = self.model
        for team, members, share in self.groups:
            likely = 1.0 - 1.5 * (1.0 - team.opportunity) * (1.0 - team.safety)
            held = model.chance.happens(likely, team.number, self.held_process)
            model.meetings_planned += 1
            model.meetings_held += held
            for person in members:
                person.exposures.meetings_planned += 1.0
                person.exposures.meetings += held
            if held:
                self.hold(week, team, members, share, held)

    def hold(self, week: int, team: Team, members: list[Person], share: float, held: float) -> None:
        """Set what the meeting does; `held` is 1, or a probability in expectation mode."""


class Training(Intervention):
    """What the safety gate may put off, team by team."""

    def awake(self, week: int) -> bool:
        """Say whether some team may be trained this week."""
        return any(self.p.start <= week - team.waited < self.p.start + self.p.weeks for team in self.model.teams)

    def due(self, week: int) -> list[tuple[Team, list[Person], float]]:
        """Return the groups whose turn it is, and who need not wait."""
        return [g for g in self.groups if not g[0].waits and self.scheduled(week - g[0].waited)]

    def scheduled(self, week: int) -> bool:
        """Say whether a week, counted without those waited, is one of training."""
        return bool(self.p.start <= week < self.p.start + self.p.weeks)


def programme(model: ReferenceModel, scenario: dict[str, dict[str, Any]]) -> list[Intervention]:
    """Return the interventions that a scenario has, the gate first."""
    from tests.reference.catalogue import KINDS

    found = {name: SimpleNamespace(**p) for name, p in scenario.items()}
    attendance = found["team_attendance"]
    by_team = KINDS["team_attendance"].present(attendance)
    return [
        kind(model, name, found[name], by_team)
        for name, kind in KINDS.items()
        if kind.present(found[name])
    ]  # fmt: skip
