"""The network of one run: what its title counts, whom it shows, and what it does without."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from mi_abm.report.headings import Reached, reached
from mi_abm.report.page import page, write
from mi_abm.report.snapshots import MOST_PEOPLE, _snapshots, network
from mi_abm.report.tables import Tables, read
from mi_abm.scenario.problems import InputError


def raised(tables: Tables, scenario: str, by: float) -> Tables:
    """Return tables in which everybody's score at the end of a scenario is so much higher."""
    assert tables.people is not None
    people = tables.people.copy()
    people.loc[(people["scenario"] == scenario) & (people["week"] > 0), "miti"] += by
    return replace(tables, people=people)


def test_the_title_counts_who_reaches_the_threshold(tables: Tables) -> None:
    assert tables.people is not None
    last = tables.people[tables.people["week"] == 16]
    fair = {name: int((found["miti"] >= 3.5).sum()) for name, found in last.groupby("scenario")}
    picture = network(tables)
    assert picture is not None
    for name, title in tables.titles.items():
        assert f"{fair[name]} with “{title}”" in picture.title
    everyone = network(raised(tables, "rotation", 4.0))
    assert everyone is not None
    assert "48 with “Skilled practitioners rotate between teams”" in everyone.title


def test_the_same_people_and_as_many_are_told_apart() -> None:
    home, twin, other = (Reached(t, 48, 2, n, same) for t, n, same in (("A", 5, True), ("B", 5, True), ("C", 5, False)))
    start = "One run: 2 of 48 practitioners reach fair competence (3.5) at the start; "
    assert reached([home, twin], True, 3.5) == start + "5 at the end, person for person the same in all scenarios"
    assert reached([home, twin, other], True, 3.5) == start + "5 at the end, as many in all scenarios"
    more = Reached("C", 48, 2, 6, False)
    assert reached([home, more], True, 3.5) == start + "at the end 5 with “A”, 6 with “C”"
    assert "“A” from 2 to 5 of 48, “C” from 2 to 6 of 48" in reached([home, more], False, 3.5)


def test_one_start_for_all_or_one_for_each(tables: Tables) -> None:
    names = dict(list(tables.titles.items())[:2])
    titles = [s.title for s in _snapshots(tables, names)]
    assert titles == ["Start: the same for all", *(f"Week 16: {title}" for title in names.values())]
    assert tables.people is not None
    people = tables.people.copy()
    people.loc[people["scenario"] == "copy", "miti"] += 0.01
    apart = [s.title for s in _snapshots(replace(tables, people=people), names)]
    assert [title.partition(":")[0] for title in apart] == ["Start", "Week 16"] * 2


def test_many_people_are_drawn_as_teams(tables: Tables) -> None:
    assert tables.people is not None
    assert tables.ties is not None
    times = MOST_PEOPLE // 48 + 1
    people = pd.concat([_shifted(tables.people, {"person": 48 * k, "team": 6 * k}) for k in range(times)])
    ties = pd.concat([_shifted(tables.ties, {"source": 48 * k, "target": 48 * k}) for k in range(times)])
    many = replace(tables, people=people, ties=ties)
    [first, *_] = _snapshots(many, {"baseline": "Workshop only"})
    assert list(first.people["size"]) == [8] * 6 * times
    picture = network(many)
    assert picture is not None
    assert "A dot is a team" in picture.caption
    start = tables.people.query("scenario == 'baseline' and week == 0")["miti"]
    assert picture.title.startswith(f"One run: {times * int((start >= 3.5).sum())} of 336 practitioners reach")


def _shifted(table: pd.DataFrame, by: dict[str, int]) -> pd.DataFrame:
    return table.assign(**{name: table[name] + shift for name, shift in by.items()})


def test_no_more_than_three_beside_the_reference(tables: Tables) -> None:
    assert tables.people is not None
    assert tables.ties is not None
    manifest = dict(tables.manifest)
    extra = [{**manifest["scenarios"][1], "name": f"s{i}", "title": f"S{i}"} for i in range(2)]
    manifest["scenarios"] = [*manifest["scenarios"], *extra]
    copies = [tables.people.query("scenario == 'copy'").assign(scenario=f"s{i}") for i in range(2)]
    many = replace(tables, manifest=manifest, people=pd.concat([tables.people, *copies]))
    picture = network(many)
    assert picture is not None
    assert "Drawn are the 3 scenarios that differ most; 2 more are in people.parquet." in picture.caption


def test_a_folder_without_people_has_a_report_without_them(reported: Path, tmp_path: Path) -> None:
    folder = tmp_path / "old"
    shutil.copytree(reported, folder)
    (folder / "people.parquet").unlink()
    tables = read(folder)
    assert network(tables) is None
    write(folder)
    text = (folder / "report.html").read_text("utf-8")
    assert "No run was looked at person by person." in text
    assert "people.parquet" not in text[text.index("<footer>") :]


def test_week_zero_alone_has_no_end(tables: Tables) -> None:
    assert tables.people is not None
    assert network(replace(tables, people=tables.people[tables.people["week"] == 0])) is None
    assert "No run was looked at" in page(tables, {p: _blank(p) for p in ("effects", "trajectories", "differences", "paired_differences")})  # fmt: skip


def _blank(stem: str):
    from mi_abm.report.pictures import Picture

    return Picture(stem, "", "", b"", b"", b"")


def test_a_broken_table_of_people_is_named(reported: Path, tmp_path: Path) -> None:
    folder = tmp_path / "broken"
    shutil.copytree(reported, folder)
    (folder / "people.parquet").write_bytes(b"not this")
    with pytest.raises(InputError, match=r"people\.parquet: cannot be read"):
        read(folder)
    pd.DataFrame({"person": [1]}).to_parquet(folder / "people.parquet")
    with pytest.raises(InputError, match=r"people\.parquet: has no 'scenario'"):
        read(folder)
