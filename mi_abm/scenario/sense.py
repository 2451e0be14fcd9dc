"""What the schema cannot say: values that contradict one another, or that no machine can hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from mi_abm.core.columns import Column
from mi_abm.core.rules import Rule
from mi_abm.scenario.explain import place_of
from mi_abm.scenario.problems import Problem, nearest, shown
from mi_abm.scenario.schema import OrganisationParams, ScenarioData

MAX_PEOPLE, MAX_TIES = 1_000_000, 20_000_000
OWN = ("ties", "team", "manager", "layers", "directed", "complete_teams", "initial")
FREE = (-100.0, 100.0)
Found = tuple[str, str]  # dotted path, message


class Span(NamedTuple):
    """What a measured value may be, and whether it must be the same for a whole team."""

    low: float
    high: float
    of_team: bool


def measurable(rules: Sequence[type[Rule]]) -> dict[str, Span]:
    """Return the columns that may be given as initial values, each with the limits of its values."""
    return {
        c.name: Span(float((c.span or FREE)[0]), float((c.span or FREE)[1]), c.axis == "team")
        for rule in rules
        for c in rule.columns()
        if _given_by_people(c) and c.axis in ("person", "style", "team")
    }


def _given_by_people(column: Column) -> bool:
    """Say whether somebody could have measured it; states without a span count weeks or name places."""
    return column.kind == "trait" or column.name == "practice" or (column.kind == "state" and column.span is not None)


def senseless(data: ScenarioData, rules: Sequence[type[Rule]], places: Mapping[str, str], name: str) -> list[Problem]:
    """Return what cannot be meant, or cannot be done."""
    org = data.organisation
    found = [*_own(org, rules)] if org.people else [*_generated(org), *teams_unknown(data, range(1, n_teams(org) + 1))]
    found += _schedules(data)
    return [Problem(place_of(path, places, name), path, message) for path, message in found]


def n_teams(org: OrganisationParams) -> int:
    """Return the number of teams of a generated organisation."""
    return len(org.team_size) if isinstance(org.team_size, list) else org.teams


def _own(org: OrganisationParams, rules: Sequence[type[Rule]]) -> Iterator[Found]:
    known = measurable(rules)
    for state in org.initial:
        if state not in known:
            yield f"organisation.initial.{state}", f"is no state of a person; {nearest(state, known)}"
    if org.layers is not None and org.ties is None:
        yield "organisation.layers", "belongs to a file of ties, and organisation.ties names none"


def _generated(org: OrganisationParams) -> Iterator[Found]:
    for field in OWN:
        if getattr(org, field) != type(org).model_fields[field].get_default(call_default_factory=True):
            yield f"organisation.{field}", "belongs to a file of people, and organisation.people names none"
    size, n = org.team_size, n_teams(org)
    people = sum(size) if isinstance(size, list) else n * size
    inside = sum(k * (k - 1) for k in size) if isinstance(size, list) else people * (size - 1)
    ties = inside + people * min(org.cross_degree, people)
    if people > MAX_PEOPLE:
        yield (
            "organisation.team_size",
            f"{people:,} people in {n:,} teams are more than the {MAX_PEOPLE:,} there may be",
        )
    elif ties > MAX_TIES:
        yield "organisation.team_size", f"{ties:,.0f} ties are more than the {MAX_TIES:,} there may be"


def _schedules(data: ScenarioData) -> Iterator[Found]:
    """Yield the weeks of schedules that no calendar has."""
    interventions: Any = getattr(data, "interventions", ())
    for intervention, params in interventions:
        weeks = getattr(params, "weeks", None)
        for i, week in enumerate(weeks if isinstance(weeks, list) else ()):
            if week < 1:
                yield f"interventions.{intervention}.weeks.{i}", f"{week} is not allowed; it must be at least 1"


def teams_unknown(data: ScenarioData, names: Sequence[Any]) -> Iterator[Found]:
    """Yield the teams that interventions are limited to and that the organisation does not have."""
    interventions: Any = getattr(data, "interventions", ())
    known: set[str] = set()
    for intervention, params in interventions:
        for i, team in enumerate(getattr(params, "teams", None) or ()):
            known = known or {str(name) for name in names}
            if team not in known:
                path = f"interventions.{intervention}.teams.{i}"
                yield path, f"{shown(team)} is no team; {nearest(team, known)}"
