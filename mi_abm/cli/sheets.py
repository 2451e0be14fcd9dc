"""The pages that `mi-abm describe` prints: overview, one rule, one module, assumptions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from mi_abm.cli.layout import Card, cards, fill, pairs, prose
from mi_abm.cli.paper import say, width
from mi_abm.core.param import Declaration
from mi_abm.describe.declared import ROWS, Use, allowed, cite, plausible, shown
from mi_abm.describe.pitfalls import Pitfall
from mi_abm.describe.sheet import Sheet
from mi_abm.scenario.catalogue import BUILTIN

KNOBS = ("default", "plausible", "allowed", "unit", "source")
SLOTS = ("kind", "one a", "unit")
MORE = "mi-abm describe NAME shows a rule or a module in full; mi-abm describe --assumptions what nobody has measured."
BESIDE = "Beside them: practice, skill, turnover, hours, and training itself"
GUESTS = "Rules of the scenario's own"
OFFERED = "Offered by installed packages: name them under uses:, or by their key"


def print_overview(sheets: Sequence[Sheet], offers: Mapping[str, str]) -> None:
    """Print the nine modules of the source table, each with its rules, a line a rule; `offers`: what packages offer."""
    say(fill("The nine modules of the source table: each mechanism, then the interventions on it.", width()))
    for module, row in (*ROWS.items(), ("", BESIDE)):
        _block(row, pairs([_entry(s, sheets) for s in sheets if s.row == module and s.rule in BUILTIN], width()))
    _block(GUESTS, pairs([_entry(s, sheets) for s in sheets if s.rule not in BUILTIN], width()))
    _block(OFFERED, pairs([(name, place) for name, place in offers.items()], width()))
    say(["", *fill("P1 to P9: what may go wrong with it.", width()), *fill(MORE, width())])


def _entry(sheet: Sheet, sheets: Sequence[Sheet]) -> tuple[str, str]:
    longest = max(len(s.name) for s in sheets)  # all rows of the table have one margin
    pitfalls = "".join(f" [{p.id}]" for p in sheet.goes_wrong)
    return f"{sheet.name:<{longest}}", f"{_title(sheet)}{pitfalls}"


def _title(sheet: Sheet) -> str:
    """Return the title without the name of the mechanism at its head."""
    title = sheet.title.partition(": ")[2] if sheet.kind == "mechanism" and ": " in sheet.title else sheet.title
    return f"{title[0].upper()}{title[1:]}"


def print_module(module: str, sheets: Sequence[Sheet]) -> None:
    """Print a module that has no mechanism of its own: its rules, a line each."""
    say(fill(f"{ROWS.get(module, module)}: {len(sheets)} rules", width()), style="bold")
    say(["", *pairs([_entry(s, sheets) for s in sheets], width()), "", *fill(MORE, width())])


def print_rule(sheet: Sheet, others: Sequence[Sheet] = ()) -> None:
    """Print everything that a rule declares; `others` are the rules of the same row."""
    say(fill(f"{sheet.name}: {_title(sheet)}", width()), style="bold")
    say(["", *pairs(_facts(sheet, others), width())])
    _block("What it does", [*prose(sheet.summary, width()), "", *prose(sheet.formula, width())] if sheet.formula else prose(sheet.summary, width()))  # fmt: skip
    for pitfall in sheet.goes_wrong:
        _block(f"Pitfall {pitfall.id}", pairs(_pitfall(pitfall), width()))
    if sheet.cures:
        _block("Helps against", pairs([(f"{p.id} ({p.intervention})", p.goes_wrong) for p in sheet.cures], width()))
    _block("Parameters", knobs(sheet.parameters))
    _block("Columns it owns", cards(SLOTS, [_column(use) for use in sheet.columns], width()) if sheet.columns else [])
    _block("Reads", _names(sheet.reads))
    _block("Sets", _names(sheet.sets))
    _block("In the week", pairs(list(sheet.phases.items()), width()))
    _block("References", pairs([(key, cite(key)) for key in sheet.sources], width()))


def print_pitfall(pitfall: Pitfall) -> None:
    """Print how an intervention goes wrong, why, what it needs, its cure, and the scenario files that show it."""
    say(fill(f"{pitfall.id}: a pitfall of {pitfall.intervention}", width()), style="bold")
    say(["", *pairs(_pitfall(pitfall), width())])


def print_parameters(title: str, said: Sequence[Declaration]) -> None:
    """Print parameters that belong to no rule, or to many."""
    say(fill(title, width()), style="bold")
    say(["", *knobs(said)])


def knobs(said: Sequence[Declaration]) -> list[str]:
    """Lay out parameters: path and meaning, then default, plausible range or choices, what is allowed, unit, source."""
    rows = [
        Card(f"{d.path}: {d.meaning}", (shown(d.default), plausible(d), allowed(d), d.unit, d.source)) for d in said
    ]
    return cards(KNOBS, rows, width()) if rows else []


def _facts(sheet: Sheet, others: Sequence[Sheet]) -> list[tuple[str, str]]:
    facts = [("kind", sheet.kind), ("row", ROWS.get(sheet.row, "none of its own"))]
    if sheet.hours:
        facts.append(("hours", f"{sheet.hours[0].lower()}{sheet.hours[1:]}".removeprefix("hours ")))
    for kind in ("mechanism", "intervention"):
        names = [s.name for s in others if s.kind == kind and s.name != sheet.name]
        if names:
            plural = kind if len(names) == 1 else f"{kind}s"
            facts.append(("beside it" if kind == sheet.kind else plural, ", ".join(names)))
    return facts


def _pitfall(said: Pitfall) -> list[tuple[str, str]]:
    return [
        ("goes wrong", said.goes_wrong),
        ("because", said.because),
        ("needs", ", ".join(said.needs)),
        ("cure", said.cure),
        *((f"{kind} file", name) for kind, name in said.files.items()),
        ("try", f"mi-abm compare {' '.join(said.files.values())}"),
    ]


def _column(use: Use) -> Card:
    said = use.column
    who = (("set by", use.setters), ("read by", use.readers), ("measured by", use.measures))
    below = [f"{word}: {', '.join(names)}" for word, names in who if names]
    kind = f"part of {said.of.name}" if said.of else said.kind
    return Card(f"{said.name}: {said.meaning}" if said.meaning else said.name, (kind, said.axis, said.unit), tuple(below))  # fmt: skip


def _names(columns: Mapping[str, Iterable[str]]) -> list[str]:
    return pairs([(owner, ", ".join(names)) for owner, names in columns.items()], width())


def _block(title: str, lines: Sequence[str]) -> None:
    if lines:
        say(["", title], style="bold")
        say(lines)
