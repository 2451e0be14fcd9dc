"""Which parts of a programme help each other, and which hinder each other: a figure, and lines for the page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from mi_abm.analysis.mattering import MATTERS
from mi_abm.report.digits import number

HUNDREDTHS, MOST = 100.0, 6
MEASURES = {"miti": ("skill", MATTERS["MITI points"]), "practice": ("practice", MATTERS["share of conversations"])}
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
    """Yield tables of the pairs that help and hinder each other most, in skill and in practice."""
    by = {m: {(p["one"], p["other"]): p["interaction"] for p in found} for m, found in pairs.items()}
    for measure, (words, matters) in MEASURES.items():
        sure = [x for x in by[measure].values() if x["ci_low"] * x["ci_high"] > 0]
        up, down = (sum((x["value"] > 0) == way for x in sure) for way in (True, False))
        enough = sum(abs(x["value"]) >= matters for x in sure)
        yield (
            f"In {words}: of {len(by[measure])} pairs {up} surely do more together than one by one (a 95 % interval above 0), "
            f"{down} surely less; {enough} by as much as matters in practice ({_plain(matters, measure)})."
        )
        yield from ("", "| Pair | beyond the sum, MITI points | beyond the sum, practice in 100 |", "|---|---|---|")
        order = sorted(by[measure], key=lambda pair: -by[measure][pair]["value"])
        for pair in [*order[:MOST], *order[-MOST:]]:
            cells = _estimate(by["miti"][pair], 1, 3), _estimate(by["practice"][pair], HUNDREDTHS, 1)
            yield f"| {' and '.join(pair).replace('_', ' ')} | {' | '.join(cells)} |"
        yield ""


def _plain(matters: float, measure: str) -> str:
    return f"{matters:g} MITI points" if measure == "miti" else f"{HUNDREDTHS * matters:g} in 100"


def _both(pair: Mapping[str, Any]) -> str:
    return f"{pair['one']} and {pair['other']}".replace("_", " ")


def _size(pair: Mapping[str, Any]) -> str:
    return number(pair["interaction"]["value"], 2, True)


def _estimate(x: Mapping[str, Any], factor: float, places: int) -> str:
    value, low, high = (number(factor * x[key], places, True) for key in ("value", "ci_low", "ci_high"))
    return f"{value} ({low} to {high})"
