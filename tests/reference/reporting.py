"""What the reference tells of its people, in order of post."""

from __future__ import annotations

from typing import Any

from tests.reference.people import Person, Team

OWN = {
    "habit": "habit", "attitude": "attitude", "anchor": "anchor", "perceived_habit": "habit_norm",
    "habit_approval": "habit_approval", "efficacy": "efficacy", "commitment": "commitment", "goal": "goal",
    "has_goal": "has_goal", "plan": "plan", "practice": "practice", "average_practice": "average",
    "competence": "competence", "offence": "offence", "threat": "threat", "opportunity": "opportunity",
    "trained": "trained", "introversion": "introversion", "propensity": "propensity", "occupant": "occupant",
    "intention": "intention", "feedback": "feedback", "visibility": "visibility", "common_language": "language",
    "inferred_idleness": "idleness", "manager_view": "manager_view", "client_view": "client_view",
    "caseload": "caseload", "conformity": "conformity", "threshold": "threshold",
}  # fmt: skip
BY_STYLE = {
    "skill": "skill", "start_skill": "start", "ceiling": "ceiling", "perceived_norm": "norm", "approval": "approval",
    "style_practice": "style_practice",
}  # fmt: skip
EXPOSED = (
    "social_dose", "commitment_floor", "practitioner_hours", "trainer_hours", "manager_hours", "meetings",
    "meetings_planned", "offered", "attended",
)  # fmt: skip


class Reporting:
    """States by name, and the week's events."""

    people: list[Person]
    teams: list[Team]
    leavers: float
    meetings_held: float
    meetings_planned: float

    def state(self, name: str) -> Any:
        """Return a state: one number a person, or one list of them a style."""
        if name in OWN:
            return [float(getattr(i, OWN[name])) for i in self.people]
        if name in BY_STYLE:
            columns = [getattr(i, BY_STYLE[name]) for i in self.people]
            return [list(row) for row in zip(*columns, strict=True)]
        if name in ("safety", "set_point"):
            return [float(getattr(i.team, name)) for i in self.people]
        if name in EXPOSED:
            return [float(getattr(i.exposures, "floor" if name == "commitment_floor" else name)) for i in self.people]
        if name == "hours":
            return [
                i.exposures.practitioner_hours + i.exposures.trainer_hours + i.exposures.manager_hours
                for i in self.people
            ]
        if name == "tie_strength":
            return [tie.strength for i in self.people for tie in i.ties]
        raise KeyError(name)

    @property
    def events(self) -> dict[str, float]:
        """Return how often what happened this week; probabilities in expectation mode."""
        return {
            "leavers": self.leavers,
            "meetings_held": self.meetings_held,
            "meetings_planned": self.meetings_planned,
            "attended": sum(i.exposures.attended for i in self.people),
            "offered": sum(i.exposures.offered for i in self.people),
        }
