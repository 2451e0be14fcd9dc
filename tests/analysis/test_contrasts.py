"""Contrasts against scipy and pandas, which compute them by another route; ties, missing values, equal hours."""

from __future__ import annotations

import dataclasses
import math

import numpy as np
import pytest
from scipy import stats

from mi_abm.analysis.contrasts import Contrast, contrasts, frame
from mi_abm.core.columns import Array
from mi_abm.core.measure import Measure
from mi_abm.engine.results import Results
from mi_abm.engine.simulate import simulate
from mi_abm.measures.cost import Hours
from mi_abm.measures.uptake import Habit, Miti
from mi_abm.scenario.load import load

BASELINE = load("baseline")
MEASURES: tuple[type[Measure], ...] = (Miti, Habit, Hours)


def results(name: str, values: Array, spread: Array | None = None) -> Results:
    """Return made-up results: `values[run, row, measure]` of MITI, habit and hours."""
    runs = values.shape[0]
    sd = np.full((runs, len(MEASURES)), np.nan) if spread is None else spread
    return Results(BASELINE.renamed(name), tuple(range(1, runs + 1)), MEASURES, values, sd, np.zeros(runs))


def one(found: list[Contrast], measure: str) -> Contrast:
    """Return the only contrast of a measure."""
    (contrast,) = [c for c in found if c.measure == measure]
    return contrast


@pytest.fixture
def pair(perturb: np.random.Generator) -> tuple[Results, Results]:
    """Return two scenarios' results over 12 seeds and 3 weeks, related as runs with the same luck are."""
    before = perturb.normal(3, 1, (12, 4, 3))
    after = before + perturb.normal(0.2, 0.3, before.shape)
    return results("a", before, perturb.uniform(0.2, 0.8, (12, 3))), results("b", after)


def test_agrees_with_scipy_and_pandas(pair: tuple[Results, Results]) -> None:
    a, b = pair
    table = a.frame().merge(b.frame(), on=["seed", "week"], suffixes=("_a", "_b")).query("week == 2")
    off = table["miti_b"] - table["miti_a"]
    t = stats.ttest_rel(table["miti_b"], table["miti_a"]).confidence_interval(0.95)
    c = one(contrasts([a, b], weeks=[2]), "miti")
    assert (c.scenario, c.week, c.unit, c.pairs) == ("b", 2, "MITI points", 12)
    assert c.reference_mean == pytest.approx(table["miti_a"].mean(), abs=1e-12)
    assert c.scenario_mean == pytest.approx(table["miti_b"].mean(), abs=1e-12)
    assert c.difference == pytest.approx(off.mean(), abs=1e-12)
    assert (c.ci_low, c.ci_high) == pytest.approx((t.low, t.high), abs=1e-10)
    assert c.effect_size == pytest.approx(off.mean() / a.spread[:, 0].mean())
    assert c.better == (off > 0).mean()
    assert c.per_100_hours == pytest.approx(100 * off.mean() / (table["hours_b"] - table["hours_a"]).mean())


def test_better_follows_the_good_direction_and_halves_ties() -> None:
    before, after = np.zeros((4, 1, 3)), np.zeros((4, 1, 3))
    after[:, 0, :] = np.array([[1, 1, 1], [0, 0, 0], [-1, -1, -1], [-2, -2, -2]])
    found = contrasts([results("a", before), results("b", after)])
    assert one(found, "miti").better == 0.375, "one up, one tie"
    assert one(found, "habit").better == 0.625, "less habit is better"
    assert one(found, "hours").better is None, "hours are neither good nor bad"


def test_a_missing_value_drops_its_pair(pair: tuple[Results, Results]) -> None:
    a, b = pair
    holes_a, holes_b = a.values.copy(), b.values.copy()
    holes_a[0, :, 0], holes_b[3, :, 0] = np.nan, np.nan
    keep = [i for i in range(12) if i not in (0, 3)]
    few = [results(r.scenario.name, r.values[keep], r.spread[keep]) for r in (a, b)]
    holed = contrasts([dataclasses.replace(a, values=holes_a), dataclasses.replace(b, values=holes_b)])
    left, right = one(holed, "miti"), one(contrasts(few), "miti")
    same = ("reference_mean", "scenario_mean", "difference", "ci_low", "ci_high", "better", "per_100_hours", "pairs")
    assert [getattr(left, n) for n in same] == [getattr(right, n) for n in same]
    assert one(holed, "habit").pairs == 12, "the other measures keep theirs"


