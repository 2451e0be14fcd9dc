"""The catalogue: the one place that imports all rules."""

from __future__ import annotations

from collections.abc import Sequence

from mi_abm.core.rules import Rule
from mi_abm.interventions import BUILTIN as INTERVENTIONS
from mi_abm.mechanisms import BUILTIN as MECHANISMS

BUILTIN: tuple[type[Rule], ...] = (*MECHANISMS, *INTERVENTIONS)


def catalogue(guests: Sequence[type[Rule]] = ()) -> tuple[type[Rule], ...]:
    """Return the built-in rules and the guests after them; raise ValueError if two share a name."""
    rules = (*BUILTIN, *guests)
    seen: dict[str, type[Rule]] = {}
    for rule in rules:
        other = seen.setdefault(rule.name, rule)
        if other is not rule:
            raise ValueError(
                f"{other.__module__}.{other.__name__} and {rule.__module__}.{rule.__name__} are both called {rule.name!r}"
            )
    return rules
