"""The figures of experiments show the numbers they are given, sorted and labelled, and titles say what the numbers say."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure

from mi_abm.experiment.overview import overview
from mi_abm.experiment.schema import Figure as Asked
from mi_abm.plots.style import image
from mi_abm.report.experiment import figure, finding, overview_figure
from mi_abm.scenario.problems import InputError

TITLES = {"a": "Goals", "b": "One goal for all", "c": "Setbacks are normal", "d": "Rotation"}
FIGURE = Asked(kind="forest").model_dump()


def row(scenario: str, reference: str, measure: str, difference: float, week: int = 52, **more: Any) -> dict[str, Any]:
    unit = {"miti": "MITI points", "practice": "share of conversations"}.get(measure, "0-1")
    return {
        "contrast": f"{scenario} - {reference}" if reference else scenario, "scenario": scenario, "reference": reference, "point": 0,
        "measure": measure, "week": week, "difference": difference, "ci_low": difference - 0.01, "ci_high": difference + 0.01,
        "unit": unit, "title": measure.upper(), "hours": 120.0, "good": 1, "pairs": 9,
    } | more  # fmt: skip


@pytest.fixture
def effects() -> pd.DataFrame:
    return pd.DataFrame([
        row("b", "a", "miti", -0.3), row("b", "a", "practice", -0.1), row("b", "a", "efficacy", -0.4),
        row("c", "b", "miti", 0.2), row("c", "b", "practice", 0.05), row("c", "b", "miti", 0.1, week=26),
        row("d", "a", "miti", 0.02), row("d", "a", "practice", 0.0),
    ])  # fmt: skip


def test_the_overview_is_sorted_with_each_cure_under_its_pitfall(effects: pd.DataFrame) -> None:
    found = overview(effects)
    assert found.measures == ("miti", "practice")
    assert [(line.scenario, line.below) for line in found.lines] == [("d", False), ("b", False), ("c", True)]
    assert [(e.measure, e.week) for e in found.lines[2].others] == [("miti", 26)]
    assert found.lines[2].scales["miti"].difference == 0.2
    both = "MITI, week 52: +0.02 with “Rotation”, \N{MINUS SIGN}0.30 with “One goal for all”"
    assert finding(found, TITLES) == f"{both}, against “{TITLES['a']}”"
    apart = pd.concat([effects, pd.DataFrame([row("f", "z", "miti", 0.0)])])
    assert finding(overview(apart), TITLES | {"f": "Planning"}) == both  # of what, stands in no one place


def test_the_title_names_a_larger_harm_that_follows(effects: pd.DataFrame) -> None:
    worse = pd.concat([effects, pd.DataFrame([row("e", "d", "miti", -0.6)])])
    titles = TITLES | {"e": "Rotation without end"}
    assert finding(overview(worse), titles).endswith("; from there \N{MINUS SIGN}0.60 with “Rotation without end”")


def marks(drawn: Figure, panel: int) -> list[float]:
    return [float(line.get_xdata()[0]) for line in drawn.axes[panel].get_lines() if line.get_marker() == "o"]  # type: ignore[index, arg-type]


def test_the_overview_shows_every_number(effects: pd.DataFrame) -> None:
    drawn = overview_figure(effects, TITLES)
    assert marks(drawn, 0) == [0.02, -0.3, 0.2]
    assert marks(drawn, 1) == [0.0, -0.1, 0.05]
    labels = [label.get_text().replace("\n", " ") for label in drawn.axes[0].get_yticklabels()]
    assert labels == ["Rotation", "One goal for all", "\N{DOWNWARDS ARROW WITH TIP RIGHTWARDS} Setbacks are normal"]
    texts = [text.get_text() for text in drawn.axes[1].texts]
    assert texts.count("+120") == 3
    assert "EFFICACY, week 52: \N{MINUS SIGN}0.40" in texts
    left, right = drawn.axes[0].get_xlim()
    assert left < -0.31 < 0.5 < right, "a workshop's half a point is in sight"
    assert image(drawn, "png").startswith(b"\x89PNG")


def swept(n: int = 40) -> tuple[dict[str, Any], pd.DataFrame]:
    """An effect of a - 1/2 over two parameters."""
    a, b = (np.arange(n) + 0.5) / n, (np.arange(n) * 7 % n) / n
    rows = [row("d", "a", "miti", x - 0.5, point=i) | {"mechanisms.a.level": x, "mechanisms.b.rate": y} for i, (x, y) in enumerate(zip(a, b, strict=True))]  # fmt: skip
    manifest = {
        "figure": FIGURE,
        "factors": [
            {"path": f"mechanisms.{name}", "kind": "number", "unit": unit}
            for name, unit in (("a.level", "weeks"), ("b.rate", ""))
        ],
        "design": {"kind": "latin_hypercube"},
        "contrasts": [{"scenario": "d", "reference": "a", "outcomes": ["miti@52"]}],
        "scenarios": [],
    }
    return manifest, pd.DataFrame(rows)


def drawn_as(kind: str, **said: Any) -> Figure:
    manifest, effects = swept()
    made = figure(manifest | {"figure": FIGURE | {"kind": kind} | said}, effects)
    assert made is not None
    assert image(made, "svg")
    return made


@pytest.mark.parametrize("kind", ["response_curve", "heat_map", "scatter", "parallel_coordinates"])
def test_the_title_states_the_range_and_how_sure_it_is(kind: str) -> None:
    title = drawn_as(kind)._suptitle.get_text().replace("\n", " ")  # type: ignore[attr-defined]
    assert title.startswith(
        "MITI, week 52, d against a: \N{MINUS SIGN}0.49 to +0.49 MITI points over 40 points, surely more at 20, surely less at 20"
    )
    if kind != "heat_map":
        assert title.endswith("; more with a: level (rank correlation +1.00)")
    assert drawn_as(kind, title="Mine")._suptitle.get_text() == "Mine"  # type: ignore[attr-defined]


def test_a_title_does_not_make_much_of_little() -> None:
    manifest, effects = swept()
    small = effects.assign(difference=0.0004 + effects["difference"].abs() / 20, ci_low=0.0001)
    title = figure(manifest | {"figure": FIGURE | {"kind": "scatter"}}, small)._suptitle.get_text()  # type: ignore[union-attr]
    said = title.replace("\n", " ")
    assert "+0.001 to +0.025 MITI points over 40 points, too little to matter at any of them" in said
    assert "surely" not in said


def test_a_response_curve_runs_through_its_means() -> None:
    axes = drawn_as("response_curve").axes[0]
    x, y = axes.get_lines()[0].get_data()
    assert np.allclose(np.asarray(y, float), np.asarray(x, float) - 0.5)
    assert axes.get_xlabel() == "a: level (weeks)"
    assert axes.get_ylabel() == "difference (MITI points)"


def test_a_scatter_has_a_mark_a_point() -> None:
    axes = drawn_as("scatter", x="mechanisms.b.rate").axes[0]
    (points,) = [line for line in axes.get_lines() if line.get_marker() == "o"]
    assert len(np.asarray(points.get_xdata())) == 40
    assert axes.get_xlabel() == "b: rate"


def test_a_heat_map_has_its_numbers_in_its_cells() -> None:
    axes = drawn_as("heat_map").axes[0]
    values = np.ma.filled(axes.get_images()[0].get_array(), np.nan)
    texts = [t.get_text() for t in axes.texts if t.get_text()]
    assert len(texts) == np.isfinite(values).sum()
    assert (axes.get_xlabel(), axes.get_ylabel()) == ("a: level (weeks)", "b: rate")


def test_parallel_coordinates_begin_with_the_strongest() -> None:
    axes = drawn_as("parallel_coordinates").axes[0]
    assert [label.get_text().replace("\n", " ") for label in axes.get_xticklabels()] == [
        "a: level (weeks)",
        "b: rate",
        "MITI, week 52",
    ]
    assert len([line for line in axes.get_lines() if len(np.asarray(line.get_xdata())) == 3]) == 40


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"of": "practice@52"}, "figure.of: 'practice@52' is not there"),
        ({"contrast": "b - a"}, "figure.contrast: 'b - a' is not there"),
        ({"x": "mechanisms.a.levl"}, "did you mean 'mechanisms.a.level'?"),
    ],
)
def test_what_is_not_there_cannot_be_drawn(said: dict[str, str], words: str) -> None:
    with pytest.raises(InputError) as error:
        drawn_as("response_curve", **said)
    assert words in str(error.value)


def test_no_figure_is_drawn_of_nothing() -> None:
    manifest, effects = swept()
    assert figure(manifest | {"figure": FIGURE | {"kind": "none"}}, effects) is None
    assert figure(manifest, effects.assign(difference=np.nan)) is None
