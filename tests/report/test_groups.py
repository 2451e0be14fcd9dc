"""Which measures are shown where, and who gains less than everybody."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from mi_abm.report import groups, words
from mi_abm.report.headings import course, moved_most, on_the_way
from mi_abm.report.pictures import MOST_LINES, drawn
from mi_abm.report.tables import Tables


def test_what_never_changed_is_not_tabled(tables: Tables) -> None:
    shown, same = groups.tabled(tables), groups.unchanged(tables)
    assert groups.headline(tables) == ["miti", "practice", "bottom_tercile", "habit"]
    assert "trained" in shown  # one scenario has no workshop
    assert "commitment" in same
    assert "skill_by_workshop" not in same  # 0 in the last week, and not 0 in the first
    assert not set(shown) & set(same)
    assert not any(m.startswith(("intention_", "skill_by")) for m in shown)


def test_parts_are_told_from_measures(tables: Tables) -> None:
    pulls, sources = groups.parts(tables, groups.PULL), groups.parts(tables, groups.SOURCE)
    assert pulls["intention_attitude_pull"] == "own attitude"
    assert sources["skill_by_workshop"] == "workshop"
    assert not set(pulls) & set(sources)


def test_a_process_is_drawn_only_if_it_changed_noticeably(tables: Tables) -> None:
    assert "cross_flow" in groups.process(tables, 8)  # rotation opens teams
    assert "commitment" not in groups.process(tables, 8)
    calm = tables.weeks.copy()
    home = calm[calm["scenario"] == "baseline"]
    for name in tables.others:
        calm.loc[calm["scenario"] == name, home.columns[3:]] = home[home.columns[3:]].to_numpy()
    assert groups.process(replace(tables, weeks=calm), 8) == []


@pytest.mark.parametrize(("shift", "said"), [(-0.3, "worse than all"), (0.3, "better than all"), (0.0, "as all do")])
def test_who_gains_less(tables: Tables, shift: float, said: str) -> None:
    runs = tables.runs.copy()
    by = runs.set_index(["scenario", "seed"])
    for name in tables.others:
        gain = by.loc[name, "miti"] - by.loc["baseline", "miti"]
        at = runs["scenario"] == name
        seeds = runs.loc[at, "seed"]
        runs.loc[at, "bottom_tercile"] = (by.loc["baseline", "bottom_tercile"] + gain).loc[seeds].to_numpy() + shift
    found = groups.subgroup_gains(replace(tables, runs=runs))
    [one] = [g for g in found if g.part.scenario == "rotation" and "lowest" in g.group]
    assert one.apart.difference == pytest.approx(shift, abs=1e-9)
    lead, sentence = words.gain(one.apart, one.part, one.whole, one.group)
    assert lead == f"Those who began lowest in skill: fare {said}"
    assert ("+0.3" in sentence) == (shift > 0)


def test_too_many_lines_are_thinned_to_those_that_differ_most(tables: Tables) -> None:
    first = tables.rows["no_training", "miti"]
    rows = {(f"s{i}", "miti"): replace(first, scenario=f"s{i}", difference=0.01 * i) for i in range(9)}
    scenarios = [{"name": n, "title": n, "data": {}} for n in ["baseline", *(f"s{i}" for i in range(9))]]
    many = replace(tables, rows=rows, manifest={**tables.manifest, "scenarios": scenarios})
    assert list(drawn(many)) == ["baseline", *(f"s{i}" for i in range(9 - MOST_LINES, 9))]


def test_the_part_that_changed_most_is_named(tables: Tables) -> None:
    import pandas as pd

    values = pd.DataFrame(
        {"measure": ["x", "x", "y", "y"], "scenario": ["h", "a", "h", "a"], "total": [0.5, 0.52, 0.1, 0.4]}
    )
    titles, sources = {"h": "Reference", "a": "A"}, {"x": "workshop", "y": "colleagues"}
    assert (
        moved_most(values, "total", sources, titles, "points") == "colleagues changes most, +0.40 points against +0.10"
    )
    three = {**titles, "b": "B"}
    more = pd.concat([values, pd.DataFrame({"measure": ["x", "y"], "scenario": "b", "total": [-0.2, 0.5]})])
    said = "workshop changes most, \N{MINUS SIGN}0.20 points with “B” against +0.50"
    assert moved_most(more, "total", sources, three, "points") == said
    values["total"] = [0.5, 0.5001, 0.1, 0.1]
    assert moved_most(values, "total", sources, titles, "points").startswith("no part changes by more than 0.0001")


def test_what_changed_most_on_the_way_is_named(tables: Tables) -> None:
    from mi_abm.analysis.bands import bands

    two = {name: tables.titles[name] for name in ("baseline", "rotation")}
    chosen = ["cross_flow", "safety"]
    table, effects = bands(tables.weeks, chosen), {m: groups.of(tables, m)[0] for m in chosen}
    mean = tables.weeks.groupby(["scenario", "week"])["cross_flow"].mean()
    peak = int((mean["rotation"] - mean["baseline"]).abs().idxmax())
    said = on_the_way(table, effects, {"cross_flow": 0.01, "safety": 0.0125}, two)
    assert said.startswith("most of all “Learned across teams”, 0.")
    assert said.endswith(f"in week {peak}")


def test_the_course_names_the_peak(tables: Tables) -> None:
    from mi_abm.analysis.bands import bands, differences

    effect = tables.rows["no_training", "miti"]
    table = bands(differences(tables.weeks, "baseline"), ["miti"])
    mine = table[table["scenario"] == "no_training"]
    peak = int(mine.iloc[np.argmax(mine["mean"].abs())]["week"])
    assert f"largest difference in week {peak}, " in course(effect, mine)
    assert "no difference in any week" in course(effect, table[table["scenario"] == "copy"])
