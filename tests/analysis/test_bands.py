"""Bands and paired differences against arithmetic by hand and scipy."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from mi_abm.analysis.bands import bands, differences, gaps, over_weeks


@pytest.fixture
def weeks() -> pd.DataFrame:
    rng = np.random.default_rng(11)
    rows = [(s, seed, week) for s in ("home", "away") for seed in (5, 3, 9, 4) for week in range(3)]
    table = pd.DataFrame(rows, columns=["scenario", "seed", "week"])
    return table.assign(x=rng.normal(size=len(table)), y=rng.normal(size=len(table)))


def test_a_band_is_mean_interval_and_percentiles(weeks: pd.DataFrame) -> None:
    row = bands(weeks, ["x"]).set_index(["scenario", "week"]).loc[("away", 2)]
    x = weeks.loc[(weeks["scenario"] == "away") & (weeks["week"] == 2), "x"].to_numpy()
    low, high = stats.t.interval(0.95, len(x) - 1, np.mean(x), stats.sem(x))
    expected = [4, np.mean(x), low, high, *np.quantile(x, [0.1, 0.9])]
    np.testing.assert_allclose(row[["n", "mean", "ci_low", "ci_high", "p10", "p90"]].astype(float), expected)


def test_missing_runs_drop_out_and_one_run_has_no_interval(weeks: pd.DataFrame) -> None:
    first = (weeks["scenario"] == "away") & (weeks["week"] == 1)
    weeks.loc[first & (weeks["seed"] != 9), "x"] = np.nan
    row = bands(weeks, ["x"]).set_index(["scenario", "week"]).loc[("away", 1)]
    assert row["n"] == 1
    assert row["mean"] == weeks.loc[first & (weeks["seed"] == 9), "x"].item()
    assert np.isnan(row["ci_low"])


def test_differences_are_paired_by_seed_in_any_order(weeks: pd.DataFrame) -> None:
    by = weeks.set_index(["scenario", "seed", "week"])
    for table in (weeks, weeks.sample(frac=1, random_state=2)):
        apart = differences(table, "home").set_index(["seed", "week"])
        assert set(apart["scenario"]) == {"away"}
        for seed, week in apart.index:
            expected = by.loc[("away", seed, week), "x"] - by.loc[("home", seed, week), "x"]
            assert apart.loc[(seed, week), "x"] == expected


def test_a_seed_without_partner_is_left_out(weeks: pd.DataFrame) -> None:
    alone = weeks[(weeks["scenario"] == "away") | (weeks["seed"] != 9)]
    assert set(differences(alone, "home")["seed"]) == {5, 3, 4}


def test_a_table_without_weeks_is_paired_too(weeks: pd.DataFrame) -> None:
    runs = weeks[weeks["week"] == 2].drop(columns="week")
    assert len(differences(runs, "home")) == 4


def test_sums_leave_week_0_out(weeks: pd.DataFrame) -> None:
    row = over_weeks(bands(weeks, ["x"])).set_index("scenario").loc["home"]
    later = weeks[(weeks["scenario"] == "home") & (weeks["week"] > 0)]
    assert row["total"] == pytest.approx(later["x"].sum() / 4)
    assert row["average"] == pytest.approx(later["x"].mean())


def test_a_gap_is_a_difference_of_differences(weeks: pd.DataFrame) -> None:
    apart = differences(weeks[weeks["week"] == 2].drop(columns="week"), "home")
    assert gaps(apart, "x", "y")["mean"].item() == pytest.approx((apart["x"] - apart["y"]).mean())
