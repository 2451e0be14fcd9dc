"""Findings: a line and a paragraph on an experiment, made from its numbers (see `experiment.answers`) and nothing else.

A difference that is too small to matter, or not clear, is said to be so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from mi_abm.analysis.contrasts import CONDITIONAL
from mi_abm.analysis.mattering import MATTERS
from mi_abm.experiment.answers import answers
from mi_abm.report.digits import number, whole
from mi_abm.report.tables import Effect
from mi_abm.report.terms import called, contrast, digits_of, mark, needed, places, scale, turned, unit_of, value_of
from mi_abm.report.words import lead

if TYPE_CHECKING:
    import pandas as pd

    from mi_abm.experiment.store import Store

ACCEPTANCE = (
    "Acceptability is assumed, not simulated: a practitioner accepts if 1/(1 + exp(-(2 (safety - 1/2) + 1.5 (attitude - 1/2)"
    " - 2 introversion x social dose - 2 threat))) exceeds 1/2."
)
MOST = 4  # contrasts in a line
WEAK = 0.3  # partial rank correlation below which a parameter is not named
FEW = 3  # parameters that are named at most


def write_finding(store: Store, effects: pd.DataFrame) -> str:
    """Write finding.txt into an experiment's folder; return the paragraph."""
    from mi_abm.report.box import opening

    said = opening(store) + paragraph(answers(store.manifest(), effects, MATTERS))
    store.write("finding.txt", f"{said}\n".encode())
    return said


def paragraph(found: Mapping[str, Any]) -> str:
    """Return everything that was found, a sentence a contrast and outcome."""
    told, pays = found["told"], found["status"] == "break_even"
    said = [f"{sentence(t)}." for t in told]
    if pays:
        said += [f"{one}." for one in takes(told)]
        said.append(
            ACCEPTANCE if any(t["measure"] == "acceptance" for t in told) else "Acceptability is not simulated."
        )
    return " ".join([*said, CONDITIONAL])


