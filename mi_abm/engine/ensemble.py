"""From runs (a scenario and a seed each) to one stack, founded and ready for its first week."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from mi_abm.core.chance import Now, lasting_team_uniform, post_uniform
from mi_abm.core.columns import Array
from mi_abm.core.organisation import Organisation, stack
from mi_abm.core.param import choices
from mi_abm.core.rules import Intervention, Rule
from mi_abm.engine.stack import Parameters, Stack
from mi_abm.scenario.load import Scenario
from mi_abm.scenario.populate import populate, style_visibility
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
    scenarios = [run.scenario for run in runs]
    populations = [populate(run.scenario, run.seed) for run in runs]
    org = stack([p.organisation for p in populations])
    unwanted = [s.data.organisation.unwanted_models for s in scenarios]
    org.unwanted_share = per_run([u.share for u in unwanted], org)
    org.unwanted_habit = per_run([u.habit for u in unwanted], org)
    org.style_names = tuple(scenarios[0].data.organisation.styles)
    rules = [rule() for rule in scenarios[0].rules]
    sizes = np.diff(org.run_rows)
    given: dict[str, Array] = {}
    for name in {name for p in populations for name in p.given}:
        columns = [p.given.get(name, np.full(n, np.nan)) for p, n in zip(populations, sizes, strict=True)]
        given[name] = np.concatenate(columns)
    _follow(given)
    noisy = per_run([1.0 if s.data.noise == "on" else 0.0 for s in scenarios], org)
    built = kind(
        rules,
        org,
        [run.seed for run in runs],
        {rule.name: parameters(rule, scenarios, org) for rule in rules},
        given,
        noisy,
        np.concatenate(
            [np.repeat(style_visibility(s), n, axis=1) for s, n in zip(scenarios, sizes, strict=True)], axis=1
        ),
    )
    for rule in rules:
        if isinstance(rule, Intervention):
            built.cover(rule, covered(rule, scenarios, org, built.luck))
    return built


def _follow(given: dict[str, Array]) -> None:
    """Let what is measured carry what follows from it, where that is not measured itself."""
    for name, follower in (("skill", "start_skill"), ("attitude", "anchor")):
        if name in given:
            own = given.get(follower, np.full_like(given[name], np.nan))
            given[follower] = np.where(np.isnan(own), given[name], own)


def per_run(values: Sequence[Any], org: Organisation) -> Any:
    """Return a number if all runs agree, else a column; lists that differ stay as they are, one a run."""
    first = values[0]
    if all(v == first for v in values):
        return first
    if any(isinstance(v, (list, tuple)) or v is None for v in values):
        return list(values)
    return np.array([float(v) for v in values])[org.run]


def parameters(rule: Rule, scenarios: Sequence[Scenario], org: Organisation) -> Parameters:
    """Return one rule's parameters for a stack; choices become their place among the allowed."""
    found: dict[str, Any] = {}
    for name in type(rule).Params.model_fields:
        values = _each(scenarios, lambda s: _number(s.parameters(type(rule)), name))  # noqa: B023  called at once
        found[name] = per_run(values, org)
    return Parameters(**found)


def _number(params: Any, name: str) -> Any:
    value = getattr(params, name)
    if isinstance(value, bool):
        return float(value)
    if isinstance(value, str):
        return float(choices(type(params).model_fields[name].annotation).index(value))
    return value


def covered(rule: Rule, scenarios: Sequence[Scenario], org: Organisation, luck: Now) -> Array:
    """Return 1 for whoever an intervention reaches: one draw a post, shared by all interventions, and its teams."""
    share = per_run(_each(scenarios, lambda s: s.parameters(type(rule)).coverage), org)
    by_team = per_run(_each(scenarios, covers_teams), org)
    person, team = post_uniform(luck, "organisation/covered"), lasting_team_uniform(luck, "organisation/covered")
    reached = np.where(np.where(by_team, team, person) < share, 1.0, 0.0)
    for i, scenario in enumerate(scenarios):
        teams = scenario.parameters(type(rule)).teams
        if teams is not None:
            reached[org.run_rows[i] : org.run_rows[i + 1]] *= _in_teams(rule, teams, scenario, org, i)
    return reached


def _each(scenarios: Sequence[Scenario], of: Callable[[Scenario], Any]) -> list[Any]:
    """Return a value of each run's scenario, found once a scenario."""
    found = {id(s): of(s) for s in {id(s): s for s in scenarios}.values()}
    return [found[id(s)] for s in scenarios]


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
