"""Headings: the finding of a figure or of the whole page in one line, and the short texts inside figures."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from mi_abm.report.digits import counted, decimals, number, percent
from mi_abm.report.scales import scale
from mi_abm.report.tables import Effect
from mi_abm.report.words import Verdict, amount, lead, places, said, span, verdict

if TYPE_CHECKING:
    import pandas as pd

FAINT = 0.005  # of the largest part of a total: a change or a part below this is not worth a word or a bar
COUNTED: dict[Verdict, str] = {
    "better": "better",
    "worse": "worse",
    "changed": "different",
    "none": "without a practical difference",
    "unclear": "unclear",
    "same": "exactly the same",
    "missing": "without a result",
}


def finding(effects: Sequence[Effect], titles: Mapping[str, str], reference: str) -> str:
    """Return the finding on one measure in a line: of one scenario by itself, of several by counting."""
    if len(effects) != 1:
        return _tally(effects, reference)
    effect = effects[0]
    a, b, found = f"“{titles[effect.scenario]}”", f"“{reference}”", verdict(effect)
    if found == "missing":
        return f"{a}: no result on {effect.title}"
    if found == "same":
        return f"{a} gives exactly what {b} gives"
    if found == "none":
        return f"{a} makes no practical difference: {said(effect, True, 3)} against {b}"
    if found == "unclear":
        within = f", 95 % interval {span(effect, True)}" if math.isfinite(effect.ci_low) else ", from one pair of runs"
        return f"{a} shows no clear difference from {b}: {said(effect, True, 3)}{within}"
    way = "more" if effect.difference > 0 else "less"
    return f"{a}: {said(effect, at_most=3)} {way} than {b}, {lead(effect).lower()}"


def _tally(effects: Sequence[Effect], reference: str) -> str:
    """Count scenarios by verdict."""
    verdicts = [verdict(e) for e in effects]
    parts = [f"{verdicts.count(key)} {text}" for key, text in COUNTED.items() if key in verdicts]
    title = effects[0].title if effects else "Nothing"
    return f"{title} against “{reference}”, {counted(len(effects), 'scenario')}: {', '.join(parts) or 'none'}"


def besides(effects: Sequence[Effect], title: str, harm_only: bool = False) -> str:
    """Return what a scenario does to other measures where that is better or worse; nothing if it is neither."""
    told = ("worse",) if harm_only else ("better", "worse")
    parts = [f"{e.title} {said(e, True, 3)}, {lead(e).lower()}" for e in effects if verdict(e) in told]
    return f"“{title}” also: {'; '.join(parts)}." if parts else ""


def label(effect: Effect) -> str:
    """Return the difference and, on a second line, its interval."""
    if not math.isfinite(effect.difference):
        return "no result"
    within = f"\n{span(effect, True)}" if math.isfinite(effect.ci_low) else ""
    return amount(effect, True) + within


def agreement(effect: Effect) -> str:
    """Return in how many pairs the scenario came out better, on two lines."""
    pairs = counted(effect.pairs, "pair")
    if effect.pairs and effect.difference == effect.ci_low == effect.ci_high == 0:
        return f"the same in\nall {pairs}"
    return f"better in {percent(effect.better)}\nof {pairs}" if math.isfinite(effect.better) else pairs


def levels(effects: Sequence[Effect], titles: Mapping[str, str], reference: str) -> str:
    """Return where a measure ends, in the reference and in one scenario (in several: the reference alone)."""
    first = effects[0]
    by, digits = scale(first).factor, places(first, 3)
    here = f"{number(first.reference_mean * by, digits)} with “{reference}”"
    if len(effects) > 1:
        return f"{first.title} ends at {here}"
    there = f"{number(first.scenario_mean * by, digits)} with “{titles[first.scenario]}”"
    return f"{first.title} ends at {here}, at {there}"


def course(effect: Effect, weeks: pd.DataFrame) -> str:
    """Return when the mean difference was largest, and what is left of it. `weeks`: a band of one scenario and measure."""
    known = weeks[weeks["mean"].abs() > 0].sort_values("mean", key=abs)
    if known.empty:
        return f"{effect.title}: no difference in any week"
    peak = known.iloc[-1]
    top = replace(effect, difference=float(peak["mean"]), ci_low=float(peak["ci_low"]), ci_high=float(peak["ci_high"]))
    end = f"{said(effect, True, 3)} in week {effect.week}"
    if int(peak["week"]) == effect.week:
        return f"{effect.title}: the difference is largest at the end, {end}"
    return f"{effect.title}: largest difference in week {int(peak['week'])}, {amount(top, True, 3)}; {end}"


def moved_most(
    values: pd.DataFrame, column: str, sources: Mapping[str, str], titles: Mapping[str, str], unit: str
) -> str:
    """Return which part of a total one scenario changed most; nothing for several scenarios, or if none changed."""
    if len(titles) != 2 or not sources:
        return ""
    by = values.set_index(["measure", "scenario"])[column].to_dict()
    home, away = titles
    most = max(sources, key=lambda m: abs(by[m, away] - by[m, home]))
    here, there = by[most, home], by[most, away]
    change, largest = abs(there - here), max(abs(by[m, s]) for m in sources for s in titles)
    if change < FAINT * largest:
        return f"no part changes by more than {number(change, decimals(change, change / 10))} {unit}"
    digits = decimals(there, change / 10)
    return f"{sources[most]} changes most, {number(there, digits, True)} {unit} against {number(here, digits, True)}"
