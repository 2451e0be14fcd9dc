"""Both engines give the same bits: each rule alone, and all of them together, in organisations and parameters of all sorts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from mi_abm.core.measure import Measure
from mi_abm.core.rules import PHASES, Rule
from mi_abm.engine import simulate as engine
from mi_abm.engine.compiled.account import reasons
from mi_abm.engine.compiled.recording import Row, why_not
from mi_abm.engine.compiled.stack import CompiledStack
from mi_abm.engine.ensemble import Run
from mi_abm.engine.recorder import every_measure
from mi_abm.engine.simulate import simulate
from mi_abm.engine.stack import Stack
from mi_abm.scenario.catalogue import BUILTIN
from mi_abm.scenario.load import Scenario, load
from tests.engine.compiled.agreement import assert_same, founded, random_scenario, unlike

STYLES: list[dict[str, float]] = [{"mi": 1.0}, {"questions": 1.0, "reflections": 0.5, "evoke": 0.1}]
RAGGED = [3, 1, 5, 2, 9]
PLACES = {"partner", "plan_partner", "planned_with", "note_partner"}
TEAMS = {"host_team", "seat"}


def programme(styles: dict[str, float], seed: int = 0, **world: Any) -> list[Run]:
    """Return runs of the full programme that differ in teams, turnover, chance and the weight of norms."""
    organisation = {"team_size": RAGGED, "cross_degree": 2.0, "styles": styles}
    more: list[dict[str, Any]] = [
        {},
        {"noise": "off"},
        {"mechanisms.descriptive_norms.weight": 3.5, "organisation.team_size": [4, 4, 4]},
        {"interventions.pair_exercises.within": "team", "interventions.rotation.n_per_team": 2},
    ]
    base = {"title": "ragged", "extends": "full_programme", "burn_in": 3, "organisation": organisation,
            "mechanisms": {"turnover": {"rate": 0.4}}, "interventions": {"peer_feedback": {"threat_prob": 0.4}}}  # fmt: skip
    scenarios = [load(base, changes | world) for changes in more]
    return [Run(s, seed + k) for s in scenarios for k in (1, 2)]


@pytest.mark.parametrize("one_style", [True, False])
def test_no_builtin_rule_falls_back(one_style: bool) -> None:
    numpy = {(r.name, phase): why for r in BUILTIN for phase, why in reasons(r, one_style).items() if why}
    assert numpy == {}


def left_to_numpy(measures: tuple[type[Measure], ...], one_style: bool) -> set[str]:
    states = tuple(c for rule in BUILTIN for c in rule.columns() if c.kind == "state")
    added = tuple({c for m in measures for c in m.accumulates})
    return {str(m.name) for m in measures for o in (True, False) if why_not(m, Row(states, added, one_style, o))}


def test_few_measures_are_left_to_numpy() -> None:
    """One looks back on all rows so far, one compares runs style by style."""
    every = every_measure(load("baseline"))
    assert left_to_numpy(every, one_style=True) == {"weeks_to_majority"}
    assert left_to_numpy(every, one_style=False) == {"weeks_to_majority", "widest_style_gap"}


def scramble(stack: Stack, rng: np.random.Generator) -> None:
    """Fill all columns with random numbers of their kind."""
    size, teams = np.diff(stack.org.run_rows)[stack.org.run], stack.org.teams_in_run
    for name, column in stack.columns.items():
        shape = stack.shape(column)
        low, high = column.span or (0.0, 1.0)
        x = rng.uniform(low, high, shape)
        if name in PLACES | TEAMS:
            x = np.floor(rng.uniform(-1, size if name in PLACES else teams, shape))
        if column.unit == "0/1":
            x = np.round(x)
        if column.axis == "team":
            x = x[np.unique(stack.org.team, return_index=True)[1]][stack.org.team]
        for side in (stack.monday, stack.coming):
            side[name][...] = x


@pytest.mark.parametrize("styles", STYLES, ids=["one style", "three styles"])
@pytest.mark.parametrize("rule", BUILTIN, ids=lambda r: r.name)
def test_each_rule_alone_on_random_columns(rule: type[Rule], styles: dict[str, float]) -> None:
    rng, runs = np.random.default_rng(5), programme(styles)
    acting = {rule.name: {"start": 1, "weeks": 20}} if "start" in rule.Params.model_fields else {rule.name: {}}
    section = "interventions" if rule.name in type(runs[0].scenario.data.interventions).model_fields else "mechanisms"
    changes = {f"{section}.{rule.name}.{k}": v for k, v in acting[rule.name].items() if section == "interventions"}
    runs = programme(styles, **changes)
    numpy, compiled = founded(runs, Stack), founded(runs, CompiledStack)
    for week in (4, 5, 9):
        for phase in (*PHASES, "arrive"):
            state = rng.bit_generator.state
            for stack in (numpy, compiled):
                rng.bit_generator.state = state
                scramble(stack, rng)
                stack.begin(week)
                run(stack, rule, phase)
            differing = unlike(numpy.monday | tagged(numpy), compiled.monday | tagged(compiled))
            assert differing == [], (week, phase)


def tagged(stack: Stack) -> dict[str, np.ndarray]:
    return {f"coming {name}": x for name, x in stack.coming.items()}


def run(stack: Stack, rule: type[Rule], phase: str) -> None:
    (one,) = (r for r in stack.rules if type(r) is rule)
    stack.rules, others = [one], stack.rules
    if phase == "arrive":
        stack.newcomers(np.arange(1, len(stack.org), 3))
    else:
        with np.errstate(all="ignore"):
            stack.perform((one,), phase)
        if isinstance(stack, CompiledStack):
            stack._flush()
    stack.rules = others


@pytest.mark.parametrize("styles", STYLES, ids=["one style", "three styles"])
def test_the_full_programme_in_ragged_organisations(styles: dict[str, float]) -> None:
    assert_same(programme(styles), 20)


@pytest.mark.parametrize("turn", range(4))
def test_random_scenarios(turn: int, perturb: np.random.Generator) -> None:
    styles = STYLES[turn % 2]
    scenarios = [random_scenario(perturb, styles) for _ in range(3)]
    assert_same([Run(s, int(perturb.integers(2**63))) for s in scenarios for _ in range(2)], 20)


@pytest.fixture(scope="module")
def pair() -> list[Scenario]:
    organisation = {"organisation.team_size": RAGGED}
    return [load(name, organisation) for name in ("baseline", "rotation", "full_programme")]


@pytest.mark.parametrize(("workers", "people"), [(1, 3072), (1, 25), (2, 60)])
def test_results_do_not_depend_on_the_engine(
    pair: list[Scenario], workers: int, people: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "CHUNK_PEOPLE", people)
    known = simulate(pair, [1, 2, 3], 12, engine="numpy")
    for a, b in zip(known, simulate(pair, [1, 2, 3], 12, workers=workers, engine="compiled"), strict=True):
        assert np.array_equal(a.values, b.values, equal_nan=True)
        assert np.array_equal(a.spread, b.spread, equal_nan=True)
        assert np.array_equal(a.cut, b.cut)


@pytest.mark.parametrize("styles", STYLES, ids=["one style", "three styles"])
def test_own_organisations_with_layers_of_ties_and_people_without_any(styles: dict[str, float], tmp_path: Path) -> None:
    teams = ["a", "a", "a", "b", "c", "c", "c", "c", "d"]
    (tmp_path / "people.csv").write_text("id,team\n" + "".join(f"p{i},{team}\n" for i, team in enumerate(teams)))
    pairs = [(i, (3 * i + k) % 7) for i in range(7) for k in (1, 2, 4)]  # p7 and p8 know nobody, and nobody knows them
    lines = [f"p{i},p{j},{layer},{0.1 * (1 + k)}\n" for k, (i, j) in enumerate(pairs) if i != j for layer in ("x", "y")]
    (tmp_path / "ties.csv").write_text("source,target,layer,weight\n" + "".join(lines))
    organisation = {"people": str(tmp_path / "people.csv"), "ties": str(tmp_path / "ties.csv"), "styles": styles}
    layers: list[dict[str, float]] = [{"x": 1.0, "y": 0.5}, {"y": 0.3}]
    world = {"title": "layers", "extends": "full_programme", "burn_in": 2}
    scenarios = [load(world | {"organisation": organisation | {"layers": one}}) for one in layers]
    assert_same([Run(s, seed) for s in scenarios for seed in (1, 2)], 20)
