"""Rotation: some practitioners sit in another team for a while (2.7 item 19, decisions 13 to 15)."""

from __future__ import annotations

import math

from tests.reference.chance import stream
from tests.reference.people import Person, Team
from tests.reference.programme import Intervention

SELECTED, TIE, DESTINATION = (stream(f"rotation/{x}") for x in ("selected", "tie", "destination"))


class Rotation(Intervention):
    """Visitors are chosen at the start of each visit; a visit ends with its weeks or with the visitor."""

    intensity = "n_per_team"

    def begin(self) -> None:
        """Nobody visits yet."""
        self.chosen: list[tuple[Person, int, Team]] = []

    def apply(self, week: int) -> None:
        """Choose and send visitors, and keep them where they are."""
        teams = self.model.teams
        if len(teams) < 2:
            return
        visit, week_of_visit = divmod(week - int(self.p.start), int(self.p.stay))
        if week_of_visit == 0:
            self.chosen = [
                (person, person.occupant, self._host(team, visit))
                for team, members, _ in self.groups
                for person in self._sent(members)
            ]
        hosts: set[Team] = set()
        involved: set[Team] = set()
        for person, occupant, host in self.chosen:
            if person.occupant == occupant:
                self.model.visits[person] = (occupant, host, self.p.observability)
                person.exposures.social_dose += 0.1
                self.gather(2.0, [person])
                hosts.add(host)
                involved |= {host, person.team}
        for host in hosts:
            self.gather(0.25, host.members)
        for team in involved:
            self.manage(0.5, team)

    def _sent(self, members: list[Person]) -> list[Person]:
        draw = self.model.chance.draw
        kind = self.p.selection

        def merit(i: Person) -> float:
            if kind == "most_skilled":
                return i.mean_skill
            return -i.habit if kind == "least_inconsistent" else draw(i.who, SELECTED)

        rank = sorted(members, key=lambda i: (merit(i), draw(i.who, TIE)), reverse=True)
        return rank[: int(self.p.n_per_team)]

    def _host(self, team: Team, visit: int) -> Team:
        teams, chance = self.model.teams, self.model.chance
        n = len(teams)
        if self.p.destination == "lowest_skill":
            others = [other for other in teams if other is not team]
            return min(others, key=lambda k: (k.skill, -chance.draw(k.number, TIE)))
        step = visit % (n - 1)
        if self.p.destination == "random":
            step = math.floor(chance.draw(team.number, DESTINATION) * (n - 1))
        return teams[(team.number + 1 + step) % n]
