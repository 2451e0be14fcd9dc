"""A real organisation: 71 lawyers in three offices, asked whom they ask for advice, work with, and call friends."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from mi_abm import Scenario, compare, load, simulate
from mi_abm.scenario.populate import populate


@pytest.fixture(scope="module")
def own(lazega: Path) -> dict[str, Any]:
    files = {"people": str(lazega / "people.csv"), "ties": str(lazega / "ties.csv"), "team": "office"}
    return {f"organisation.{key}": value for key, value in files.items()}


def test_offices_are_teams_and_ties_are_those_of_the_file(own: dict[str, Any]) -> None:
    found = populate(load("baseline", own), 1)
    assert len(found.ids) == 71
    assert sorted(found.organisation.team_size) == [4, 19, 48]
    assert found.organisation.n_ties > 1000
    assert (found.organisation.row != found.organisation.idx).all()


def test_rotation_brings_skill_across_offices(own: dict[str, Any]) -> None:
    scenarios: list[Scenario] = [load(name, own) for name in ("baseline", "rotation")]
    results = simulate(scenarios, seeds=range(1, 21))
    assert np.isfinite(results[1].of("miti")).all()
    effect = compare(results, weeks=[12]).set_index("measure")  # in the midst of the visits
    assert effect.loc["cross_flow", "ci_low"] > 0
    assert effect.loc["miti", "ci_low"] > 0


def test_a_layer_less_is_another_organisation(own: dict[str, Any]) -> None:
    layers = {"organisation.layers": {"advice": 1.0, "cowork": 0.0, "friendship": 0.0}}
    advice, everything = populate(load("baseline", own | layers), 1), populate(load("baseline", own), 1)
    assert 0 < advice.organisation.n_ties < everything.organisation.n_ties