def takes(told: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return what it takes for each difference to matter that can be better or worse."""
    asked = [t for t in told if t["apart"] and t["limit"] is not None and t["good"]]
    return [f"What it takes, {t['title']}, week {t['week']}, {contrast(t)}: {needed(t)}" for t in asked]


def line(found: Mapping[str, Any]) -> str:
    """Return the finding in a line."""
    told = found["told"]
    if not told:
        return "No result."
    first = told[0]
    alike = [t for t in told if all(t[key] == first[key] for key in ("measure", "week", "apart"))]
    beside = [t for t in told if all(t[key] == first[key] for key in ("unit", "contrast", "week"))]
    if found["points"] == 1:
        return f"{_listed(alike if len(alike) > 1 else beside)}."
    rows = alike if len(alike) > 1 else [] if first["apart"] else beside[:MOST]
    if len(rows) > 1 and not found["alone"]:
        return f"{_ranked(rows)}."
    pays = found["status"] == "break_even" and first["apart"] and first["limit"] is not None and first["good"]
    return f"{sentence(first)}{'; ' + needed(first) if pays else ''}."


def _ranked(rows: Sequence[Mapping[str, Any]]) -> str:
    """Return several contrasts of one outcome over points, or several outcomes of one contrast, the largest first."""
    first, one = rows[0], len({t["measure"] for t in rows}) == 1
    parts = [f"{contrast(t) if one else t['title']} {_extremes(t)}" for t in sorted(rows, key=lambda t: -t["mean"])]
    head = first["title"] if one else contrast(first)
    return f"{head}, week {first['week']}, over {whole(first['points'])} points: " + "; ".join(parts)


def _listed(rows: Sequence[Mapping[str, Any]]) -> str:
    """Return several contrasts of one outcome, or several outcomes of one contrast, the largest first."""
    order = sorted(rows, key=lambda t: -t["mean"])
    first = order[0]
    one = len({t["measure"] for t in order}) == 1
    names = [contrast(t) if one else t["title"] for t in order]
    parts = [f"{name} {value_of(t, t['high'])} ({_verdict(t)})" for name, t in zip(names, order, strict=True)]
    shown = parts if len(parts) <= MOST else [*parts[: MOST - 1], f"... {parts[-1]}"]
    head = f"{first['title']}, week {first['week']}" if one else f"{contrast(first)}, week {first['week']}"
    return f"{head}, {unit_of(first)}: " + "; ".join(shown)


def sentence(t: Mapping[str, Any]) -> str:
    """Return what was found of one contrast and outcome, without a full stop."""
    head = f"{t['title']}, week {t['week']}, {contrast(t)}"
    if t["points"] == 1:
        return f"{head}: {value_of(t, t['high'])} {unit_of(t)} ({_verdict(t)})"
    if is_null(t):
        return f"{head}: {_range(t)} {unit_of(t)}, no practical difference at any of {whole(t['points'])} points"
    return "; ".join(
        [f"{head}: {_extremes(t)} over {whole(t['points'])} points", *_counts(t), *_drivers(t), *_flipped(t)]
    )


def _extremes(t: Mapping[str, Any]) -> str:
    """Return the smallest and the largest value, and where they are, if few parameters say where."""
    ends = [t["low"], t["high"]]
    values = [value_of(t, end) for end in ends]
    if values[0] == values[1]:
        return f"{values[0]} {unit_of(t)} throughout"
    if len(t["low"]["at"]) > FEW:
        return f"from {values[0]} to {values[1]} {unit_of(t)}"
    named = [f"{v} ({_where(end['at'], t)})" for v, end in zip(values, ends, strict=True)]
    return f"from {named[0]} to {named[1]} {unit_of(t)}"


def _where(at: Mapping[str, Any], t: Mapping[str, Any]) -> str:
    called = t.get("called", {})
    names = {p: called.get(p) or p.rpartition(".")[2].replace("_", " ") for p in at}
    return ", ".join(f"{names[p]} {v if isinstance(v, str) else f'{v:g}'}" for p, v in at.items())


def _drivers(t: Mapping[str, Any]) -> list[str]:
    """Return what the effect goes with, the strongest first; with one parameter the extremes say it."""
    if len(t["goes_with"]) < 2:
        return []
    strong = [(p, r) for p, r in t["goes_with"].items() if abs(r) >= WEAK][:FEW]
    said = ", ".join(f"{'more' if r > 0 else 'less'} with {called(t, p)} ({number(r, 2, True)})" for p, r in strong)
    return [said or "hardly a matter of what was varied", *([turned(t)] if said and t["peak"] is not None else [])]


def _counts(t: Mapping[str, Any]) -> list[str]:
    """Return what a difference amounts to over the points."""
    if not t["apart"]:
        return []
    up, down = ("better", "worse") if t["good"] > 0 else ("worse", "better") if t["good"] < 0 else ("higher", "lower")
    surely = [f"surely {way} at {whole(n)}" for way, n in ((up, t["above"]), (down, t["below"])) if n]
    return [", ".join(surely) if surely else "surely different at none"]


def _flipped(t: Mapping[str, Any]) -> list[str]:
    """Return where an effect changes its sign, or a level passes its mark."""
    if is_null(t) or not t["flips"]:
        return []
    first = t["flips"][0]
    if t["apart"]:
        good = t["good"] or 1
        rising = "turns to the better" if (good > 0) == first["rises"] else "turns to the worse"
        head = rising if t["good"] else "changes sign"
    else:
        head = f"{'rises above' if first['rises'] else 'falls below'} {mark(t)}"
    return [f"{head} at {places(t, t['flips'])}"]


def is_null(t: Mapping[str, Any]) -> bool:
    """Return whether nothing that matters happens at any point: small everywhere, or nowhere sure."""
    ends = [abs(t[key]["value"]) for key in ("low", "high")]
    return bool(t["apart"] and ((t["limit"] is not None and max(ends) < t["limit"]) or max(ends) == 0))


def _verdict(t: Mapping[str, Any]) -> str:
    """Return the interval, and for a difference what it amounts to."""
    point = t["high"]
    if point["from"] is None:
        return "no interval"
    digits = digits_of(t, point)
    by = scale(t["unit"]).factor
    low, high = (number(point[key] * by, digits, t["apart"]) for key in ("from", "to"))
    return f"{low} to {high}" + (f", {lead(_effect(t, point)).lower()}" if t["apart"] else "")


def _effect(t: Mapping[str, Any], point: Mapping[str, Any]) -> Effect:
    nan = float("nan")
    return Effect(t["contrast"], t["measure"], t["title"], t["unit"], t["week"], nan, nan, point["value"], point["from"], point["to"], nan, nan, nan, t["good"], 2)  # fmt: skip


def _range(t: Mapping[str, Any]) -> str:
    return f"{value_of(t, t['low'])} to {value_of(t, t['high'])}"
