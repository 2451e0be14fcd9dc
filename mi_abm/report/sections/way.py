"""How it came about, to whom, and who gains less: what stands between interventions and the mean outcome."""

from __future__ import annotations

from collections.abc import Mapping

from mi_abm.report import markup, words
from mi_abm.report.groups import subgroup_gains
from mi_abm.report.pictures import Picture
from mi_abm.report.tables import Tables


def people(tables: Tables, pictures: Mapping[str, Picture]) -> str:
    """Show the people of one run in their network, at the start and at the end."""
    if "network" not in pictures:
        return markup.paragraph("No run was looked at person by person.")
    note = "Effects are means over all runs, as above; what one run shows of one person is chance."
    return markup.figure(pictures["network"]) + markup.paragraph(note, "note")


def way(tables: Tables, pictures: Mapping[str, Picture]) -> str:
    """Show what stands between interventions and outcomes: what pulled on intention, where skill came from, what else changed."""
    found = [pictures[stem] for stem in ("pulls", "skill_sources", "on_the_way") if stem in pictures]
    return "".join(map(markup.figure, found)) or markup.paragraph("Nothing of this was recorded, or nothing changed.")


def subgroups(tables: Tables, pictures: Mapping[str, Picture]) -> str:
    """Say which subgroups gain less than everybody, or lose more."""
    found, out = subgroup_gains(tables), []
    for name, title in tables.others.items():
        said = [words.gain(g.apart, g.part, g.whole, g.group) for g in found if g.part.scenario == name]
        if said:
            out.append(markup.heading(title, 3) + markup.verdicts(said))
    note = "Differences from the reference. Apart: how much more a subgroup's differs than everybody's, pair by pair."
    return "".join(out) + markup.paragraph(note if out else "No subgroup was recorded.", "note")
