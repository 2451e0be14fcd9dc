"""What a rule promises over the ranges of its parameters: none is dead, columns stay in their spans, teams stay teams."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import numpy as np

from mi_abm.checks.variants import corners, settings, values
from mi_abm.checks.worlds import WORLDS, History, Subject, histories, started, unlike, vary
from mi_abm.core.columns import Column
from mi_abm.engine.ensemble import Run
from mi_abm.engine.week import advance

CORNERS = 12
HUGE = 1e6
UNIT_SPAN = {"0/1": (0.0, 1.0), "probability": (0.0, 1.0), "share": (0.0, 1.0)}
ROUNDING = 1e-9


def check_alive(subject: Subject) -> None:
    """Raise AssertionError where a parameter moves nothing over its range, in any of several worlds."""
    left = {said.name: values(said) for said in subject.parameters}
    dumb = [name for name, some in left.items() if len(some) < 2]
    assert not dumb, f"no values are known to try for {', '.join(dumb)}: give a range or choices"
    for number in range(len(WORLDS)):
        world = subject.world(number)
        for base in settings(subject):
            if not left:
                return
            tried = [(name, {**base, name: value}) for name, some in left.items() for value in some]
            found = histories([Run(vary(world, subject.rule, own), 5) for _, own in tried])
            for name in {name for name, _ in tried}:
                mine = [history for (of, _), history in zip(tried, found, strict=True) if of == name]
                if any(unlike(a, b) for a, b in combinations(mine, 2)):
                    left.pop(name)
    said = ", ".join(f"{name} ({' ... '.join(map(str, some))})" for name, some in left.items())
    assert not left, f"dead over its whole range: {said}"


def check_spans(subject: Subject) -> None:
    """Raise AssertionError where one of the rule's columns leaves its span, or all bounds, at a corner of the ranges."""
    for number in (0, 1):
        chosen = corners(subject, CORNERS)
        world = subject.world(number)
        found = histories([Run(vary(world, subject.rule, own), 5) for own in chosen])
        for own, history in zip(chosen, found, strict=True):
            for column in {*subject.rule.columns(), *subject.rule.sets}:
                _inside(column, history, own)


def _inside(column: Column, history: History, own: dict[str, Any]) -> None:
    x = history[column.name]
    at = ", ".join(f"{name} {value}" for name, value in own.items()) or "its defaults"
    assert np.all(np.isfinite(x)), f"{column.name} is not finite at {at}"
    least, most = float(np.min(x)), float(np.max(x))
    low, high = column.span or _span_of_unit(column) or (-HUGE, HUGE)
    low, high = min(low, column.start), max(high, column.start)  # an exposure may be -1 where nobody sets it
    inside = low - ROUNDING <= least and most <= high + ROUNDING
    assert inside, (
        f"{column.name} ({column.unit}) leaves {low:g} ... {high:g}: it goes from {least:g} to {most:g} at {at}"
    )


def _span_of_unit(column: Column) -> tuple[float, float] | None:
    """Return the span that a unit implies, but for contributions, which are added up."""
    added = column.kind in ("part", "total") or (column.kind == "exposure" and column.combine == "sum")
    return None if added else UNIT_SPAN.get(column.unit)


def check_teams(subject: Subject) -> None:
    """Raise AssertionError where a column that a team has is not the same for all its members."""
    columns = [c for c in {*subject.rule.columns(), *subject.rule.sets} if c.axis == "team"]
    if not columns:
        return
    stack = started([Run(subject.world(), 5)])
    for week in range(1, 9):
        advance(stack, week)
        for column in columns:
            x, team = stack.monday[column.name], stack.org.team
            first = x[np.unique(team, return_index=True)[1]][team]
            odd = np.flatnonzero(x != first)
            assert not len(odd), f"{column.name} is a team's, but differs within team {stack.org.team_names[team[odd[0]]]} in week {week}"  # fmt: skip
