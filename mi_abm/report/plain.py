"""A finding in plain words: a sentence of expected.yml with its numbers, and its verbs, put in from what was found.

[with - without: practice@52]        raises practice in week 52 by 1.0 to 10.0 in 100 conversations
(or lowers it, raises or lowers it, or leaves it practically unchanged)
[... | do]                           the same of several: raise practice in week 52 by ...
[rotating: acceptance@26 | range]    from 15.5 to 100.0 % of staff
[rotating: acceptance@26 | at]       where the effect passes its mark: safety of teams 0.41
[... | most]                         what the effect goes with most: more with safety of teams
[... | goes]                         rises by 0.09 to 0.76 skill (or falls by it, or rises or falls): of a slope
[... | passes]                       above one half from safety of teams about 0.41 on (or below it)
[... | enough]                       enough to matter above effect of the checklist 0.44 (or below it, or never)
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from mi_abm.experiment.answers import HALF
from mi_abm.report.findings import is_null
from mi_abm.report.terms import called, mark, needed, places, turned, unit_of, value_of

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


def _do(t: Mapping[str, Any]) -> str:
    """Return the verb in the plural: raise, lower, leave, have."""
    verb, _, rest = _does(t).partition(" ")
    plural = {"has": "have"}.get(verb, verb.removesuffix("s"))
    return f"{plural} {rest.replace('or lowers', 'or lower', 1)}"


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


def _most(t: Mapping[str, Any]) -> str:
    path, r = next(iter(t["goes_with"].items()), ("", 0.0))
    if not path:
        return "the same everywhere"
    return f"{'more' if r > 0 else 'less'} with {called(t, path)}" + (
        f" ({turned(t)})" if t["peak"] is not None else ""
    )


def _goes(t: Mapping[str, Any]) -> str:
    low, high = t["low"]["value"], t["high"]["value"]
    if low < 0 < high:
        return f"rises or falls ({_ends(t)})"
    return f"{'rises' if high > 0 else 'falls'} by {_sizes(t)}"


def _passes(t: Mapping[str, Any]) -> str:
    level = "one half" if t["mark"] == HALF else mark(t)
    if not t["flips"]:
        return f"{'above' if t['mean'] > t['mark'] else 'below'} {level} on the whole"
    return f"{'above' if t['flips'][0]['rises'] else 'below'} {level} from {places(t, t['flips'])} on"


FILLED = {
    "does": _does, "do": _do, "range": _range, "at": _at, "most": _most, "goes": _goes, "passes": _passes, "enough": needed,
}  # fmt: skip
