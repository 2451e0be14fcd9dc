"""The Mesa door: a TeamModel is the engine's run, its agents are views, and Mesa's own ways work."""

import copy
import pickle
import subprocess
import sys
from collections.abc import Callable
from inspect import signature
from pathlib import Path
from typing import Any

import mesa
import numpy as np
import pytest

from mi_abm.agents import Manager, Practitioner
from mi_abm.engine.simulate import simulate
from mi_abm.mechanisms.skill import Skill
from mi_abm.mechanisms.uptake import Uptake
from mi_abm.model import COLLECTED, TeamModel
from mi_abm.scenario.load import Scenario, load
from mi_abm.scenario.problems import InputError

pytestmark = pytest.mark.filterwarnings(
    "error::FutureWarning", "error::DeprecationWarning", "error::PendingDeprecationWarning"
)
SMALL = {
    "organisation.teams": 3,
    "organisation.team_size": 4,
    "burn_in": 4,
    "mechanisms.turnover.rate": 0.97,
    "interventions.rotation.start": 2,
    "interventions.rotation.weeks": 4,
    "interventions.rotation.stay": 2,
}
STYLES = {"organisation.styles": {"questions": 1.0, "reflections": 0.5}}
CLIPPED = {"interventions.workshop.rate": 1.0, "interventions.workshop.intensity": 1.5}  # and colleagues on top
WEEKS = 7
COPIES: list[Callable[[TeamModel], TeamModel]] = [copy.deepcopy, lambda model: pickle.loads(pickle.dumps(model))]


def small(**more: Any) -> Scenario:
    return load("rotation", SMALL | more)


def stepped(scenario: Scenario, weeks: int = WEEKS, seed: int = 7) -> TeamModel:
    model = TeamModel(scenario, rng=seed)
    for _ in range(weeks):
        model.step()
    return model


def person(model: TeamModel, row: int) -> Practitioner:
    return model.views()[0][row]


def same(a: Any, b: Any) -> bool:
    return np.array_equal(a, b, equal_nan=True)


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("more", [{}, STYLES], ids=["one style", "two styles"])
def test_step_by_step_equals_simulate(seed: int, more: dict[str, Any]) -> None:
    (expected,) = simulate([small(**more)], [seed], weeks=WEEKS)
    model, visits = TeamModel(small(**more), rng=seed, weeks=WEEKS), 0.0
    while model.running:
        model.step()
        visits += model.stack.org.visiting.sum()
    found = model.results()
    assert model.week == WEEKS
    assert visits > 0
    assert model.stack.luck.occupant.sum() > 0  # turnover was at work
    for field in ("values", "spread", "cut"):
        assert same(getattr(found, field), getattr(expected, field))
    assert same(found.frame().to_numpy()[:, 1:].astype(float), expected.frame().to_numpy()[:, 1:].astype(float))
    assert same(model.datacollector.get_model_vars_dataframe()[[m.name for m in model.measures]], expected.values[0])


@pytest.mark.parametrize("weeks", [0, 2, None])
def test_a_model_may_be_stepped_beyond_its_weeks(weeks: int | None) -> None:
    model = TeamModel(small(), rng=7, weeks=weeks)
    beyond = 60  # longer than what is set aside where `weeks` is None
    for _ in range(beyond):
        assert model.running == (weeks is None or model.week < weeks)
        model.step()
    assert same(model.results().values, simulate([small()], [7], weeks=beyond)[0].values)


