"""What is seen, approved of and shared in a team from week to week."""

from __future__ import annotations

from types import SimpleNamespace

from tests.reference.chance import stream
from tests.reference.people import Person, Team
from tests.reference.programme import Intervention, Meeting

SIGNALS, REMINDED = stream("manager_signal/signals"), stream("social_reminders/reminded")


class ManagerSignal(Intervention):
    """Managers say what they support, and give time or take it (2.7 items 15, 18, 24, 25, decision 26)."""

    @classmethod
    def present(cls, p: SimpleNamespace) -> bool:
        """Say whether anything is signalled at all."""
        silent = not p.support and not p.time_signal and p.salience == 1.0 and p.protected_time == 0.2
        return not silent and super().present(p)

    def begin(self) -> None:
        """Find the managers who give the signal."""
        lasting = self.model.chance.lasting
        self.groups = [g for g in self.groups if lasting(g[0].number, SIGNALS) < self.p.managers]

    def apply(self, week: int) -> None:
        """Give the signal to the covered."""
        p, names = self.p, self.model.style_names
        approved = tuple((p.support if p.styles is None or n in p.styles else 0.0) - p.time_signal for n in names)
        for team, members, _ in self.groups:
            self.manage(0.25, team)
            self.gather(10.0 * max(0.0, p.protected_time - 0.2), members)
            for person in members:
                x = person.exposures
                x.protected_time, x.norm_salience = p.protected_time, p.salience
                if p.style == "consistent":
                    x.supported_styles, x.time_signal = approved, p.time_signal
                else:
                    x.habit_signal = p.support - p.time_signal


class EagernessStructure(Intervention):
    """Colleagues show how keen they are."""

    intensity = "strength"

    def apply(self, week: int) -> None:
        """Let eagerness show."""
        self.gather(0.25, self.covered)
        self.manage_all(0.1)
        for person in self.covered:
            person.exposures.eagerness = self.p.strength
            person.exposures.social_dose += 0.1


class IdlenessGuard(Intervention):
    """Not seeing is no longer read as not doing."""

    intensity = "hinder"

    def apply(self, week: int) -> None:
        """Hinder the inference, in each team by the share that is covered."""
        self.gather(0.1, self.covered)
        self.manage_all(0.25)
        for team, _, share in self.groups:
            team.hindered = self.p.hinder * share


class ExperienceSharing(Intervention):
    """People tell one another how it went, for better or worse."""

    intensity = "strength"

    def apply(self, week: int) -> None:
        """Make practice and habit visible."""
        self.gather(0.25, self.covered)
        for team, members, share in self.groups:
            team.openness += self.p.visibility_gain * self.p.strength * share
            for person in members:
                person.exposures.habit_shown = self.p.strength
                person.exposures.social_dose += 0.2


class SocialReminders(Intervention):
    """Reminders make practice visible and keep plans fresh."""

    intensity = "r"

    def apply(self, week: int) -> None:
        """Remind whoever is reached this week."""
        p, happens = self.p, self.model.chance.happens
        self.gather(0.05, self.covered)
        self.manage_all(0.05)
        for team, members, share in self.groups:
            team.openness += p.visibility_gain * p.r * share
            for person in members:
                kept = p.recall * happens(p.r, person.who, REMINDED)
                person.exposures.plan_reminded = max(person.exposures.plan_reminded, kept)


class RoleModelSalience(Intervention):
    """Attention is drawn to colleagues."""

    intensity, neutral = "factor", 1.0

    def apply(self, week: int) -> None:
        """Draw attention."""
        self.gather(0.05, self.covered)
        self.manage_all(0.1)
        for person in self.covered:
            person.exposures.salience *= self.p.factor


class Competition(Intervention):
    """Teams are ranked against one another."""

    intensity = "intensity"

    def apply(self, week: int) -> None:
        """Set the covered against other teams."""
        self.train(0.25, self.covered)
        for person in self.covered:
            person.exposures.competition = self.p.intensity


class SafetyBuilding(Meeting):
    """Weekly meetings raise the team's set point of safety for good."""

    intensity = "gain"

    def planned(self, week: int) -> bool:
        """It is planned for every week of its window."""
        return True

    def hold(self, week: int, team: Team, members: list[Person], share: float, held: float) -> None:
        """Push the set point a step."""
        team.set_point_push += held * share * self.p.gain / self.p.weeks
        self.gather(0.5 * held, members)
        self.train(0.5 * held, members)
        self.manage(0.5 * held, team)
        for person in members:
            person.exposures.social_dose += 0.1 * held
