"""The points of an experiment: its space explored, its design drawn, the ends of every range tried out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from mi_abm.experiment.designs import UNCHANGED, Row, points_of, table
from mi_abm.experiment.schema import Design
from mi_abm.experiment.space import Explorer, Factor
from mi_abm.scenario.load import Scenario
from mi_abm.scenario.problems import InputError, Problem
from mi_abm.scenario.vary import concerning, with_values

MOST_TRIED = 10_000  # rows of a table that are validated before anything runs


def explored(
    design: Design, scenarios: Sequence[Scenario], folder: Path, problems: list[Problem]
) -> tuple[tuple[Factor, ...], Sequence[Row]]:
    """Return the factors and points of a design; add what is wrong to `problems`."""
    explorer = Explorer(scenarios)
    try:
        if design.kind == "table":
            return _tabled(design, explorer, folder, problems)
        space = explorer.space(design)
        explorer.check()
        for factor in space:
            problems += _tried(factor, scenarios)
        return space, points_of(space, design)
    except InputError as error:
        problems += error.problems
        return (), ()


def values_at(factors: Sequence[Factor], row: Row) -> dict[str, Any]:
    """Return the values that a point gives to parameters, without those that it leaves alone."""
    return {f.path: value for f, value in zip(factors, row, strict=True) if value is not UNCHANGED} if row else {}


def ends(factor: Factor) -> tuple[Any, ...]:
    """Return what a factor may be at most: its values, or the ends of its range."""
    return factor.values or (factor.at(0.0), factor.at(1.0))


def _tabled(
    design: Design, explorer: Explorer, folder: Path, problems: list[Problem]
) -> tuple[tuple[Factor, ...], Sequence[Row]]:
    file = folder / str(design.table)
    paths, rows = table(file)
    for path in paths:
        explorer.known(path, path)
    if explorer.problems:
        raise InputError(replace(p, where=str(file)) for p in explorer.problems)
    columns = list(zip(*rows, strict=True))
    space = tuple(
        Factor(
            path,
            values=tuple(dict.fromkeys(_hashable(v) for v in column if v is not UNCHANGED)),
            unit=explorer.unit(path),
        )
        for path, column in zip(paths, columns, strict=True)
    )
    for i, row in enumerate(rows[:MOST_TRIED]):
        found = _refused(values_at(space, row), explorer.scenarios)
        problems += [replace(p, where=f"{file}, point {i + 1}") for p in found]
    return space, rows


def _hashable(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _tried(factor: Factor, scenarios: Sequence[Scenario]) -> list[Problem]:
    """Return what is wrong with the values of a factor, or with the ends of its range."""
    found = [p for end in ends(factor) for p in _refused({factor.path: end}, scenarios)]
    return [Problem("", factor.place, f"{p.path}: {p.message}") for p in dict.fromkeys(found)]


def _refused(values: dict[str, Any], scenarios: Sequence[Scenario]) -> list[Problem]:
    """Return what is wrong with values in the first scenario that refuses them."""
    for scenario in scenarios:
        try:
            with_values(scenario, concerning(scenario, values))
        except InputError as error:
            return [replace(p, where="") for p in error.problems]
    return []
