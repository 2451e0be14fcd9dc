"""Shapes: levels, bins and bands of effects over what was varied."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from mi_abm.analysis.shapes import curve, curves, grid, rows_of, strongest


@pytest.fixture
def table() -> pd.DataFrame:
    """Two parameters, three by two levels; the effect is a + 10 b."""
    rows = [(a, b, a + 10 * b) for a in (0.0, 1.0, 2.0) for b in (0, 1)]
    frame = pd.DataFrame(rows, columns=["a", "b", "difference"])
    frame = frame.assign(ci_low=frame["difference"] - 1.5, ci_high=frame["difference"] + 1.5)
    return frame.assign(contrast="x - y", measure="miti", week=5)


def test_rows_of(table: pd.DataFrame) -> None:
    other = table.assign(week=6)
    gap = table.assign(difference=np.nan)
    assert len(rows_of(pd.concat([table, other, gap]), "x - y", "miti@5")) == 6


def test_a_curve_over_one_parameter_averages_over_the_other(table: pd.DataFrame) -> None:
    found = curve(table, "a", "name")
    assert (found.name, found.x, found.middle) == ("name", (0.0, 1.0, 2.0), (5.0, 6.0, 7.0))
    assert found.low == pytest.approx((1.0, 2.0, 3.0))  # a tenth of the way from 0 to 10
    assert found.high == pytest.approx((9.0, 10.0, 11.0))


def test_curves_by_the_other_have_the_intervals_of_their_points(table: pd.DataFrame) -> None:
    low, high = curves(table, "a", "b", "b:")
    assert (low.name, high.name) == ("b: 0", "b: 1")
    assert high.middle == (10.0, 11.0, 12.0)
    assert high.low == (8.5, 9.5, 10.5)


def test_a_grid(table: pd.DataFrame) -> None:
    found = grid(table[1:], "a", "b")
    assert np.isnan(found.values[0, 0])
    assert found.values[1].tolist() == [10.0, 11.0, 12.0]
    assert found.sure.tolist() == [[False, False, True], [True, True, True]]


def test_many_values_are_cut_into_bins_of_equal_counts() -> None:
    x = np.arange(80.0)
    rows = pd.DataFrame({"a": x, "difference": 2 * x, "ci_low": 0.0, "ci_high": 0.0})
    found = curve(rows, "a")
    assert len(found.x) == 8
    assert found.x[0] == 4.5
    assert found.middle[0] == 9.0


def test_names_are_levels_in_their_order() -> None:
    rows = pd.DataFrame({"a": ["x", "y", "x"], "difference": [1.0, 2.0, 3.0], "ci_low": 0.0, "ci_high": 0.0})
    assert curve(rows, "a").x == ("x", "y")
    assert curve(rows, "a").middle == (2.0, 2.0)


def test_the_strongest_come_first(table: pd.DataFrame) -> None:
    constant = table.assign(c=1.0, d=["u", "v", "u", "v", "u", "v"])
    assert strongest(constant, ["a", "c", "b"], 2) == ["b", "a"]
    assert strongest(constant, ["c", "d"], 1) == ["d"]
