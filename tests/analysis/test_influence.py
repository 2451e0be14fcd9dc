"""Who learned from whom: on paper, against what people gained, and the Gini index."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from mi_abm.analysis.influence import gini, influence
from mi_abm.scenario.load import load
from tests.teams import teams
from tests.worlds import follow, quiet


def test_one_model_of_three(tmp_path: Path) -> None:
    """Two look at the third, .3 ahead: attention 1/2 x .8 x e^-.5 x .25, learning .2 x .86; habits .4 apart, by .1."""
    world = quiet(
        uptake={"base": 0.0}, social_modelling={"rate": 0.2, "habit_rate": 0.1},
        descriptive_norms={"visible": 0.5, "visible_if_safe": 0.0},
    )  # fmt: skip
    people = {"skill": [0.3, 0.3, 0.6], "ceiling": 0.9, "habit": [0.2, 0.2, 0.6]}
    found = influence(teams(tmp_path, {}, world, (3,), **people), 1, weeks=1)
    attention = 0.5 * 0.8 * np.exp(-0.5) * 0.25
    learned, taken = attention * 0.3 * 0.2 * 0.86, attention * 0.4 * 0.1
    back = 0.5 * 0.5 * np.exp(-0.5) * 0.25 * 0.4 * 0.1  # the third looks back at two with less prestige
    assert found.skill == pytest.approx(np.array([[0, 0, learned], [0, 0, learned], [0, 0, 0]]), abs=1e-12)
    assert found.habit == pytest.approx(np.array([[0, 0, taken], [0, 0, taken], [back, back, 0]]), abs=1e-12)
    assert found.inequality == pytest.approx(2 / 3)
    assert found.inequality_of_habits == pytest.approx((2 * 2 * taken - 2 * back) / (3 * (2 * taken + 2 * back)))


def test_rows_add_up_to_what_was_learned_and_visits_reach_other_teams() -> None:
    """Nothing else teaches, nothing is forgotten and nobody leaves: the rows are each person's gain."""
    still = {
        "mechanisms.skill.practice_rate": 0.0, "mechanisms.skill.decay": 0.0, "mechanisms.turnover.rate": 0.0,
        "interventions.workshop": "off", "organisation.cross_degree": 0.0,
    }  # fmt: skip
    scenario = load("rotation", still)
    seen = follow(scenario, 26, ("skill",), seed=3)["skill"][:, 0]
    found = influence(scenario, 3, 26)
    assert found.skill.sum(axis=1) == pytest.approx(seen[-1] - seen[0], abs=1e-12)
    team = np.repeat(np.arange(6), 8)
    assert found.skill[team[:, None] != team[None, :]].sum() > 0
    home = influence(load("baseline", still), 3, 26)
    assert home.skill[team[:, None] != team[None, :]].sum() == 0
    assert found.inequality > home.inequality  # whoever travels is a model to more people


def test_gini() -> None:
    assert gini(np.array([2.0, 2.0, 2.0])) == pytest.approx(0, abs=1e-15)
    assert gini(np.array([0.0, 0.0, 0.0, 5.0])) == pytest.approx(3 / 4)
    assert gini(np.array([3.0, 1.0])) == pytest.approx(1 / 4)
    assert np.isnan(gini(np.zeros(3)))
