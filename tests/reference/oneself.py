"""Commitment, roles, the path of one's own, and feedback among colleagues."""

from __future__ import annotations

from tests.reference.chance import stream
from tests.reference.people import Person
from tests.reference.programme import Intervention

ROLE = stream("accountability_roles/role")
OBSERVER, REMINDER, GOAL_KEEPER = range(3)


class InfluenceAwareness(Intervention):
    """A message: colleagues look at you."""

    intensity = "strength"

    def apply(self, week: int) -> None:
        """Draw attention, and hold commitment up."""
        p = self.p
        if week == p.start:
            self.gather(0.5, self.covered)
            self.train(0.5, self.covered)
        for person in self.covered:
            x = person.exposures
            x.salience *= 1.0 + p.salience * p.strength
            x.floor = max(x.floor, p.floor * p.strength)
            x.social_dose += 0.1


class PublicCommitment(Intervention):
    """One says before others what one will do."""

    intensity = "floor"

    def apply(self, week: int) -> None:
        """Hold commitment up."""
        if week == self.p.start:
            self.gather(0.25, self.covered)
            self.manage_all(0.1)
        for person in self.covered:
            person.exposures.floor = max(person.exposures.floor, self.p.floor)
            person.exposures.social_dose += 0.2


class CommonResponsibility(Intervention):
    """Commitment is pooled in the team."""

    intensity = "kappa"

    def apply(self, week: int) -> None:
        """Pool it."""
        self.gather(0.1, self.covered)
        self.manage_all(0.1)
        for person in self.covered:
            person.exposures.pooling = self.p.kappa
            person.exposures.social_dose += 0.3


class AccountabilityRoles(Intervention):
    """Roles go round the team; what a role does reaches everybody in it (2.7 item 36, decision 27)."""

    intensity = "share"

    def begin(self) -> None:
        """Draw each team's one role, for where roles do not differ."""
        self.one_role = {team: int(3 * self.model.chance.lasting(team.number, ROLE)) for team in self.model.teams}

    def apply(self, week: int) -> None:
        """Deal the roles of this period."""
        turn = (week - int(self.p.start)) // int(self.p.rotate_every)
        self.manage_all(0.1)
        for team, members, _ in self.groups:
            roles: list[int] = []
            for rank, person in enumerate(members):
                place = (rank + turn) % len(members)
                if place < self.p.share * len(members):
                    roles.append(place % 3 if self.p.complementary else self.one_role[team])
                    self._hold(person)
            if REMINDER in roles:
                team.openness += 0.1 * len(roles) / len(team.members)
            for person in team.members:
                self._feel(person, roles)

    def _hold(self, person: Person) -> None:
        x = person.exposures
        x.floor = max(x.floor, self.p.floor)
        x.social_dose += 0.4
        x.practitioner_hours += 0.5

    @staticmethod
    def _feel(person: Person, roles: list[int]) -> None:
        x = person.exposures
        if OBSERVER in roles:
            x.checklist = 1.0
        if REMINDER in roles:
            x.plan_reminded = max(x.plan_reminded, 0.5)
        if GOAL_KEEPER in roles:
            x.normalised = max(x.normalised, 0.5)


class IndividualPath(Intervention):
    """Whoever would rather practise alone may."""

    intensity, neutral = "offered", False

    def apply(self, week: int) -> None:
        """Let the introverted take the path."""
        for person in self.covered:
            if person.introversion > self.p.threshold:
                x = person.exposures
                x.on_path = True
                x.practitioner_hours += 0.5
                x.trainer_hours += 0.1


class PeerFeedback(Intervention):
    """Colleagues watch one another and say what they saw (2.7 item 20)."""

    intensity = "rate"

    def apply(self, week: int) -> None:
        """Invite everybody to ask."""
        p = self.p
        for person in self.covered:
            x = person.exposures
            x.peer_rate, x.peer_threat = p.rate, p.threat_prob
            x.checklist = max(x.checklist, p.checklist)
            x.social_dose += 0.3
            if p.setting == "simulation":
                x.invited = self.covered
