"""What goes with what: correlations against numpy's, and who learns from whom against the influence matrix."""

import numpy as np
import pytest

from mi_abm.analysis.influence import gini, influence
from mi_abm.core.measure import Seen
from mi_abm.engine.beginning import burn_in
from mi_abm.engine.ensemble import Run, assemble
from mi_abm.engine.recorder import Recorder
from mi_abm.engine.stack import Stack
from mi_abm.engine.week import advance
from mi_abm.measures.relations import RELATIONS, correlation, partial_correlation
from mi_abm.scenario.load import load

PAIRS = {"interventions.pair_exercises.within": "organisation", "mechanisms.meta_perceptions.referents": True}


@pytest.fixture(scope="module")
def seen() -> tuple[Stack, dict[str, Seen]]:
    stack = assemble([Run(load("pair_exercises", PAIRS), seed) for seed in (1, 2)])
    burn_in(stack, 26)
    recorder = Recorder(stack, RELATIONS, 10)
    recorder.take(0)
    for week in range(1, 11):
        advance(stack, week)
        recorder.take(week)
    return stack, {m.name: recorder.seen(i, 10, {}) for i, m in enumerate(RELATIONS)}


def value(seen: dict[str, Seen], name: str) -> np.ndarray:
    return next(m for m in RELATIONS if m.name == name)().of_runs(seen[name])


def test_beliefs_go_with_practice_as_numpy_says(seen: tuple[Stack, dict[str, Seen]]) -> None:
    stack, views = seen
    for run in (0, 1):
        rows = slice(48 * run, 48 * run + 48)
        view, b = stack.monday["manager_view"][rows], stack.monday["practice"][rows]
        s, a = stack.monday["skill"][0][rows], stack.monday["attitude"][rows]
        assert value(views, "r_manager_practice")[run] == pytest.approx(np.corrcoef(view, b)[0, 1], abs=1e-12)
        assert value(views, "r_manager_attitude")[run] == pytest.approx(np.corrcoef(view, a)[0, 1], abs=1e-12)
        off_s = [x - np.polyval(np.polyfit(s, x, 1), s) for x in (view, b)]
        partial = np.corrcoef(*off_s)[0, 1]
        assert value(views, "r_manager_practice_at_equal_skill")[run] == pytest.approx(partial, abs=1e-9)


def test_partners_of_the_own_team_and_of_others_are_told_apart(seen: tuple[Stack, dict[str, Seen]]) -> None:
    stack, views = seen
    partner, belief, met = (stack.monday[f"note_{n}"] for n in ("partner", "belief", "met"))
    for whose, own in (("colleagues", True), ("others", False)):
        x, y = [], []
        for i in range(48):
            notes = [
                (belief[k, i], met[k, i])
                for k in range(len(partner))
                if partner[k, i] >= 0 and (stack.org.team[int(partner[k, i])] == stack.org.team[i]) == own
            ]
            if notes:
                x.append(sum(m * w for m, w in notes) / sum(w for _, w in notes))
                y.append(stack.monday["practice"][i])
        assert len(x) > 2
        assert value(views, f"r_{whose}_practice")[0] == pytest.approx(np.corrcoef(x, y)[0, 1], abs=1e-9)


def test_the_slope_on_the_norm_is_that_of_a_regression_over_stayers(seen: tuple[Stack, dict[str, Seen]]) -> None:
    stack, views = seen
    now = views["norm_slope"]
    stayed = now.stayed[:48] > 0
    gained = (stack.monday["skill"][0] - now.start["skill"][0])[:48][stayed]
    norm = stack.monday["perceived_norm"][0][:48][stayed]
    assert value(views, "norm_slope")[0] == pytest.approx(np.polyfit(norm, gained, 1)[0], rel=1e-9)


def test_a_column_that_does_not_vary_goes_with_nothing(seen: tuple[Stack, dict[str, Seen]]) -> None:
    org = seen[0].org
    flat, x = np.full(len(org), 0.3), np.arange(len(org), dtype=np.float64)
    assert np.isnan(correlation(org, flat, x)).all()
    assert np.isnan(partial_correlation(org, x, x, x)).all()


def test_inequality_of_models_is_that_of_one_week_of_influence(seen: tuple[Stack, dict[str, Seen]]) -> None:
    stack, views = seen
    lasting = stack.org.run[stack.org.row] == 0
    learned = np.bincount(stack.org.idx[lasting], stack.monday["learned_on_tie"][lasting], 48)
    assert value(views, "model_gini")[0] == pytest.approx(gini(learned), abs=1e-12)


def test_influence_adds_up_to_what_was_learned_from_colleagues() -> None:
    scenario = load("rotation", {"mechanisms.turnover.rate": 0.0})
    found = influence(scenario, seed=3, weeks=20)
    stack = assemble([Run(scenario, 3)])
    burn_in(stack, 26)
    learned = np.zeros(48)
    for week in range(1, 21):
        advance(stack, week)
        learned += stack.monday["from_team"][0] + stack.monday["from_other_teams"][0]
    assert found.skill.sum(axis=1) == pytest.approx(learned, abs=1e-12)
    assert 0 < found.inequality < 1
    assert np.all(found.habit >= 0)


def test_gini_of_one_and_of_all_alike() -> None:
    assert gini(np.ones(5)) == pytest.approx(0)
    assert gini(np.array([0.0, 0, 0, 1])) == pytest.approx(0.75)
    assert np.isnan(gini(np.zeros(3)))


def test_pressure_is_what_the_manager_approves_of_less_the_habit(seen: tuple[Stack, dict[str, Seen]]) -> None:
    stack, views = seen
    lead = stack.monday["approval"][0] - stack.monday["habit_approval"]
    assert value(views, "pressure") == pytest.approx([lead[:48].mean(), lead[48:].mean()], abs=1e-12)
