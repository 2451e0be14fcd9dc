"""The text of experiments/README.md: question, file, status, finding; what runs against expectation, with its mechanism."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from mi_abm.analysis.contrasts import CONDITIONAL
from mi_abm.report.digits import number
from mi_abm.report.findings import parameter, sentence

MATTERS = "a difference that matters"
NUMBER = re.compile(r"^# (R\d+)\b", re.MULTILINE)
HEAD = """# Research questions and what the model says of them

{conditional} Each row is a question of the source's table of recommendations for research, in our words. **model**: the
simulation answers within its assumptions. **break_even**: acceptability and quality cannot be simulated; the row says how much
would be needed. Findings are made from the numbers in `findings.json` by `python -m mi_abm.report.index`, which runs what is
new or has changed ({replicates} replicates a point; {runs} runs in all). One question by itself:
`mi-abm experiment experiments/social_feedback/conditions.yaml`.

How to read: *A against B* is a paired difference, same people and same luck; in brackets the 95 % interval over seeds, and what
it amounts to (below 0.05 MITI points, or 1 in 100 conversations, is no practical difference). *Over n points*: parameters were
varied; *more with p (r)* gives the partial rank correlation of the effect with p over the points.
"""


def readme(folder: Path, found: Mapping[str, Any], reading: Mapping[str, Any]) -> str:
    """Return the whole page; `found` as in findings.json."""
    order = sorted((n for n in found if question(folder / n)), key=lambda name: int(question(folder / name)[1:]))
    replicates = sorted({entry["replicates"] for entry in found.values()})
    runs = sum(entry["runs"] for entry in found.values())
    head = HEAD.format(conditional=CONDITIONAL, replicates=" to ".join(map(str, dict.fromkeys((replicates[0], replicates[-1])))), runs=f"{runs:,}")  # fmt: skip
    table = [
        "| | Question | File | Status | Finding |",
        "|---|---|---|---|---|",
        *(_row(folder, n, found[n]) for n in order),
    ]
    parts = [head, *table, "", *_glossary(found, order), *_against(folder, order, found, reading)]
    for name in order:
        if "who" in found[name]:
            parts += _who(question(folder / name), str(reading[name]["who"]), found[name]["who"])
    for name, entry in found.items():
        if "parts" in entry:
            parts += _whole(name, entry)
    return "\n".join(parts).rstrip() + "\n"


def _glossary(found: Mapping[str, Any], order: Sequence[str]) -> Iterator[str]:
    """Yield what the varied parameters mean, as they are declared."""
    named = {path: what for name in order for path, what in found[name].get("parameters", {}).items()}
    if named:
        yield from (
            "## What was varied",
            "",
            *(f"- *{parameter(p)}*: {named[p]}" for p in sorted(named, key=parameter)),
            "",
        )


def question(file: Path) -> str:
    """Return the number of the question that a file answers: R14."""
    said = NUMBER.search(file.read_text("utf-8"))
    return said[1] if said else ""


def against(entry: Mapping[str, Any], expected: Mapping[str, str]) -> list[tuple[str, Mapping[str, Any]]]:
    """Return the outcomes that come out otherwise than expected, with their numbers.

    What is expected is "higher", "lower" (wherever the effect is sure, and somewhere it is) or "matters" (somewhere).
    """
    told = {f"{t['contrast']}: {t['measure']}@{t['week']}": t for t in entry["numbers"]["told"]}
    return [(key, told[key]) for key, way in expected.items() if not _as_expected(told[key], way)]


def _as_expected(t: Mapping[str, Any], way: str) -> bool:
    if way == "matters":
        return bool(t["mattering"])
    right, wrong = (t["above"], t["below"]) if way == "higher" else (t["below"], t["above"])
    return bool(right and not wrong)


def _row(folder: Path, name: str, entry: Mapping[str, Any]) -> str:
    cells = (
        question(folder / name),
        entry["question"],
        f"[{name}]({name})",
        entry["numbers"]["status"],
        entry["finding"],
    )
    return "| " + " | ".join(str(c).replace("|", "/") for c in cells) + " |"


def _against(folder: Path, order: Sequence[str], found: Mapping[str, Any], reading: Mapping[str, Any]) -> Iterator[str]:
    """Yield what runs against expectation: the number, the mechanism, and the numbers that show it."""
    rows = []
    for name in order:
        said = reading.get(name, {})
        otherwise = against(found[name], said.get("expected", {}))
        if otherwise:
            told = {f"{t['contrast']}: {t['measure']}@{t['week']}": t for t in found[name]["numbers"]["told"]}
            ways = [
                f"{sentence(t)} (expected: {said['expected'][key].replace('matters', MATTERS)})."
                for key, t in otherwise
            ]
            shown = [f"{sentence(told[key])}." for key in said.get("shown_by", [])]
            rows.append("\n".join([
                f"- **{question(folder / name)}**", *(f"  - {way}" for way in ways),
                f"  - *Why:* {said['because']}", *(f"  - *Shown by:* {one}" for one in shown),
            ]))  # fmt: skip
    if rows:
        yield from ("## Against expectation, and why", "", *rows, "")


def _who(number: str, contrast: str, rows: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Yield the table of how the same people fare."""
    with_, without = (side.replace("_", " ") for side in contrast.split(" - "))
    yield from (f"## {number}: who does better with which", "")
    yield f"The same people with the same luck, *{with_}* and *{without}*; per cent of those who stay (95 % interval), by .05 MITI points."
    yield from (
        "",
        f"| | people | better with {with_} | better with {without} | no different |",
        "|---|---|---|---|---|",
    )
    for row in rows:
        shares = " | ".join(_percent(row[way]) for way in ("better", "worse", "no_different"))
        yield f"| {row['group']} | {row['people']:,} | {shares} |"
    yield ""


def _whole(name: str, entry: Mapping[str, Any]) -> Iterator[str]:
    """Yield what the full programme adds, what its parts add up to, and a table of the parts."""
    miti, practice = entry["parts"]["miti"], entry["parts"]["practice"]
    yield from (f"## {entry['question']}", "", f"[{name}]({name}), against a workshop only, in the last week.", "")
    for what, x, factor, unit in (("MITI global score", miti, 1, "MITI points"), ("Practice", practice, 100, "in 100 conversations")):  # fmt: skip
        whole, summed, beyond = (_estimate(x[key], factor) for key in ("whole", "summed", "beyond"))
        yield f"- {what}, {unit}: the whole {whole}; the sum of its parts {summed}; the whole less that sum {beyond}."
    yield from ("", "| Part | MITI points by itself | lost by the programme without it | difference of the two |", "|---|---|---|---|")  # fmt: skip
    for part in miti["parts"]:
        cells = " | ".join(_estimate(part[key], 1) for key in ("alone", "last", "together"))
        yield f"| {part['name'].replace('_', ' ')} | {cells} |"
    yield from (
        "",
        "Last column above 0: the part does more in company of the others (they help it); below 0: less.",
        "",
    )


def _estimate(x: Mapping[str, Any], factor: float) -> str:
    value, low, high = (factor * x[key] for key in ("value", "ci_low", "ci_high"))
    places = 3 if factor == 1 else 1
    return f"{number(value, places, True)} ({number(low, places, True)} to {number(high, places, True)})"


def _percent(share: Mapping[str, Any]) -> str:
    low, high = (min(100.0, max(0.0, 100 * share[end])) for end in ("ci_low", "ci_high"))
    return f"{100 * share['share']:.0f} ({low:.0f} to {high:.0f})"
