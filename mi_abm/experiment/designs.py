"""Designs: from a space to points, each a value for every factor.

A design of one's own is a function `(space, design) -> rows` and an entry in `DESIGNS`. Places are drawn in the unit cube, by
the samplers of scipy and SALib, and mapped to values by `Factor.at`.

References: [McKay1979], [Sobol1967], [Saltelli2010], [Morris1991].
"""

from __future__ import annotations

import csv
import itertools
import math
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from mi_abm.core.columns import Array
from mi_abm.experiment.schema import MAX_POINTS, Design
from mi_abm.experiment.space import Factor
from mi_abm.scenario import text
from mi_abm.scenario.problems import InputError, Problem, bad, nearest

Row = tuple[Any, ...]
Space = Sequence[Factor]
MORRIS_LEVELS = 4
LEAST_TRAJECTORIES = 2  # one has no spread, and so no interval
OTHERS = "all others"
ENDS = 2


def one_point(space: Space, design: Design) -> list[Row]:
    """Return the one point at which everything is as the scenarios say."""
    return [()]


def full_factorial(space: Space, design: Design) -> list[Row]:
    """Return every combination of the levels of all factors."""
    levels = [factor.levels(design.points or ENDS) for factor in space]
    if math.prod(map(len, levels)) > MAX_POINTS:
        sizes = " x ".join(str(len(level)) for level in levels)
        raise bad("", "design", f"{sizes} levels are more than {MAX_POINTS:,} points")
    return list(itertools.product(*levels))


def one_at_a_time(space: Space, design: Design) -> list[Row]:
    """Return the scenarios as they are, then each level of each factor alone; `UNCHANGED` stands for the others."""
    rows = [(UNCHANGED,) * len(space)]
    for place, factor in enumerate(space):
        for level in factor.levels(design.points or ENDS):
            rows.append((UNCHANGED,) * place + (level,) + (UNCHANGED,) * (len(space) - place - 1))
    return rows


def drawn(space: Space, design: Design) -> list[Row]:
    """Return the points of a design that is drawn in the unit cube."""
    return [
        tuple(f.at(float(u)) for f, u in zip(space, row, strict=True)) for row in cube([f.path for f in space], design)
    ]


def cube(paths: Sequence[str], design: Design) -> Array:
    """Return the places of a design's points in the unit cube: shape (points, paths)."""
    return CUBES[design.kind](paths, design)


def _latin_hypercube(paths: Sequence[str], design: Design) -> Array:
    """Return points of which each lies in a stratum of its own in every factor."""
    from scipy.stats import qmc

    return qmc.LatinHypercube(len(paths), rng=design.seed).random(_points(design))


def _sobol(paths: Sequence[str], design: Design) -> Array:
    """Return the first points of a scrambled Sobol sequence: twice as many begin with the same ones."""
    from scipy.stats import qmc

    return qmc.Sobol(len(paths), rng=design.seed).random_base2(_exponent(design))


def _saltelli(paths: Sequence[str], design: Design) -> Array:
    """Return Saltelli's points for first-order and total indices: base points x (factors + 2).

    With `apart` only these are factors of their own; all others move together, as one.
    """
    _exponent(design)
    problem = _problem(paths)
    unknown = [path for path in design.apart if path not in paths]
    if unknown:
        raise bad("", "design.apart", f"{unknown[0]} is not varied; {nearest(unknown[0], paths)}")
    if design.apart:
        problem["groups"] = [path if path in design.apart else OTHERS for path in paths]
    sample = _salib().sobol.sample(problem, _points(design), calc_second_order=False, seed=design.seed)
    return np.asarray(sample, np.float64)


def _morris(paths: Sequence[str], design: Design) -> Array:
    """Return Morris's trajectories through a grid of four levels: trajectories x (factors + 1) points."""
    if _points(design) < LEAST_TRAJECTORIES:
        raise bad("", "design.points", f"1 is not allowed; morris needs at least {LEAST_TRAJECTORIES} trajectories")
    sample = _salib().morris.sample(_problem(paths), _points(design), num_levels=MORRIS_LEVELS, seed=design.seed)
    return np.asarray(sample, np.float64)


