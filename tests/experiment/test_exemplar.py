"""People and ties of one run: those of which the measures are taken, and nobody's name unless asked for."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from mi_abm.analysis.contrasts import contrasts
from mi_abm.engine.exemplar import exemplars
from mi_abm.engine.simulate import simulate
from mi_abm.experiment.output import EXEMPLARS, Circumstances, write
from mi_abm.scenario.load import Scenario, load
from mi_abm.scenario.populate import populate
from tests.worlds import own

IDS = ["ada", "ben", "cleo", "dov"]


def leave(folder: Path, scenarios: list[Scenario], seed: int = 3, keep_ids: bool = False) -> Path:
    results = simulate(scenarios, range(seed, seed + 3), weeks=30)
    write(folder, results, contrasts(results), Circumstances("", 1, {}, keep_ids))
    return folder


def small(folder: Path) -> dict[str, object]:
    """Return an organisation of four whose teams are called by their leaders."""
    people = {"id": IDS, "lead": ["Zoe", "Zoe", "Yan", "Yan"]}
    ties = [("ada", "ben", "advice", 1.0), ("ben", "cleo", "advice", 0.5), ("ben", "cleo", "cowork", 0.2)]
    return own(folder, people, ties, team="lead", initial={})  # type: ignore[arg-type]


def test_the_exemplar_is_one_of_the_runs(tmp_path: Path) -> None:
    leave(tmp_path, [load("baseline"), load("coaching")])
    people, weeks = pd.read_parquet(tmp_path / "people.parquet"), pd.read_parquet(tmp_path / "weeks.parquet")
    means = people.groupby(["scenario", "week"])[["miti", "practice"]].mean()
    measured = weeks[weeks["seed"] == 3].set_index(["scenario", "week"])[["miti", "practice"]]
    assert len(means) == 4
    for key in means.index:
        np.testing.assert_allclose(means.loc[key], measured.loc[key], rtol=1e-12)
    assert set(people["seed"]) == {3}
    left = 1 - people[people["week"] == 30].groupby("scenario")["newcomer"].mean()
    stayed = weeks[(weeks["seed"] == 3) & (weeks["week"] == 30)].set_index("scenario")["stayers"]
    assert left.to_dict() == pytest.approx(stayed.to_dict())
    assert not people.loc[people["week"] == 0, "newcomer"].any()


def test_ties_are_those_of_the_organisation_and_grow_with_contact(tmp_path: Path) -> None:
    scenario = load("team_attendance", {"organisation.teams": 2, "organisation.team_size": 5})
    leave(tmp_path, [scenario, scenario.renamed("b")])
    ties, org = pd.read_parquet(tmp_path / "ties.parquet"), populate(scenario, 3).organisation
    mine = ties[ties["scenario"] == "b"]
    assert list(zip(mine["source"], mine["target"], strict=True)) == list(zip(org.row, org.idx, strict=True))
    one = exemplars([scenario], 3, (0, 30))[0]
    assert np.array_equal(mine["weight_end"], one.strength[1])
    manifest = json.loads((tmp_path / "manifest.json").read_text("utf-8"))
    assert manifest["organisation"] == {"people": 10, "teams": 2, "ties": len(org.row), "layers": {}}


def test_an_exemplar_is_the_same_alone_and_beside_others() -> None:
    a, b = load("baseline"), load("rotation", {"organisation.teams": 4})
    together = exemplars([a, b], 5, (0, 12))
    for scenario, found in zip((a, b), together, strict=True):
        [alone] = exemplars([scenario], 5, (0, 12))
        assert all(np.array_equal(alone.people[name], found.people[name]) for name in alone.people)
        assert np.array_equal(alone.strength, found.strength)
        assert np.array_equal(alone.team, found.team)


@pytest.mark.parametrize("keep_ids", [False, True])
def test_nobody_is_named_unless_asked_for(tmp_path: Path, keep_ids: bool) -> None:
    scenario, out = load({"organisation": small(tmp_path / "files")}), tmp_path / "out"
    out.mkdir()
    leave(out, [scenario, scenario.renamed("b")], keep_ids=keep_ids)
    people, ties = (pd.read_parquet(out / name) for name in EXEMPLARS)
    assert ("id" in people, "team_name" in people) == (keep_ids, keep_ids)
    if keep_ids:
        first = people[(people["scenario"] == "b") & (people["week"] == 30)]
        assert list(first["id"]) == IDS
        assert list(first["team_name"]) == ["Zoe", "Zoe", "Yan", "Yan"]
    else:
        text = people.to_csv() + ties.to_csv()
        assert not any(name in text for name in [*IDS, "Zoe", "Yan"])
    assert people.iloc[:4][["team", "attends_to", "attended_by"]].values.tolist() == [[0, 1, 0], [0, 1, 1], [1, 0, 1], [1, 0, 0]]  # fmt: skip
    manifest = json.loads((out / "manifest.json").read_text("utf-8"))
    assert manifest["organisation"] == {"people": 4, "teams": 2, "ties": 2, "layers": {"advice": 2, "cowork": 1}}
