"""The catalogue: the one place that imports all rules."""

from __future__ import annotations

from collections.abc import Sequence

from mi_abm.core.rules import Rule
from mi_abm.interventions import BUILTIN as INTERVENTIONS
from mi_abm.mechanisms import BUILTIN as MECHANISMS
from mi_abm.scenario.hosting import origin
from mi_abm.scenario.problems import InputError, Problem

BUILTIN: tuple[type[Rule], ...] = (*MECHANISMS, *INTERVENTIONS)


def catalogue(guests: Sequence[type[Rule]] = ()) -> tuple[type[Rule], ...]:
    """Return the built-in rules and the guests after them; raise `InputError` if two share a name, or that of a column."""
    rules = tuple(dict.fromkeys((*BUILTIN, *guests)))
    problems, names, columns = [], dict[str, type[Rule]](), dict[str, type[Rule]]()
    for rule in rules if guests else ():
        other = names.setdefault(rule.name, rule)
        if other is not rule:
            problems.append(Problem("", rule.name, f"is the name of {origin(other)} and of {origin(rule)}: rename one"))
            continue
        for column in rule.columns():
            other = columns.setdefault(column.name, rule)
            if other is not rule:
                message = f"is a column of {origin(other)} and of {origin(rule)}: rename one"
                problems.append(Problem("", column.name, message))
    if problems:
        raise InputError(problems)
    return rules
