"""What the numbers rest on: assumptions that nobody has measured, and how the numbers were made."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mi_abm.report import markup
from mi_abm.report.assumptions import Used, unknown, used
from mi_abm.report.digits import counted
from mi_abm.report.pictures import Picture
from mi_abm.report.settings import plain
from mi_abm.report.tables import Tables

WORDS = {
    "MI, MITI": "Motivational Interviewing, and the scale from 1 to 5 on which trained raters score recorded conversations for it "
    "(Motivational Interviewing Treatment Integrity). A workshop adds about half a point at once.",
    "Practice": "The share of the conversations in which MI could be used, and is attempted.",
    "Pair": "The same people with the same luck, once in each scenario: what differs between the two is the scenario's doing.",
    "95 % interval": "Where the mean difference would lie if many more runs were made. It knows nothing of what the assumptions leave out.",
    "Effect size": "The difference in units of how far practitioners lay apart before anything was done (standard deviations).",
    "Logit": "The scale on which pulls on intention add up: with nothing else pulling, 1 logit takes 50 % to 73 %, 2 to 88 %.",
    "ICC": "Intraclass correlation: how much more alike colleagues of one team are than people of different teams; 0 not at all, 1 wholly.",
}


def assumed(tables: Tables, pictures: Mapping[str, Picture]) -> str:
    """List what nobody has measured."""
    every = used(tables)
    mine = [u for u in every if u.assumed]
    head = ("Parameter", "Meaning", "Value", "Unit", "Plausible range")
    listing = markup.table(head, map(_assumption, mine), caption="Parameters whose source is “assumption”")
    out = markup.paragraph(
        f"{len(mine)} of the {counted(len(every), 'parameter')} at work here are assumptions: no measurement stands behind them. "
        "Another value within the plausible range may give another result."
    )
    if strangers := unknown(tables):
        said = "Not listed, because their declarations are not installed here"
        out += markup.paragraph(f"{said}: {', '.join(strangers)}.")
    return out + markup.folded(f"The {len(mine)} assumptions", listing)


def _assumption(u: Used) -> tuple[str, ...]:
    span = "" if u.said.range is None else " to ".join(map(plain, u.said.range))
    return u.said.path, u.said.meaning, " / ".join(u.values), u.said.unit, span


def terms(tables: Tables, pictures: Mapping[str, Picture]) -> str:
    """Say what the words and the measures of this page mean."""
    measured = {m["title"]: " ".join(str(m.get("meaning", "")).split()) for m in tables.manifest["measures"]}
    rows = [(title, meaning) for title, meaning in measured.items() if meaning and meaning.rstrip(".") != title]
    words = markup.table(("Word", "Meaning"), WORDS.items())
    return words + markup.folded(f"{len(rows)} measures", markup.table(("Measure", "Meaning"), rows))


def made(tables: Tables, pictures: Mapping[str, Picture]) -> str:
    """Say how to make the same numbers again."""
    m = tables.manifest
    versions = ", ".join(f"{name} {v}" for name, v in m.get("versions", {}).items() if v)
    rows = [
        ("Seeds", _seeds(list(m["seeds"]))),
        ("Interval", str(m.get("interval", "\N{EN DASH}"))),
        ("Versions", versions),
        ("Checkout", _checkout(m.get("git") or {})),
        ("Workers", str(m.get("workers", "\N{EN DASH}"))),
        *((f"Digest of “{s.get('title') or s['name']}”", str(s.get("digest", ""))) for s in m["scenarios"]),
    ]
    again = markup.paragraph("This command makes the same numbers again:") + markup.code(str(m.get("command", "")))
    return again + markup.table(("What", "Value"), rows)


def _seeds(seeds: list[int]) -> str:
    gapless = seeds == list(range(seeds[0], seeds[-1] + 1))
    return f"{seeds[0]} to {seeds[-1]}" if gapless and len(seeds) > 1 else ", ".join(map(str, seeds))


def _checkout(git: Mapping[str, Any]) -> str:
    if not git.get("commit"):
        return "not a checkout"
    clean = git.get("clean")
    state = "state unknown" if clean is None else "as committed" if clean else "with uncommitted changes"
    return f"{str(git['commit'])[:12]}, {state}"
