"""Declarations as Markdown: parameters, columns and who reads them, measures, references.

    python -m mi_abm.describe ODD.md README.md

renews the tables that stand in Markdown files between `<!-- generated: NAME -->` and `<!-- end -->`.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterable, Sequence
from importlib import import_module
from pathlib import Path

from mi_abm.core.rules import PHASES, Intervention, Mechanism, Rule
from mi_abm.describe.declared import ROWS, cite, parameters, plausible, references, section, shown, stem, uses
from mi_abm.describe.pitfalls import pitfalls
from mi_abm.describe.sheet import FOUNDING, sheet
from mi_abm.measures import BUILTIN as MEASURES
from mi_abm.scenario.catalogue import BUILTIN
from mi_abm.scenario.load import packaged

BLOCK = re.compile(r"(<!-- generated: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)


def table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a Markdown table."""
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(str(cell).replace("|", "\\|") for cell in line) + " |" for line in lines)


def parameter_table(under: str) -> str:
    """Return the table of the parameters whose paths begin with `under`."""
    rows = [
        (
            f"`{d.path}`",
            shown(d.default),
            plausible(d),
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
         ", ".join(u.setters), ", ".join(u.readers + u.measures))
        for u in uses()
    ]  # fmt: skip
    return table(("column", "owner", "kind", "axis", "unit", "meaning", "set by", "read by"), rows)


def measure_table() -> str:
    """Return the table of all measures."""
    good = {1: "more", -1: "less", 0: "-"}
    rows = [(f"`{m.name}`", m.unit, good[m.good], (m.__doc__ or "").splitlines()[0]) for m in MEASURES]
    return table(("measure", "unit", "better", "meaning"), rows)


def phase_table() -> str:
    """Return who does what when: the phases of a run's beginning and of the week, and what each mechanism does in them."""
    sheets = [sheet(rule) for rule in BUILTIN if issubclass(rule, Mechanism)]
    rows = [
        (f"`{phase}`", f"`{found.name}`", found.phases[phase])
        for phase in (*FOUNDING, *PHASES)
        for found in sheets
        if phase in found.phases
    ]
    return table(("phase", "mechanism", "what it does"), rows)


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
        goes_wrong = [f"`{p.files['pitfall']}`" for name in names for p in pitfalls() if p.intervention == name]
        has = "yes" if _rules_of("mechanisms", module) else "not yet"
        rows.append((row, f"`{module}`", has, ", ".join(shown) or "not yet", ", ".join(goes_wrong) or "-"))
    return table(("row of the source table", "module", "mechanism", "interventions", "pitfalls"), rows)


def _rules_of(part: str, module: str) -> list[type[Rule]]:
    return [rule for rule in BUILTIN if section(rule) == part and stem(rule) == module]


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
    "phases": phase_table,
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
