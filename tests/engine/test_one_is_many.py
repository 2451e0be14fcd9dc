"""A run has the same bits alone and in any batch: every state of every person, in every week."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

from mi_abm.engine import simulate as engine
from mi_abm.engine.ensemble import Run, assemble
from mi_abm.engine.simulate import simulate
from mi_abm.interventions import BUILTIN as INTERVENTIONS
from mi_abm.scenario.load import Scenario, load
from tests.worlds import Trajectory, follow

WEEKS = 20
ROTATION = {"start": 2, "weeks": 9, "stay": 2}
WORLDS: list[dict[str, Any]] = [
    {"organisation": {"team_size": [3, 1, 5, 2]}, "interventions": {"workshop": {}, "rotation": ROTATION}},
    {
        "organisation": {"team_size": [4, 4], "cross_degree": 0.0},
        "mechanisms": {"turnover": {"rate": 0.9}, "uptake": {"base": 0.4, "noise_sd": 0.0}},
        "interventions": {"workshop": {"start": 3, "coverage": 0.5, "teams": ["2"]}},
    },
    {"organisation": {"team_size": [6]}, "mechanisms": {"uptake": {"behaviour_rule": "threshold"}}},
    {
        "organisation": {"team_size": [2, 2, 2, 7, 1], "cross_degree": 4.0},
        "noise": "off",
        "mechanisms": {"social_modelling": {"rate": 0.4, "similarity": 0.2}, "descriptive_norms": {"rate": 0.5}},
        "interventions": {"rotation": {"start": 5, "weeks": 6, "stay": 1, "n_per_team": 2, "destination": "random"}},
    },
    {
        "organisation": {"team_size": [5, 3, 4]},
        "mechanisms": {"skill": "off", "turnover": {"rate": 0.6}, "attachment_ties": {"tie_growth": 0.2}},
        "interventions": {"rotation": {"selection": "random", "destination": "lowest_skill", "weeks": 15, "start": 1}},
    },
    {
        "organisation": {"team_size": [3, 4, 1, 6], "styles": {"mi": 1.0}, "unwanted_models": {"share": 0.2}},
        "mechanisms": {"meta_perceptions": {"referents": True}},
        "interventions": {rule.name: {"coverage": 0.8} for rule in INTERVENTIONS},
    },
    {
        "organisation": {"team_size": [4, 3]},
        "interventions": {
            "workshop": {"start": 4},
            "pair_exercises": {"scheme": "fixed", "within": "team", "weeks": 7},
            "peer_feedback": {"setting": "simulation", "threat_prob": 0.4},
            "goals": {"level": "team", "interdependence": 0.4, "start": 3},
            "planning": {"mode": "dyadic", "every": 4},
            "peer_discussion": {"prompt_type": "none"},
        },
    },
]


def scenarios() -> list[Scenario]:
    return [load({"title": f"world {i}", "burn_in": 6, **world}) for i, world in enumerate(WORLDS)]


def runs() -> list[Run]:
    return [Run(scenario, seed) for seed in (3, 2**63 + 5) for scenario in scenarios()]


def parts(many: Sequence[Run]) -> list[Trajectory]:
    """Follow runs in one stack; return what became of each, of every person and every lasting tie."""
    org = assemble(many).org
    seen, strength = follow(many, WEEKS), follow(many, WEEKS, ("tie_strength",))
    people, ties = org.run_rows, np.searchsorted(org.row, org.run_rows)
    return [
        {name: x[..., people[i] : people[i + 1]] for name, x in seen.items()}
        | {"tie_strength": strength["tie_strength"][:, ties[i] : ties[i + 1]]}
        for i in range(len(many))
    ]


def equal(a: Trajectory, b: Trajectory) -> bool:
    return a.keys() == b.keys() and all(np.array_equal(a[name], b[name], equal_nan=True) for name in a)


@pytest.fixture(scope="module")
def alone() -> list[Trajectory]:
    return [parts([run])[0] for run in runs()]


def test_alone_as_in_a_stack_of_unlike_runs(alone: list[Trajectory]) -> None:
    assert {"skill", "attitude", "safety", "perceived_norm", "practice", "efficacy"} <= alone[0].keys()
    for single, part in zip(alone, parts(runs()), strict=True):
        assert equal(single, part), [name for name in single if not np.array_equal(single[name], part[name])]


def test_whatever_the_order_and_company(alone: list[Trajectory], perturb: np.random.Generator) -> None:
    for _ in range(2):
        chosen = perturb.permutation(len(alone))[: int(perturb.integers(2, len(alone)))]
        many = [runs()[i] for i in chosen]
        for i, part in zip(chosen, parts(many), strict=True):
            assert equal(alone[i], part), (chosen, i)


def test_runs_are_not_all_the_same(alone: list[Trajectory]) -> None:
    skills = [x["skill"] for x in alone]
    assert len({s.tobytes() for s in skills}) == len(skills)


@pytest.fixture(scope="module")
def series() -> list[np.ndarray]:
    return [result.values for result in simulate(scenarios(), [1, 2, 3], weeks=8)]


@pytest.mark.parametrize("people", [1, 20, 75, 10**6])
def test_measures_do_not_depend_on_the_chunks(
    series: list[np.ndarray], people: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "CHUNK_PEOPLE", people)
    for before, result in zip(series, simulate(scenarios(), [1, 2, 3], weeks=8), strict=True):
        assert np.array_equal(before, result.values, equal_nan=True)


def test_nor_on_the_number_of_workers(series: list[np.ndarray], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "CHUNK_PEOPLE", 40)
    for before, result in zip(series, simulate(scenarios(), [1, 2, 3], weeks=8, workers=2), strict=True):
        assert np.array_equal(before, result.values, equal_nan=True)


def test_nor_on_the_company_of_seeds_and_scenarios(series: list[np.ndarray]) -> None:
    first = scenarios()[0]
    assert np.array_equal(series[0][[2, 0]], simulate(first, [3, 1], weeks=8)[0].values, equal_nan=True)
    again = simulate([first, scenarios()[3]], [2], weeks=8)[1].values
    # the limit of the bottom third is the reference's, so it must be the same reference
    assert np.array_equal(series[3][1:2], again, equal_nan=True)


def test_a_run_goes_on_where_a_shorter_one_ends(series: list[np.ndarray]) -> None:
    shorter = simulate(scenarios(), [1, 2, 3], weeks=3)
    for before, result in zip(series, shorter, strict=True):
        assert np.array_equal(before[:, :4], result.values, equal_nan=True)


def test_runs_of_several_styles_stack_too() -> None:
    styles = [{"questions": 1.0, "reflections": 0.5, "evoke": 0.2}, {"a": 1.0, "b": 1.0, "c": 0.0}]
    worlds = [load({**WORLDS[-2], "burn_in": 3, "organisation": {"team_size": [3, 2], "styles": s}}) for s in styles]
    many = [Run(world, seed) for world in worlds for seed in (1, 2)]
    for run, part in zip(many, parts(many), strict=True):
        assert equal(parts([run])[0], part)


def test_two_equal_styles_are_as_one() -> None:
    """MODEL 2.7 item 24: one style is the case in which the axis of styles reduces exactly."""
    world = {**WORLDS[-2], "burn_in": 5, "mechanisms": {"skill": {"style_sd": 0.0}}}
    one, two = (
        load({**world, "organisation": {"team_size": [4, 3], "styles": s}}) for s in ({"a": 1}, {"a": 1, "b": 1})
    )
    single, double = (parts([Run(scenario, 5)])[0] for scenario in (one, two))
    for name, x in single.items():
        other = double[name]
        assert np.array_equal(x, other if x.shape == other.shape else other[:, :1]), name
        assert x.shape == other.shape or np.array_equal(other[:, 0], other[:, 1]), name
