"""Small worlds for tests: mappings and CSV files such as a user writes, and what becomes of every person in them."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from mi_abm.core.columns import Array
from mi_abm.core.rules import Mechanism, Rule
from mi_abm.engine.beginning import burn_in
from mi_abm.engine.ensemble import Run, assemble
from mi_abm.engine.stack import Stack
from mi_abm.engine.week import advance
from mi_abm.scenario.catalogue import BUILTIN
from mi_abm.scenario.load import Scenario, load
from mi_abm.scenario.schema import off

World = dict[str, Any]
Tie = tuple[str, str] | tuple[str, str, str] | tuple[str, str, str, float]


def quiet(**mechanisms: Mapping[str, Any]) -> World:
    """Return the `mechanisms` of a world in which nothing happens but what is given: all else at its neutral value."""
    still = {rule.name: off(rule) for rule in BUILTIN if issubclass(rule, Mechanism)}
    unknown = set(mechanisms) - set(still)
    assert not unknown, unknown
    return {name: {**neutral, **mechanisms.get(name, {})} for name, neutral in still.items()}


def write_csv(file: Path, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> Path:
    """Write a CSV file; numbers keep all their digits."""
    with file.open("w", newline="", encoding="utf-8") as out:
        writer = csv.writer(out)
        writer.writerow(header)
        writer.writerows([repr(float(x)) if isinstance(x, (float, np.floating)) else x for x in row] for row in rows)
    return file


def own(
    folder: Path, people: Mapping[str, Sequence[Any]], ties: Iterable[Tie] | None = None, **organisation: Any
) -> World:
    """Write people (columns by name) and ties (source, target, layer, weight); return the section `organisation`.

    Columns other than id, team, post and manager are named as initial states of the same name.
    """
    folder.mkdir(parents=True, exist_ok=True)
    names = list(people)
    write_csv(folder / "people.csv", names, zip(*people.values(), strict=True))
    section: World = {"people": str(folder / "people.csv"), **organisation}
    section.setdefault("initial", {n: n for n in names if n not in ("id", "team", "post", "manager")})
    if ties is not None:
        rows = [(*tie, *("", 1.0)[len(tie) - 2 :]) for tie in ties]
        write_csv(folder / "ties.csv", ["source", "target", "layer", "weight"], rows)
        section["ties"] = str(folder / "ties.csv")
    return section


def ids(n: int) -> list[str]:
    """Return n ids whose code-point order is their order."""
    return [f"p{i:04d}" for i in range(n)]


def world(organisation: World, mechanisms: World, rules: Sequence[type[Rule]] = (), **more: Any) -> Scenario:
    """Load a scenario from its sections; without burn-in unless asked."""
    return load({"burn_in": 0, "organisation": organisation, "mechanisms": mechanisms, **more}, rules=rules)


Trajectory = dict[str, Array]
Look = Callable[[Stack], Array]


def follow(
    runs: Scenario | Sequence[Run], weeks: int, columns: Sequence[str] = (), seed: int = 1, **looks: Look
) -> Trajectory:
    """Run for `weeks` weeks; return each column as [row, ..., person or tie], row 0 the baseline measurement.

    All states and this week's practice if no column is named; `looks` are further things to take down every week.
    """
    stack = assemble([Run(runs, seed)] if isinstance(runs, Scenario) else runs)
    burn_in(stack, stack_burn_in(runs))
    taken = columns or ([] if looks else states(stack))
    looks |= {name: lambda stack, name=name: column(stack, name) for name in taken}  # type: ignore[misc]
    seen: dict[str, list[Array]] = {name: [] for name in looks}
    for week in range(weeks + 1):
        if week:
            advance(stack, week)
        for name, look in looks.items():
            seen[name].append(np.array(look(stack)))
    return {name: np.stack(rows) for name, rows in seen.items()}


def column(stack: Stack, name: str) -> Array:
    """Return a column as of now; of ties, those that last."""
    ties = stack.columns[name].axis == "tie"
    return stack.monday[name][..., : stack.org.n_known] if ties else stack.monday[name]


def states(stack: Stack) -> list[str]:
    """Return the names of all states, traits and notes of persons, and of this week's and usual practice."""
    kept = [c.name for c in stack.columns.values() if c.kind in ("state", "trait") and c.axis != "tie"]
    notes = [c.name for c in stack.columns.values() if c.axis == "note"]
    return [*kept, *notes, "practice", "average_practice"]


def stack_burn_in(runs: Scenario | Sequence[Run]) -> int:
    """Return the burn-in that the runs share."""
    scenario = runs if isinstance(runs, Scenario) else runs[0].scenario
    return int(scenario.data.burn_in)
