"""Values that a parameter may take in a check, and the corners of all of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from zlib import crc32

from mi_abm.checks.worlds import STYLES, Subject
from mi_abm.core.param import Declaration

KEPT = ("start", "weeks", "coverage", "teams")  # left alone in corners: whether it acts at all is another check's
LISTS: dict[str, list[Any]] = {"teams": [["1"]], "styles": [[next(iter(STYLES))]]}


def values(said: Declaration) -> list[Any]:
    """Return values of a parameter that ought to make a difference: the ends of its range, its choices, its lists."""
    if said.choices:
        return list(said.choices)
    if isinstance(said.default, bool):
        return [True, False]
    if said.range:
        return [_number(said, x) for x in (said.range[0], said.range[1], (said.range[0] + said.range[1]) / 2)]
    if isinstance(said.default, list):
        return [said.default, []]
    return [said.default, *LISTS.get(said.name, [])]


def _number(said: Declaration, x: float) -> Any:
    return round(x) if said.kind is int else x


def corners(subject: Subject, n: int) -> list[dict[str, Any]]:
    """Return n corners of the parameters' ranges: all low, all high, and others drawn by name and number."""
    found = []
    for corner in range(n):
        chosen: dict[str, Any] = {}
        for said in subject.parameters:
            ends = values(said)[:2] if said.range else values(said)
            if said.name not in KEPT and len(ends) > 1:
                drawn = crc32(f"{said.name}/{corner}".encode()) >> 8
                chosen[said.name] = ends[corner if corner < 2 else drawn % len(ends)]
        found.append(chosen)
    return found


def settings(subject: Subject) -> Iterator[dict[str, Any]]:
    """Yield settings of the rule's own in which a parameter may be awake: defaults, each choice by itself, middle, high."""
    yield {}
    for said in subject.parameters:
        if said.choices or isinstance(said.default, bool):
            yield from ({said.name: value} for value in values(said) if value != said.default)
    ranged = [said for said in subject.parameters if said.range and said.name not in KEPT]
    yield {said.name: values(said)[2] for said in ranged}
    yield {said.name: values(said)[1] for said in ranged}
