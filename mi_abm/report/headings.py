"""Headings: the finding of a figure or of the whole page in one line, and the short texts inside figures."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mi_abm.report.digits import counted, decimals, number, percent
from mi_abm.report.scales import SCALES, scale
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


def finding(
    effects: Sequence[Effect], titles: Mapping[str, str], reference: str, equal: frozenset[str] = frozenset()
) -> str:
    """Return the finding on one measure in a line: of one scenario by itself, of several by counting.

    `equal` names the scenarios in which every measure is as with the reference.
    """
    if len(effects) != 1:
        return _tally(effects, reference)
    effect = effects[0]
    a, b, found = f"“{titles[effect.scenario]}”", f"“{reference}”", verdict(effect)
    if found == "missing":
        return f"{a}: no result on {effect.title}"
    if found == "same":
        what = "what" if effect.scenario in equal else f"the {effect.title} that"
        return f"{a} gives exactly {what} {b} gives"
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


@dataclass(frozen=True)
class Reached:
    """How many people of one run reach a threshold with one scenario; `same`: each has the score that the reference gives."""

    title: str
    people: int
    start: int
    end: int
    same: bool


def reached(found: Sequence[Reached], together: bool, threshold: float) -> str:
    """Return who reaches a threshold in one run, the reference first; `together`: all begin with the same people."""
    first, *others = found
    what = f"fair competence ({threshold:g})"
    if not together:
        each = (f"“{one.title}” from {one.start} to {one.end} of {one.people}" for one in found)
        return f"One run, practitioners who reach {what}: {', '.join(each)}"
    at_first = f"One run: {first.start} of {counted(first.people, 'practitioner')} reach {what} at the start"
    if all(one.same for one in others):
        return f"{at_first}; {first.end} at the end, person for person the same in all scenarios"
    if all(one.end == first.end for one in others):
        return f"{at_first}; {first.end} at the end, as many in all scenarios"
    return f"{at_first}; at the end {', '.join(f'{one.end} with “{one.title}”' for one in found)}"


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
    """Return where a measure ends, in the reference and in one scenario (in several: from the lowest to the highest)."""
    first = effects[0]
    by, digits = scale(first).factor, places(first, 3)
    here = f"{number(first.reference_mean * by, digits)} with “{reference}”"
    if all(verdict(e) == "same" for e in effects):
        return f"{first.title} ends at {number(first.reference_mean * by, digits)} in all scenarios"
    if len(effects) > 1:
        low, high = (number(f(e.scenario_mean for e in effects) * by, digits) for f in (min, max))
        return f"{first.title} ends at {here}, at {low} to {high} in the {len(effects)} other scenarios"
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
    """Return which part of a total changed most, and in which scenario; nothing if there are no parts."""
    home, *away = titles
    if not sources or not away:
        return ""
    by = values.set_index(["measure", "scenario"])[column].to_dict()
    most, where = max(((m, s) for s in away for m in sources), key=lambda at: abs(by[at] - by[at[0], home]))
    here, there = by[most, home], by[most, where]
    change, largest = abs(there - here), max(abs(by[m, s]) for m in sources for s in titles)
    if change == 0:
        return "the same in all scenarios"
    if change < FAINT * largest:
        return f"no part changes by more than {number(change, decimals(change, change / 10))} {unit}"
    digits = decimals(there, change / 10)
    who = f" with “{titles[where]}”" if len(away) > 1 else ""
    return (
        f"{sources[most]} changes most, {number(there, digits, True)} {unit}{who} against {number(here, digits, True)}"
    )


def on_the_way(
    table: pd.DataFrame, effects: Mapping[str, Effect], noticed: Mapping[str, float], titles: Mapping[str, str]
) -> str:
    """Return which measure was farthest from the reference, held against what is `noticed`, and in which week.

    `table`: bands of all scenarios; `effects`: one of each measure; `titles`: the reference first.
    """
    home, *away = titles
    keys = zip(table["measure"], table["scenario"], table["week"], strict=True)
    by = dict(zip(keys, table["mean"].tolist(), strict=True))
    apart = {
        (m, s, week): abs(x - by[m, home, week]) / noticed[m]
        for (m, s, week), x in by.items()
        if s in away and math.isfinite(x - by[m, home, week])
    }
    measure, where, week = max(apart, key=lambda at: apart[at])
    effect, who = effects[measure], f" with “{titles[where]}”" if len(away) > 1 else ""
    factor = scale(effect).factor
    here, there = by[measure, home, week] * factor, by[measure, where, week] * factor
    digits = decimals(there, abs(there - here) / 10)
    words = f" {scale(effect).words}" if effect.unit in SCALES else ""
    values = f"{number(there, digits)} against {number(here, digits)}{words}"
    return f"most of all “{effect.title}”, {values}{who} in week {week}"
