"""The text of experiments/README.md: questions with their findings and figures; what runs against expectation, with its mechanism."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from mi_abm.analysis.contrasts import CONDITIONAL
from mi_abm.report.digits import number
from mi_abm.report.findings import ACCEPTANCE, sentence, takes
from mi_abm.report.pairs import told as told_pairs
from mi_abm.report.plain import plain
from mi_abm.report.terms import parameter

EXPECTED = {"matters": "a difference that matters", "harms": "a harm that matters"}
NUMBER = re.compile(r"^# (R\d+)\b", re.MULTILINE)
FIGURES = "figures"
MOST = 6  # sentences a question
HEAD = """# Research questions and what the model says of them

{conditional} Each row is a question of the source's table of recommendations for research, in our words. **model**: the
simulation answers within its assumptions. **break_even**: acceptability and quality cannot be simulated; the row says how much
would be needed. Findings and figures are made from the numbers in `findings.json` by `python -m mi_abm.report.index`, which
runs what is new or has changed ({replicates} replicates a point, seeds 1, 2, ...; {runs} runs in all). One question by itself:
`mi-abm experiment experiments/social_feedback/conditions.yaml`.

How to read: *A against B* is a paired difference, same people and same luck; in brackets the 95 % interval over seeds, and what
it amounts to (below 0.05 MITI points, or 1 in 100 conversations, is no practical difference; a workshop adds about half a MITI
point). *Over n points*: parameters were varied; *more with p (r)* gives the partial rank correlation of the effect with p over
the points. In curves a band is the 95 % interval or, where further parameters were varied, where the middle 80 % of the points
lie; a grey span is no practical difference. *Practice* is the share of eligible conversations in which MI is attempted. Questions marked ≠ have a
finding against expectation, with its mechanism, in their section. Over how much of the declared ranges what is said of single
interventions keeps its sign: [robustness](../docs/robustness.md); which assumptions decide: [sensitivity](../docs/sensitivity.md);
under which conditions one intervention beats another: [discovery](../docs/discovery.md).
"""


def readme(folder: Path, found: Mapping[str, Any], reading: Mapping[str, Any]) -> str:
    """Return the whole page; `found` as in findings.json."""
    order = sorted((n for n in found if question(folder / n)), key=lambda name: int(question(folder / name)[1:]))
    said = {name: reading.get(name, {}) for name in found}
    table = ["| | Question | File | Status | Finding |", "|---|---|---|---|---|"]
    table += [_row(folder, n, found[n], said[n]) for n in order]
    parts = [_head(found), *table, "", *_glossary(found, order)]
    for name in order:
        parts += _section(question(folder / name), name, found[name], said[name])
    for name, entry in found.items():
        if "parts" in entry:
            parts += _whole(name, entry)
    return "\n".join(parts).rstrip() + "\n"


def _head(found: Mapping[str, Any]) -> str:
    replicates = sorted({entry["replicates"] for entry in found.values()})
    runs = sum(entry["runs"] for entry in found.values())
    ends = " to ".join(map(str, dict.fromkeys((replicates[0], replicates[-1]))))
    return HEAD.format(conditional=CONDITIONAL, replicates=ends, runs=f"{runs:,}")


def _section(number: str, name: str, entry: Mapping[str, Any], said: Mapping[str, Any]) -> Iterator[str]:
    """Yield a question with its figure, what was found, and what runs against expectation."""
    yield from (f"## {number}", "", f"**{entry['question']}** [{name}]({name}), weeks: {entry['weeks']}.", "")
    if entry.get("figure"):
        yield from (f"![{entry['title']}]({FIGURES}/{Path(name).stem}.png)", "")
    if "plain" in said:
        yield from (plain(said["plain"], entry["numbers"]), "", f"In short: {entry['finding']}", "")
    yield from (f"- {sentence(t)}." for t in entry["numbers"]["told"][:MOST])
    if entry["numbers"]["status"] == "break_even":
        yield from (f"- {one}." for one in takes(entry["numbers"]["told"]))
        yield f"- {ACCEPTANCE if _asks_acceptance(entry) else 'Acceptability is not simulated.'}"
    yield ""
    yield from _against(entry, said)
    if "who" in entry:
        yield from _who(number, str(said["who"]), entry["who"])


def _asks_acceptance(entry: Mapping[str, Any]) -> bool:
    return any(t["measure"] == "acceptance" for t in entry["numbers"]["told"])


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

    What is expected is "higher", "lower" (wherever the effect is sure, and somewhere it is), "matters" or "harms" (somewhere).
    """
    told = {f"{t['contrast']}: {t['measure']}@{t['week']}": t for t in entry["numbers"]["told"]}
    return [(key, told[key]) for key, way in expected.items() if not _as_expected(told[key], way)]


