"""The pages that `mi-abm describe --engine` prints: what is compiled, what stays numpy and why, loop by loop for a rule."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from mi_abm.cli.layout import fill, pairs
from mi_abm.cli.paper import say, width
from mi_abm.core.measure import Measure
from mi_abm.core.rules import Rule
from mi_abm.engine.compiled.account import FOUNDING, Account, measures, phases

READ = "The compiled engine reads each phase of a rule and writes it as loops; what it cannot read exactly stays numpy, in its place in the week, with the same bits."
ALL = "Nothing of these rules stays numpy, whatever the number of styles."
ONCE = f"Founding ({', '.join(FOUNDING)}) is done once a run, in numpy."
MORE = "mi-abm describe --engine NAME shows the loops of a rule; docs/engine.md how to read them."


def here() -> str:
    """Say whether anything can be compiled on this machine."""
    try:
        return f"llvmlite {version('llvmlite')} is installed: --engine compiled, or auto where that is done sooner."
    except PackageNotFoundError:
        return "llvmlite is not installed: all of it runs in numpy here; pip install numba brings it."


def account(rules: Sequence[type[Rule]], taken: Sequence[type[Measure]]) -> dict[str, Any]:
    """Return what becomes of rules and measures, as plain data: by name, phase by phase, why not compiled."""
    return {
        "rules": {rule.name: {a.name: a.why for a in _phases(rule)} for rule in rules},
        "measures": {a.name: a.why for a in _measures(taken, rules)},
    }


def _phases(rule: type[Rule]) -> list[Account]:
    return [_worst(*pair) for pair in zip(phases(rule), phases(rule, one_style=False), strict=True)]


def _measures(taken: Sequence[type[Measure]], rules: Sequence[type[Rule]]) -> list[Account]:
    return [_worst(*pair) for pair in zip(measures(taken, rules), measures(taken, rules, False), strict=True)]


def _worst(one: Account, several: Account) -> Account:
    """Return what becomes of a phase with one style, or with several if only these stay numpy."""
    return one if one.why or not several.why else Account(one.name, f"with several styles: {several.why}")


def print_account(said: dict[str, Any]) -> None:
    """Print how many phases and measures are compiled, and why the others are not."""
    rules, taken = said["rules"], said["measures"]
    say([*fill(READ, width()), "", *fill(here(), width()), ""])
    count = sum(map(len, rules.values()))
    say(fill(f"{len(rules)} rules, {count} phases", width()), style="bold")
    left = [(f"{rule}.{phase}", why) for rule, all_ in rules.items() for phase, why in all_.items() if why]
    say(["", *(pairs(left, width()) if left else fill(ALL, width(), "  ")), *fill(ONCE, width(), "  "), ""])
    say(fill(f"{len(taken)} measures, of which numpy takes", width()), style="bold")
    say(["", *pairs([(name, why) for name, why in taken.items() if why], width()), "", *fill(MORE, width())])


def print_loops(rule: type[Rule]) -> None:
    """Print the loops that each phase of a rule becomes with one style, or why it stays numpy."""
    for one in phases(rule):
        say(fill(f"{rule.name}.{one.name}", width()), style="bold")
        lines = fill(f"numpy: {one.why}", width(), "  ") if one.why else one.loops
        say(["", *(part for line in lines for part in _line(line)), ""])


def _line(line: str) -> list[str]:
    text = line.lstrip()
    return fill(text, width(), "  " + " " * (len(line) - len(text)), "    ")
