"""What was compared, and for whom: scenarios, what they differ in, when interventions act."""

from __future__ import annotations

from collections.abc import Mapping

from mi_abm.report import markup
from mi_abm.report.digits import counted
from mi_abm.report.pictures import Picture
from mi_abm.report.settings import acts, changes, organisation
from mi_abm.report.tables import Tables


def compared(tables: Tables, pictures: Mapping[str, Picture]) -> str:
    """Say what was compared, and for whom."""
    others = ", ".join(f"“{title}”" for title in tables.others.values())
    weeks, pairs = counted(int(tables.manifest["weeks"]), "week"), counted(len(tables.manifest["seeds"]), "pair")
    lines = (
        f"Reference: “{tables.titles[tables.reference]}”. Against it: {others}. {weeks}, {pairs} of runs: the same people and "
        "the same luck in every scenario.",
        organisation(tables.data(tables.reference), tables.counts(tables.reference)),
    )
    return "".join(map(markup.paragraph, lines)) + _differing(tables) + _calendar(tables)


def _differing(tables: Tables) -> str:
    """List what every scenario has that the reference has not."""
    home = tables.data(tables.reference)
    rows = [
        (title, *row)
        for name, title in tables.others.items()
        for row in changes(home, tables.data(name)) or [("nothing", "", "")]
    ]
    head = ("Scenario", "What differs", "Reference", "Scenario")
    return markup.table(head, rows, caption="What the scenarios differ in")


def _calendar(tables: Tables) -> str:
    """List when interventions act, and in which scenarios."""
    rows = [
        (act.name, ", ".join(map(_weeks, act.spans)), "; ".join(tables.titles[s] for s in act.scenarios))
        for act in acts(tables)
    ]
    return markup.table(("Intervention", "Weeks", "In"), rows, caption="When interventions act") if rows else ""


def _weeks(span: tuple[int, int]) -> str:
    return f"{span[0]}" if span[0] == span[1] else f"{span[0]} to {span[1]}"
