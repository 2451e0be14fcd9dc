"""From runs (a scenario and a seed each) to one stack, founded and ready for its first week."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from mi_abm.core.chance import Now, lasting_team_uniform, post_uniform
from mi_abm.core.columns import Array
from mi_abm.core.organisation import Organisation
from mi_abm.core.param import choices
from mi_abm.core.rules import Intervention, Rule
from mi_abm.engine.freed import keep_freed_memory
from mi_abm.engine.parameters import Parameters
from mi_abm.engine.stack import Stack
from mi_abm.scenario.load import Scenario
from mi_abm.scenario.populate import populate_all, style_visibility
from mi_abm.scenario.problems import bad, nearest


@dataclass(frozen=True)
class Run:
    """One run: a scenario and a seed."""

    scenario: Scenario
    seed: int


def alike(run: Run) -> tuple[Any, ...]:
    """Return what runs must share to be stacked: their rules, styles, and burn-in."""
    data = run.scenario.data
    return run.scenario.rules, tuple(data.organisation.styles), data.burn_in


def assemble(runs: Sequence[Run], kind: type[Stack] = Stack) -> Stack:
    """Stack runs that are alike, as a numpy or a compiled stack; a run has the same bits alone and in any stack."""
    org, given = populate_all([run.scenario for run in runs], [run.seed for run in runs])
    _follow(given)
    return furnish(runs, org, given, kind)


def furnish(runs: Sequence[Run], org: Organisation, given: Mapping[str, Array], kind: type[Stack]) -> Stack:
    """Stack runs whose people and ties are there already."""
    keep_freed_memory()
    worlds = Worlds([run.scenario for run in runs], org)
    org.unwanted_share = worlds.each(lambda s: s.data.organisation.unwanted_models.share)
    org.unwanted_habit = worlds.each(lambda s: s.data.organisation.unwanted_models.habit)
    org.style_names = tuple(runs[0].scenario.data.organisation.styles)
    rules = [rule() for rule in runs[0].scenario.rules]
    built = kind(
        rules,
        org,
        [run.seed for run in runs],
        {rule.name: parameters(rule, worlds) for rule in rules},
        given,
        worlds.each(lambda s: 1.0 if s.data.noise == "on" else 0.0),
        np.stack([style_visibility(s) for s in worlds.scenarios], axis=1)[:, worlds.which[org.run]],
    )
    lot = standing(worlds, built.luck)
    for rule in rules:
        if isinstance(rule, Intervention):
            built.cover(rule, covered(rule, worlds, lot))
    return built


class Worlds:
    """The scenarios of a stack: each once (`scenarios`), and which of them each run has (`which`)."""

    def __init__(self, scenarios: Sequence[Scenario], org: Organisation) -> None:
        known = {id(s): s for s in scenarios}
        place = {key: k for k, key in enumerate(known)}
        self.scenarios, self.org = list(known.values()), org
        self.which = np.array([place[id(s)] for s in scenarios])

    def each(self, of: Callable[[Scenario], Any]) -> Any:
        """Return a number if all runs agree, else a column; lists that differ stay as they are, one a run."""
        values = [of(s) for s in self.scenarios]
        if len(values) == 1 or all(v == values[0] for v in values):
            return values[0]
        if any(isinstance(v, (list, tuple)) or v is None for v in values):
            return [values[k] for k in self.which]
        return np.array([float(v) for v in values])[self.which[self.org.run]]


def _follow(given: dict[str, Array]) -> None:
    """Let what is measured carry what follows from it, where that is not measured itself."""
    for name, follower in (("skill", "start_skill"), ("attitude", "anchor")):
        if name in given:
            own = given.get(follower, np.full_like(given[name], np.nan))
            given[follower] = np.where(np.isnan(own), given[name], own)


def parameters(rule: Rule, worlds: Worlds) -> Parameters:
    """Return one rule's parameters for a stack; choices become their place among the allowed."""

    def value(name: str) -> Any:
        return worlds.each(lambda s: _number(s.parameters(type(rule)), name))

    return Parameters(**{name: value(name) for name in type(rule).Params.model_fields})


def _number(params: Any, name: str) -> Any:
    value = getattr(params, name)
    if isinstance(value, bool):
        return float(value)
    if isinstance(value, str):
        return float(choices(type(params).model_fields[name].annotation).index(value))
    return value


def standing(worlds: Worlds, luck: Now) -> Array:
    """Return the draw of each post, or each team, that says how small a coverage still reaches it."""
    person, team = post_uniform(luck, "organisation/covered"), lasting_team_uniform(luck, "organisation/covered")
    return np.where(worlds.each(covers_teams), team, person)


def covered(rule: Rule, worlds: Worlds, lot: Array) -> Array:
    """Return 1 for whoever an intervention reaches: the lot of the post, which all interventions share, and its teams."""
    reached: Array = np.where(lot < worlds.each(lambda s: s.parameters(type(rule)).coverage), 1.0, 0.0)
    for k, scenario in enumerate(worlds.scenarios):
        teams = scenario.parameters(type(rule)).teams
        if teams is not None:
            for run in np.flatnonzero(worlds.which == k):
                rows = slice(worlds.org.run_rows[run], worlds.org.run_rows[run + 1])
                reached[rows] *= _in_teams(rule, teams, scenario, worlds.org, int(run))
    return reached


def covers_teams(scenario: Scenario) -> bool:
    """Say whether an intervention of the scenario makes coverage a matter of teams."""
    interventions = [rule for rule in scenario.rules if issubclass(rule, Intervention)]
    return any(rule.covers_teams(scenario.parameters(rule)) for rule in interventions)


def _in_teams(rule: Rule, teams: Sequence[str], scenario: Scenario, org: Organisation, run: int) -> Array:
    names = org.team_names[org.run_teams[run] : org.run_teams[run + 1]]
    unknown = [team for team in teams if str(team) not in names]
    if unknown:
        path = f"interventions.{rule.name}.teams"
        raise bad(
            scenario.places.get(path, scenario.name),
            path,
            f"{unknown[0]!r} is no team; {nearest(str(unknown[0]), names)}",
        )
    inside = {k for k, name in enumerate(names) if name in {str(t) for t in teams}}
    rows = slice(org.run_rows[run], org.run_rows[run + 1])
    return np.isin(org.team_number[rows], list(inside)).astype(np.float64)
