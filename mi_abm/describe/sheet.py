"""A rule's sheet: everything that it declares of itself, and who has to do with it."""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from mi_abm.core.columns import Column
from mi_abm.core.param import Declaration, declarations
from mi_abm.core.rules import PHASES, Intervention, Rule
from mi_abm.describe.declared import ASSUMED, ROWS, Use, section, stem, uses_of
from mi_abm.describe.pitfalls import Pitfall, pitfalls
from mi_abm.scenario.catalogue import BUILTIN
from mi_abm.scenario.load import packaged
from mi_abm.scenario.text import read

FOUNDING = ("found", "arrive", "founded")
HOURS = re.compile(r"(?:^|(?<=\. ))(?:Hours [^:]*|Once): .*$")
KEY = re.compile(r"\[([A-Z][A-Za-z]+\d+)(?::[a-z-]+)?\]")


@dataclass(frozen=True)
class Sheet:
    """What a rule is, what it has, and who reads it; `reads` and `sets` hold names of columns by their owner."""

    rule: type[Rule]
    title: str
    summary: str
    formula: str
    hours: str
    row: str
    parameters: tuple[Declaration, ...]
    columns: tuple[Use, ...]
    reads: dict[str, tuple[str, ...]]
    sets: dict[str, tuple[str, ...]]
    phases: dict[str, str]
    sources: tuple[str, ...]
    goes_wrong: tuple[Pitfall, ...]
    cures: tuple[Pitfall, ...]

    @property
    def name(self) -> str:
        """The name of the rule in scenario files."""
        return self.rule.name

    @property
    def kind(self) -> str:
        """Return "mechanism" or "intervention"."""
        return section(self.rule).removesuffix("s")


def sheet(rule: type[Rule], rules: Sequence[type[Rule]] = BUILTIN) -> Sheet:
    """Return the sheet of one of `rules`."""
    module = inspect.getdoc(sys.modules[rule.__module__]) or ""
    heading, formula = _split(module)
    summary, hours = _account(rule)
    said = tuple(declarations(rule.Params, f"{section(rule)}.{rule.name}"))
    acts = issubclass(rule, Intervention)
    cited = KEY.findall(f"{module}\n{inspect.getdoc(rule)}") + [d.source for d in said]
    return Sheet(
        rule=rule,
        title=re.split(r"\.\s", f"{summary} ", maxsplit=1)[0] if acts or not heading else heading.rstrip("."),
        summary=summary,
        formula=formula,
        hours=hours,
        row=row(rule),
        parameters=said,
        columns=tuple(uses_of(rule, rules)),
        reads=_by_owner(rule.reads, rules),
        sets=_by_owner(rule.sets, rules),
        phases={name: _first_line(getattr(rule, name)) for name in (*FOUNDING, *PHASES) if hasattr(rule, name)},
        sources=tuple(key for key in dict.fromkeys(cited) if key not in (ASSUMED, "own", "")),
        goes_wrong=tuple(p for p in pitfalls() if p.intervention == rule.name),
        cures=tuple(p for p in pitfalls() if rule.name in p.cured_by and p.intervention != rule.name),
    )


def row(rule: type[Rule]) -> str:
    """Return the module of the source table that a rule belongs to, "" for what serves them all."""
    if stem(rule) in ROWS:
        return stem(rule)
    file = packaged() / f"{rule.name}.yaml"
    return str(read(file).data.get("table2", "")) if issubclass(rule, Intervention) and file.is_file() else ""


def _split(docstring: str) -> tuple[str, str]:
    """Return a module's first line, and the rest without its references."""
    first, _, rest = docstring.partition("\n")
    return first, re.sub(r"\n*^References: .*?(\n\n|\Z)", r"\1", rest, flags=re.DOTALL | re.MULTILINE).strip("\n")


def _account(rule: type[Rule]) -> tuple[str, str]:
    """Return a class's docstring, paragraphs on one line each, without its hours; and the hours."""
    summary, hours = [], ""
    for paragraph in (inspect.getdoc(rule) or "").split("\n\n"):
        line = " ".join(paragraph.split())
        found = HOURS.search(line)
        hours = found[0] if found else hours
        summary.append(line[: found.start()].strip() if found else line)
    return "\n\n".join(part for part in summary if part), hours


def _first_line(phase: Any) -> str:
    return (inspect.getdoc(phase) or "").partition("\n")[0]


def _by_owner(columns: Iterable[Column], rules: Sequence[type[Rule]]) -> dict[str, tuple[str, ...]]:
    """Return the names of columns by the rule that owns them."""
    owner = {column: rule.name for rule in rules for column in rule.columns()}
    found: dict[str, list[str]] = {}
    for column in columns:
        found.setdefault(owner.get(column, column.owner), []).append(column.name)
    return {name: tuple(dict.fromkeys(names)) for name, names in found.items()}
