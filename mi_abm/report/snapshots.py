"""Snapshots: one run's network at start and end, made from people.parquet and ties.parquet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import pandas as pd

from mi_abm.analysis.network import lines, teams
from mi_abm.plots import network as plot
from mi_abm.plots.network import LABELLED, Snapshot
from mi_abm.report.digits import number, whole
from mi_abm.report.headings import Reached, reached
from mi_abm.report.pictures import Picture, drawn, picture
from mi_abm.report.scales import FAIR
from mi_abm.report.tables import Tables

if TYPE_CHECKING:
    from matplotlib.figure import Figure

MOST_SCENARIOS = 3  # beside the reference
MOST_PEOPLE = 320  # with more, teams are drawn in their place
THRESHOLD = FAIR["miti"][0]


def network(tables: Tables) -> Picture | None:
    """Draw the network of one run, coloured by skill, at the start and at the end of each scenario."""
    if tables.people is None or tables.people["week"].nunique() < 2:
        return None
    names = drawn(tables, MOST_SCENARIOS)
    snapshots = list(_snapshots(tables, names))
    found = [_reached(tables, name, text) for name, text in names.items()]
    title = reached(found, _one_start(tables, names), THRESHOLD)

    def draw(columns: int) -> Figure:
        return plot.draw(snapshots, THRESHOLD, title, columns)

    return picture("network", title, _caption(tables, snapshots), draw)


def _at(tables: Tables, scenario: str, week: int) -> pd.DataFrame:
    assert tables.people is not None
    mine = tables.people[tables.people["scenario"] == scenario]
    return mine[mine["week"] == week].sort_values("person").reset_index(drop=True)


def _last(tables: Tables) -> int:
    return int(tables.manifest["weeks"])


def _one_start(tables: Tables, names: Sequence[str] | dict[str, str]) -> bool:
    """Return whether all scenarios begin with the same people in the same teams."""
    keys = ["person", "team", "miti"]
    first, *rest = (_at(tables, name, 0)[keys] for name in names)
    return all(first.equals(other) for other in rest)


def _snapshots(tables: Tables, names: dict[str, str]) -> Iterator[Snapshot]:
    """Yield the start, once if it is the same for all, and the end of each scenario."""
    together, last = _one_start(tables, names), _last(tables)
    if together:
        yield _snapshot(tables, tables.reference, 0, "Start: the same for all")
    for name, title in names.items():
        if not together:
            yield _snapshot(tables, name, 0, f"Start: {title}")
        yield _snapshot(tables, name, last, f"Week {last}: {title}")


def _snapshot(tables: Tables, scenario: str, week: int, title: str) -> Snapshot:
    assert tables.ties is not None
    people, ties = _at(tables, scenario, week), tables.ties[tables.ties["scenario"] == scenario]
    ties = ties.assign(weight=ties["weight_end" if week else "weight_start"])
    below = f"mean {number(people['miti'].mean())}; {_fair(people)} of {whole(len(people))} at {THRESHOLD:g} or more"
    if len(people) > MOST_PEOPLE:
        nodes, between = teams(people, ties)
        return Snapshot(title, below, nodes.assign(began=0.0), between)
    began = _at(tables, scenario, 0)["miti"]
    return Snapshot(title, below, people.assign(began=began), lines(ties), _names(people))


def _reached(tables: Tables, name: str, title: str) -> Reached:
    start, end, home = (
        _at(tables, name, 0),
        _at(tables, name, _last(tables)),
        _at(tables, tables.reference, _last(tables)),
    )
    same = end["miti"].equals(home["miti"])
    return Reached(title, len(end), _fair(start), _fair(end), same)


def _caption(tables: Tables, snapshots: Sequence[Snapshot]) -> str:
    """Say what is drawn, and that one run is an example."""
    assert tables.people is not None
    runs, seed = len(tables.manifest["seeds"]), int(tables.people["seed"].iloc[0])
    of = f"the run with seed {seed}, the first of {runs}" if runs > 1 else f"the run with seed {seed}"
    if "size" in snapshots[0].people:
        dots = "A dot is a team: its colour the mean MITI score, its size how many people. Lines: who attends to whom."
    else:
        dots = (
            "Dots: people in their teams, coloured by MITI score, at the same place in all pictures; in each team those who "
            "began with more skill stand higher. Lines: who attends to whom, wider where stronger, pale inside teams."
        )
    left = len(tables.others) - MOST_SCENARIOS
    more = (
        f" Drawn are the {MOST_SCENARIOS} scenarios that differ most; {left} more are in people.parquet."
        if left > 0
        else ""
    )
    return f"An example: {of}. {dots}{more}"


def _fair(people: pd.DataFrame) -> int:
    return int((people["miti"] >= THRESHOLD).sum())


def _names(people: pd.DataFrame) -> list[str]:
    """Return what teams are called, if that is known and there are few."""
    if "team_name" not in people or people["team_name"].isna().any() or people["team"].nunique() > LABELLED:
        return []
    said = people.groupby("team")["team_name"].first()
    return [f"team {name}" if name.isdigit() else name[:18] for name in said]
