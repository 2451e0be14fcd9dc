"""Assumptions: the parameters at work in a comparison that nobody has measured."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from mi_abm.core.param import Declaration, declarations
from mi_abm.core.rules import Intervention
from mi_abm.report.settings import absent, plain
from mi_abm.report.tables import Tables
from mi_abm.scenario.catalogue import catalogue
from mi_abm.scenario.schema import OrganisationParams

ASSUMED = "assumption"


@dataclass(frozen=True)
class Used:
    """A declared parameter and the values that the scenarios give it."""

    said: Declaration
    values: tuple[str, ...]

    @property
    def assumed(self) -> bool:
        """Whether its source is an assumption."""
        return self.said.source == ASSUMED


def used(tables: Tables) -> list[Used]:
    """Return the parameters of every rule at work in any of the scenarios, and of a generated organisation."""
    scenarios = [tables.data(name) for name in tables.titles]
    return [Used(said, _values(scenarios, said.path)) for said in _declared(scenarios)]


def unknown(tables: Tables) -> list[str]:
    """Return the rules of the scenarios that are not in our catalogue: what they assume cannot be listed."""
    known = {rule.name for rule in catalogue()}
    named = [n for s in tables.titles for k in ("mechanisms", "interventions") for n in tables.data(s).get(k, {})]
    return [name for name in dict.fromkeys(named) if name not in known]


def _declared(scenarios: list[Mapping[str, Any]]) -> Iterator[Declaration]:
    if any(not s.get("organisation", {}).get("people") for s in scenarios):
        yield from (d for d in declarations(OrganisationParams, "organisation") if d.source == ASSUMED)
    for rule in catalogue():
        section = "interventions" if issubclass(rule, Intervention) else "mechanisms"
        found = [s[section][rule.name] for s in scenarios if rule.name in s.get(section, {})]
        if any(section == "mechanisms" or not absent(parameters) for parameters in found):
            yield from declarations(rule.Params, f"{section}.{rule.name}")


def _values(scenarios: list[Mapping[str, Any]], path: str) -> tuple[str, ...]:
    """Return the different values at a path, in the order of the scenarios."""
    out: dict[str, None] = {}
    for at in scenarios:
        value: Any = at
        for step in path.split("."):
            value = value.get(step) if isinstance(value, Mapping) else None
        out[plain(value)] = None
    return tuple(out)