CUBES: dict[str, Callable[[Sequence[str], Design], Array]] = {
    "latin_hypercube": _latin_hypercube,
    "sobol": _sobol,
    "saltelli": _saltelli,
    "morris": _morris,
}


class _Unchanged:
    """The value of a factor that a point leaves as the scenario has it."""

    def __repr__(self) -> str:
        return "UNCHANGED"


UNCHANGED = _Unchanged()
DESIGNS: dict[str, Callable[[Space, Design], list[Row]]] = {
    "none": one_point,
    "full_factorial": full_factorial,
    "one_at_a_time": one_at_a_time,
    **dict.fromkeys(CUBES, drawn),
}


def points_of(space: Space, design: Design) -> list[Row]:
    """Return the points of a design over a space; raise `InputError` where it cannot be (see `table` for tables)."""
    if design.kind == "none" and space:
        raise bad("", "design.kind", "says none, but parameters are to be varied: choose a design")
    if design.kind != "none" and not space:
        raise bad("", "design.vary", "names no parameter to vary")
    return DESIGNS[design.kind](space, design)


def table(file: Path) -> tuple[list[str], list[Row]]:
    """Return the paths and the points of a CSV file: a column a dotted path, a row a point; an empty cell is no change."""
    try:
        rows = list(csv.reader(file.read_text("utf-8-sig").splitlines()))
    except OSError as error:
        raise bad(str(file), "", f"cannot be read ({error.strerror})") from None
    except (UnicodeDecodeError, csv.Error) as error:
        raise bad(str(file), "", f"is no CSV file: {error}") from None
    paths = [name.strip() for name in rows[0]] if rows else []
    problems = [Problem(str(file), path or f"column {i + 1}", said) for i, path in enumerate(paths) if (said := _twice(paths, i))]  # fmt: skip
    points: list[Row] = []
    for number, row in enumerate(rows[1:], 2):
        if not any(cell.strip() for cell in row):
            continue
        if len(row) != len(paths):
            problems.append(Problem(f"{file}, row {number}", "", f"has {len(row)} cells; the header has {len(paths)}"))
            continue
        try:
            points.append(tuple(_cell(cell.strip(), f"{file}, row {number}") for cell in row))
        except InputError as error:
            problems += error.problems
    if not problems and not points:
        problems.append(Problem(str(file), "", "has no points: a header of dotted paths, then a row a point"))
    if problems:
        raise InputError(problems)
    return paths, points


def _twice(paths: Sequence[str], i: int) -> str:
    return "has no name" if not paths[i] else "stands twice" if paths[i] in paths[:i] else ""


def _cell(text_: str, where: str) -> Any:
    """Return a cell as YAML reads it."""
    return UNCHANGED if not text_ else text.parse(f"value: {text_}", where).data["value"]


def _points(design: Design) -> int:
    if design.points is None:
        raise bad("", "design.points", f"is missing: how many for {design.kind}?")
    return design.points


def _exponent(design: Design) -> int:
    """Return m where the number of points is 2 to the m."""
    n = _points(design)
    if n & (n - 1):
        near = 1 << (n.bit_length() - 1)
        raise bad("", "design.points", f"{n} is no power of two, which {design.kind} needs: {near} or {2 * near}")
    return n.bit_length() - 1


def _salib() -> Any:
    try:
        from SALib.sample import morris, sobol
    except ImportError:
        raise bad("", "design.kind", "needs SALib: pip install 'mi_abm[sensitivity]'") from None
    return type("Samplers", (), {"morris": morris, "sobol": sobol})


def _problem(paths: Sequence[str]) -> dict[str, Any]:
    return {"num_vars": len(paths), "names": list(paths), "bounds": [[0.0, 1.0]] * len(paths)}
