"""Declarations as tables: parameters, columns and who reads them, measures, references.

    python -m mi_abm.describe ODD.md README.md

renews the tables that stand in Markdown files between `<!-- generated: NAME -->` and `<!-- end -->`.
"""

from __future__ import annotations

import functools
import inspect
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from mi_abm.core.columns import Column
from mi_abm.core.measure import Measure
from mi_abm.core.param import Declaration, declarations
from mi_abm.core.rules import Intervention, Mechanism, Rule
from mi_abm.measures import BUILTIN as MEASURES
from mi_abm.scenario.catalogue import BUILTIN
from mi_abm.scenario.load import packaged
from mi_abm.scenario.schema import OrganisationParams
from mi_abm.scenario.text import read

REFERENCES = Path(__file__).with_name("references.yaml")
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
BLOCK = re.compile(r"(<!-- generated: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)


@dataclass(frozen=True)
class Use:
    """A column and the rules (and measures) that read it or contribute to it."""

    column: Column
    owner: str
    readers: tuple[str, ...]
    setters: tuple[str, ...]


def section(rule: type[Rule]) -> str:
    """Return the part of a scenario in which a rule's parameters stand."""
    return "interventions" if issubclass(rule, Intervention) else "mechanisms"


def parameters(rules: Sequence[type[Rule]] = BUILTIN) -> Iterator[Declaration]:
    """Yield every declared parameter once: the organisation's, then each rule's; what all interventions share comes as `*`."""
    yield from _nested(OrganisationParams, "organisation")
    shared = list(declarations(Intervention.Params, "interventions.*"))
    for rule in rules:
        if shared and issubclass(rule, Intervention):
            yield from shared
            shared = []
        own = inspect.get_annotations(rule.Params)
        yield from (d for d in declarations(rule.Params, f"{section(rule)}.{rule.name}") if d.name in own)


def _nested(params: type[BaseModel], prefix: str) -> Iterator[Declaration]:
    for d in declarations(params, prefix):
        if isinstance(d.default, BaseModel):
            yield from _nested(type(d.default), d.path)
        else:
            yield d


def uses(rules: Sequence[type[Rule]] = BUILTIN, measures: Sequence[type[Measure]] = MEASURES) -> Iterator[Use]:
    """Yield every column with its owner and whoever reads it or contributes to it."""
    for rule in rules:
        for column in rule.columns():
            readers = [other.name for other in rules if column in other.reads]
            readers += [measure.name for measure in measures if column in measure.reads]
            setters = [other.name for other in rules if column in other.sets]
            yield Use(column, rule.name, tuple(readers), tuple(setters))


@functools.cache
def references() -> dict[str, dict[str, Any]]:
    """Return the bibliography: citation key to authors, year, title, where, doi if known, verified."""
    return read(REFERENCES).data


def cite(key: str) -> str:
    """Return "Authors (year). Title. Where. doi" of a key."""
    entry = references()[key]
    doi = f" https://doi.org/{entry['doi']}" if "doi" in entry else ""
    return f"{entry['authors']} ({entry['year']}). {entry['title']}. {entry['where']}.{doi}"


def table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a Markdown table."""
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(str(cell).replace("|", "\\|") for cell in line) + " |" for line in lines)


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        return ", ".join(f"{k}: {v:g}" for k, v in value.items()) or "none"
    return "-" if value is None else f"{value:g}" if isinstance(value, (int, float)) else str(value)


def parameter_table(under: str) -> str:
    """Return the table of the parameters whose paths begin with `under`."""
    rows = [
        (
            f"`{d.path}`",
            _shown(d.default),
            " / ".join(d.choices) or (f"{d.range[0]:g} to {d.range[1]:g}" if d.range else "-"),
            d.unit,
            d.source,
            d.meaning,
        )
        for d in parameters()
        if d.path.startswith(f"{under}.")
    ]
    return table(("parameter", "default", "range", "unit", "source", "meaning"), rows)


def column_table() -> str:
    """Return the table of all columns."""
    rows = [
        (f"`{u.column.name}`", u.owner, u.column.kind, u.column.axis, u.column.unit, u.column.meaning,
         ", ".join(u.setters), ", ".join(u.readers))
        for u in uses()
    ]  # fmt: skip
    return table(("column", "owner", "kind", "axis", "unit", "meaning", "set by", "read by"), rows)


def measure_table() -> str:
    """Return the table of all measures."""
    good = {1: "more", -1: "less", 0: "-"}
    rows = [(f"`{m.name}`", m.unit, good[m.good], (m.__doc__ or "").splitlines()[0]) for m in MEASURES]
    return table(("measure", "unit", "better", "meaning"), rows)


def submodels(kind: type[Rule]) -> str:
    """Return what the files of all mechanisms, or of all interventions, say of themselves: formulas, symbols, references."""
    modules = dict.fromkeys(rule.__module__ for rule in BUILTIN if issubclass(rule, kind))
    return "\n\n".join(_page(module) for module in modules)


def _page(module: str) -> str:
    """Return a module's docstring: its first line as a heading, the rest as it stands."""
    first, _, rest = (inspect.getdoc(import_module(module)) or "").partition("\n")
    body = rest.strip("\n")
    return f"#### {first}\n\n```text\n{body}\n```" if body else f"#### {first}"


def module_table() -> str:
    """Return what exists for each row of the source table: mechanism, interventions, scenario files, pitfalls."""
    files = {file.stem for file in packaged().glob("*.yaml")}
    rows = []
    for module, row in ROWS.items():
        names = [rule.name for rule in _rules_of("interventions", module)]
        shown = [f"`{name}`" + ("" if name in files else " (no scenario file yet)") for name in names]
        pitfalls = [f"`{name}_pitfall`" for name in names if f"{name}_pitfall" in files]
        has = "yes" if _rules_of("mechanisms", module) else "not yet"
        rows.append((row, f"`{module}`", has, ", ".join(shown) or "not yet", ", ".join(pitfalls) or "-"))
    return table(("row of the source table", "module", "mechanism", "interventions", "pitfalls"), rows)


def _rules_of(part: str, module: str) -> list[type[Rule]]:
    return [rule for rule in BUILTIN if rule.__module__ == f"mi_abm.{part}.{module}"]


def reference_list() -> str:
    """Return the bibliography as a list; what was cited from memory is marked."""
    return "\n".join(
        f"* **{key}**: {cite(key)}{'' if entry['verified'] else ' *(cited from memory)*'}"
        for key, entry in references().items()
    )


TABLES: dict[str, Callable[[], str]] = {
    "organisation": lambda: parameter_table("organisation"),
    "mechanism_parameters": lambda: parameter_table("mechanisms"),
    "intervention_parameters": lambda: parameter_table("interventions"),
    "week": lambda: _page("mi_abm.engine.week"),
    "mechanisms": lambda: submodels(Mechanism),
    "interventions": lambda: submodels(Intervention),
    "modules": module_table,
    "columns": column_table,
    "measures": measure_table,
    "references": reference_list,
}


def renew(text: str) -> str:
    """Return a Markdown text with its generated parts made anew; raise KeyError for a part that nobody makes."""
    return BLOCK.sub(lambda block: f"{block[1]}\n{TABLES[block[2]]()}\n\n{block[3]}", text)


def main(files: Sequence[str]) -> None:
    """Renew the generated parts of each file."""
    for file in map(Path, files):
        file.write_text(renew(file.read_text("utf-8")), "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