def _as_expected(t: Mapping[str, Any], way: str) -> bool:
    if way == "matters":
        return bool(t["mattering"])
    if way == "harms":
        return any(t[end]["value"] * (t["good"] or 1) <= -(t["limit"] or 0.0) for end in ("low", "high"))
    right, wrong = (t["above"], t["below"]) if way == "higher" else (t["below"], t["above"])
    return bool(right and not wrong)


def _row(folder: Path, name: str, entry: Mapping[str, Any], said: Mapping[str, Any]) -> str:
    number, otherwise = question(folder / name), against(entry, said.get("expected", {}))
    cells = (
        f"[{number}](#{number.lower()}){' ≠' if otherwise else ''}",
        entry["question"],
        f"[{name}]({name})",
        entry["numbers"]["status"],
        plain(said["plain"], entry["numbers"]) if "plain" in said else entry["finding"],
    )
    return "| " + " | ".join(str(c).replace("|", "/") for c in cells) + " |"


def _against(entry: Mapping[str, Any], said: Mapping[str, Any]) -> Iterator[str]:
    """Yield what runs against expectation: the number, the mechanism, and the numbers that show it."""
    otherwise = against(entry, said.get("expected", {}))
    if not otherwise:
        return
    told = {f"{t['contrast']}: {t['measure']}@{t['week']}": t for t in entry["numbers"]["told"]}
    yield from ("*Against expectation:*", "")
    for key, t in otherwise:
        yield f"- {sentence(t)} (expected: {EXPECTED.get(said['expected'][key], said['expected'][key])})."
        yield from (line for one in entry.get("switched", []) if one["key"] == key for line in _switched(one, t))
    yield f"- *Why:* {said['because']}"
    yield from (f"- *Shown by:* {sentence(told[key])}." for key in said.get("shown_by", []))
    yield ""


def _switched(one: Mapping[str, Any], t: Mapping[str, Any]) -> Iterator[str]:
    """Yield what becomes of an effect when mechanisms are switched off one at a time."""
    where = f" ({', '.join(f'{parameter(p)} {v:g}' for p, v in one['at'].items())})" if one["at"] else ""
    factor = 100 if t["unit"].startswith("share of") else 1
    head = f"  - With everything at its default{where}: {_estimate(one['effect'], factor)}"
    if not one["switches"]:
        yield f"{head}. None of {one['tried']} mechanisms, switched off one at a time, changes it by a tenth."
        return
    yield f"{head}. Of {one['tried']} mechanisms switched off one at a time, these change it most:"
    yield from (
        f"    - without *{s['meaning']}* (`{s['path']}` {s['off']:g}): {_estimate(s['effect'], factor)}"
        for s in one["switches"]
    )


def _who(number: str, contrast: str, rows: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Yield the table of how the same people fare."""
    with_, without = (side.replace("_", " ") for side in contrast.split(" - "))
    yield from (f"*{number}: who does better with which*", "")
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
    if "pairs" in entry:
        yield from ("### Which parts help each other, and which hinder each other", "")
        yield from (f"![pairs]({FIGURES}/{Path(name).stem}.png)", "", *told_pairs(entry["pairs"]))


def _estimate(x: Mapping[str, Any], factor: float) -> str:
    places = 3 if factor == 1 else 1
    value, *ends = (
        number(factor * x[key], places, True) for key in ("value", "ci_low", "ci_high") if x[key] is not None
    )
    return f"{value} ({' to '.join(ends)})" if ends else value


def _percent(share: Mapping[str, Any]) -> str:
    low, high = (min(100.0, max(0.0, 100 * share[end])) for end in ("ci_low", "ci_high"))
    return f"{100 * share['share']:.0f} ({low:.0f} to {high:.0f})"
