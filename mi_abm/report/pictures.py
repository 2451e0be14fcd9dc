"""Pictures: the report's figures, made from the tables; the finding is the title, the caption says how to read it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from mi_abm.analysis.bands import bands, differences
from mi_abm.plots import effects as forest
from mi_abm.plots import paired as pairs
from mi_abm.plots import style, trajectories
from mi_abm.plots.panels import Panel
from mi_abm.report.headings import agreement, course, finding, label, levels
from mi_abm.report.scales import HEADLINE, panel
from mi_abm.report.settings import acts
from mi_abm.report.tables import Effect, Tables

if TYPE_CHECKING:
    from matplotlib.figure import Figure

MOST_LINES, MOST_PANELS = 6, 8  # that a reader tells apart in a figure, and that go on a page
BANDS = (
    "Line: mean over seeds. Dark band: 95 % interval of that mean (often as thin as the line). Pale band: where the middle "
    "80 % of runs lie (10th to 90th percentile). Bars on top: when interventions act."
)


@dataclass(frozen=True)
class Picture:
    """A figure drawn wide as PNG and SVG, and narrow as SVG; `title` is the finding, `caption` how to read it."""

    stem: str
    title: str
    caption: str
    png: bytes
    svg: bytes
    narrow: bytes


def effects(tables: Tables) -> Picture:
    """Draw the forest plot of the MITI score and of practice."""
    labels = {key: label(effect) for key, effect in tables.rows.items()}
    panels, title = panels_of(tables, ("miti", "practice")), headline(tables)
    caption = (
        f"Difference from “{tables.titles[tables.reference]}” in week {tables.manifest['weeks']} with its 95 % interval "
        "(Student's t on paired runs; where no line is seen, the interval is narrower than the dot). Filled: all "
        "practitioners. Hollow: the third that began lowest in skill. Grey span: too small to matter in practice. Grey bar: "
        "what a workshop adds. Dashed line: where fair competence begins."
    )
    return _picture(
        "effects", title, caption, lambda c: forest.draw(tables.effects, panels, tables.others, labels, title, c)
    )


def weekly(tables: Tables) -> Picture:
    """Draw the levels of what counts most, week by week."""
    first = _first(tables)
    title = levels(of(tables, first), tables.titles, tables.titles[tables.reference])
    said = BANDS + " Pale bands overlap even where a difference is certain: paired runs share their luck."
    return _lines(
        "trajectories", tables, bands(tables.weeks, _headline(tables)), _headline(tables), title, said + _left(tables)
    )


def weekly_differences(tables: Tables) -> Picture:
    """Draw the differences from the reference of what counts most, week by week."""
    table = bands(differences(tables.weeks, tables.reference), _headline(tables))
    first = of(tables, _first(tables))
    title = (
        course(first[0], table[table["measure"] == first[0].measure])
        if len(first) == 1
        else (f"Differences from “{tables.titles[tables.reference]}”, week by week")
    )
    said = BANDS.replace("runs lie", "paired differences lie") + " Grey span: too small to matter in practice."
    return _lines("differences", tables, table, _headline(tables), title, said + _left(tables), apart=True)


def weekly_rest(tables: Tables) -> list[Picture]:
    """Draw every other measure, week by week, as many to a figure as go on a page."""
    rest = [m for m in tables.measures if m not in _headline(tables)]
    out = []
    for at in range(0, len(rest), MOST_PANELS):
        some = rest[at : at + MOST_PANELS]
        title = f"Other measures, {at + 1} to {at + len(some)} of {len(rest)}"
        stem = f"other_measures_{at // MOST_PANELS + 1}"
        out.append(_lines(stem, tables, bands(tables.weeks, some), some, title, BANDS + _left(tables)))
    return out


def paired(tables: Tables) -> Picture:
    """Draw how the differences in the last week are spread over seeds."""
    table = differences(tables.runs, tables.reference)
    panels = panels_of(tables, ("miti", "practice"))
    labels = {key: agreement(effect) for key, effect in tables.rows.items()}
    title = f"{len(tables.manifest['seeds'])} pairs of runs, each on the same people and the same luck"
    caption = (
        "Each run of a scenario less the run of the reference with the same seed: same organisation, same chance events. "
        "Grey span: too small to matter in practice. Height of a bar: how many pairs; with few pairs, one stroke a pair."
    )
    return _picture(
        "paired_differences", title, caption, lambda c: pairs.draw(table, panels, tables.others, labels, title, c)
    )


def headline(tables: Tables) -> str:
    """Return the finding on the first measure that counts."""
    return finding(of(tables, _first(tables)), tables.titles, tables.titles[tables.reference])


def of(tables: Tables, measure: str) -> list[Effect]:
    """Return one measure's effects, in the order of the scenarios."""
    return [e for name in tables.others if (e := tables.effect(name, measure)) is not None]


def panels_of(tables: Tables, measures: Sequence[str]) -> list[Panel]:
    """Return the panels of those measures that the tables have; of the first measure if they have none of them."""
    have = [m for m in measures if m in tables.measures] or tables.measures[:1]
    return [panel(of(tables, name)[0]) for name in have]


def _headline(tables: Tables) -> list[str]:
    return [m for m in HEADLINE if m in tables.measures] or tables.measures[:1]


def _first(tables: Tables) -> str:
    return _headline(tables)[0]


def _left(tables: Tables) -> str:
    """Say which scenarios are not drawn."""
    left = len(tables.others) - MOST_LINES
    return f" Drawn are the {MOST_LINES} scenarios that differ most; {left} more are in the tables." if left > 0 else ""


def _drawn(tables: Tables) -> dict[str, str]:
    """Return the reference and at most six scenarios, those that differ most on the first measure, in their order."""
    by = {name: abs(e.difference) if (e := tables.effect(name, _first(tables))) else 0.0 for name in tables.others}
    most = set(sorted(by, key=lambda name: -by[name])[:MOST_LINES])
    return {name: title for name, title in tables.titles.items() if name in most or name == tables.reference}


def _lines(
    stem: str,
    tables: Tables,
    table: pd.DataFrame,
    measures: Sequence[str],
    title: str,
    caption: str,
    apart: bool = False,
) -> Picture:
    """Draw trajectories of these measures; `apart`: of differences, without the reference."""
    names, places = _drawn(tables), {name: i for i, name in enumerate(tables.titles)}
    if apart:
        names.pop(tables.reference)
    panels, calendar = panels_of(tables, measures), [a for a in acts(tables) if set(a.scenarios) & set(_drawn(tables))]

    def draw(columns: int) -> Figure:
        return trajectories.draw(table, panels, names, calendar, places, title, columns, differences=apart)

    return _picture(stem, title, caption, draw)


def _picture(stem: str, title: str, caption: str, draw: Callable[[int], Figure]) -> Picture:
    """Draw in two columns and in one."""
    wide = draw(2)
    png, svg = style.image(wide, "png"), style.image(wide, "svg")
    return Picture(stem, title, caption, png, svg, style.image(draw(1), "svg"))
