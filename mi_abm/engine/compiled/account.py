"""What the compiled engine makes of rules and measures, in words: which loops, or why numpy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mi_abm.core.measure import Measure
from mi_abm.core.rules import PHASES, Rule
from mi_abm.engine.compiled.compiling import read
from mi_abm.engine.compiled.graph import Refused
from mi_abm.engine.compiled.listing import listing
from mi_abm.engine.compiled.recording import Row, why_not

FOUNDING = ("found", "founded")  # once a run, always in numpy


@dataclass(frozen=True)
class Account:
    """What becomes of a phase: `why` it stays numpy (nothing if it is compiled), and the loops that it is."""

    name: str
    why: str
    loops: tuple[str, ...] = ()


def phases(rule: type[Rule], one_style: bool = True) -> list[Account]:
    """Return what becomes of each phase that a rule has, in the order of the week."""
    return [_phase(rule, phase, one_style) for phase in (*PHASES, "arrive") if getattr(rule, phase, None) is not None]


def reasons(rule: type[Rule], one_style: bool = True) -> dict[str, str]:
    """Return each phase that a rule has, with the reason why it stays numpy; nothing where it is compiled."""
    return {account.name: account.why for account in phases(rule, one_style)}


def _phase(rule: type[Rule], phase: str, one_style: bool) -> Account:
    try:
        return Account(phase, "", tuple(listing(read(rule, phase, one_style))))
    except Refused as reason:
        return Account(phase, str(reason))


def measures(some: Sequence[type[Measure]], rules: Sequence[type[Rule]], one_style: bool = True) -> list[Account]:
    """Return why each measure stays numpy at row 0 or later, nothing where it never does."""
    states = tuple(c for rule in rules for c in rule.columns() if c.kind == "state")
    added = tuple({c.name: c for m in some for c in m.accumulates}.values())
    rows = [Row(states, added, one_style, opening) for opening in (True, False)]
    return [Account(str(m.name), next(filter(None, (why_not(m, row) for row in rows)), "")) for m in some]
