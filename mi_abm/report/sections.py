"""Sections: the report's parts, in their order. A new part is a function here and its name in `SECTIONS`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from mi_abm.report import markup, words
from mi_abm.report.assumptions import unknown, used
from mi_abm.report.digits import counted, decimals, interval, number, percent
from mi_abm.report.groups import headline, of, subgroup_gains, tabled, unchanged
from mi_abm.report.pictures import Picture
from mi_abm.report.scales import HEADLINE
from mi_abm.report.settings import acts, changes, organisation
from mi_abm.report.settings import plain as plain_value
from mi_abm.report.tables import Effect, Tables

Section = Callable[[Tables, Mapping[str, Picture]], str]


def compared(tables: Tables, pictures: Mapping[str, Picture]) -> str:
    """Say what was compared, and for whom."""
    manifest, reference = tables.manifest, tables.titles[tables.reference]
    home = tables.data(tables.reference)
    pairs = counted(len(manifest["seeds"]), "pair") + " of runs" if tables.others else "no other scenario"
    out = [
        markup.paragraph(
            f"Reference: “{reference}”. Against it: {', '.join(f'“{t}”' for t in tables.others.values()) or 'nothing'}. "
            f"{counted(int(manifest['weeks']), 'week')}, {pairs}: the same people and the same luck in every scenario."
        ),
        markup.paragraph(organisation(home)),
    ]
    rows = [
        (title, *row)
        for name, title in tables.others.items()
        for row in changes(home, tables.data(name)) or [("nothing", "", "")]
    ]
    out.append(
        markup.table(
            ("Scenario", "What differs", "Reference", "Scenario"), rows, caption="What the scenarios differ in"
        )
    )
    calendar = [
        (
            act.name,
            ", ".join(f"{a}" if a == b else f"{a} to {b}" for a, b in act.spans),
            "; ".join(tables.titles[s] for s in act.scenarios),
        )
        for act in acts(tables)
    ]
    if calendar:
        out.append(markup.table(("Intervention", "Weeks", "In"), calendar, caption="When interventions act"))
    return "".join(out)


def plain(tables: Tables, pictures: Mapping[str, Picture]) -> str:
    """Say the effects on what counts most in plain words."""
    reference, out = tables.titles[tables.reference], []
    for name, title in tables.others.items():
        found = [e for m in HEADLINE if (e := tables.effect(name, m)) is not None]
        said = [(words.lead(e), words.sentence(e, reference)) for e in found]
        if all(words.verdict(e) == "same" for e in found):
            said = [
                (
                    words.LEAD["same"],
                    f"{', '.join(e.title for e in found)}: as with “{reference}” in every pair of runs.",
                )
            ]
        out.append(markup.heading(title, 3) + markup.verdicts(said))
        if changed_workshop(tables, name):
            out.append(markup.paragraph(WORKSHOP, "note"))
    miti = of(tables, "miti")
    out.append(markup.paragraph(f"{words.fair(miti[0])} {LIMITS}" if miti else LIMITS, "note"))
    return "".join(out)


LIMITS = (
    "How we speak of sizes: below 0.05 MITI points (0.0125 on a scale from 0 to 1; 1 in 100 conversations) there is no practical "
    "difference; up to 0.25 MITI points an effect is small, up to 0.5 moderate, from there on large (a workshop adds about 0.5 at "
    "once). “Harm” and “improvement” follow the direction that each measure declares to be good."
)
WORKSHOP = (
    "Of a workshop's effect on practice most rests on one assumed constant: how much less the untrained use MI "
    "(mechanisms.uptake.untrained_use). Vary it before relying on that effect."
)


def changed_workshop(tables: Tables, scenario: str) -> bool:
    """Return whether a scenario has another workshop than the reference."""
    rows = changes(tables.data(tables.reference), tables.data(scenario))
    return any(path.startswith("interventions.workshop") for path, _, _ in rows)


def drawn(tables: Tables, pictures: Mapping[str, Picture]) -> str:
    """Show the forest plot."""
    return markup.figure(pictures["effects"])


def numbers(tables: Tables, pictures: Mapping[str, Picture]) -> str:
    """Give the tables of effects, what counts most open and the rest folded, and name what did not change."""
    reference, first = tables.titles[tables.reference], [*headline(tables), "hours"]
    out = ""
    for name, title in tables.others.items():
        caption = f"“{title}” against “{reference}”"
        out += markup.table(EFFECT, [_row(e) for m in first if (e := tables.effect(name, m))], 2, caption)
        rest = [e for m in tabled(tables) if m not in first and (e := tables.effect(name, m))]
        if rows := [_row(e) for e in rest if words.verdict(e) not in ("same", "missing")]:
            summary = f"“{title}”: {counted(len(rows), 'more measure')} that changed"
            out += markup.folded(summary, markup.table(EFFECT, rows, 2, caption))
    if same := [of(tables, m)[0].title for m in unchanged(tables) if m not in first]:
        out += markup.paragraph(f"The same in every pair of runs, or not defined: {'; '.join(same)}.", "note")
    return out + markup.paragraph(NUMBERS, "note")


EFFECT = (
    "Measure",
    "Unit",
    "Reference",
    "Scenario",
    "Difference",
    "95 % interval",
    "Effect size",
    "Better in",
    "Per 100 h",
)
NUMBERS = (
    "Interval: Student's t on paired differences. Effect size: difference divided by the standard deviation between practitioners "
    "in week 0. Better in: share of pairs that moved in the good direction, ties counting half. Per 100 h: difference for "
    "every 100 hours of practitioners, trainers and managers more. A dash: not defined. Full precision: effects.csv."
)


def _row(e: Effect) -> tuple[str, ...]:
    d = decimals(e.difference, (e.ci_high - e.ci_low) / 2)
    per = number(e.per_100_hours, 4, True) if e.measure != "hours" else number(float("nan"))
    return (
        e.title, e.unit, number(e.reference_mean, d), number(e.scenario_mean, d), number(e.difference, d, True),
        interval(e.ci_low, e.ci_high, d, True), number(e.effect_size, 2, True), percent(e.better), per,
    )  # fmt: skip


def weekly(tables: Tables, pictures: Mapping[str, Picture]) -> str:
    """Show the weeks: levels, and differences from the reference."""
    return markup.figure(pictures["trajectories"]) + markup.figure(pictures["differences"])


def way(tables: Tables, pictures: Mapping[str, Picture]) -> str:
    """Show what stands between interventions and outcomes: what pulled on intention, where skill came from, what else changed."""
    found = [pictures[stem] for stem in ("pulls", "skill_sources", "on_the_way") if stem in pictures]
    return "".join(map(markup.figure, found)) or markup.paragraph("Nothing of this was recorded, or nothing changed.")


def subgroups(tables: Tables, pictures: Mapping[str, Picture]) -> str:
    """Say which subgroups gain less than everybody, or more."""
    found, out = subgroup_gains(tables), []
    for name, title in tables.others.items():
        said = [words.gain(e, group) for scenario, group, e in found if scenario == name]
        if said:
            out.append(markup.heading(title, 3) + markup.verdicts(said))
    note = "How much more a subgroup differs from the reference than all practitioners do, pair by pair."
    return "".join(out) + markup.paragraph(note if out else "No subgroup was recorded.", "note")


def spread(tables: Tables, pictures: Mapping[str, Picture]) -> str:
    """Show the paired differences."""
    return markup.figure(pictures["paired_differences"])


def cost(tables: Tables, pictures: Mapping[str, Picture]) -> str:
    """Say what the scenarios cost in hours, and what 100 hours buy."""
    reference = tables.titles[tables.reference]
    lines = [
        words.costs(tables.effect(name, "hours"), tables.effect(name, "miti"), title, reference)
        for name, title in tables.others.items()
    ]
    note = "Hours are of the whole organisation over the weeks simulated: working time, not money; the hours of each intervention are assumed."
    return markup.listed(lines) + markup.paragraph(note, "note")


def assumed(tables: Tables, pictures: Mapping[str, Picture]) -> str:
    """List what nobody has measured."""
    every = used(tables)
    mine = [u for u in every if u.assumed]
    rows = [
        (
            u.said.path,
            u.said.meaning,
            " / ".join(u.values),
            u.said.unit,
            "" if u.said.range is None else " to ".join(map(plain_value, u.said.range)),
        )
        for u in mine
    ]
    head = ("Parameter", "Meaning", "Value", "Unit", "Plausible range")
    listing = markup.table(head, rows, caption="Parameters whose source is “assumption”")
    out = markup.paragraph(
        f"{len(mine)} of the {counted(len(every), 'parameter')} at work here are assumptions: no measurement stands behind them. "
        "Another value within the plausible range may give another result."
    )
    if strangers := unknown(tables):
        out += markup.paragraph(
            f"Not listed, because their declarations are not installed here: {', '.join(strangers)}."
        )
    return out + markup.folded(f"The {len(mine)} assumptions", listing)


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


SECTIONS: tuple[tuple[str, Section], ...] = (
    ("What was compared, and for whom", compared),
    ("Effects in plain words", plain),
    ("Effects, drawn", drawn),
    ("Effects, in numbers", numbers),
    ("Week by week", weekly),
    ("How it came about", way),
    ("Who gains less", subgroups),
    ("Pair by pair", spread),
    ("Hours, and what they buy", cost),
    ("Assumptions", assumed),
    ("How this was made", made),
)
