"""Columns: what a rule may read and write, one row per practitioner.

    trait     drawn when a person arrives, never changed after that
    state     evolves; read as it stood on Monday, written for next Monday (hence: results do not depend on the order of rules)
    flow      made anew in the week and read by whoever comes later in that week (this week's practice, say)
    exposure  what reaches a person this week; neutral again every Monday; interventions contribute to it
    total     the sum of its parts; the engine adds them up before the phase that needs them
    part      one rule's share of a total, recorded under its own name

A column has an axis: one value a person, one a style and person, one a tie, or one a team (then it is stored per person
and equal within the team). Writing is assignment, `people.skill = ...`, and cuts the value to the column's span once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from mi_abm.core.faults import did_you_mean

Array = NDArray[np.float64]
Kind = Literal["trait", "state", "flow", "exposure", "total", "part"]
Axis = Literal["person", "style", "tie", "team", "note"]
Combine = Literal["sum", "largest", "product"]
COMBINE = {"sum": np.add, "largest": np.maximum, "product": np.multiply}


@dataclass(eq=False)
class Column:
    """One declared column. `owner` and `name` are filled in by the class that declares it."""

    kind: Kind
    start: float
    unit: str
    axis: Axis = "person"
    span: tuple[float, float] | None = None
    combine: Combine = "sum"
    of: Column | None = None
    before: str = ""
    meaning: str = ""
    name: str = ""
    owner: str = ""

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name
        self.owner = owner.__name__


def trait(
    start: float = 0.0, *, unit: str, axis: Axis = "person", span: tuple[float, float] | None = None, meaning: str = ""
) -> Column:
    """Declare a column that is written at arrival only."""
    return Column("trait", start, unit, axis, span, meaning=meaning)


def state(
    start: float, *, unit: str, axis: Axis = "person", span: tuple[float, float] | None = (0.0, 1.0), meaning: str = ""
) -> Column:
    """Declare a column that is read as of Monday and written for next Monday."""
    return Column("state", start, unit, axis, span, meaning=meaning)


def flow(
    start: float = 0.0, *, unit: str, axis: Axis = "person", span: tuple[float, float] | None = None, meaning: str = ""
) -> Column:
    """Declare a column made in the week and read later in the same week."""
    return Column("flow", start, unit, axis, span, meaning=meaning)


def exposure(
    neutral: float, *, unit: str, combine: Combine = "sum", axis: Axis = "person", meaning: str = ""
) -> Column:
    """Declare what interventions may set; several contributions are combined by sum, largest or product."""
    return Column("exposure", neutral, unit, axis, None, combine, meaning=meaning)


def total(*, unit: str, before: str, axis: Axis = "person", meaning: str = "") -> Column:
    """Declare a sum of parts, added up by the engine before the phase `before`."""
    return Column("total", 0.0, unit, axis, before=before, meaning=meaning)


def part(of: Column, *, meaning: str = "") -> Column:
    """Declare this rule's share of the total `of`; recorded under its own name."""
    return Column("part", 0.0, of.unit, of.axis, of=of, meaning=meaning)


class View:
    """What one rule sees of the people: reads only what it declared, writes only what is its own.

    Unknown names and foreign writes raise AttributeError that names the rule and the column. `given` holds measured
    values (NaN where there is none) that stand in the place of what is drawn at the founding; the names of exposures
    that are written are added to `stirred`.
    """

    __slots__ = ("_columns", "_given", "_read", "_rule", "_stirred", "_write")
    _rule: str
    _read: dict[str, Array]
    _write: dict[str, Array]
    _columns: dict[str, Column]
    _given: Mapping[str, Array]
    _stirred: set[str]

    def __init__(
        self,
        rule: str,
        read: dict[str, Array],
        write: dict[str, Array],
        columns: dict[str, Column],
        given: Mapping[str, Array] | None = None,
        stirred: set[str] | None = None,
    ) -> None:
        set_ = object.__setattr__
        set_(self, "_rule", rule)
        set_(self, "_read", read)
        set_(self, "_write", write)
        set_(self, "_columns", columns)
        set_(self, "_given", given or {})
        set_(self, "_stirred", set() if stirred is None else stirred)

    def renew(self, name: str, read: Array, write: Array) -> None:
        """Point a column that this view knows to new arrays."""
        if name in self._read:
            self._read[name] = read
        if name in self._write:
            self._write[name] = write

    def __getattr__(self, name: str) -> Array:
        try:
            return self._read[name]
        except KeyError:
            hint = did_you_mean(name, self._read)
            raise AttributeError(
                f"{self._rule} reads the column {name!r} without declaring it in `reads`{hint}"
            ) from None

    def __setattr__(self, name: str, value: Any) -> None:
        try:
            target, column = self._write[name], self._columns[name]
        except KeyError:
            hint = did_you_mean(name, self._write)
            raise AttributeError(f"{self._rule} may not write the column {name!r}: it is not its own{hint}") from None
        if value is self._read.get(name):
            return
        if name in self._given:
            value = measured(self._given[name], np.broadcast_to(value, target.shape), column.axis)
        if column.kind == "exposure":
            COMBINE[column.combine](target, value, out=target)
            self._stirred.add(name)
        elif column.span is None:
            target[...] = value
        else:
            np.minimum(np.maximum(value, column.span[0]), column.span[1], out=target, casting="unsafe")


def measured(known: Array, drawn: Array, axis: Axis) -> Array:
    """Return what was measured in the place of what was drawn; styles keep their distances from the person's mean."""
    if axis == "style":
        return np.where(np.isnan(known), drawn, known + (drawn - drawn.mean(axis=0)))
    return np.where(np.isnan(known), drawn, known)
