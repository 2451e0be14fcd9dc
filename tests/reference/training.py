"""The gate, and what it may put off: workshop, coaching, training as a team (2.7 items 19 to 21, decisions 23, 24)."""

from __future__ import annotations

from types import SimpleNamespace

from tests.reference.chance import stream
from tests.reference.people import Person
from tests.reference.programme import Intervention, Training

LUCK = stream("workshop/luck")


class SafetyGate(Intervention):
    """A team waits until it is safe enough, but not for ever."""

    intensity = "threshold"

    def apply(self, week: int) -> None:
        """Let teams in, or have them wait another week."""
        for team, _, _ in self.groups:
            if team.let_in:
                continue
            if team.safety < self.p.threshold and team.waited < self.p.cap:
                team.waited += 1
                team.waits = True
                self.manage(0.25, team)
            else:
                team.let_in = True


class Workshop(Training):
    """Two days that close part of the room for growth."""

    intensity = "intensity"

    def apply(self, week: int) -> None:
        """Teach those whose turn it is."""
        there: list[Person] = []
        for team, members, _ in self.due(week):
            there += members
            self.manage(0.5, team)
        self.train(18.0, there)
        self.gather(14.0, there)
        p, chance = self.p, self.model.chance
        for person in there:
            luck = 1.0
            if p.luck_sd:
                luck = min(2.0, max(0.0, 1.0 + p.luck_sd * chance.normal(person.who, LUCK)))
            x = person.exposures
            x.attends = True
            x.lesson = min(1.0, p.rate * p.intensity * luck * (0.7 + 0.6 * person.attitude) / 1.06)
            x.anchor_gain += p.attitude_gain
            x.efficacy_gain += p.efficacy_gain


class Coaching(Training):
    """Sessions in certain weeks, for whoever is ready for them."""

    intensity = "dose"

    def awake(self, week: int) -> bool:
        """Say whether some team may be coached this week."""
        return any(week - team.waited in self.p.weeks for team in self.model.teams)

    def scheduled(self, week: int) -> bool:
        """Say whether a week is one of sessions."""
        return week in self.p.weeks

    def apply(self, week: int) -> None:
        """Offer a session."""
        for _, members, _ in self.due(week):
            for person in members:
                person.exposures.coached += self.p.dose
                person.exposures.practitioner_hours += 1.0
                person.exposures.trainer_hours += 1.25


class TeamAttendance(Training):
    """Teams train together, and come back with a language of their own."""

    @classmethod
    def present(cls, p: SimpleNamespace) -> bool:
        """Say whether teams are trained as a whole at all."""
        return bool(p.whole_team) and super().present(p)

    def apply(self, week: int) -> None:
        """Bring the teams together."""
        for team, members, share in self.due(week):
            team.safety_gain += self.p.safety_gain * share
            if week - team.waited == self.p.start:
                self.manage(1.0, team)
            for person in members:
                x = person.exposures
                x.trains_together = True
                x.social_dose += 0.2
                x.language = max(x.language, self.p.language * share)
