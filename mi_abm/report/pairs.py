"""Which parts of a programme help each other, and which hinder each other: a figure, and lines for the page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from mi_abm.report.digits import number

HUNDREDTHS, MOST = 100.0, 6
BELOW = "below 0: less together than one by one. Empty: rounds to 0."


def picture(pairs: Sequence[Mapping[str, Any]]) -> bytes:
    """Return the figure of all pairs as PNG, the parts in the order of what they gain from the others."""
    from mi_abm.plots import pairings, style

    gained: dict[str, float] = {}
    for pair in pairs:
        for name in (pair["one"], pair["other"]):
            gained[name] = gained.get(name, 0.0) + pair["interaction"]["value"]
    names = sorted(gained, key=lambda name: -gained[name])
    values = {(p["one"], p["other"]): p["interaction"]["value"] for p in pairs}
    first, last = pairs[0], pairs[-1]
    title = f"{_both(first).capitalize()} help each other most ({_size(first)} MITI points), {_both(last)} hinder each other most ({_size(last)})"  # fmt: skip
    unit = "what a pair does beyond the sum of the two, hundredths of a MITI point, week 52"
    return style.image(pairings.draw(names, values, HUNDREDTHS, unit, title, BELOW), "png")


def told(pairs: Mapping[str, Sequence[Mapping[str, Any]]]) -> Iterator[str]:
    """Yield a table of the pairs that help and hinder each other most, in skill."""
    miti = pairs["miti"]
    practice = {(p["one"], p["other"]): p["interaction"] for p in pairs["practice"]}
    sure = [p for p in miti if p["interaction"]["ci_low"] * p["interaction"]["ci_high"] > 0]
    up, down = (sum((p["interaction"]["value"] > 0) == way for p in sure) for way in (True, False))
    yield f"Of {len(miti)} pairs {up} surely do more together than one by one (a 95 % interval above 0), {down} surely less; most by very little."
    yield from ("", "| Pair | beyond the sum, MITI points | beyond the sum, practice in 100 |", "|---|---|---|")
    for pair in [*miti[:MOST], *miti[-MOST:]]:
        apart = practice[pair["one"], pair["other"]]
        yield f"| {_both(pair)} | {_estimate(pair['interaction'], 1, 3)} | {_estimate(apart, 100, 1)} |"


def _both(pair: Mapping[str, Any]) -> str:
    return f"{pair['one']} and {pair['other']}".replace("_", " ")


def _size(pair: Mapping[str, Any]) -> str:
    return number(pair["interaction"]["value"], 2, True)


def _estimate(x: Mapping[str, Any], factor: float, places: int) -> str:
    value, low, high = (number(factor * x[key], places, True) for key in ("value", "ci_low", "ci_high"))
    return f"{value} ({low} to {high})"
