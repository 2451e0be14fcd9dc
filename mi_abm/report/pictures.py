"""Pictures: the report's figures, made from the tables; the finding is the title, the caption says how to read it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from mi_abm.analysis.bands import bands, differences, over_weeks
from mi_abm.plots import effects as forest
from mi_abm.plots import paired as pairs
from mi_abm.plots import sources as bars
from mi_abm.plots import style, trajectories
from mi_abm.plots.panels import Panel
from mi_abm.report.digits import counted
from mi_abm.report.groups import PULL, SOURCE, equal, headline, noticed, of, parts, process
from mi_abm.report.headings import FAINT, agreement, course, finding, label, levels, moved_most, on_the_way
from mi_abm.report.scales import panel
from mi_abm.report.settings import acts
from mi_abm.report.tables import Tables

if TYPE_CHECKING:
    from matplotlib.figure import Figure

MOST_LINES, MOST_PANELS = 6, 8  # that a reader tells apart in a figure, and that go on a page
TALL = 5.0  # inches; what is taller gets a larger share of a printed page
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
    tall: bool = False


def effects(tables: Tables) -> Picture:
    """Draw the forest plot of the MITI score and of practice."""
    labels = {key: label(effect) for key, effect in tables.rows.items()}
    panels, title = panels_of(tables, ("miti", "practice")), main_finding(tables)
    caption = (
        f"Difference from “{tables.titles[tables.reference]}” in week {tables.manifest['weeks']} with its 95 % interval "
        "(Student's t on paired runs; where no line is seen, the interval is narrower than the dot). Filled: all "
        "practitioners. Hollow: the third that began lowest in skill. Grey span: too small to matter in practice. Grey bar: "
        "what a workshop adds. Dashed line: where fair competence begins."
    )
    return picture(
        "effects", title, caption, lambda c: forest.draw(tables.effects, panels, tables.others, labels, title, c)
    )


def weekly(tables: Tables) -> Picture:
    """Draw the levels of what counts most, week by week."""
    first = _first(tables)
    title = levels(of(tables, first), tables.titles, tables.titles[tables.reference])
    said = BANDS + " Pale bands overlap even where a difference is certain: paired runs share their luck."
    return _lines(
        "trajectories",
        tables,
        bands(tables.weeks, headline(tables)),
        headline(tables),
        title,
        said + _left(tables, len(tables.titles)),
    )


def weekly_differences(tables: Tables) -> Picture:
    """Draw the differences from the reference of what counts most, week by week."""
    table = bands(differences(tables.weeks, tables.reference), headline(tables))
    first = of(tables, _first(tables))
    title = (
        course(first[0], table[table["measure"] == first[0].measure])
        if len(first) == 1
        else (f"Differences from “{tables.titles[tables.reference]}”, week by week")
    )
    said = BANDS.replace("runs lie", "paired differences lie") + " Grey span: too small to matter in practice."
    return _lines(
        "differences", tables, table, headline(tables), title, said + _left(tables, len(tables.others)), apart=True
    )


def between(tables: Tables) -> Picture | None:
    """Draw what stands between an intervention and its outcome, where anything changed."""
    chosen = process(tables, MOST_PANELS)
    if not chosen:
        return None
    table, firsts = bands(tables.weeks, chosen), {m: of(tables, m)[0] for m in chosen}
    limits = {m: noticed(tables, m, float(tables.weeks[m].abs().max())) for m in chosen}
    title = f"What changed on the way: {on_the_way(table, firsts, limits, tables.titles)}"
    drawn = f"Drawn: up to {MOST_PANELS} measures that changed noticeably in some week; all are in weeks.parquet."
    said = f"{BANDS} {drawn}{_left(tables, len(tables.titles))}"
    return _lines("on_the_way", tables, table, chosen, title, said)


def pulls(tables: Tables) -> Picture | None:
    """Draw what pulled on intention."""
    said = (
        "Mean over practitioners and weeks, in logits: to the right what made practising MI likelier, to the left what made it "
        "less likely. The bars of a scenario add up to its mean intention (without chance). Pulls that are nearly 0 are left out."
    )
    return _sources("pulls", tables, PULL, "average", 1.0, "logit", "What pulled on intention", said)


def sources(tables: Tables) -> Picture | None:
    """Draw where skill came from, and where it went."""
    said = (
        f"Sum over {tables.manifest['weeks']} weeks, mean over practitioners, on the MITI scale: to the right what was gained, to the left "
        "what was forgotten. The bars of a scenario add up to the change of skill, but for newcomers, who bring their own. "
        "Sources that are nearly 0 are left out."
    )
    return _sources("skill_sources", tables, SOURCE, "total", 4.0, "MITI points", "Where skill came from", said)


def paired(tables: Tables) -> Picture:
    """Draw how the differences in the last week are spread over seeds."""
    table = differences(tables.runs, tables.reference)
    panels = panels_of(tables, ("miti", "practice"))
    labels = {key: agreement(effect) for key, effect in tables.rows.items()}
    title = f"{counted(len(tables.manifest['seeds']), 'pair')} of runs, each on the same people and the same luck"
    caption = (
        "Each run of a scenario less the run of the reference with the same seed: same organisation, same chance events. "
        "Grey span: too small to matter in practice. Height of a bar: how many pairs; with few pairs, one stroke a pair."
    )
    return picture(
        "paired_differences", title, caption, lambda c: pairs.draw(table, panels, tables.others, labels, title, c)
    )


def main_finding(tables: Tables) -> str:
    """Return the finding on the first measure that counts."""
    return finding(of(tables, _first(tables)), tables.titles, tables.titles[tables.reference], equal(tables))


def panels_of(tables: Tables, measures: Sequence[str]) -> list[Panel]:
    """Return the panels of those measures that the tables have; of the first measure if they have none of them."""
    have = [m for m in measures if m in tables.measures] or tables.measures[:1]
    return [panel(of(tables, name)[0]) for name in have]


def _first(tables: Tables) -> str:
    return headline(tables)[0]


def _left(tables: Tables, n: int) -> str:
    """Say which bands and which scenarios are not drawn, of `n`."""
    left = len(tables.others) - MOST_LINES
    bands = (
        f" With more than {trajectories.FEW} lines only the first has all its bands." if n > trajectories.FEW else ""
    )
    lines = (
        f" Drawn are the {MOST_LINES} scenarios that differ most; {left} more are in the tables." if left > 0 else ""
    )
    return bands + lines


def drawn(tables: Tables, most: int = MOST_LINES) -> dict[str, str]:
    """Return the reference and at most `most` scenarios, those that differ most on the first measure, in their order."""
    by = {name: abs(e.difference) if (e := tables.effect(name, _first(tables))) else 0.0 for name in tables.others}
    chosen = set(sorted(by, key=lambda name: -by[name])[:most])
    return {name: title for name, title in tables.titles.items() if name in chosen or name == tables.reference}


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
    names, places = drawn(tables), {name: i for i, name in enumerate(tables.titles)}
    if apart:
        names.pop(tables.reference)
    panels, calendar = panels_of(tables, measures), [a for a in acts(tables) if set(a.scenarios) & set(drawn(tables))]

    def draw(columns: int) -> Figure:
        return trajectories.draw(table, panels, names, calendar, places, title, columns, differences=apart)

    return picture(stem, title, caption, draw)


def _sources(
    stem: str, tables: Tables, kind: str, column: str, factor: float, unit: str, title: str, caption: str
) -> Picture | None:
    """Draw the parts of a total, those that are worth a bar."""
    named = parts(tables, kind)
    if not named:
        return None
    values = over_weeks(bands(tables.weeks, list(named)))
    values[column] *= factor
    names, places = drawn(tables), {name: i for i, name in enumerate(tables.titles)}
    size = values[values["scenario"].isin(list(names))].groupby("measure")[column].agg(lambda x: x.abs().max())
    kept = {m: text for m, text in named.items() if size[m] > FAINT * size.max()}
    found = moved_most(values, column, kept, tables.titles, unit)
    head = f"{title}: {found}" if found else title

    def draw(columns: int) -> Figure:
        return bars.draw(values, kept, names, places, column, unit, head, columns)

    return picture(stem, head, caption, draw) if kept else None


def picture(stem: str, title: str, caption: str, draw: Callable[[int], Figure]) -> Picture:
    """Draw in two columns, and in one for narrow screens."""
    wide = draw(2)
    png, svg = style.image(wide, "png"), style.image(wide, "svg")
    return Picture(stem, title, caption, png, svg, style.image(draw(1), "svg"), bool(wide.get_figheight() > TALL))
