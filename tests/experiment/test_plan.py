"""The plan: which runs there are, which are the same, and which ids they have."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from mi_abm.experiment import plan as plans
from mi_abm.experiment.identity import content
from mi_abm.experiment.plan import Plan, among
from mi_abm.scenario.vary import with_values
from tests.experiment.small import PLACE, SMALL, SWEEP, experiment, run, table

NONE = np.empty(0, "S32")


def test_what_a_scenario_lacks_makes_no_difference_to_it(tmp_path: Path) -> None:
    plan = Plan(experiment(tmp_path, SWEEP))
    home, rotating = plan.at.T
    assert len(set(rotating)) == 4  # stay x decay
    assert len(set(home)) == 2  # decay alone: it has no rotation
    assert len(plan) == (4 + 2) * 4
    assert [plan.values(0, point) for point in range(4)] == [{"mechanisms.skill.decay": f} for f in (0.0, 0.1)] * 2


def test_ids_are_those_of_content(tmp_path: Path) -> None:
    ids = Plan(experiment(tmp_path, SWEEP)).every_id()
    assert len(set(ids.ravel())) == ids.size
    again = Plan(experiment(tmp_path, SWEEP)).every_id()
    assert (ids == again).all()
    more = Plan(experiment(tmp_path, SWEEP, replicates=6)).every_id()
    assert (more[:, :4] == ids).all()
    longer = Plan(experiment(tmp_path, SWEEP, weeks=5)).every_id()
    assert not set(longer.ravel()) & set(ids.ravel())
    other = Plan(experiment(tmp_path, SWEEP.replace("team_size: 3", "team_size: 4"))).every_id()
    assert not set(other.ravel()) & set(ids.ravel())


def test_renaming_a_scenario_changes_no_id(tmp_path: Path) -> None:
    ids = Plan(experiment(tmp_path)).every_id()
    renamed = SMALL.replace("home", "here").replace("rotating", "there")
    assert (Plan(experiment(tmp_path, renamed)).every_id() == ids).all()
    assert content(["b", "a"]) == content(["a", "b"]) != content(["a"])


@pytest.mark.parametrize("weight", [1.0, 100.0, 1e9])
def test_batches_hold_every_missing_run_once(tmp_path: Path, weight: float) -> None:
    plan = Plan(experiment(tmp_path, SWEEP))
    every = plan.every_id().ravel()
    done = np.sort(every[::3])
    batches = list(plan.batches(done, weight))
    ids = [i for batch in batches for *_, some in batch.cells for i in some]
    assert len(ids) == len(set(ids))
    assert {i.encode() for i in ids} == set(every) - set(done)
    assert sum(map(len, batches)) == len(ids)
    assert len(batches) == {1.0: len(ids), 100.0: 8, 1e9: 1}[weight]
    assert max(map(len, batches)) <= max(1, weight // (6 * (4 + 2)))
    assert not list(plan.batches(np.sort(every), weight))


def test_no_batch_holds_too_many_runs(tmp_path: Path) -> None:
    plan = Plan(experiment(tmp_path, SMALL, replicates=3000))
    assert [len(batch) for batch in plan.batches(NONE, 1e9)] == [2000, 2000, 2000]


def test_among() -> None:
    ids = np.array([b"b", b"d", b"a"], "S32")
    assert among(ids, NONE).tolist() == [False] * 3
    assert among(ids, np.array([b"a", b"b", b"c"], "S32")).tolist() == [True, False, True]


def test_sizes_that_are_varied_count(tmp_path: Path) -> None:
    text = SMALL + "design: {kind: full_factorial, vary: [{organisation.teams: [1, 3]}]}\n"
    plan = Plan(experiment(tmp_path, text))
    assert sorted({plan.weight(cell) for cell in range(4)}) == [3 * 6, 9 * 6]
    assert plan.person_weeks() == 2 * 4 * (3 + 9) * 6


def test_an_organisation_is_weighed_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Planning thousands of points must not load thousands of scenarios to count their people, time and again."""
    asked: list[object] = []
    monkeypatch.setattr(
        plans, "with_values", lambda scenario, values: asked.append(values) or with_values(scenario, values)
    )
    design = {"kind": "full_factorial", "vary": [{"organisation.team_size": [3, 9]}, {"mechanisms.skill.decay": {"values": [0.0, 0.1, 0.2]}}]}  # fmt: skip
    plan = Plan(experiment(tmp_path, SMALL, design=design))
    assert plan.person_weeks() == plan.person_weeks()
    assert len(asked) == 2 * 2  # sizes x scenarios


def test_more_replicates_and_points_use_what_is_there(tmp_path: Path) -> None:
    first, _ = run(experiment(tmp_path, SWEEP), tmp_path / "out")
    second, _ = run(experiment(tmp_path, SWEEP, replicates=6), tmp_path / "out")
    wider = SWEEP.replace("stay: [1, 2]", "stay: [1, 2, 4]")
    third, _ = run(experiment(tmp_path, wider, replicates=6), tmp_path / "out")
    assert (first.done, second.done, third.done) == (24, 12, 12)
    run(experiment(tmp_path, wider, replicates=6), tmp_path / "afresh")
    assert table(tmp_path / "out").equals(table(tmp_path / "afresh"))


def test_the_bottom_third_is_that_of_the_reference(tmp_path: Path) -> None:
    """A scenario that begins otherwise than the reference has the reference's limit, and so another id than by itself."""
    other = f"{{extends: baseline, {PLACE}, mechanisms: {{skill: {{mean: 0.6}}}}}}"
    both = f"question: Why?\nscenarios: {{home: {{extends: baseline, {PLACE}}}, skilled: {other}}}\nweeks: 2\nreplicates: 2\n"
    plan = Plan(experiment(tmp_path, both))
    assert plan.founded == [True, False]
    alone = Plan(experiment(tmp_path, f"question: Why?\nscenarios: {{skilled: {other}}}\nweeks: 2\nreplicates: 2\n"))
    assert plan.ids(1) != alone.ids(0)
