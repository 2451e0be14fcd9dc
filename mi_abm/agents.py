"""Practitioners and managers as Mesa agents: views of a row, with no state of their own.

Every attribute is read from, and written to, the arrays of the engine that the agent's own model holds; so two models
alive at once never read each other, and a row is a post: when its holder leaves, the view shows the successor.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

import mesa
import numpy as np
from mesa.agent import AgentSet
from mesa.discrete_space import CellAgent
from numpy.typing import NDArray

from mi_abm.core.columns import Array, Column
from mi_abm.mechanisms.hours import Hours
from mi_abm.mechanisms.skill import Skill
from mi_abm.mechanisms.social_modelling import SocialModelling
from mi_abm.mechanisms.uptake import Uptake
from mi_abm.scenario.problems import nearest

if TYPE_CHECKING:
    from mi_abm.engine.stack import Stack
    from mi_abm.model import TeamModel

Key = TypeVar("Key", str, "Practitioner")
LASTING = ("state", "trait")  # what may be set: all else is made anew every week


class Practitioner(CellAgent):  # type: ignore[misc]  # Mesa is untyped
    """One post and whoever holds it: each column of the model is an attribute, such as `skill` or `practice`.

    A column of several styles reads as an array, one of ties as an array in the order of `ties`. States and traits may
    be set, and count from the next step on; a team's (its safety, say) is set for the whole team.
    """

    model: TeamModel
    row: int

    def __init__(self, model: TeamModel, row: int) -> None:
        super().__init__(model)
        self.row = row  # last: once it is there, every name that is not Mesa's or ours is a column

    def __getattr__(self, name: str) -> float | Array:
        if name.startswith("_") or "row" not in self.__dict__:
            raise AttributeError(name)
        stack = self.model.stack
        if name not in stack.columns:
            raise AttributeError(f"a practitioner has no {name!r}; {nearest(name, dir(self))}")
        where = self.ties if stack.columns[name].axis == "tie" else self.row
        value = np.array(stack.monday[name][..., where])
        if value.size == 1 and stack.columns[name].axis != "tie":
            return float(value.item())
        value.flags.writeable = False  # a copy: writing into it would change nobody
        return value

    def __setattr__(self, name: str, value: Any) -> None:
        known = name in self.__dict__ or hasattr(type(self), name) or name.startswith("_")
        if known or "row" not in self.__dict__:
            object.__setattr__(self, name, value)
            return
        stack = self.model.stack
        lasting = [c.name for c in stack.columns.values() if c.kind in LASTING]
        if name not in lasting:
            wrong = "is made anew every week and cannot be set" if name in stack.columns else "is no state or trait"
            raise AttributeError(f"{name!r} {wrong}; {nearest(name, lasting)}")
        self._set(stack.columns[name], value)

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *self.model.stack.columns})

    def __repr__(self) -> str:
        return f"Practitioner(post={self.post}, team={self.team!r})"

    def _set(self, column: Column, value: Any) -> None:
        """Write a value for Monday and for the week to come, for the whole team where the column is the team's."""
        stack = self.model.stack
        team = stack.org.team
        where = {"tie": self.ties, "team": np.flatnonzero(team == team[self.row])}.get(column.axis, self.row)
        low, high = column.span or (-np.inf, np.inf)
        if not np.all((np.asarray(value) >= low) & (np.asarray(value) <= high)):
            raise ValueError(f"{column.name} must lie in {low:g} ... {high:g}, not {value}")
        for side in (stack.monday, stack.coming):
            side[column.name][..., where] = value

    @property
    def post(self) -> int:
        """Number of the post within the organisation."""
        return int(self.model.stack.org.post[self.row])

    @property
    def occupant(self) -> int:
        """How many held the post before; 0 for the first."""
        return int(self.model.stack.luck.occupant[self.row])

    @property
    def team(self) -> str:
        """Name of the team."""
        org = self.model.stack.org
        return org.team_names[int(org.team[self.row])]

    @property
    def manager(self) -> Manager:
        """Whoever leads this practitioner."""
        return self.model.views()[1][int(self.model.stack.org.manager[self.row])]

    @property
    def ties(self) -> NDArray[np.intp]:
        """Numbers of all ties of this week by which this practitioner attends to others, cut ones included."""
        return np.flatnonzero(self.model.stack.org.row == self.row)

    @property
    def colleagues(self) -> AgentSet:
        """Whom this practitioner attends to this week, a visitor in the team included."""
        people, _ = self.model.views()
        attended = self.ties[self.model.tie_weights()[self.ties] > 0]
        return AgentSet([people[j] for j in self.model.stack.org.idx[attended]], random=self.model.random)

    def why(self) -> Why:
        """Say what pulled on intention this week, what moved skill, and from whom it was learned."""
        return explain(self)

    def remove(self) -> None:
        """Refuse: posts stay, and turnover changes their holders."""
        raise TypeError("a practitioner is a view of a post and cannot be removed; see mechanisms.turnover")


