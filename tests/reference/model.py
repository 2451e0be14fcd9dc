"""ReferenceModel: the whole model once more, agent by agent, as a Mesa model. One step is one working week."""

from __future__ import annotations

import math
from types import SimpleNamespace
from typing import Any

import mesa

from tests.reference.chance import Chance, Dice, stream
from tests.reference.exposures import NEUTRAL, Exposures
from tests.reference.organisation import Organisation, generate
from tests.reference.people import Person, Team, Tie
from tests.reference.practitioner import Practitioner
from tests.reference.programme import Intervention, Meeting, programme
from tests.reference.reporting import Reporting

SKILL_TIE = stream("skill/tie")


class ReferenceModel(Reporting, mesa.Model):  # type: ignore[misc]  # Mesa is untyped
    """One scenario with one seed; `addressed=False` draws from Python's own generator instead."""

    def __init__(
        self, scenario: dict[str, Any], seed: int, organisation: dict[str, Any] | None = None, addressed: bool = True
    ) -> None:
        super().__init__(seed=seed)
        self.chance = (Chance if addressed else Dice)(seed, scenario["noise"] == "on")
        self.p = SimpleNamespace(**{name: SimpleNamespace(**rule) for name, rule in scenario["mechanisms"].items()})
        self.by_threshold = self.p.uptake.behaviour_rule == "threshold"
        own = scenario["organisation"]
        self.style_names = list(own["styles"])
        self.style_visibility = list(own["styles"].values())
        self.styles = len(self.style_names)
        self.hazard = 1.0 - (1.0 - self.p.turnover.rate) ** (1.0 / 52.0) if self.chance.noisy else 0.0
        self.organisation = Organisation(**organisation) if organisation else generate(own, self.chance)
        self.week = -scenario["burn_in"]
        self.visits: dict[Person, tuple[int, Team, float]] = {}
        self.leavers = self.meetings_held = self.meetings_planned = 0.0
        self._found(own["unwanted_models"])
        self.interventions: list[Intervention] = []
        for _ in range(scenario["burn_in"]):
            self.step()
        self._remeasure()
        self.interventions = programme(self, scenario["interventions"])

    def _found(self, unwanted: dict[str, float]) -> None:
        found = self.organisation
        self.teams = [Team(self, k, name) for k, name in enumerate(found.team_names)]
        self.people = [
            Practitioner(self, row, post, self.teams[k])
            for row, (post, k) in enumerate(zip(found.posts, found.team, strict=True))
        ]  # fmt: skip
        for i, j, w0 in sorted(found.ties):
            self.people[i].ties.append(Tie(self.people[j], w0, found.team[i] != found.team[j]))
        self._found_teams()
        for person in self.people:
            person.looks = person.ties
            person.arrive(found.measured(person.number))
        self._plant(unwanted)

    def _found_teams(self) -> None:
        p, safety = self.p.attachment_ties, stream("attachment_ties/safety")
        for team in self.teams:
            given = self.organisation.measured(team.members[0].number)
            drawn = p.safety_mean + p.safety_sd * self.chance.lasting_normal(team.number, safety)
            team.set_point = given.get("set_point", min(0.95, max(0.05, drawn)))
            team.safety = given.get("safety", team.set_point)

    def _plant(self, unwanted: dict[str, float]) -> None:
        """Give the most skilled of each team the habit that one would rather not see copied (2.7 item 12)."""
        if unwanted["share"] <= 0.0:
            return
        for team in self.teams:
            rank = sorted(team.members, key=lambda i: (-i.mean_skill, -self.chance.lasting(i.who, SKILL_TIE)))
            for person in rank[: max(1, math.floor(unwanted["share"] * len(rank) + 0.5))]:
                person.habit = unwanted["habit"]

    def step(self) -> None:
        """Let a week pass."""
        self.week += 1
        self._pass_week()

    def _pass_week(self) -> None:
        week, people = self.week, self.people
        self.chance.begin(week)
        awake = [intervention for intervention in self.interventions if intervention.awake(week)]
        self._begin(awake)
        for person in people:
            person.prepare()
        self._meet([intervention for intervention in awake if isinstance(intervention, Meeting)])
        for person in people:
            person.appraise()
            person.act()
        for person in people:
            person.practise()
        for person in people:
            person.observe()
        for person in people:
            person.seek()
        for team in self.teams:
            team.settle()
        for person in people:
            person.settle()
        self._replace_leavers()

    def _begin(self, awake: list[Intervention]) -> None:
        """It is Monday: what was set last week is gone; interventions act, visitors take their seats."""
        for team in self.teams:
            team.begin()
        for person in self.people:
            person.exposures = Exposures() if awake else NEUTRAL
        before, self.visits = self.visits, {}
        for intervention in awake:
            intervention.apply(self.week)
        if before or self.visits:
            self._seat(before)

    def _seat(self, before: dict[Person, tuple[int, Team, float]]) -> None:
        """Cut what home colleagues see of a visitor, and let his hosts see him instead (2.7 item 19)."""
        if self.visits == before:
            return
        for person in self.people:
            person.visiting = self.visits[person][1] if person in self.visits else None
        for person in self.people:
            home = person.team
            away = [t for t in person.ties if t.other.visiting and (t.other.team is home or t.other.visiting is home)]
            host = person.visiting
            person.hosting = [t for t in person.ties if t.other.visiting is home or (host and t.other.team is host)]
            person.looks = [t for t in person.ties if t not in away]
        for visitor, (_, host, observability) in self.visits.items():
            for member in host.members:
                tie = Tie(visitor, 0.0, True)
                tie.visit, tie.observability = True, observability
                member.looks = [*member.looks, tie]

    def _meet(self, meetings: list[Meeting]) -> None:
        """Let teams hold the meetings that were planned for this week, or not (2.7 item 15)."""
        self.meetings_held = self.meetings_planned = 0.0
        if not meetings:
            return
        for team in self.teams:
            team.opportunity = sum(i.opportunity for i in team.members) / len(team.members)
        for meeting in meetings:
            meeting.meet(self.week)

    def _replace_leavers(self) -> None:
        self.leavers = 0
        if self.hazard <= 0.0 or self.week < 1:
            return
        gone = [person for person in self.people if person.leaves(self.hazard)]
        for person in gone:
            person.occupant += 1
            person.arrive({})
        self.leavers = len(gone)
        for person in self.people if gone else ():
            person.beliefs = [b for b in person.beliefs if b.partner not in gone]
            if person.plan_partner in gone:
                person.plan_partner = None

    def _remeasure(self) -> None:
        """Row 0 is the baseline measurement: what was measured stands."""
        for person in self.people:
            person.remeasure(self.organisation.measured(person.number))
        for team in self.teams:
            given = self.organisation.measured(team.members[0].number)
            team.set_point = given.get("set_point", team.set_point)
            team.safety = given.get("safety", team.safety)
