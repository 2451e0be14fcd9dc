"""A finding in plain words: a sentence of expected.yml with its numbers, and its verbs, put in from what was found.

[with - without: practice@52]        raises practice in week 52 by 1.0 to 10.0 in 100 conversations
(or lowers it, raises or lowers it, or leaves it practically unchanged)
[rotating: acceptance@26 | range]    from 15.5 to 100.0 % of staff
[rotating: acceptance@26 | at]       where the effect passes its mark: safety of teams 0.41
[... | most]                         what the effect goes with most: more with safety of teams
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from mi_abm.report.findings import called, is_null, places, unit_of, value_of

NAMES = {"miti": "skill", "acceptance": "the share who accept", "wellbeing": "wellbeing", "habit": "the unwanted habit"}
SLOT = re.compile(r"\[([^\]|]+?)(?:\s*\|\s*(\w+))?\]")


def plain(sentence: str, numbers: Mapping[str, Any]) -> str:
    """Return a sentence with its slots filled; raises KeyError for a number that was not found."""
    told = {f"{t['contrast']}: {t['measure']}@{t['week']}": t for t in numbers["told"]}
    return SLOT.sub(lambda slot: FILLED[slot[2] or "does"](told[slot[1].strip()]), sentence)


def _does(t: Mapping[str, Any]) -> str:
    title = NAMES.get(t["measure"]) or t["title"][:1].lower() + t["title"][1:]
    name, sizes = f"{title} in week {t['week']}", _sizes(t)
    if is_null(t) or not any(digit in "123456789" for digit in sizes):
        return f"leaves {name} practically unchanged ({_ends(t)})"
    if t["above"] and t["below"]:
        return f"raises or lowers {name} ({_ends(t)})"
    if not (t["above"] or t["below"]):
        return f"has no clear effect on {name} ({_ends(t)})"
    return f"{'raises' if t['above'] else 'lowers'} {name} by {sizes}"


def _ends(t: Mapping[str, Any]) -> str:
    ends = dict.fromkeys(value_of(t, t[end]) for end in ("low", "high"))
    return f"{' to '.join(ends)} {_unit(t)}"


def _sizes(t: Mapping[str, Any]) -> str:
    """Return the sizes of an effect that has one sign, the smaller first; the interval where there is one point."""
    ends = sorted((t["low"], t["high"]), key=lambda end: abs(end["value"]))
    sizes = dict.fromkeys(value_of(t, end).lstrip("+\N{MINUS SIGN}") for end in ends)
    return f"{' to '.join(sizes)} {_unit(t)}"


def _unit(t: Mapping[str, Any]) -> str:
    return unit_of(t).replace("(scale 0 to 1)", "on a scale from 0 to 1")


def _range(t: Mapping[str, Any]) -> str:
    ends = dict.fromkeys(value_of(t, t[end]) for end in ("low", "high"))
    return f"{' to '.join(ends)} {_unit(t)}"


def _at(t: Mapping[str, Any]) -> str:
    return places(t, t["flips"]) if t["flips"] else "no value tried"


def _needed(t: Mapping[str, Any]) -> str:
    return places(t, t["needed"]) if t["needed"] else "no value tried"


def _most(t: Mapping[str, Any]) -> str:
    path, r = next(iter(t["goes_with"].items()), ("", 0.0))
    return f"{'more' if r > 0 else 'less'} with {called(t, path)}" if path else "the same everywhere"


FILLED = {"does": _does, "range": _range, "at": _at, "needed": _needed, "most": _most}
