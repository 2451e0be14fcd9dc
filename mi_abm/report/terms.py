"""The terms of a finding: numbers with their units, parameters, contrasts, and where something is passed or turns.

`t` is everywhere what `experiment.answers` tells of one contrast and outcome.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from mi_abm.report.digits import decimals, number, whole
from mi_abm.report.scales import SCALES, Scale

ALIKE = 0.1  # places that lie closer to each other than this, relatively, are said as one


def called(t: Mapping[str, Any], path: str) -> str:
    """Return what a parameter is called in an experiment, or else by its name."""
    return str(t.get("called", {}).get(path) or parameter(path))


def parameter(path: str) -> str:
    """Return what a parameter is called in a sentence: safety mean (attachment ties)."""
    kind, *rest = path.split(".")
    name = rest[-1] if rest else kind
    owner = rest[0] if len(rest) > 1 else kind
    return f"{name} ({owner})".replace("_", " ")


def contrast(t: Mapping[str, Any]) -> str:
    """Return what is set against what."""
    return str(t.get("said") or t["contrast"].replace(" - ", " against ").replace("_", " "))


def places(t: Mapping[str, Any], flips: Sequence[Mapping[str, Any]]) -> str:
    """Return where: a value of one parameter, and of the same at the ends of another."""
    parts = []
    at_ends = [flip["at"] for flip in flips if "where" in flip]
    same = len(at_ends) == 2 and abs(at_ends[0] - at_ends[1]) < ALIKE * abs(flips[0]["at"])
    for i, flip in enumerate(flips[:1] if same and "where" not in flips[0] else flips):
        where = f" where {called(t, flip['where'])} is {flip['is']:g}" if "where" in flip else ""
        parts.append(f"{_value(flip)}{where}" if i else f"{called(t, flip['path'])} {_value(flip, 'about ')}{where}")
    return ", ".join(parts[:1]) + (f" ({'; '.join(parts[1:])})" if parts[1:] else "")


def _value(flip: Mapping[str, Any], about: str = "") -> str:
    """Return about where something is passed, or only between which values tried."""
    low, high = flip["between"]
    return f"between {low:g} and {high:g}" if flip["steep"] else f"{about}{flip['at']:.2g}"


def turned(t: Mapping[str, Any]) -> str:
    """Return where what an effect goes with most does not take it further."""
    path, r = next(iter(t["goes_with"].items()))
    return f"{'most' if r > 0 else 'least'} at {called(t, path)} {t['peak']:g}, {'less' if r > 0 else 'more'} beyond"


def needed(t: Mapping[str, Any]) -> str:
    """Return what it takes for a difference that matters."""
    enough = f"enough to matter ({t['limit'] * scale(t['unit']).factor:g} {unit_of(t)})"
    if t["mattering"] == 0:
        return f"never {enough} at the values tried"
    if t["mattering"] == t["points"]:
        return f"{enough} at every value tried"
    if not t["needed"]:
        return f"{enough} at {whole(t['mattering'])} of {whole(t['points'])} points"
    way = "above" if t["needed"][0]["rises"] == (t["good"] > 0) else "below"
    return f"{enough} {way} {places(t, t['needed'])}"


def digits_of(t: Mapping[str, Any], point: Mapping[str, Any]) -> int:
    """Return how many decimals a number at a point deserves."""
    by = scale(t["unit"]).factor
    half = (point["to"] - point["from"]) / 2 * by if point["from"] is not None else 0.0
    return min(3, decimals(point["value"] * by, half)) if by == 1 else 1


def value_of(t: Mapping[str, Any], point: Mapping[str, Any]) -> str:
    """Return the number at a point in print."""
    return number(point["value"] * scale(t["unit"]).factor, digits_of(t, point), t["apart"])


def mark(t: Mapping[str, Any]) -> str:
    """Return the mark that a level may pass."""
    return number(t["mark"] * scale(t["unit"]).factor, 0) + (" %" if t["mark"] else "")


def scale(unit: str) -> Scale:
    """Return how a unit is spoken of; shares as per cent."""
    if unit in SCALES:
        return SCALES[unit]
    return Scale(factor=100.0, words=f"% of {unit[9:]}") if unit.startswith("share of ") else Scale(words=unit)


def unit_of(t: Mapping[str, Any]) -> str:
    """Return the unit of what was found, in words."""
    return "(scale 0 to 1)" if t["unit"] == "0-1" else scale(t["unit"]).words
