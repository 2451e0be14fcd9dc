"""Whether the figure that an experiment asks for can be drawn of what it varies and contrasts; asked before anything runs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from mi_abm.analysis.sensitivity import enough
from mi_abm.report.chosen import Chosen
from mi_abm.report.coefficients import CORRELATIONS
from mi_abm.report.indices import PANELS
from mi_abm.scenario.problems import bad, nearest

VARIED = {
    "response_curve": 1, "heat_map": 2, "contour": 2, "scatter": 1, "parallel_coordinates": 2, "tornado": 1, "box": 1,
    "over_time": 0, "ridge": 2, "stacked_bars": 1,
}  # fmt: skip
"""How many parameters a kind needs to be varied; of those that are not listed, none."""
AXES = ("x", "y", "panel")
NUMBERS = {"scatter": ("x",), "contour": ("x", "y"), "ridge": ("x",)}
"""The axes of a kind that are a line of numbers."""


def check(asked: Mapping[str, Any], points: int) -> None:
    """Raise `InputError` if the figure asks for what is not varied or contrasted.

    `asked` is as in `experiment.manifest.asked`, `points` the number of points at which everything runs.
    """
    chosen, kind = Chosen(asked), str(asked["figure"]["kind"])
    indices = kind in ("tornado", "heat_map") and asked["design"]["kind"] in PANELS
    _varied(chosen, kind, 1 if indices else _needed(chosen, kind))
    named: list[Callable[[], object]] = [lambda: chosen.contrast, lambda: chosen.outcomes]
    if chosen.parameters and not indices:
        named += [lambda key=key: chosen.axis(key, 0) for key in AXES if chosen.said.get(key)]  # type: ignore[misc]
    for look in named:
        look()
    if not indices:
        _numbers(chosen, kind, {str(f["path"]): str(f["kind"]) for f in asked["factors"]})
        _points(chosen, kind, points)
    if kind == "stacked_bars" and chosen.contrast in chosen.levels:
        raise bad("", "figure.kind", f"{kind} needs a contrast of two scenarios; {chosen.contrast!r} is one")
    _grid(chosen, kind)


def _needed(chosen: Chosen, kind: str) -> int:
    """Return how many parameters must be varied for what is asked for."""
    if kind == "table" and not chosen.said["grid"]:
        return 0 if len(chosen.alike) > 1 and chosen.said["contrast"] is None else 1
    return VARIED.get(kind, 0) + (1 if kind == "response_curve" and chosen.said.get("panel") else 0)


def _varied(chosen: Chosen, kind: str, needs: int) -> None:
    have = len(chosen.parameters)
    if have < needs:
        with_ = " with a panel a level" if kind == "response_curve" and needs > 1 else ""
        more, varied = "" if needs == 1 else "s", f"{have} {'is' if have == 1 else 'are'}"
        raise bad("", "figure", f"{kind}{with_} needs {needs} parameter{more} that the design varies; {varied}")


def _numbers(chosen: Chosen, kind: str, kinds: Mapping[str, str]) -> None:
    """See that what lies along an axis of numbers is one."""
    for place, key in enumerate(NUMBERS.get(kind, ())):
        path = chosen.axis(key, place)
        if kinds[path] in ("text", "truth"):
            raise bad("", f"figure.{key}", f"{kind} needs a number there; {path} has {kinds[path]}")


def _points(chosen: Chosen, kind: str, points: int) -> None:
    """See that there are points enough for rank correlations."""
    least = enough(len(chosen.parameters))
    if kind == "tornado" and points < least:
        said = f"tornado needs at least {least} points of {len(chosen.parameters)} parameters; there are {points}"
        raise bad("", "figure.kind", said)


def _grid(chosen: Chosen, kind: str) -> None:
    """See that a grid is there where it is needed, has a name for every row and column, and holds what is known."""
    grid, rows, columns = (chosen.said[key] for key in ("grid", "rows", "columns"))
    if not grid:
        if kind in ("bar_pairs", "coefficients"):
            raise bad("", "figure.grid", f"{kind} needs what it draws, in rows, as [[practice@52, perceived_norm@52]]")
        return
    if len(rows) != len(grid):
        raise bad(
            "", "figure.rows", f"needs a name for each of the {len(grid)} rows of the grid; there are {len(rows)}"
        )
    for number, row in enumerate(grid):
        if len(row) != len(columns):
            said = f"needs {len(columns)}, one for each of the columns; there are {len(row)}"
            raise bad("", f"figure.grid.{number}", said)
    cells, known = [cell for row in grid for cell in row], [*chosen.pairs, *chosen.pairs[chosen.contrast]]
    for cell in cells:
        if cell not in known:
            raise bad("", "figure.grid", f"{cell!r} is not there; {nearest(cell, known)}")
        if kind == "coefficients" and cell.partition("@")[0] not in CORRELATIONS:
            raise bad(
                "", "figure.grid", f"{cell!r} is no correlation between people; {nearest(cell, list(CORRELATIONS))}"
            )
