"""Sections: which controls stand together: the rows of the source table, training before them, everything else after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mi_abm.core.param import Declaration, declarations
from mi_abm.core.rules import Intervention, Mechanism, Rule
from mi_abm.describe.declared import ROWS, organisation_parameters, stem
from mi_abm.describe.sheet import sheet

WINDOW = ("start", "weeks", "teams")  # of an intervention: they have a control of their own, or none
FILES = ("people", "ties", "team", "manager", "layers", "directed", "complete_teams", "initial")


@dataclass(frozen=True)
class Block:
    """One rule: its name, what it is called, what it does, and its parameters; `hours` where it takes any."""

    name: str
    title: str
    summary: str
    hours: str
    parameters: tuple[Declaration, ...]
    window: tuple[Declaration, ...] = ()


@dataclass(frozen=True)
class Section:
    """Interventions, to be switched, and beneath them the assumptions about how they work."""

    key: str
    title: str
    interventions: tuple[Block, ...]
    assumptions: tuple[Block, ...]


def sections(rules: Sequence[type[Rule]]) -> list[Section]:
    """Return all sections; rules of a guest stand in the last but one."""
    by_stem: dict[str, list[type[Rule]]] = {}
    for rule in rules:
        row = stem(rule)
        by_stem.setdefault(row if row in ROWS or row == "training" else "other", []).append(rule)
    titles = {"training": "Training", **ROWS, "other": "People, skill, turnover and the rest"}
    found = [_section(key, title, by_stem.get(key, ()), rules) for key, title in titles.items()]
    own = tuple(d for d in organisation_parameters() if d.name not in FILES)
    organisation = Block("organisation", "Organisation", "Who works with whom.", "", own)
    return [*found, Section("organisation", "Organisation", (), (organisation,))]


def _section(key: str, title: str, mine: Sequence[type[Rule]], rules: Sequence[type[Rule]]) -> Section:
    return Section(
        key,
        title,
        tuple(_block(rule, rules) for rule in mine if issubclass(rule, Intervention)),
        tuple(block for rule in mine if issubclass(rule, Mechanism) if (block := _block(rule, rules)).parameters),
    )


def _block(rule: type[Rule], rules: Sequence[type[Rule]]) -> Block:
    said, kind = sheet(rule, rules), "interventions" if issubclass(rule, Intervention) else "mechanisms"
    every = tuple(declarations(rule.Params, f"{kind}.{rule.name}"))
    window = tuple(d for d in every if kind == "interventions" and d.name in WINDOW)
    rest = tuple(d for d in every if d not in window)
    return Block(rule.name, rule.name.replace("_", " ").capitalize(), said.summary, said.hours, rest, window)
