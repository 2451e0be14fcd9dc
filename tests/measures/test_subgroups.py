"""Measures of who gains and who does not, worked by hand."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from mi_abm.engine.simulate import simulate
from mi_abm.measures import BottomTercile, Miti
from mi_abm.scenario.load import load
from tests.measures.reporting import report
from tests.teams import teams
from tests.worlds import follow, quiet


def test_the_bottom_third_begins_at_or_below_the_quantile(tmp_path: Path) -> None:
    """Of .1 ... .6 at arrival the third quantile is .2667: the first two, whatever their skill has become."""
    people = {"start_skill": [0.1, 0.2, 0.3, 0.4, 0.5, 0.6], "skill": [0.5, 0.7, 0.1, 0.1, 0.1, 0.1], "ceiling": 0.9}
    (found,) = simulate(teams(tmp_path, {}, **people), [1], 1, (Miti, BottomTercile))
    assert found.cut == pytest.approx([0.1 + 0.1 * 5 / 3], abs=1e-12)
    assert found.of("bottom_tercile")[0] == pytest.approx([1 + 4 * 0.6] * 2, abs=1e-12)


def test_whoever_stands_on_the_limit_is_in_it(tmp_path: Path) -> None:
    """Seven: the quantile is the third's .3 itself."""
    start = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7]
    assert report(teams(tmp_path, {}, sizes=(7,), skill=start), 0)["bottom_tercile"] == pytest.approx([1.8], abs=1e-12)


def test_the_limit_is_that_of_the_first_scenario(tmp_path: Path) -> None:
    """Alone, .25 and .27 are the bottom third (limit .2767); beside a reference with limit .2667 only .25 is: missing."""
    reference = teams(tmp_path / "a", {}, skill=[0.1, 0.2, 0.3, 0.4, 0.5, 0.6])
    other = teams(tmp_path / "b", {}, skill=[0.25, 0.27, 0.28, 0.5, 0.6, 0.7])
    alone = simulate(other, [1], 0, (BottomTercile,))[0]
    assert alone.of("bottom_tercile")[0] == pytest.approx([2.04], abs=1e-12)
    beside = simulate([reference, other], [1], 0, (BottomTercile,))[1]
    assert beside.cut == pytest.approx([0.8 / 3], abs=1e-12)
    assert np.isnan(beside.of("bottom_tercile")[0, 0])
    beside = simulate([other, reference], [1], 0, (BottomTercile,))[1]
    assert beside.of("bottom_tercile")[0] == pytest.approx([1.6], abs=1e-12)


def test_each_seed_has_its_own_limit(tmp_path: Path) -> None:
    """Generated people differ by seed, and so does the quantile of the reference, which the other arm takes over."""
    two = [load({"burn_in": 0, "organisation": {"teams": 2, "team_size": 3}, "noise": n}) for n in ("on", "off")]
    a, b = simulate(two, [1, 2], 1, (BottomTercile,))
    assert a.cut[0] != a.cut[1]
    assert np.array_equal(a.cut, b.cut)


def test_introverts_and_others(tmp_path: Path) -> None:
    """x = .6 is not introverted; two of five are."""
    people = {
        "introversion": [0.6, 0.61, 0.2, 0.9, 0.5], "skill": [0.1, 0.3, 0.2, 0.5, 0.6],
        "propensity": [-np.log(3), 0.0, 0.0, np.log(3), -np.log(3)],
    }  # fmt: skip
    seen = report(teams(tmp_path, {}, quiet(uptake={"base": 0.0}), (5,), **people), 1)
    assert seen["miti_introverts"] == pytest.approx([2.6] * 2, abs=1e-12)
    assert seen["practice_introverts"][1] == pytest.approx((0.5 + 0.75) / 2, abs=1e-12)
    assert seen["practice_others"][1] == pytest.approx(1 / 3, abs=1e-12)


def test_fewer_than_two_are_missing_not_zero(tmp_path: Path) -> None:
    seen = report(teams(tmp_path, {}, sizes=(3,), introversion=[0.9, 0.3, 0.2]), 1)
    assert np.isnan(seen["miti_introverts"]).all()
    assert np.isnan(seen["practice_introverts"]).all()
    assert np.isfinite(seen["practice_others"]).all()
    seen = report(teams(tmp_path, {}, sizes=(3,), introversion=[0.9, 0.7, 0.2]), 1)
    assert np.isfinite(seen["miti_introverts"]).all()
    assert np.isnan(seen["practice_others"]).all()
    seen = report(teams(tmp_path, {}, sizes=(3,), introversion=0.9), 1)
    assert np.isnan(seen["practice_others"]).all()


def test_improved_and_declined(tmp_path: Path) -> None:
    """Two per cent of .5 a week, down and up: .01 after one week is no difference, .0198 after two is."""
    world = quiet(skill={"decay": 0.02}, uptake={"load": 1.0, "caseload": 1.0, "protected_time": 0.0})
    people = {"skill": [0.8, 0.1, 0.4, 0.15, 0.2], "start_skill": [0.3, 0.6, 0.4, 0.7, 0.2], "ceiling": 0.95}
    seen = report(teams(tmp_path, {}, world, (5,), **people), 3)
    assert seen["declined"].tolist() == [0, 0, 0.2, 0.2]
    assert seen["improved"].tolist() == [0, 0, 0.4, 0.4]


def test_only_stayers_are_counted(tmp_path: Path) -> None:
    """A newcomer is no change of skill; who still holds a post of row 0 is the share still there."""
    world = quiet(
        turnover={"rate": 0.8}, skill={"decay": 0.1}, uptake={"load": 1.0, "caseload": 1.0, "protected_time": 0.0}
    )
    people = {"skill": [0.8] * 3 + [0.4] * 3, "start_skill": [0.3] * 3 + [0.4] * 3, "ceiling": 0.9}
    scenario = teams(tmp_path, {}, world, noise="on", **people)
    holders = follow(scenario, 20, ("skill",), seed=4, occupant=lambda stack: stack.luck.occupant)["occupant"]
    seen = report(scenario, 20, seed=4)
    some = 0
    for week in range(1, 21):
        there = holders[week] == 0
        assert seen["stayers"][week] == pytest.approx(there.mean(), abs=1e-12)
        if there.sum() < 2:
            assert np.isnan(seen["declined"][week])
            continue
        assert seen["declined"][week] == pytest.approx(there[:3].sum() / there.sum(), abs=1e-12)
        assert seen["improved"][week] == 0
        some += 0 < there.sum() < 6
    assert some
