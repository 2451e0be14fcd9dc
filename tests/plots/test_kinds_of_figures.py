"""Every kind of figure shows the numbers that it is given, in the words of the file."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure

from mi_abm.plots.style import image
from mi_abm.report.coefficients import MOST_MARKS
from mi_abm.report.experiment import figure
from mi_abm.report.pairs import picture, told
from mi_abm.scenario.problems import InputError
from tests.plots.test_experiment_figures import FIGURE, row

A, B = "mechanisms.a.level", "mechanisms.b.rate"
WORDS = {A: "safety", B: "pace", "d": "pairs", "a": "nothing", "e": "alone"}
MINUS = "\N{MINUS SIGN}"


def manifest(contrasts: dict[str, list[str]], varied: tuple[str, ...] = (A, B), **said: Any) -> dict[str, Any]:
    sides = {key: key.split(" - ") for key in contrasts}
    return {
        "figure": FIGURE | said,
        "factors": [{"path": path, "kind": "number", "unit": "share"} for path in varied],
        "contrasts": [
            {"scenario": s[0], "reference": "".join(s[1:]), "outcomes": contrasts[k]} for k, s in sides.items()
        ],
        "scenarios": [],
        "design": {"kind": "full_factorial"},
        "words": WORDS,
    }


def over(scenario: str, reference: str, measure: str, of: Any, weeks: tuple[int, ...] = (52,)) -> list[dict[str, Any]]:
    """Return effects at 4 x 3 points."""
    grid = [(x, y) for x in (0.0, 0.2, 0.4, 0.6) for y in (1.0, 2.0, 3.0)]
    return [
        row(scenario, reference, measure, of(x, y, week), week, point=i) | {A: x, B: y}
        for week in weeks
        for i, (x, y) in enumerate(grid)
    ]


def drawn(said: dict[str, Any], rows: list[dict[str, Any]], people: pd.DataFrame | None = None) -> Figure:
    made = figure(said, pd.DataFrame(rows), people)
    assert made is not None
    assert image(made, "png").startswith(b"\x89PNG")
    return made


def words(made: Figure) -> list[str]:
    return [t.get_text().replace("\n", " ") for axes in made.axes for t in axes.texts]


def title(made: Figure) -> str:
    return made._suptitle.get_text().replace("\n", " ")  # type: ignore[attr-defined, no-any-return]


def test_a_table_of_contrasts_is_ranked_with_intervals() -> None:
    rows = [
        row("d", "a", "miti", 0.1),
        row("e", "a", "miti", 0.3),
        row("d", "a", "practice", 0.05),
        row("e", "a", "practice", -0.02),
    ]
    made = drawn(
        manifest({"d - a": ["miti@52", "practice@52"], "e - a": ["miti@52", "practice@52"]}, (), kind="table"), rows
    )
    assert [label.get_text() for label in made.axes[0].get_yticklabels()] == ["alone", "pairs"]
    said = words(made)
    assert said.index("+0.30") < said.index("+0.10")
    assert {"+0.29 to +0.31", f"{MINUS}2.0", "+5.0"} <= set(said)
    assert title(made) == "MITI, week 52 (MITI points) against nothing: +0.30 with alone, +0.10 with pairs"


def test_a_table_of_points_has_a_block_an_outcome() -> None:
    rows = over("d", "a", "miti", lambda x, y, _: x * y) + over("d", "a", "practice", lambda x, y, _: x - 0.3)
    made = drawn(manifest({"d - a": ["miti@52", "practice@52"]}, kind="table", x=B), rows)
    assert [label.get_text() for label in made.axes[0].get_yticklabels()] == [
        f"safety {x:g}" for x in (0, 0.2, 0.4, 0.6)
    ]
    assert [label.get_text() for label in made.axes[1].get_xticklabels()] == ["pace 1", "pace 2", "pace 3"]
    assert {"+1.80", "0.00", f"{MINUS}30.0"} <= set(words(made))


def test_a_grid_of_contrasts_has_its_cells_where_the_file_says() -> None:
    rows = [row(name, "", "habit", value) for name, value in (("d", 0.1), ("e", 0.2), ("a", 0.3), ("f", 0.4))]
    said = manifest({n: ["habit@52"] for n in "deaf"}, (), kind="table", grid=[["d", "e"], ["a", "f"]], rows=["up", "down"], columns=["left", "right"])  # fmt: skip
    made = drawn(said, rows)
    places = {t.get_text(): t.get_position() for t in made.axes[0].texts}
    assert places["0.20"][0] == 1
    assert places["0.40"][0] == 1
    assert places["0.20"][1] < places["0.40"][1]
    assert title(made) == "HABIT, week 52 (0 to 1): from 0.10 (up left) to 0.40 (down right)"


def test_pairs_of_bars_are_as_high_as_their_numbers() -> None:
    rows = over("d", "", "practice", lambda x, y, _: 0.3) + over("d", "", "belief", lambda x, y, _: 0.3 * x)
    rows = [r | {"unit": "share of conversations"} for r in rows]
    said = manifest({"d": ["practice@52", "belief@52"]}, kind="bar_pairs", x=A, grid=[["practice@52", "belief@52"]], rows=["questions"], columns=["done", "believed"])  # fmt: skip
    made = drawn(said, rows)
    heights = [[patch.get_height() for patch in axes.patches] for axes in made.axes]  # type: ignore[attr-defined]
    assert np.allclose(heights, [[0.3, 0.3 * x] for x in (0, 0.2, 0.4, 0.6)])
    assert title(made).startswith("Widest apart in questions, safety 0: 30.0 done, 0.0 believed")
    with pytest.raises(InputError, match="bar_pairs needs what it draws"):
        drawn(manifest({"d": ["practice@52"]}, kind="bar_pairs"), rows)


def test_weeks_run_across() -> None:
    weeks = (0, 10, 52)
    rows = over("d", "", "practice", lambda x, y, week: x + week, weeks)
    made = drawn(manifest({"d": [f"practice@{w}" for w in (10, 0, 52)]}, kind="over_time", y=A), rows)
    line = next(line for line in made.axes[0].get_lines() if len(np.asarray(line.get_xdata())) == 3)
    assert np.asarray(line.get_xdata(), float).tolist() == [0, 10, 52]
    assert np.allclose(np.asarray(line.get_ydata(), float), [0, 10, 52])
    assert made.axes[0].get_xlabel() == "week"


@pytest.mark.parametrize(("shift", "thick"), [(0.3, True), (-1.0, False)])
def test_a_contour_marks_where_nothing_changes(shift: float, thick: bool) -> None:
    made = drawn(manifest({"d - a": ["miti@52"]}, kind="contour"), over("d", "a", "miti", lambda x, y, _: x - shift))
    assert any(np.allclose(c.get_linewidths(), 2.2) for c in made.axes[0].collections) == thick  # type: ignore[attr-defined]
    assert made._supxlabel.get_text().startswith("thick line" if thick else "no effect passes zero")  # type: ignore[attr-defined]


def test_a_tornado_begins_with_what_matters_most() -> None:
    rows = over("d", "a", "miti", lambda x, y, _: 10 * x - 0.001 * y)
    made = drawn(manifest({"d - a": ["miti@52"]}, kind="tornado"), rows)
    assert [label.get_text() for label in made.axes[0].get_yticklabels()] == ["safety", "pace"]
    widths = [patch.get_width() for patch in made.axes[0].patches]  # type: ignore[attr-defined]
    assert widths[0] > 0.99
    assert widths[1] < -0.9
    assert "more with safety (+1.00), less with pace" in title(made)


def test_a_tornado_has_bootstrap_intervals_that_narrow_with_points() -> None:
    def widths(times: int) -> list[float]:
        rows = [row | {"difference": row["difference"] + np.sin(7 * i)} for i, row in enumerate(over("d", "a", "miti", lambda x, *_: x) * times)]  # fmt: skip
        made = drawn(manifest({"d - a": ["miti@52"]}, kind="tornado"), rows)
        (lines,) = made.axes[0].collections  # type: ignore[attr-defined]
        return [float(np.ptp(segment[:, 0])) for segment in lines.get_segments()]

    few, many = widths(2), widths(12)
    assert 0 < max(many) < min(few)
    with pytest.raises(InputError, match="at least 10 points of 2 parameters; there are 9"):
        drawn(manifest({"d - a": ["miti@52"]}, kind="tornado"), over("d", "a", "miti", lambda x, y, _: x)[:9])


def test_ridges_say_how_many_lie_below_the_middle() -> None:
    table = pd.DataFrame([{A: x, B: y, "low": low, "share": s} for x in (0.0, 1.0) for y in (1.0, 2.0) for low, s in ((0.0, x / 4), (0.5, 1 - x / 4))])  # fmt: skip
    rows = over("d", "", "approval", lambda x, y, _: x)
    made = drawn(manifest({"d": ["approval@52"]}, kind="ridge"), rows, table)
    assert {"0 %", "25 %"} == set(words(made))
    assert "up to 25 % of staff" in title(made)
    with pytest.raises(InputError, match=r"needs people\.csv"):
        drawn(manifest({"d": ["approval@52"]}, kind="ridge"), rows)


def test_stacked_shares_add_up() -> None:
    part = {"group": "everybody", "better": 0.5, "worse": 0.2, "no_different": 0.3}
    ends = {f"{k}{e}": part[k] for k in ("better", "worse", "no_different") for e in ("_low", "_high")}
    table = pd.DataFrame([{A: x, B: y, **part, **ends} for x in (0.0, 1.0) for y in (1.0, 2.0)])
    made = drawn(
        manifest({"d - a": ["miti@52"]}, kind="stacked_bars"), over("d", "a", "miti", lambda x, y, _: x), table
    )
    bars = [p for p in made.axes[0].patches if p.get_width() > 0]  # type: ignore[attr-defined]
    assert sum(p.get_width() for p in bars) == pytest.approx(2)  # type: ignore[attr-defined]
    assert title(made).startswith("Better with pairs: 50 %")
    assert {"50", "20", "30"} == set(words(made))


def correlated(noise: float) -> pd.DataFrame:
    """Return people of 4 runs at three levels; practice rises with belief by .5 at level .2, and falls elsewhere."""
    x = np.tile(np.linspace(0, 1, 200), 4)
    run = np.repeat(np.arange(4), 200)
    rows = [
        pd.DataFrame({A: level, "outcome": "r_clients_practice@52", "run": run, "x": x, "y": slope * x + noise * np.sin(9 * x + run)})
        for level, slope in ((0.0, -0.5), (0.2, 0.5), (0.4, -0.5))
    ]  # fmt: skip
    return pd.concat(rows)


def test_coefficients_stand_over_the_people_they_are_of() -> None:
    rows = [row("d", "", "r_clients_practice", 0.4 * x, unit="correlation") | {A: x} for x in (0.0, 0.2, 0.4)]
    said = manifest({"d": ["r_clients_practice@52"]}, (A,), kind="coefficients", grid=[["r_clients_practice@52"]], rows=["about clients"], columns=["and practice"])  # fmt: skip
    made = drawn(said, rows, correlated(0.01))
    *table, cloud = made.axes
    assert len(table) == 3
    dots, line = cloud.get_lines()
    assert len(np.asarray(dots.get_xdata())) == MOST_MARKS < 800
    ends = np.asarray(line.get_ydata(), float)
    assert ends[-1] - ends[0] == pytest.approx(0.5, abs=0.02)
    assert cloud.get_title(loc="left") == "r 0.08 (0.07 to 0.09)"
    assert cloud.get_ylabel().replace("\n", " ") == "practice (in 100 conversations)"
    with pytest.raises(InputError, match=r"needs people\.csv"):
        drawn(said, rows)


def test_a_response_curve_has_a_panel_a_level() -> None:
    said = manifest({"d - a": ["miti@52"]}, kind="response_curve", x=A, y=B, panel=B)
    made = drawn(said, over("d", "a", "miti", lambda x, y, _: x + y))
    assert [axes.get_title(loc="left") for axes in made.axes] == ["pace 1", "pace 2", "pace 3"]
    assert [np.asarray(axes.get_lines()[0].get_ydata(), float)[0] for axes in made.axes] == [1, 2, 3]
    assert len({axes.get_ylim() for axes in made.axes}) == 1
    assert "the same whatever" not in title(made)
    same = drawn(said, over("d", "a", "miti", lambda x, y, _: x + 1e-4 * y))
    assert title(same).endswith("; the same whatever pace")


def test_a_network_has_an_arrow_a_tie() -> None:
    people = [
        {"scenario": "d", "person": i, "partner": -1, "team": i // 2, "skill": 0.1 * i, "habit": 0.0} for i in range(4)
    ]
    ties = [
        {"scenario": "d", "person": a, "partner": b, "team": 0, "skill": 0.1, "habit": 0.0}
        for a, b in ((0, 1), (2, 3), (0, 3))
    ]
    rows = [row("d", "", "model_gini", 0.25)]
    made = drawn(manifest({"d": ["model_gini@52"]}, (), kind="influence_network"), rows, pd.DataFrame(people + ties))
    assert len(made.axes[0].patches) == 3
    assert "pairs 0.25" in title(made)


def test_pairs_of_parts() -> None:
    def pair(one: str, other: str, value: float) -> dict[str, Any]:
        return {
            "one": one,
            "other": other,
            "interaction": {"value": value, "ci_low": value - 0.01, "ci_high": value + 0.01},
        }

    pairs = [pair("goals", "feedback", 0.08), pair("goals", "coaching", 0.0), pair("coaching", "feedback", -0.07)]
    assert picture(pairs).startswith(b"\x89PNG")
    practice = [pair("goals", "feedback", -0.02), pair("goals", "coaching", 0.03), pair("coaching", "feedback", 0.005)]
    said = list(told({"miti": pairs, "practice": practice}))
    assert said[0] == (
        "In skill: of 3 pairs 1 surely do more together than one by one (a 95 % interval above 0), 1 surely less; "
        "2 by as much as matters in practice (0.05 MITI points)."
    )
    assert any("goals and feedback | +0.080 (+0.070 to +0.090) | \N{MINUS SIGN}2.0" in line for line in said)
    other = said.index(next(line for line in said if line.startswith("In practice: of 3 pairs 1 surely do more")))
    assert "1 surely less; 2 by as much as matters in practice (1 in 100)" in said[other]
    assert "goals and coaching" in said[other + 4]  # its own order