def test_scenarios_and_seeds_of_every_kind(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text("extends: baseline\nburn_in: 2\norganisation: {teams: 2, team_size: 3}\n")
    mapping = {"extends": "baseline", "burn_in": 2, "organisation": {"teams": 2, "team_size": 3}}
    rows = [TeamModel(kind, rng=7).results().values for kind in (file, str(file), mapping, load(file))]
    rows += [TeamModel(file, rng=seed).results().values for seed in (np.int64(7), np.uint8(7), "7")]  # type: ignore[arg-type]
    assert all(same(row, rows[0]) for row in rows)
    assert not same(TeamModel(file, rng=8).results().values, rows[0])
    assert TeamModel("baseline", rng=-3).run.scenario.name == "baseline"
    with pytest.raises(InputError, match="rotation"):
        TeamModel("rotatoin")
    fresh = TeamModel(file, rng=None)
    assert same(TeamModel(file, rng=fresh.run.seed).results().values, fresh.results().values)


def test_mesas_generators_decide_nothing() -> None:
    model = TeamModel(small(), rng=7)
    for _ in range(WEEKS):
        model.rng.random(5)
        model.agents.shuffle_do("step")
        model.step()
    assert same(model.results().values, stepped(small()).results().values)


def test_agents_are_made_on_demand() -> None:
    model = stepped(small(), 2)
    assert model._views is None
    assert model._space is None
    assert [type(a) for a in model.agents] == [Practitioner] * 12 + [Manager] * 3
    assert set(model.agent_types) == {Practitioner, Manager}
    assert [a.unique_id for a in model.agents] == list(range(1, 16))
    assert list(model.practitioners) == model.views()[0]
    assert list(model.managers) == model.views()[1]


def test_agents_are_views_of_their_own_model() -> None:
    a, b = stepped(small(), 3, seed=1), stepped(small(), 2, seed=2)
    for model in (a, b):
        skill, practice = model.stack.monday["skill"][0], model.stack.monday["practice"]
        assert model.practitioners.get("skill") == skill.tolist()
        assert model.practitioners.get("practice") == practice.tolist()
    assert a.practitioners.get("skill") != b.practitioners.get("skill")
    person(a, 0).skill = 0.25
    assert person(a, 0).skill == a.stack.monday["skill"][0, 0] == a.stack.coming["skill"][0, 0] == 0.25
    assert person(b, 0).skill != 0.25
    before = person(b, 5).skill
    b.step()
    assert person(b, 5).skill == b.stack.monday["skill"][0, 5] != before


def test_a_changed_skill_changes_the_next_step() -> None:
    untouched, model = stepped(small(), 3), stepped(small(), 3)
    person(model, 2).skill = 0.9
    untouched.step()
    model.step()
    a, b = untouched.results().of("skill")[0], model.results().of("skill")[0]
    assert same(a[:4], b[:4])  # what was measured before stays
    assert b[4] > a[4]
    others = np.arange(12) != 2
    assert not same(untouched.stack.monday["skill"][0, others], model.stack.monday["skill"][0, others])
    assert same(untouched.results().values, simulate([small()], [7], weeks=4)[0].values)


def test_what_cannot_be_set_or_read_is_said() -> None:
    someone = person(stepped(small(), 1), 0)
    for name, hint in {"skil": "'skill'", "practice": "anew every week", "salience": "anew every week"}.items():
        with pytest.raises(AttributeError, match=hint):
            setattr(someone, name, 0.5)
    with pytest.raises(AttributeError, match="'perceived_norm'"):
        _ = someone.percieved_norm
    for value in (1.2, -0.1, float("nan")):
        with pytest.raises(ValueError, match=r"skill must lie in 0 \.\.\. 1"):
            someone.skill = value
    with pytest.raises(AttributeError):
        someone.post = 3
    with pytest.raises(AttributeError, match="staff"):
        someone.manager.skill = 0.5
    for agent in (someone, someone.manager):
        with pytest.raises(TypeError, match="cannot be removed"):
            agent.remove()


def test_no_column_hides_behind_an_attribute() -> None:
    assert set(TeamModel(small()).stack.columns) & set(object.__dir__(person(TeamModel(small()), 0))) == set()


def test_columns_of_teams_ties_and_styles() -> None:
    model = TeamModel(small(**STYLES), rng=7)
    someone = person(model, 5)
    assert same(someone.skill, model.stack.monday["skill"][:, 5])
    with pytest.raises(ValueError, match="read-only"):
        someone.skill[0] = 0.5  # type: ignore[index]
    someone.skill = [0.2, 0.4]
    assert someone.skill.tolist() == [0.2, 0.4]  # type: ignore[union-attr]
    someone.skill = 0.3
    assert someone.skill.tolist() == [0.3, 0.3]  # type: ignore[union-attr]
    elsewhere = person(model, 0).safety
    someone.safety = 0.11
    assert [person(model, row).safety for row in (4, 5, 6, 7)] == [0.11] * 4
    assert person(model, 0).safety == elsewhere
    others = np.delete(model.stack.monday["tie_strength"], someone.ties)
    someone.tie_strength = np.linspace(0.1, 0.2, len(someone.ties))
    assert same(someone.tie_strength, np.linspace(0.1, 0.2, len(someone.ties)))
    assert same(np.delete(model.stack.monday["tie_strength"], someone.ties), others)


def test_ties_run_from_observer_to_observed(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text("id,post,team,boss\na,10,x,q\nb,20,x,q\nc,30,y,q\nd,40,y,r\n")
    (tmp_path / "ties.csv").write_text("source,target,weight\na,b,1\nc,a,0.5\n")
    files = {"people": str(tmp_path / "people.csv"), "ties": str(tmp_path / "ties.csv"), "manager": "boss"}
    for burn_in in (0, 2):
        model = TeamModel({"extends": "baseline", "burn_in": burn_in, "organisation": files})
        a, b, c, d = model.practitioners
        assert [x.post for x in (a, b, c, d)] == [10, 20, 30, 40]
        assert [list(x.colleagues) for x in (a, b, c, d)] == [[b], [], [a], []]
        assert list(model.space.G.edges) == [(10, 20), (30, 10)]
        weighed = {0: 0.5, 2: 0.25}[burn_in]  # halved across teams, once a week has weighed the ties
        assert model.space.G.edges[30, 10]["weight"] == pytest.approx(weighed)
        assert list(c.cell.neighborhood.agents) == [a]
        assert [x.team for x in (a, b, c, d)] == ["x", "x", "y", "y"]
        assert a.manager is c.manager is not d.manager
        assert list(a.manager.staff) == [a, b, c]
        assert a.manager.teams == ["x", "y"]


def test_visits_show_in_colleagues_and_space() -> None:
    model = TeamModel(small(**{"mechanisms.turnover.rate": 0.0}), rng=7)
    space, visitors = model.space, 0
    for _ in range(WEEKS):
        model.step()
        assert model.space is space
        for one in model.practitioners:
            assert {c.coordinate for c in one.cell.neighborhood.cells} == {a.post for a in one.colleagues}
            assert set(space.G.successors(one.post)) == {a.post for a in one.colleagues}
            if one.host_team >= 0:
                visitors += 1
                host = str(int(one.host_team) + 1)
                for other in model.practitioners.select(lambda x, one=one: x is not one):
                    watched = one in other.colleagues
                    assert watched or other.team != host
                    assert not (watched and other.team == one.team)
    assert visitors == 3 * 4


def test_space_has_a_cheap_layout_of_its_own() -> None:
    before = np.random.get_state()[1].copy()  # noqa: NPY002  # a spring layout would draw from it
    space = TeamModel(small(), rng=7).space
    assert same(np.random.get_state()[1], before)  # noqa: NPY002
    if "layout" in signature(mesa.discrete_space.Network).parameters:
        assert {round(float(np.hypot(*cell.position)), 6) for cell in space.all_cells.cells} == {1.0}
    assert len(space.agents) == 12


@pytest.mark.parametrize("more", [{}, STYLES, CLIPPED], ids=["one style", "two styles", "clipped"])
def test_why_adds_up(more: dict[str, Any]) -> None:
    model, arrived, clipped = TeamModel(small(**more), rng=7), 0, 0
    for _ in range(30):
        before = [float(np.mean(one.skill)) for one in model.practitioners]
        model.step()
        for one, skill in zip(model.practitioners, before, strict=True):
            why, clipped = one.why(), clipped + np.any(one.realised < 1)
            if one.weeks_here == 0:
                arrived += 1
                assert not why.pulls | why.gains
                continue
            assert sum(why.pulls.values()) == pytest.approx(one.intention, abs=1e-12)
            assert why.pulls["attitude_pull"] == one.attitude_pull
            assert sum(why.gains.values()) == pytest.approx(np.mean(one.skill) - skill, abs=1e-12)
            colleagues = why.gains["from_team"] + why.gains["from_other_teams"]
            assert sum(why.learned_from.values()) == pytest.approx(colleagues, abs=1e-12)
            assert set(why.learned_from) <= set(one.colleagues)
    assert arrived > 0
    assert clipped > 0 or more is not CLIPPED


def test_why_speaks() -> None:
    model = stepped(small(**{"mechanisms.turnover.rate": 0.0}), 1)
    why = person(model, 0).why()
    said = str(why)
    assert f"intention {why.intention:+.2f} logit" in said
    for part in (Uptake.attitude_pull, Skill.by_workshop):
        assert part.meaning in said
    assert list(why.learned_from.values()) == sorted(why.learned_from.values(), reverse=True)
    first = next(iter(why.learned_from))
    assert f"learned from post {first.post} (team {first.team})" in said


def test_agentset_calls() -> None:
    model = stepped(small(), 2)
    able = model.practitioners.select(lambda x: x.skill > 0.4)
    assert 0 < len(able) < 12
    assert all(x.skill > 0.4 for x in able)
    groups = model.practitioners.groupby("team")
    assert groups.count() == {"1": 4, "2": 4, "3": 4}
    assert groups.agg("skill", np.mean)["2"] == pytest.approx(np.mean(model.stack.monday["skill"][0, 4:8]))
    assert model.agents.get("skill", handle_missing="default", default_value=None)[12:] == [None] * 3
    skill = model.stack.monday["skill"][0]
    assert model.practitioners.agg("skill", [min, max]) == [skill.min(), skill.max()]
    assert [why.week for why in model.practitioners.map("why")] == [2] * 12
    model.practitioners.set("skill", 0.4).do(lambda x: setattr(x, "attitude", 0.7))
    assert same(model.stack.coming["skill"], np.full((1, 12), 0.4))
    assert same(model.stack.monday["attitude"], np.full(12, 0.7))


@pytest.mark.parametrize("duplicate", COPIES, ids=["deepcopy", "pickle"])
@pytest.mark.parametrize("used", [False, True], ids=["untouched", "agents and space made"])
def test_copies_go_on_alike_and_apart(duplicate: Callable[[TeamModel], TeamModel], used: bool) -> None:
    scenario = small(**{"interventions.rotation.coverage": 0.5})
    model = stepped(scenario, 3)
    if used:
        assert len(model.space.agents) == 12
    twin = duplicate(model)
    kept = {name: column.copy() for name, column in model.stack.monday.items()}
    for _ in range(4):
        twin.step()
    assert all(same(model.stack.monday[name], column) for name, column in kept.items())
    for _ in range(4):
        model.step()
    assert same(model.results().values, twin.results().values)
    assert same(model.results().values, simulate([scenario], [7], weeks=7)[0].values)
    frames = [m.datacollector.get_agent_vars_dataframe() for m in (model, twin)]
    assert frames[0].equals(frames[1])
    theirs, ours = person(twin, 4), person(model, 4)
    assert theirs.model is twin
    theirs.skill = 0.123
    assert ours.skill != 0.123 == twin.stack.monday["skill"][0, 4]
    assert [x.post for x in theirs.colleagues] == [x.post for x in ours.colleagues]
    assert set(twin.space.G.edges) == set(model.space.G.edges)
    assert theirs.cell is twin.space[4] is not model.space[4]
    twin.step()
    model.step()
    assert not same(model.results().values, twin.results().values)


def test_the_collector_has_everybody_every_week() -> None:
    model = TeamModel(small(**STYLES), rng=7)
    start = [float(np.mean(x.skill)) for x in model.practitioners]
    model.step()
    frame = model.datacollector.get_agent_vars_dataframe()
    assert list(frame.columns) == list(COLLECTED)
    assert frame.index.to_list() == [(week, i + 1) for week in (0, 1) for i in range(12)]
    assert frame.loc[0, "skill"].to_list() == pytest.approx(start)
    assert frame.loc[1, "practice"].to_list() == model.practitioners.get("practice")
    plain = mesa.DataCollector(agent_reporters=dict(model.datacollector.agent_reporters))  # as Mesa itself would
    plain.collect(model)
    assert same(plain.get_agent_vars_dataframe().to_numpy(float)[:12], frame.loc[1].to_numpy())


def test_managers_bear_their_hours() -> None:
    model = stepped(small(), 1)
    assert model.managers.get("hours") == [0.5] * 3  # the week of the workshop
    assert [len(x.staff) for x in model.managers] == [4] * 3


@pytest.mark.skipif(not hasattr(mesa, "batch_run"), reason="this Mesa has no batch runner")
def test_mesas_batch_runner(tmp_path: Path) -> None:
    seeds: dict[str, Any] = {"rng": [1, 2]}
    of_runner = "rng" in signature(mesa.batch_run).parameters
    parameters = {"scenario": [small(), small().renamed("twin")], "weeks": 3} | ({} if of_runner else seeds)
    rows = mesa.batch_run(TeamModel, parameters, display_progress=False, **(seeds if of_runner else {}))
    expected = simulate([small()], [1, 2], weeks=3)[0].of("skill")
    assert len({row["RunId"] for row in rows}) == 4
    assert len(rows) == 4 * 12
    for row in rows:
        people = [x["skill"] for x in rows if x["RunId"] == row["RunId"]]
        assert np.mean(people) == pytest.approx(expected[row["rng"] - 1, int(row["Step"])])


@pytest.mark.parametrize("module", ["mi_abm", "mi_abm.engine.simulate", "mi_abm.scenario.load"])
def test_workers_need_no_mesa(module: str) -> None:
    asked = f"import sys, {module}; print([m for m in sys.modules if m.split('.')[0] in ('mesa', 'networkx')])"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
