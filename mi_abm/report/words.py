"""Words: sentences made from the numbers of an effect, so that they say what the numbers say and no more.

    missing   no number                       same      0 in every pair
    none      too small to matter             unclear   the interval holds 0 and something that would matter
    better, worse, changed                    the interval leaves out 0 and the difference is large enough to matter

"Large enough" is the `limit` of the measure's scale; where there is none, leaving out 0 suffices.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Literal

from mi_abm.report.digits import decimals, interval, number
from mi_abm.report.scales import FAIR, YARDSTICKS, scale
from mi_abm.report.tables import Effect

Verdict = Literal["missing", "same", "none", "unclear", "better", "worse", "changed"]
NOUN = {"better": "improvement", "worse": "harm", "changed": "difference"}
LEAD: dict[Verdict, str] = {
    "missing": "No result",
    "same": "Exactly the same",
    "none": "No practical difference",
    "unclear": "Not clear",
}
FARING: dict[Verdict, tuple[str, str, str]] = {  # worse, better, alike, where all gain and where all lose
    "better": ("gain less", "gain more", "gain as much as all"),
    "worse": ("lose more", "lose less", "lose as much as all"),
}


def verdict(effect: Effect) -> Verdict:
    """Return what an effect amounts to."""
    d, low, high = effect.difference, effect.ci_low, effect.ci_high
    if not math.isfinite(d):
        return "missing"
    if d == low == high == 0:
        return "same"
    if not (math.isfinite(low) and math.isfinite(high)):
        return "unclear"
    limit = scale(effect).limit or 0.0
    if low <= 0 <= high:
        return "none" if max(-low, high) < limit else "unclear"
    if abs(d) < limit:
        return "none"
    if effect.good == 0:
        return "changed"
    return "better" if d * effect.good > 0 else "worse"


def size(effect: Effect) -> str:
    """Return "small", "moderate" or "large" by the stated steps; nothing for measures without steps."""
    steps = scale(effect).steps_at
    if steps is None:
        return ""
    return (
        "small" if abs(effect.difference) < steps[0] else "moderate" if abs(effect.difference) < steps[1] else "large"
    )


def lead(effect: Effect) -> str:
    """Return the verdict in two or three words: "No practical difference", "Small harm"."""
    found = verdict(effect)
    return LEAD[found] if found in LEAD else f"{size(effect)} {NOUN[found]}".strip().capitalize()


def places(effect: Effect, at_most: int = 5) -> int:
    """Return the decimals in which an effect is said, after scaling; one more where an end near 0 would print as 0."""
    by = scale(effect).factor
    digits = decimals(effect.difference * by, by * (effect.ci_high - effect.ci_low) / 2)
    nearest = min(abs(effect.ci_low), abs(effect.ci_high)) * by
    if effect.ci_low * effect.ci_high > 0 and round(nearest, digits) == 0:
        digits += 1
    return min(at_most, digits)


def amount(effect: Effect, sign: bool = False, at_most: int = 5) -> str:
    """Return the difference, scaled: "0.17"; what would print as 0 and is not is "about 0", or "under 0.01"."""
    digits = places(effect, at_most)
    x = effect.difference * scale(effect).factor
    text = number(x if sign else abs(x), digits, sign)
    if x != 0 and not any(c in "123456789" for c in text):
        return "about 0" if sign else f"under {number(10**-digits, digits)}"
    return text


def said(effect: Effect, sign: bool = False, at_most: int = 5) -> str:
    """Return the difference and its unit: "0.17 MITI points"."""
    return f"{amount(effect, sign, at_most)} {scale(effect).words}"


def span(effect: Effect, sign: bool = False) -> str:
    """Return the interval in print, scaled."""
    by = scale(effect).factor
    return interval(effect.ci_low * by, effect.ci_high * by, places(effect), sign)


def sentence(effect: Effect, reference: str) -> str:
    """Return what happened to one measure: both means, the difference, its interval, and what it amounts to."""
    how, digits, found = scale(effect), places(effect, 3), verdict(effect)
    if found == "missing":
        return f"{effect.title} could not be computed in these runs."
    there = number(effect.scenario_mean * how.factor, digits)
    here = number(effect.reference_mean * how.factor, digits)
    means = f"{effect.title} in week {effect.week}: {there} {how.words}, against {here} with “{reference}”"
    if found == "same":
        return f"{means}, in every pair of runs."
    way = "higher" if effect.difference > 0 else "lower"
    within = f" (95 % interval {span(effect, sign=True)})" if math.isfinite(effect.ci_low) else ""
    return f"{means}: {amount(effect)} {way}{within}. {amounts(effect)}"


def amounts(effect: Effect) -> str:
    """Return what an effect amounts to, and why."""
    found, how = verdict(effect), scale(effect)
    if not math.isfinite(effect.ci_low):
        return "One pair of runs gives no interval: nothing can be concluded."
    zero = "The interval includes zero" if effect.ci_low <= 0 <= effect.ci_high else "The interval excludes zero"
    if found == "none":
        link = "and all of it" if effect.ci_low <= 0 <= effect.ci_high else "but the difference"
        return (
            f"{zero}, {link} is below {(how.limit or 0) * how.factor:g} {how.words}, too little to matter in practice."
        )
    if found == "unclear":
        return f"{zero}: these runs do not show a difference, nor do they rule out one that matters."
    return f"{zero}: {_article(lead(effect).lower())}{_measured_against(effect)}."


def _article(noun: str) -> str:
    return f"an {noun}" if noun[0] in "aeiou" else f"a {noun}"


def _measured_against(effect: Effect) -> str:
    """Hold an effect against the yardstick of its measure."""
    if effect.measure not in YARDSTICKS:
        return ""
    yard, name = YARDSTICKS[effect.measure]
    by = scale(effect).factor
    return f", {number(abs(effect.difference) / yard, 1)} times {name} ({yard * by:g})"


def gain(apart: Effect, part: Effect, whole: Effect, group: str) -> tuple[str, str]:
    """Return verdict and sentence on how a subgroup (`part`) fares beside everybody (`whole`).

    `apart` is how much more the subgroup differs from the reference than everybody does, pair by pair.
    """
    found, trend = verdict(apart), verdict(whole)
    if found == "missing":
        return "No result", f"{part.title} could not be computed in these runs."
    worse, better, alike = FARING.get(trend, ("fare worse than all", "fare better than all", "fare as all do"))
    told = {"better": better, "worse": worse, "unclear": f"not clear whether they {worse}"}
    within = f" (95 % interval {span(apart, True)})" if math.isfinite(apart.ci_low) else ""
    differ = f"{said(apart, True)} apart{within}" if found != "same" else "no difference in any pair of runs"
    changes = f"{amount(part, True, 3)} against {amount(whole, True, 3)} for all practitioners"
    return f"{group[0].upper()}{group[1:]}: {told.get(found, alike)}", f"{part.title}: {changes}; {differ}."


def fair(effect: Effect) -> str:
    """Return how far the reference is from fair competence; nothing for measures without such a threshold."""
    if effect.measure not in FAIR or not math.isfinite(effect.reference_mean):
        return ""
    gap = FAIR[effect.measure][0] - effect.reference_mean
    way = "below" if gap > 0 else "above"
    return (
        f"Fair competence begins at {FAIR[effect.measure][0]}; the reference lies {number(abs(gap))} points {way} it."
    )


def costs(hours: Effect | None, effects: Sequence[Effect], scenario: str, reference: str) -> str:
    """Return what a scenario costs in hours, and what 100 hours buy of each effect; a saving is said as one."""
    if hours is None or not math.isfinite(hours.difference):
        return f"The hours of “{scenario}” are not known."
    there, here = number(hours.scenario_mean, 0), number(hours.reference_mean, 0)
    if hours.difference == 0:
        return f"“{scenario}” takes as many hours as “{reference}”: {here}."
    more = "more" if hours.difference > 0 else "fewer"
    text = f"“{scenario}” takes {number(abs(hours.difference), 0)} hours {more} than “{reference}” ({there} against {here})."
    parts = [_per_hours(effect) for effect in effects if math.isfinite(effect.per_100_hours)]
    rate = "For every 100 hours" if abs(hours.difference) >= 100 else "At that rate, for every 100 hours"
    return f"{text} {rate} {more}: {'; '.join(parts)}." if parts else text


def _per_hours(effect: Effect) -> str:
    if verdict(effect) in ("unclear", "missing", "same"):
        return f"{effect.title}: no clear effect to set against them"
    way = "higher" if effect.difference > 0 else "lower"
    by = effect.per_100_hours * scale(effect).factor
    gain = number(abs(by), decimals(by, abs(by) / 100))
    tail = ", all together no practical difference" if verdict(effect) == "none" else ""
    return f"{effect.title} {gain} {scale(effect).words} {way}{tail}"
