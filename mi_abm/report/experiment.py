"""The figure of an experiment: the finding is the title."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from mi_abm.experiment import discovery
from mi_abm.experiment.overview import Entry, Line, Overview, overview
from mi_abm.experiment.people import PEOPLE
from mi_abm.plots import overview as forest
from mi_abm.plots import style
from mi_abm.plots.panels import Panel
from mi_abm.report import box, coefficients, indices, of_people, over_points, tabled
from mi_abm.report.chosen import Chosen
from mi_abm.report.digits import decimals, number
from mi_abm.report.drawable import check
from mi_abm.report.scales import SCALES, YARDSTICKS, Scale

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from mi_abm.experiment.discovery import Condition
    from mi_abm.experiment.store import Store


KINDS: Mapping[str, Callable[[Chosen], Figure]] = {
    "response_curve": over_points.response,
    "over_time": over_points.over_time,
    "heat_map": over_points.heat_map,
    "contour": over_points.contour,
    "scatter": over_points.scatter,
    "parallel_coordinates": over_points.parallel,
    "tornado": over_points.torn,
    "table": tabled.table,
    "bar_pairs": tabled.bar_pairs,
    "ridge": of_people.ridge,
    "stacked_bars": of_people.stacked_bars,
    "influence_network": of_people.influence_network,
    "coefficients": coefficients.coefficients,
}


def write_figure(store: Store, effects: pd.DataFrame) -> None:
    """Write the figure that an experiment asks for into its folder, as PNG and SVG."""
    made = figure(store.manifest(), effects, _people(store), discovery.read(store.folder))
    if made is not None:
        for kind in ("png", "svg"):
            store.write(f"figure.{kind}", style.image(made, kind))


def _people(store: Store) -> pd.DataFrame | None:
    """Return the table of people that the figure shows, None where there is none."""
    import pandas as pd

    file = store.folder / PEOPLE
    return pd.read_csv(file) if file.is_file() else None


def figure(
    manifest: Mapping[str, Any],
    effects: pd.DataFrame,
    people: pd.DataFrame | None = None,
    found: Condition | None = None,
) -> Figure | None:
    """Return the figure that an experiment asks for, None if it asks for none; `found`: its box, where that is known.

    Raises `InputError` where it cannot be drawn (see `drawable`).
    """
    kind = manifest["figure"]["kind"]
    if kind == "none" or effects["difference"].isna().all():
        return None
    if kind == "forest":
        words = manifest.get("words", {})
        titles = {str(s["name"]): str(words.get(s["name"]) or s["title"]) for s in manifest["scenarios"]}
        first = effects[effects["point"] == 0]
        return overview_figure(first, titles, manifest["figure"]["title"])
    check(manifest, effects["point"].nunique())
    if kind in ("tornado", "heat_map") and manifest["design"]["kind"] in indices.PANELS:
        draw = indices.tornado if kind == "tornado" else indices.heat_map
        return draw(manifest, effects, Chosen(manifest, effects))
    if kind == "box":
        return box.figure(manifest, found or discovery.discovered(manifest, effects), Chosen(manifest, effects))
    return KINDS[kind](Chosen(manifest, effects, people))


def overview_figure(effects: pd.DataFrame, titles: Mapping[str, str], title: str = "") -> Figure:
    """Return the overview of an experiment without points."""
    found = overview(effects)
    bars = [_bar(line, titles) for line in found.lines]
    panels = [_panel(found, measure) for measure in found.measures]
    beside = "what it is about" if any(line.others for line in found.lines) else ""
    return forest.draw(bars, panels, title or finding(found, titles), beside)


def finding(found: Overview, titles: Mapping[str, str]) -> str:
    """Return the largest and the smallest difference on the first scale, and a larger harm that follows from one, in a line."""
    measure = found.measures[0]
    lines = [line for line in found.lines if measure in line.scales and not line.below]
    if not lines:
        return ""
    most, least = (extreme(lines, key=lambda line: line.scales[measure].difference) for extreme in (max, min))
    entry = most.scales[measure]
    head = f"{entry.title}, week {entry.week}: {_amount(entry)} with “{titles[most.scenario]}”"
    if most is not least:
        head += f", {_amount(least.scales[measure])} with “{titles[least.scenario]}”"
    base, *others = dict.fromkeys(line.reference for line in lines)
    if base and not others:
        head += f", against “{titles[base]}”"
    below = [line for line in found.lines if measure in line.scales and line.below]
    worst = min(below, key=lambda line: line.scales[measure].difference, default=None)
    if worst is None or worst.scales[measure].difference >= min(0.0, least.scales[measure].difference):
        return head
    return f"{head}; from there {_amount(worst.scales[measure])} with “{titles[worst.scenario]}”"


def _bar(line: Line, titles: Mapping[str, str]) -> forest.Bar:
    notes = tuple(f"{e.title}, week {e.week}: {_amount(e)}{_of(e)}" for e in line.others)
    values = {m: (e.difference, e.low, e.high) for m, e in line.scales.items()}
    hours = number(line.hours, 0, True) if line.hours == line.hours else ""
    return forest.Bar(titles[line.scenario], values, hours, notes, line.below)


def _panel(found: Overview, measure: str) -> Panel:
    entry = next(line.scales[measure] for line in found.lines if measure in line.scales)
    scale, yardstick = _scale(entry), YARDSTICKS.get(measure, (None, ""))[0]
    weeks = {line.scales[measure].week for line in found.lines if measure in line.scales}
    when = f", week {weeks.pop()}" if len(weeks) == 1 else ""
    return Panel(
        measure,
        f"{entry.title}{when}",
        entry.unit if scale.factor == 1 else scale.words,
        scale.factor,
        scale.limit,
        yardstick,
        "a workshop" if yardstick else "",
    )


def _scale(entry: Entry) -> Scale:
    return SCALES.get(entry.unit, Scale(words=entry.unit))


def _amount(entry: Entry) -> str:
    """Return a difference as it is spoken of."""
    by = _scale(entry).factor
    digits = decimals(entry.difference * by, (entry.high - entry.low) / 2 * by)
    return number(entry.difference * by, min(digits, 3), True)


def _of(entry: Entry) -> str:
    """Return what an amount is counted in, where it is not the plain unit."""
    scale = _scale(entry)
    return f" {scale.words}" if scale.factor != 1 else ""