def test_nothing_left_is_none() -> None:
    before, after = np.zeros((3, 1, 3)), np.ones((3, 1, 3))
    after[:, 0, 0] = np.nan
    c = one(contrasts([results("a", before), results("b", after)]), "miti")
    undefined = (c.reference_mean, c.scenario_mean, c.difference, c.ci_low, c.ci_high, c.better, c.per_100_hours)
    assert undefined == (None,) * 7
    assert c.pairs == 0


def test_one_pair_has_a_difference_and_no_interval() -> None:
    c = one(contrasts([results("a", np.zeros((1, 1, 3))), results("b", np.ones((1, 1, 3)))]), "miti")
    assert (c.difference, c.ci_low, c.ci_high) == (1.0, None, None)


def test_two_pairs_by_hand() -> None:
    after = np.zeros((2, 1, 3))
    after[:, 0, 0] = [1.0, 3.0]
    c = one(contrasts([results("a", np.zeros((2, 1, 3))), results("b", after)]), "miti")
    assert c.ci_low == pytest.approx(2 - 12.7062047362)
    assert c.ci_high == pytest.approx(2 + 12.7062047362)


@pytest.mark.parametrize("noise", [0.0, 1e-13])
def test_equal_hours_have_no_effect_per_hour(noise: float) -> None:
    before, after = np.full((3, 1, 3), 700.0), np.full((3, 1, 3), 701.0)
    after[:, 0, 2] = 700 * (1 + noise)
    assert one(contrasts([results("a", before), results("b", after)]), "miti").per_100_hours is None


@pytest.mark.parametrize("sd", [0.0, 1e-17, math.nan])
def test_no_spread_between_people_no_effect_size(sd: float) -> None:
    a, b = results("a", np.zeros((3, 1, 3)), np.full((3, 3), sd)), results("b", np.ones((3, 1, 3)))
    assert one(contrasts([a, b]), "miti").effect_size is None


def test_an_equal_copy_differs_by_exactly_nothing() -> None:
    a, b = simulate([BASELINE, BASELINE.renamed("copy")], range(1, 4), weeks=3)
    for c in contrasts([a, b], weeks=[0, 3]):
        if c.difference is not None:
            assert (c.difference, c.ci_low, c.ci_high) == (0.0, 0.0, 0.0)
            assert c.better in (0.5, None)
        assert c.per_100_hours is None


def test_results_that_do_not_pair_are_refused(pair: tuple[Results, Results]) -> None:
    a, b = pair
    with pytest.raises(ValueError, match="b and a differ in seeds"):
        contrasts([a, dataclasses.replace(b, seeds=tuple(range(2, 14)))])


def test_measures_that_only_one_has_are_left_out(pair: tuple[Results, Results]) -> None:
    a, b = pair
    guest = dataclasses.replace(b, measures=(Habit, Miti), values=b.values[:, :, [1, 0]], spread=b.spread[:, [1, 0]])
    plain, found = contrasts([a, b]), contrasts([a, guest])
    assert [c.measure for c in found] == ["miti", "habit"]
    assert found == [dataclasses.replace(c, per_100_hours=None) for c in plain[:2]], "matched by name; no hours known"


def test_order_and_frame(pair: tuple[Results, Results]) -> None:
    a, b = pair
    found = contrasts([a, b, dataclasses.replace(b, scenario=BASELINE.renamed("c"))], weeks=[1, 3])
    table = frame(found)
    assert list(table["scenario"]) == ["b"] * 6 + ["c"] * 6
    assert list(table["week"][:6]) == [1, 1, 1, 3, 3, 3]
    assert list(table["measure"][:3]) == ["miti", "habit", "hours"]
    assert table["effect_size"].dtype == np.float64
    assert list(frame([]).columns) == list(table.columns)
