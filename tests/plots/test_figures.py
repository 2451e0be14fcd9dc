"""Figures show the numbers they are given, on the width they promise, and keep nothing behind."""

from __future__ import annotations

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_rgb

from mi_abm.analysis.bands import bands
from mi_abm.plots import effects, paired, sources, style, trajectories
from mi_abm.plots.panels import Panel
from mi_abm.plots.trajectories import Act

MITI = Panel("miti", "MITI", "MITI points", limit=0.05, yardstick=0.5, yardstick_name="a workshop", threshold=3.5, threshold_name="fair")  # fmt: skip
PRACTICE = Panel("practice", "Practice", "in 100 conversations", factor=100.0, limit=0.01)
NAMES = {"a": "One scenario", "b": "Another, with a longer name than the first"}
# How people without green cones see, at full strength (Machado, Oliveira & Fernandes 2009), on linear light.
DEUTERANOPIA = np.array([[0.367, 0.861, -0.228], [0.280, 0.673, 0.047], [-0.012, 0.043, 0.969]])


@pytest.fixture
def table() -> pd.DataFrame:
    rows = [("a", "miti", 0.02, 0.005), ("b", "miti", -0.3, 0.1), ("a", "practice", 0.001, 0.0005), ("b", "practice", 0.2, 0.01)]  # fmt: skip
    return pd.DataFrame(
        [(s, m, 2.7 if m == "miti" else 0.2, d, d - h, d + h) for s, m, d, h in rows],
        columns=["scenario", "measure", "reference_mean", "difference", "ci_low", "ci_high"],
    )


@pytest.fixture
def weeks() -> pd.DataFrame:
    rng = np.random.default_rng(3)
    rows = [(s, seed, w, 2.5 + 0.1 * w + n, 0.2) for s in ("home", "a") for seed in range(9) for w in range(6) for n in rng.normal(0, 0.1, 1)]  # fmt: skip
    return pd.DataFrame(rows, columns=["scenario", "seed", "week", "miti", "practice"])


def test_marks_and_intervals_stand_where_the_numbers_are(table: pd.DataFrame) -> None:
    figure = effects.draw(table, [MITI, PRACTICE], NAMES, {("b", "miti"): "hurts"}, "The finding")
    axes = figure.axes[0]
    lines = [np.asarray(line.get_xdata(), dtype=float) for line in axes.get_lines()]
    assert any(np.allclose(x, [-0.4, -0.2]) for x in lines)
    assert any(np.allclose(x, [-0.3]) for x in lines)
    assert "hurts" in [text.get_text() for text in axes.texts]
    assert figure.get_suptitle() == "The finding"


def test_a_small_effect_looks_small(table: pd.DataFrame) -> None:
    axes = effects.draw(table[table["scenario"] == "a"], [MITI], {"a": "A"}, {}).axes[0]
    left, right = axes.get_xlim()
    assert left < -0.5
    assert right > 3.5 - 2.7  # fair competence is near enough to be shown
    assert 0.02 / (right - left) < 0.02


def test_a_large_effect_is_not_cut_off(table: pd.DataFrame) -> None:
    table.loc[1, ["difference", "ci_low", "ci_high"]] = [-2.0, -2.5, -1.5]
    left, _ = effects.draw(table, [MITI], NAMES, {}).axes[0].get_xlim()
    assert left < -2.5


def test_trajectories_draw_means_and_bands(weeks: pd.DataFrame) -> None:
    table = bands(weeks)
    names = {"home": "Reference", "a": "Scenario"}
    acts = [Act("workshop", ("home", "a"), ((1, 1),)), Act("rotation", ("a",), ((2, 5),))]
    figure = trajectories.draw(table, [MITI, PRACTICE], names, acts)
    calendar, panel = figure.axes[0], figure.axes[2]
    drawn = {str(line.get_label()): np.asarray(line.get_ydata(), dtype=float) for line in panel.get_lines()}
    for name, label in names.items():
        mine = weeks[weeks["scenario"] == name].groupby("week")["miti"].mean()
        np.testing.assert_allclose(drawn[label], mine)
    assert len(panel.collections) == 4  # two bands each
    assert {text.get_text().strip() for text in calendar.texts} == {"workshop", "rotation"}
    assert sorted((bar.get_x(), bar.get_width()) for bar in calendar.patches) == [(0.0, 1.0), (1.0, 4.0)]


def test_differences_keep_what_does_not_matter_in_sight(weeks: pd.DataFrame) -> None:
    table = bands(weeks.assign(miti=weeks["miti"] * 1e-4))
    axes = trajectories.draw(table, [MITI], {"a": "A"}, differences=True).axes[1]
    low, high = axes.get_ylim()
    assert low <= -0.05
    assert high >= 0.05


def test_an_undefined_measure_says_so(weeks: pd.DataFrame) -> None:
    figure = trajectories.draw(bands(weeks.assign(miti=np.nan)), [MITI], {"a": "A"})
    assert "not defined in these runs" in [text.get_text() for text in figure.axes[1].texts]


@pytest.mark.parametrize("pairs", [12, 300])
def test_paired_differences_show_every_pair(pairs: int) -> None:
    x = np.random.default_rng(1).normal(0.1, 0.02, pairs)
    table = pd.DataFrame({"scenario": "a", "seed": range(pairs), "miti": x})
    axes = paired.draw(table, [MITI], {"a": "A"}, {}).axes[0]
    if pairs <= paired.MANY:
        assert any(np.array_equal(line.get_xdata(), x) for line in axes.get_lines())
    else:
        heights = np.array([-bar.get_height() for bar in axes.patches if 0 < abs(bar.get_height()) <= 0.5])
        counts = heights / heights.min()
        assert round(counts.sum()) == pairs
    left, right = axes.get_xlim()
    assert left < -0.05 < max(x) < right


def test_sources_stand_beside_each_other() -> None:
    values = pd.DataFrame(
        {"measure": ["x", "x", "y", "y"], "scenario": ["home", "a"] * 2, "total": [0.5, 0.4, -0.1, -0.2]}
    )
    names, places = {"home": "Reference", "a": "A"}, {"home": 0, "a": 1}
    axes = sources.draw(values, {"x": "workshop", "y": "forgetting"}, names, places, "total", "points").axes[0]
    assert sorted(bar.get_width() for bar in axes.patches) == [-0.2, -0.1, 0.4, 0.5]


def test_style_stays_in_the_figure(table: pd.DataFrame) -> None:
    before = dict(mpl.rcParams)
    style.image(effects.draw(table, [MITI], NAMES, {}), "svg")
    assert dict(mpl.rcParams) == before


def test_equal_figures_are_equal_bytes(table: pd.DataFrame) -> None:
    for kind in ("png", "svg"):
        a, b = (style.image(effects.draw(table, [MITI], NAMES, {}), kind) for _ in range(2))
        assert a == b


def test_colours_differ_for_the_colour_blind() -> None:
    colours = np.array([to_rgb(style.colour(place)) for place in range(7)])
    seen = np.clip(np.clip(colours, 0, 1) ** 2.2 @ DEUTERANOPIA.T, 0, 1) ** (1 / 2.2)
    apart = np.linalg.norm(seen[:, None] - seen[None], axis=-1)[np.triu_indices(7, 1)]
    assert apart.min() > 0.12
    assert style.dashes(1) != style.dashes(7)
