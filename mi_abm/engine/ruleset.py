"""What a set of rules has between them: columns with one owner each, who may send people away, who may put training off."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from mi_abm.core.columns import Column
from mi_abm.core.rules import Intervention, Rule
from mi_abm.engine.parameters import Parameters

HOST = "host_team"  # where one is sent


def columns(rules: Sequence[Rule]) -> dict[str, Column]:
    """Return the columns that the rules declare, by name; ValueError if two declare the same."""
    owner: dict[str, str] = {}
    for rule in rules:
        for column in rule.columns():
            if owner.setdefault(column.name, rule.name) != rule.name:
                raise ValueError(
                    f"{owner[column.name]} and {rule.name} both declare a column {column.name!r}: rename one"
                )
    return {c.name: c for rule in rules for c in rule.columns()}


def senders(rules: Sequence[Rule]) -> frozenset[str]:
    """Return the names of the rules that may send people to another team."""
    able = [r for r in rules if hasattr(r, "apply")]
    return frozenset(r.name for r in able if HOST in {c.name for c in (*r.sets, *r.columns())})


def present(rules: Sequence[Rule], parameters: Mapping[str, Parameters]) -> frozenset[str]:
    """Return the names of the rules without the interventions that are absent from every run."""
    return frozenset(r.name for r in rules if not (isinstance(r, Intervention) and _absent(r, parameters[r.name])))


def _absent(rule: Intervention, p: Parameters) -> bool:
    there = ((getattr(p, name), off) for name, off in rule.absent.items())
    return all(np.all(x == off) if isinstance(x, np.ndarray) else x == off for x, off in there)


def late(rules: Sequence[Rule], parameters: Mapping[str, Parameters]) -> bool:
    """Say whether any run has a rule that may put off training."""
    putting_off = [r for r in rules if isinstance(r, Intervention) and r.delays]
    return any(np.any(np.asarray(parameters[r.name].weeks) > 0) for r in putting_off)
