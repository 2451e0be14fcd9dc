"""Results in the hand: frames, SQL, and what is said where there is nothing."""

from __future__ import annotations

import builtins
from pathlib import Path
from typing import Any

import pytest

from mi_abm import Experiment, open_results
from mi_abm.engine.simulate import simulate
from mi_abm.experiment.runner import Runner
from mi_abm.scenario.problems import InputError
from tests.experiment.small import SMALL, SWEEP, experiment, run, written


def test_the_table_of_runs(tmp_path: Path) -> None:
    found = experiment(tmp_path)
    _, results = run(found, tmp_path / "out")
    runs = results.runs()
    assert list(runs.columns[:3]) == ["run_id", "scenario", "seed"]
    assert len(runs) == 8
    for made in simulate(list(found.scenarios.values()), found.seeds, 4):
        mine = runs[runs["scenario"] == made.scenario.name]
        assert mine["seed"].tolist() == list(made.seeds)
        assert mine["miti"].tolist() == made.of("miti")[:, 4].tolist()
        assert mine["practice@2"].tolist() == made.of("practice")[:, 2].tolist()
        assert mine["sd_of_miti"].tolist() == made.spread[:, made.index("miti")].tolist()
    assert list(results.runs(["scenario", "miti"]).columns) == ["scenario", "miti"]


def test_what_is_not_defined_is_null(tmp_path: Path) -> None:
    _, results = run(experiment(tmp_path, SMALL + "measures: [weeks_to_majority, meetings_held]\n"), tmp_path / "out")
    known = results.runs()["meetings_held"]
    (row,) = results.sql("select count(meetings_held) as n, avg(meetings_held) as mean from runs").to_dict("records")
    assert row["n"] == known.notna().sum()
    assert (row["mean"] == pytest.approx(known.mean())) or row["n"] == 0


def test_a_parameter_is_empty_where_it_does_not_concern(tmp_path: Path) -> None:
    _, results = run(experiment(tmp_path, SWEEP), tmp_path / "out")
    found = results.sql(
        'select scenario, "interventions.rotation.stay" as stay, count(*) as n from runs group by all order by all'
    )
    assert found["n"].tolist() == [8, 8, 8]
    assert found["stay"].isna().tolist() == [True, False, False]


def test_weeks_are_kept_if_asked_for(tmp_path: Path) -> None:
    found = experiment(tmp_path, SMALL + "keep_weeks: [0, 3]\n")
    _, results = run(found, tmp_path / "out")
    weeks = results.weeks()
    home, _ = simulate(list(found.scenarios.values()), found.seeds, 4)
    mine = weeks[(weeks["scenario"] == "home") & (weeks["week"] == 3)]
    assert mine["practice"].tolist() == home.of("practice")[:, 3].tolist()
    joined = results.sql("select r.miti - w.miti as gain from runs r join weeks w using (run_id) where week = 0")
    assert len(joined) == 8
    plain = run(experiment(tmp_path), tmp_path / "plain")[1]
    with pytest.raises(InputError, match="keep_weeks"):
        plain.weeks()
    with pytest.raises(InputError, match="there is no table weeks: say keep_weeks"):
        plain.sql("select * from weeks")


def test_queries_that_are_wrong_are_one_line(tmp_path: Path) -> None:
    _, results = run(experiment(tmp_path), tmp_path / "out")
    for text in ("select mity from runs", "selec", "select * from nothing", ""):
        with pytest.raises(InputError) as error:
            results.sql(text)
        assert len(str(error.value).splitlines()) == 1


def test_without_duckdb_it_is_said_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _, results = run(experiment(tmp_path), tmp_path / "out")
    real = builtins.__import__

    def lacking(name: str, *args: Any, **named: Any) -> Any:
        if name == "duckdb":
            raise ImportError(name)
        return real(name, *args, **named)

    monkeypatch.setattr(builtins, "__import__", lacking)
    with pytest.raises(InputError, match=r"pip install 'mi_abm\[query\]'"):
        results.sql("select 1")


def test_from_a_file_to_effects_in_two_lines(tmp_path: Path) -> None:
    results = Experiment.load(written(tmp_path, SMALL), {"replicates": 3}).run(tmp_path / "out")
    effects = results.effects()
    assert effects["measure"].tolist() == ["miti", "practice", "bottom_tercile"]
    assert effects["pairs"].tolist() == [3] * 3
    assert open_results(tmp_path / "out").effects().equals(effects)
    assert results.titles == {"home": "home", "rotating": "rotating"}
    assert results.parameters == []


def test_what_is_not_finished(tmp_path: Path) -> None:
    Runner(experiment(tmp_path), tmp_path / "out", "mi-abm experiment small.yaml").run()
    results = open_results(tmp_path / "out")
    with pytest.raises(InputError, match=r"has no effects.csv yet: continue with mi-abm experiment small.yaml"):
        results.effects()
    state = results.state()
    assert (state["planned"], state["runs"], state["failed"], state["effects"]) == (8, 8, 0, False)
    with pytest.raises(InputError, match="is no folder of results"):
        open_results(tmp_path)
