"""The effects: in plain words, drawn, in numbers, week by week, pair by pair, and what they cost."""

from __future__ import annotations

from collections.abc import Mapping

from mi_abm.report import markup, words
from mi_abm.report.digits import counted, decimals, interval, number, percent
from mi_abm.report.groups import headline, of, tabled, unchanged
from mi_abm.report.pictures import Picture
from mi_abm.report.settings import changes
from mi_abm.report.tables import Effect, Tables

LIMITS = (
    "How we speak of sizes: below 0.05 MITI points (0.0125 on a scale from 0 to 1; 1 in 100 conversations) there is no practical "
    "difference; up to 0.25 MITI points an effect is small, up to 0.5 moderate, from there on large (a workshop adds about 0.5 at "
    "once). “Harm” and “improvement” follow the direction that each measure declares to be good."
)
WORKSHOP = (
    "Of a workshop's effect on practice most rests on one assumed constant: how much less the untrained use MI "
    "(mechanisms.uptake.untrained_use). Vary it before relying on that effect."
)
BOUGHT = ("miti", "practice")
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


def plain(tables: Tables, pictures: Mapping[str, Picture]) -> str:
    """Say the effects on what counts most in plain words."""
    reference, out = tables.titles[tables.reference], []
    for name, title in tables.others.items():
        found = [e for m in headline(tables) if (e := tables.effect(name, m)) is not None]
        said = [(words.lead(e), words.sentence(e, reference)) for e in found]
        if all(words.verdict(e) == "same" for e in found):
            names = ", ".join(e.title for e in found)
            said = [(words.LEAD["same"], f"{names}: as with “{reference}” in every pair of runs.")]
        out.append(markup.heading(title, 3) + markup.verdicts(said))
        if changed_workshop(tables, name):
            out.append(markup.paragraph(WORKSHOP, "note"))
    miti = of(tables, "miti")
    out.append(markup.paragraph(f"{words.fair(miti[0])} {LIMITS}" if miti else LIMITS, "note"))
    return "".join(out)


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
        out += markup.table(EFFECT, [_row(e, tables) for m in first if (e := tables.effect(name, m))], 2, caption)
        rest = [e for m in tabled(tables) if m not in first and (e := tables.effect(name, m))]
        if rows := [_row(e, tables) for e in rest if words.verdict(e) not in ("same", "missing")]:
            summary = f"“{title}”: {counted(len(rows), 'more measure')} that changed"
            out += markup.folded(summary, markup.table(EFFECT, rows, 2))
    if same := [of(tables, m)[0].title for m in unchanged(tables) if m not in first]:
        out += markup.paragraph(
            f"The same in every pair of runs in week {tables.manifest['weeks']}, or not defined: {'; '.join(same)}.",
            "note",
        )
    return out + markup.paragraph(NUMBERS, "note")


def _row(e: Effect, tables: Tables) -> tuple[str, ...]:
    every = len(tables.manifest["seeds"])
    title = e.title if e.pairs == every else f"{e.title} (defined in {e.pairs} of {every} pairs)"
    d = decimals(e.difference, (e.ci_high - e.ci_low) / 2)
    per = number(e.per_100_hours, 4, True) if e.measure != "hours" else number(float("nan"))
    return (
        title, e.unit, number(e.reference_mean, d), number(e.scenario_mean, d), number(e.difference, d, True),
        interval(e.ci_low, e.ci_high, d, True), number(e.effect_size, 2, True), percent(e.better), per,
    )  # fmt: skip


def weekly(tables: Tables, pictures: Mapping[str, Picture]) -> str:
    """Show the weeks: levels, and differences from the reference."""
    return markup.figure(pictures["trajectories"]) + markup.figure(pictures["differences"])


def spread(tables: Tables, pictures: Mapping[str, Picture]) -> str:
    """Show the paired differences."""
    return markup.figure(pictures["paired_differences"])


def cost(tables: Tables, pictures: Mapping[str, Picture]) -> str:
    """Say what the scenarios cost in hours, and what 100 hours buy."""
    reference = tables.titles[tables.reference]
    lines = [
        words.costs(
            tables.effect(name, "hours"), [e for m in BOUGHT if (e := tables.effect(name, m))], title, reference
        )
        for name, title in tables.others.items()
    ]
    note = "Hours are of the whole organisation over the weeks simulated: working time, not money; the hours of each intervention are assumed."
    return markup.listed(lines) + markup.paragraph(note, "note")
