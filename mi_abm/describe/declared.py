"""Declarations gathered: parameters, columns and who uses them, references."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from mi_abm.core.columns import Column
from mi_abm.core.param import Declaration, declarations
from mi_abm.core.rules import Intervention, Rule
from mi_abm.measures import BUILTIN as MEASURES
from mi_abm.scenario.catalogue import BUILTIN
from mi_abm.scenario.schema import OrganisationParams
from mi_abm.scenario.text import read

REFERENCES = Path(__file__).parents[1] / "references.yaml"
ASSUMED = "assumption"
# Module to row of the source table; two of the nine stand under another's heading.
ROWS = {
    "meta_perceptions": "Meta-perceptions",
    "injunctive_norms": "Injunctive norms",
    "descriptive_norms": "Descriptive norms",
    "social_modelling": "Descriptive norms: social modelling",
    "social_support": "Perceived social support",
    "social_feedback": "Perceived social support: social feedback",
    "attachment_ties": "Attachment ties",
    "shared_cognition": "Shared cognition",
    "relational_self": "Relational self-perceptions",
}


@dataclass(frozen=True)
class Use:
    """A column, the rules that read it or contribute to it, and the measures taken of it."""

    column: Column
    owner: str
    readers: tuple[str, ...]
    setters: tuple[str, ...]
    measures: tuple[str, ...]


def section(rule: type[Rule]) -> str:
    """Return the part of a scenario in which a rule's parameters stand."""
    return "interventions" if issubclass(rule, Intervention) else "mechanisms"


def stem(rule: type[Rule]) -> str:
    """Return the name of the file that holds a rule: the same for a mechanism and the interventions on it."""
    return rule.__module__.rpartition(".")[2]


def parameters(rules: Sequence[type[Rule]] = BUILTIN) -> Iterator[Declaration]:
    """Yield every declared parameter once: the organisation's, then each rule's; what all interventions share comes as `*`."""
    yield from organisation_parameters()
    shared = list(declarations(Intervention.Params, "interventions.*"))
    for rule in rules:
        if shared and issubclass(rule, Intervention):
            yield from shared
            shared = []
        own = inspect.get_annotations(rule.Params)
        yield from (d for d in declarations(rule.Params, f"{section(rule)}.{rule.name}") if d.name in own)


def organisation_parameters() -> Iterator[Declaration]:
    """Yield the parameters of the organisation."""
    yield from _nested(OrganisationParams, "organisation")


def _nested(params: type[BaseModel], prefix: str) -> Iterator[Declaration]:
    for d in declarations(params, prefix):
        if isinstance(d.default, BaseModel):
            yield from _nested(type(d.default), d.path)
        else:
            yield d


def uses(rules: Sequence[type[Rule]] = BUILTIN) -> Iterator[Use]:
    """Yield every column with its owner and whoever reads it, contributes to it, or is made of it."""
    for rule in rules:
        yield from uses_of(rule, rules)


def uses_of(rule: type[Rule], rules: Sequence[type[Rule]] = BUILTIN) -> Iterator[Use]:
    """Yield the columns of one rule likewise."""
    for column in rule.columns():
        readers = tuple(other.name for other in rules if column in other.reads)
        setters = tuple(other.name for other in rules if column in other.sets)
        taken = tuple(m.name for m in MEASURES if column in m.reads or column in m.accumulates)
        yield Use(column, rule.name, readers, setters, taken)


@functools.cache
def references() -> dict[str, dict[str, Any]]:
    """Return the bibliography: citation key to authors, year, title, where, doi if known, verified."""
    return read(REFERENCES).data


def cite(key: str) -> str:
    """Return "Authors (year). Title. Where. doi" of a key; of a guest's own key, that it is the guest's."""
    if key not in references():
        return "in the guest's own bibliography"
    entry = references()[key]
    doi = f" https://doi.org/{entry['doi']}" if "doi" in entry else ""
    return f"{entry['authors']} ({entry['year']}). {entry['title']}. {entry['where']}.{doi}"


def shown(value: object) -> str:
    """Return a parameter's value as words and plain numbers."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        return ", ".join(f"{k}: {v:g}" for k, v in value.items()) or "none"
    if isinstance(value, (list, tuple)):
        return ", ".join(map(str, value)) or "none"
    return "-" if value is None else f"{value:g}" if isinstance(value, (int, float)) else str(value)


def plausible(said: Declaration) -> str:
    """Return a parameter's choices, or its plausible range, or "-"."""
    if said.choices or isinstance(said.default, bool):
        return " / ".join(said.choices or ("yes", "no"))
    return f"{said.range[0]:g} to {said.range[1]:g}" if said.range else "-"


def allowed(said: Declaration) -> str:
    """Return what is accepted at all: the bounds of a number, "-" for anything else."""
    low, high = said.bounds
    if low is not None:
        return f"{low:,.9g} or more" if high is None else f"{low:,.9g} to {high:,.9g}"
    if high is not None:
        return f"up to {high:,.9g}"
    return "any" if said.kind in (int, float) else "-"