class Manager(mesa.Agent):  # type: ignore[misc]  # Mesa is untyped
    """Whoever leads a team, or several: a number in the organisation, and the staff."""

    model: TeamModel
    number: int

    def __init__(self, model: TeamModel, number: int) -> None:
        super().__init__(model)
        self.number = number

    def __setattr__(self, name: str, value: Any) -> None:
        if "number" in self.__dict__ and name not in self.__dict__ and not hasattr(type(self), name):
            raise AttributeError(f"a manager has no {name!r} to set: the states are those of the staff")
        object.__setattr__(self, name, value)

    def __repr__(self) -> str:
        return f"Manager(teams={self.teams})"

    def _rows(self) -> NDArray[np.intp]:
        return np.flatnonzero(self.model.stack.org.manager == self.number)

    @property
    def staff(self) -> AgentSet:
        """The practitioners whom this manager leads."""
        people, _ = self.model.views()
        return AgentSet([people[i] for i in self._rows()], random=self.model.random)

    @property
    def teams(self) -> list[str]:
        """Names of the teams to which the staff belong."""
        org = self.model.stack.org
        return [org.team_names[k] for k in np.unique(org.team[self._rows()])]

    @property
    def hours(self) -> float:
        """Hours that interventions cost this manager this week."""
        return float(self.model.stack.monday[Hours.manager_hours.name][self._rows()].sum())

    def remove(self) -> None:
        """Refuse: managers stay."""
        raise TypeError("a manager is a view of the organisation and cannot be removed")


@dataclass(frozen=True)
class Why:
    """What moved one practitioner in one week; empty for whoever has only just arrived.

    `pulls` are the parts of `intention` (logit), `gains` those of the week's change in skill (mean over styles, as
    clipping left them), both by the column that recorded them; `learned_from` is the skill learned from each colleague's
    post, though its holder may have left since. Largest first.
    """

    week: int
    intention: float
    pulls: dict[str, float]
    gains: dict[str, float]
    learned_from: dict[Practitioner, float]
    meanings: dict[str, str] = field(repr=False)

    def __str__(self) -> str:
        if not self.pulls:
            return f"week {self.week}: has only just arrived"
        lines = [f"week {self.week}: intention {self.intention:+.2f} logit"]
        lines += [f"  {x:+.3f} {self.meanings[name]}" for name, x in self.pulls.items() if x]
        lines += [f"skill {sum(self.gains.values()):+.4f}"]
        lines += [f"  {x:+.4f} {self.meanings[name]}" for name, x in self.gains.items() if x]
        lines += [f"  learned from post {j.post} (team {j.team}) {x:+.5f}" for j, x in self.learned_from.items()]
        return "\n".join(lines)


def explain(practitioner: Practitioner) -> Why:
    """Read off the parts that the week recorded what moved a practitioner."""
    model, row = practitioner.model, practitioner.row
    people, _ = model.views()
    now = model.stack.monday
    if now[Uptake.weeks_here.name][row] == 0:
        return Why(model.week, 0.0, {}, {}, {}, {})
    pulls = {c.name: float(now[c.name][row]) for c in parts(model.stack, Uptake.intention)}
    left = now[Skill.realised.name][:, row]
    gains = {c.name: float(np.mean(now[c.name][:, row] * left)) for c in parts(model.stack, Skill.gain)}
    ties = practitioner.ties
    learned = now[SocialModelling.learned_on_tie.name][ties]
    from_all = gains[SocialModelling.from_team.name] + gains[SocialModelling.from_other_teams.name]
    kept = from_all / learned.sum() if learned.any() else 0.0  # of what was learned on a tie, the mean over styles
    teachers = {people[j]: float(x) * kept for j, x in zip(model.stack.org.idx[ties], learned, strict=True) if x}
    meanings = {c.name: c.meaning or c.name for c in model.stack.of_kind("part")}
    intention = float(now[Uptake.intention.name][row])
    return Why(model.week, intention, _largest(pulls), _largest(gains), _largest(teachers), meanings)


def parts(stack: Stack, total: Column) -> list[Column]:
    """Return the parts of a total, in the order of their rules."""
    return [c for c in stack.of_kind("part") if c.of is not None and c.of.name == total.name]


def _largest(shares: dict[Key, float]) -> dict[Key, float]:
    """Sort by size, whatever the sign; ties keep their order."""
    return dict(sorted(shares.items(), key=lambda share: -abs(share[1])))
