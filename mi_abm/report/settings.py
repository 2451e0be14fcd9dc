"""Settings: what distinguishes two resolved scenarios, whom they are about, and when their interventions act."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import PurePath
from typing import Any

from mi_abm.plots.trajectories import Act
from mi_abm.report.digits import counted, number
from mi_abm.report.tables import Tables

UNSAID = ("title", "table2")


def absent(parameters: Mapping[str, Any]) -> bool:
    """Return whether an intervention with these parameters does nothing: no weeks, or nobody covered."""
    return not parameters.get("weeks", True) or parameters.get("coverage", 1) == 0


def changes(reference: Mapping[str, Any], scenario: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """Return (path, value in the reference, value in the scenario) of whatever differs; an absent intervention is one row."""
    return [row for row in _changes(reference, scenario, "") if row[0] not in UNSAID]


def _changes(a: Mapping[str, Any], b: Mapping[str, Any], above: str) -> Iterator[tuple[str, str, str]]:
    for key in dict.fromkeys([*a, *b]):
        path, here, there = f"{above}{key}", a.get(key), b.get(key)
        if here == there:
            continue
        both = isinstance(here, Mapping) and isinstance(there, Mapping)
        if above == "interventions." and both and (absent(here) or absent(there)):  # type: ignore[arg-type]
            if not (absent(here) and absent(there)):  # type: ignore[arg-type]
                yield path, _whole(here), _whole(there)  # type: ignore[arg-type]
        elif both:
            yield from _changes(here, there, f"{path}.")  # type: ignore[arg-type]
        else:
            yield path, plain(here), plain(there)


def _whole(parameters: Mapping[str, Any]) -> str:
    """Return an intervention's parameters in a line."""
    if absent(parameters):
        return "absent"
    return ", ".join(f"{k.replace('_', ' ')} {plain(v)}" for k, v in parameters.items() if v is not None)


def plain(value: Any) -> str:
    """Return a setting as one would write it down."""
    if value is None:
        return "\N{EN DASH}"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, Mapping):
        return ", ".join(f"{k} {plain(v)}" for k, v in value.items()) or "none"
    if isinstance(value, list):
        return ", ".join(plain(v) for v in value) or "none"
    return str(value)


def acts(tables: Tables) -> list[Act]:
    """Return the interventions that act in any scenario, each with its weeks, those of most scenarios first."""
    return calendar({name: tables.data(name) for name in tables.titles}, int(tables.manifest["weeks"]))


def calendar(scenarios: Mapping[str, Mapping[str, Any]], weeks: int) -> list[Act]:
    """Return the interventions that act within so many weeks, from the resolved data of scenarios by name."""
    found: dict[tuple[str, tuple[tuple[int, int], ...]], list[str]] = {}
    for scenario, data in scenarios.items():
        for name, parameters in data.get("interventions", {}).items():
            spans = _spans(parameters, weeks)
            if spans and not absent(parameters):
                found.setdefault((name.replace("_", " "), spans), []).append(scenario)
    made = [Act(name, tuple(who), spans) for (name, spans), who in found.items()]
    return sorted(made, key=lambda act: (-len(act.scenarios), act.spans))


def _spans(parameters: Mapping[str, Any], last: int) -> tuple[tuple[int, int], ...]:
    """Return first and last week of each span: `start` and a number of `weeks`, or weeks one by one."""
    start, weeks = parameters.get("start", 1), parameters.get("weeks", 0)
    if isinstance(weeks, list):
        return tuple((int(w), int(w)) for w in weeks if 1 <= w <= last)
    end = min(int(start) + int(weeks) - 1, last)
    return ((max(1, int(start)), end),) if weeks and start <= last and end >= 1 else ()


def organisation(data: Mapping[str, Any], counts: Mapping[str, Any]) -> str:
    """Return whom a scenario is about, in a sentence; `counts`: people, teams, ties and layers, where they are known."""
    said = data.get("organisation", {})
    if said.get("people"):
        return _own(said, counts)
    sizes, teams = said.get("team_size", 0), int(said.get("teams", 0))
    people = sum(sizes) if isinstance(sizes, list) else teams * int(sizes)
    shape = f"of {plain(sizes)}" + (" in turn" if isinstance(sizes, list) else "")
    degree = number(float(said.get("cross_degree", 0)), 1)
    return (
        f"A generated organisation of {counted(people, 'practitioner')} in {counted(teams, 'team')} {shape}, "
        f"with {degree} ties each to other teams on average; drawn anew for every seed."
    )


def _own(said: Mapping[str, Any], counts: Mapping[str, Any]) -> str:
    """Return whom one's own files are about."""
    file = PurePath(str(said["people"]).replace("\\", "/")).name
    who = f"the people of {file}, in teams by “{said.get('team')}”"
    if counts:
        people, teams = counted(counts["people"], "person", "people"), counted(counts["teams"], "team")
        who = f"{people} in {teams} ({file}, teams by “{said.get('team')}”)"
    if not said.get("ties"):
        return f"An organisation of one's own: {who}; no file of ties."
    found = counts.get("layers", {})
    layers = said.get("layers") or dict.fromkeys(found, 1)
    each = [
        f"{name} {plain(w)}" + (f" ({counted(found[name], 'tie')})" if name in found else "")
        for name, w in layers.items()
    ]
    ties = counted(counts["ties"], "tie") if counts else "ties"
    weighed = f" from layers, each with its weight: {', '.join(each)}" if each else ""
    return f"An organisation of one's own: {who}; {ties}{weighed}."
