"""L15, L17 and L18: who stays; rotation among equals; practice where nothing pulls.

(L16: test_l16_other_teams.py, engine/test_relabelling.py; L19: measures/test_icc.py.)
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from mi_abm.engine.simulate import simulate
from mi_abm.interventions import BUILTIN as INTERVENTIONS
from mi_abm.measures import Trained
from mi_abm.scenario.load import load
from tests.limits.standard_error import within_three_standard_errors
from tests.worlds import follow, quiet, world

Random = np.random.Generator
NOTHING_PULLS: dict[str, dict[str, Any]] = {
    "uptake": {"attitude_weight": 0.0, "propensity_sd": 0.0, "noise_sd": 0.0, "untrained_use": 1.0},
    "descriptive_norms": {"weight": 0.0},
    "injunctive_norms": {"weight": 0.0},
    "meta_perceptions": {"weight": 0.0},
    "relational_self": {"commitment_weight": 0.0, "dose_weight": 0.0},
    "shared_cognition": {"efficacy_weight": 0.0, "goal_weight": 0.0, "plan_weight": 0.0},
}


@pytest.mark.parametrize("week", [1, 30, 60])
def test_l15_those_who_were_trained_in_week_1_and_stayed(perturb: Random, week: int) -> None:
    """Newcomers are untrained, so the share of the trained is the share of the original staff."""
    rate = 0.16 if week == 1 else float(perturb.uniform(0.05, 0.5))
    act = {"workshop": {"start": 1}}
    scenario = world(
        {"teams": 5, "team_size": 10, "cross_degree": 0}, quiet(turnover={"rate": rate}), interventions=act
    )

    def sample(n: int) -> np.ndarray:
        seeds = [int(s) for s in perturb.integers(2**63, size=n)]
        return simulate(scenario, seeds, week, (Trained,))[0].of("trained")[:, week]

    expected = 1 - 0.003347 if week == 1 else (1 - rate) ** (week / 52)
    within_three_standard_errors(sample, expected, 400 if week == 1 else 40)


def test_l15_nobody_leaves_in_expectation_or_at_rate_zero() -> None:
    for more in ({"noise": "off"}, {"mechanisms": {"turnover": "off"}}):
        scenario = load({"organisation": {"teams": 2, "team_size": 9}, "burn_in": 0, **more})
        seen = follow(scenario, 80, occupant=lambda stack: stack.luck.occupant)
        assert not seen["occupant"].any()


def test_l17_rotation_among_equals_teaches_nothing(perturb: Random) -> None:
    """Visits move practice through perceived norms; skill and habit they cannot move."""
    setting: dict[str, Any] = {
        "organisation": {"teams": int(perturb.integers(2, 6)), "team_size": int(perturb.integers(2, 7))},
        "mechanisms": {
            "skill": {"sd": 0.0, "habit_sd": 0.0, "practice_rate": 0.0, "mean": float(perturb.uniform(0.2, 0.6)),
                      "habit_mean": float(perturb.uniform(0.1, 0.9))},
            "social_modelling": {"rate": float(perturb.uniform(0.1, 0.4)), "habit_rate": float(perturb.uniform(0.1, 0.4))},
            "turnover": {"rate": float(perturb.uniform(0, 0.4))},
        },
        "burn_in": 5,
    }  # fmt: skip
    stay = int(perturb.integers(1, 6))
    act = {"rotation": {"start": 3, "weeks": 20, "stay": stay, "n_per_team": int(perturb.integers(1, 3))}}
    seed = int(perturb.integers(2**40))
    none, some = (follow(load({**setting, "interventions": i}), 30, seed=seed) for i in ({}, act))
    for name in ("skill", "habit"):
        assert some[name] == pytest.approx(none[name], abs=1e-12)
    assert np.abs(some["practice"] - none["practice"]).max() > 1e-3


@pytest.mark.parametrize("name", ["none", *(rule.name for rule in INTERVENTIONS), "all"])
def test_l18_practice_where_nothing_pulls(perturb: Random, name: str) -> None:
    base = float(perturb.uniform(-2, 2))
    mechanisms = {**NOTHING_PULLS, "uptake": {**NOTHING_PULLS["uptake"], "base": base}}
    acts = {rule.name: {} for rule in INTERVENTIONS if name in (rule.name, "all")}
    scenario = load(
        {"organisation": {"teams": 3, "team_size": 4}, "burn_in": 2, "mechanisms": mechanisms, "interventions": acts}
    )
    seen = follow(scenario, 12, ("practice", "opportunity"), seed=int(perturb.integers(2**40)))
    b, opp = seen["practice"], seen["opportunity"]
    arrived = np.zeros_like(b, dtype=bool)
    arrived[1:] = b[1:] == 0  # a newcomer of this row has not practised yet
    assert arrived.mean() < 0.05
    assert b[~arrived] == pytest.approx((opp / (1 + np.exp(-base)))[~arrived], abs=1e-12)
    if name in ("none", "workshop", "rotation", "coaching"):
        usual = (1 - 0.5 * 0.8 * (1 - 0.2)) / (1 + np.exp(-base))
        assert b[~arrived] == pytest.approx(np.full((~arrived).sum(), usual), abs=1e-12)
