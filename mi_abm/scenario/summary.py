"""What a scenario's own organisation is, a line a fact, and what was accepted in a scenario though it may not be meant.

Numbers only: nobody's name or id stands here, nor a team's, which may be called after a person.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from mi_abm.scenario.explain import place_of
from mi_abm.scenario.load import Scenario
from mi_abm.scenario.populate import surveyed
from mi_abm.scenario.problems import InputError, Problem
from mi_abm.scenario.sense import n_teams, teams_unknown
from mi_abm.scenario.survey import Survey
from mi_abm.scenario.vary import declared, value_at

GENERATED = ("teams", "team_size", "cross_degree", "cross_weight")


def own(scenario: Scenario) -> Survey | None:
    """Read the scenario's own organisation, if it has one; raise `InputError` also on teams that it does not have."""
    if scenario.data.organisation.people is None:
        return None
    found = surveyed(scenario)
    unknown = list(teams_unknown(scenario.data, found.organisation.team_names))
    if unknown:
        raise InputError(Problem(place_of(p, scenario.places, scenario.name), p, said) for p, said in unknown)
    return found


def summary(scenario: Scenario, found: Survey) -> Iterator[str]:
    """Yield the facts of an organisation that was read: people, teams, managers, ties, layers, isolates, given states."""
    params, org = scenario.data.organisation, found.organisation
    sizes = np.sort(org.team_size.astype(np.int64))
    yield f"people: {len(org):,}, numbered by {'the column post' if found.posts_given else 'id'}"
    yield f"teams: {len(sizes):,} of {_range(sizes)} people (column {params.team})"
    if params.manager:
        yield f"managers: {int(org.manager.max()) + 1:,} (column {params.manager})"
    across = int(org.across.sum())
    yield f"ties: {org.n_ties:,}, {org.n_ties - across:,} within teams and {across:,} across; {org.n_ties / len(org):.1f} a person"
    if any(found.layers):
        yield f"layers: {', '.join(_layers(scenario, found))}"
    out, inn = np.bincount(org.row, minlength=len(org)), np.bincount(org.idx, minlength=len(org))
    alone, unseen = int(((out == 0) & (inn == 0)).sum()), int(((out > 0) & (inn == 0)).sum())
    blind = int(((out == 0) & (inn > 0)).sum())
    yield f"isolates: {alone:,} without any tie; besides, {blind:,} attend to nobody and {unseen:,} are attended to by nobody"
    for state, column in params.initial.items():
        yield f"given: {state} (column {column}), {int((~np.isnan(found.given[state])).sum()):,} of {len(org):,} people"


def _range(sizes: np.ndarray[tuple[int, ...], np.dtype[np.int64]]) -> str:
    return f"{sizes[0]:,}" if sizes[0] == sizes[-1] else f"{sizes[0]:,} to {sizes[-1]:,}"


def _layers(scenario: Scenario, found: Survey) -> Iterator[str]:
    used = scenario.data.organisation.layers
    for name, n in found.layers.items():
        weight = 1.0 if used is None else used.get(name, 0.0)
        yield f"{name or '(no name)'} {n:,} {f'x {weight:g}' if weight else 'not used'}"


def notes(scenario: Scenario, weeks: int, found: Survey | None) -> Iterator[str]:
    """Yield what was accepted and may not be meant: files as they were read, values without use, windows without weeks."""
    yield from found.notes if found else ()
    organisation, places = scenario.data.organisation, scenario.places
    for key in GENERATED if found else ():
        if any(place == f"organisation.{key}" for place in places):
            yield f"{scenario.name}: organisation.{key} has no use: the files say who works with whom"
    if not found and isinstance(organisation.team_size, list) and "organisation.teams" in places:
        n = n_teams(organisation)
        if organisation.teams != n:
            yield f"{scenario.name}: organisation.teams has no use: organisation.team_size lists {n:,}"
    yield from _implausible(scenario)
    for name, params in scenario.data.interventions:  # type: ignore[attr-defined]
        path = f"interventions.{name}"
        stated = any(place.startswith(f"{path}.weeks") for place in places)
        said = _window(getattr(params, "weeks", None), getattr(params, "start", 1), weeks, stated)
        if said:
            yield f"{scenario.name}: {path}: {said}"


def _implausible(scenario: Scenario) -> Iterator[str]:
    """Yield what is set to a value that its range does not hold: allowed, and probably not meant."""
    for path in (p for p in scenario.places if not p.endswith((".start", ".weeks"))):  # see `_window`
        said = declared(scenario, path)
        value = value_at(scenario, path) if said is not None and said.range is not None else None
        if said is not None and said.range and isinstance(value, int | float) and not isinstance(value, bool):
            low, high = said.range
            if not low <= value <= high and value != said.off:
                yield f"{scenario.name}: {path}: {value:g} lies outside of what is plausible, {low:g} to {high:g} {said.unit}"


def _window(length: object, start: int, weeks: int, stated: bool) -> str:
    """Say how an intervention's weeks lie beyond those simulated; empty if they do not."""
    if isinstance(length, list):
        beyond = [str(week) for week in length if week > weeks]
        return f"week {', '.join(beyond)} not reached: {weeks} are simulated" if beyond and stated else ""
    if not isinstance(length, int) or length == 0:
        return ""
    last = start + length - 1
    if start > weeks:
        return f"never acts: it starts in week {start}, and {weeks} are simulated"
    if last > weeks and stated:
        return f"acts until week {last}, and {weeks} are simulated"
    return f"starts in week {start}, and nothing acts before week 1" if start < 1 else ""
