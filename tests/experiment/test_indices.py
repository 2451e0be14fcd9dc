"""Sensitivity, from the file of an experiment to its figure: indices that are known, and noise that is called noise."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from matplotlib.figure import Figure

from mi_abm.experiment.conclude import run_experiment
from mi_abm.experiment.designs import OTHERS
from mi_abm.experiment.experiment import load_experiment
from mi_abm.experiment.indices import indices, without_one
from mi_abm.experiment.results import ExperimentResults
from mi_abm.experiment.worlds import Permission
from mi_abm.report.digits import MINUS
from mi_abm.report.experiment import figure
from mi_abm.scenario.problems import InputError

# Ishigami and Homma's function of three parameters (a = 7, b = 0.1), as a guest's pull on intention,
# whose measure comes of itself.
GUEST = '''"""Ishigami."""

import numpy as np

from mi_abm.core import Mechanism, param, part
from mi_abm.mechanisms.uptake import Uptake

TURN = (-float(np.pi), float(np.pi))


class Ishigami(Mechanism):
    """Intention is pulled by Ishigami and Homma's function."""

    class Params(Mechanism.Params):
        a: float = param(0.0, "first", unit="rad", source="assumption", range=TURN)
        b: float = param(0.0, "second", unit="rad", source="assumption", range=TURN)
        c: float = param(0.0, "third", unit="rad", source="assumption", range=TURN)

    ishigami = part(Uptake.intention, meaning="Ishigami")

    def appraise(self, people, p, org, now):
        people.ishigami = np.sin(p.a) + 7 * np.sin(p.b) ** 2 + 0.1 * p.c**4 * np.sin(p.a)
'''
ASKED = """question: What decides?
scenarios: {{home: {{extends: baseline, uses: [ishigami], burn_in: 0, organisation: {{teams: 2, team_size: 2}}}}}}
weeks: 1
replicates: 2
contrast: {contrast}
measures: [miti]
design: {design}
figure: tornado
"""
A, B, C = (f"mechanisms.ishigami.{name}" for name in "abc")
FIRST = {A: 0.3139, B: 0.4424, C: 0.0}  # by hand, from the variances of the function
TOTAL = {A: 0.5576, B: 0.4424, C: 0.2437}


def asked(folder: Path, design: str, contrast: str = "intention_ishigami") -> ExperimentResults:
    (folder / "ishigami.py").write_text(GUEST, "utf-8")
    (folder / "asked.yaml").write_text(ASKED.format(design=design, contrast=contrast), "utf-8")
    return run_experiment(
        load_experiment(folder / "asked.yaml", permission=Permission(allow_code=True)), folder / "out"
    )


def by_path(results: ExperimentResults, index: str) -> dict[str, tuple[float, float, float]]:
    found = indices(results.manifest, results.effects())
    mine = found[(found["index"] == index) & (found["measure"] != "hours")]
    return {str(r["path"]): (r["value"], r["low"], r["high"]) for _, r in mine.iterrows()}


def bars(drawn: Figure, panel: int) -> dict[str, float]:
    axes = drawn.axes[panel]
    names = [label.get_text().replace("\n", " ") for label in axes.get_yticklabels()]
    return dict(zip(names, (patch.get_width() for patch in axes.patches), strict=True))  # type: ignore[attr-defined]


@pytest.mark.slow
def test_ishigami_from_file_to_figure(tmp_path: Path) -> None:
    results = asked(tmp_path, "{kind: saltelli, points: 2048, vary: [mechanisms.ishigami]}")
    for index, known in (("first", FIRST), ("total", TOTAL)):
        for path, (value, low, high) in by_path(results, index).items():
            assert value == pytest.approx(known[path], abs=0.03)
            assert low - 0.02 < known[path] < high + 0.02
    drawn = figure(results.manifest, results.effects())
    assert drawn is not None
    for panel, known in enumerate((FIRST, TOTAL)):
        shown = bars(drawn, panel)
        assert shown == pytest.approx({f"ishigami: {p[-1]}": v for p, v in known.items()}, abs=0.03)
        assert [*shown.values()] == sorted(shown.values(), reverse=True)
    assert "decided most by ishigami: a (" in title(drawn)  # as so many points tell it from b


def test_a_total_index_may_rest_on_one_base_point(tmp_path: Path) -> None:
    """One point of the column that moves b alone is far off: without its base point, b has the share that it has."""
    results = asked(tmp_path, "{kind: saltelli, points: 256, vary: [mechanisms.ishigami]}")
    effects = results.effects()
    effects.loc[effects["point"] == 7 * 5 + 2, "difference"] += 500.0
    total = indices(results.manifest, effects).query("index == 'total'").set_index("path")["value"]
    (without,) = without_one(results.manifest, effects).values()
    assert total[B] > 10
    assert without[B] == pytest.approx(TOTAL[B], abs=0.08)
    assert without[A] == pytest.approx(total[A], abs=0.05)


def test_the_others_move_as_one(tmp_path: Path) -> None:
    """a and c together explain all that b does not; b adds to nothing."""
    results = asked(tmp_path, f"{{kind: saltelli, points: 512, vary: [mechanisms.ishigami], apart: [{B}]}}")
    assert len(results.effects()) == 512 * (2 + 2)
    for index in ("first", "total"):
        found = by_path(results, index)
        assert {path: v for path, (v, *_) in found.items()} == pytest.approx({OTHERS: 0.5576, B: 0.4424}, abs=0.03)


def test_elementary_effects_by_hand(tmp_path: Path) -> None:
    """At the grid's levels -pi, -pi/3, pi/3, pi a step moves b between sines whose squares are 0 and 3/4: 7 x 3/4 / (2/3)."""
    results = asked(tmp_path, "{kind: morris, points: 40, vary: [mechanisms.ishigami]}")
    value, low, high = by_path(results, "mu_star")[B]
    assert value == pytest.approx(7.875)
    assert low == pytest.approx(high)
    signed, below, above = by_path(results, "mu")[B]
    assert below < 0 < above
    assert abs(signed) < value
    assert figure(results.manifest, results.effects()) is not None


def test_rank_correlations_have_the_sign_of_their_slope(tmp_path: Path) -> None:
    results = asked(tmp_path, "{kind: latin_hypercube, points: 200, vary: [mechanisms.ishigami]}")
    found = by_path(results, "prcc")
    assert found[A][1] > 0.1  # sin a, whatever the others are
    assert found[B][1] < 0 < found[B][2]  # symmetrical: no rank correlation to be found


def cells(drawn: Figure, panel: int = 0) -> dict[str, list[str]]:
    """Return what stands in the rows of a heat map: numbers and their intervals."""
    axes = drawn.axes[panel]
    names = [label.get_text().replace("\n", " ") for label in axes.get_yticklabels()]
    found: dict[str, list[str]] = {name: [] for name in names}
    for text in axes.texts:
        found[names[round(text.get_position()[1])]].append(text.get_text())
    return found


@pytest.mark.parametrize(("kind", "points", "index"), [("saltelli", 256, "total"), ("morris", 20, "mu_star")])
def test_a_heat_map_shows_the_indices_that_were_found(tmp_path: Path, kind: str, points: int, index: str) -> None:
    design = f"{{kind: {kind}, points: {points}, vary: [mechanisms.ishigami]}}"
    results = asked(tmp_path, design, "[intention_ishigami, hours]")
    manifest = {**results.manifest, "figure": {**results.manifest["figure"], "kind": "heat_map"}}
    drawn = figure(manifest, results.effects())
    assert drawn is not None
    (found,) = [cells(drawn, i) for i in range(len(drawn.axes))]  # hours, on which nothing has a part, have no block
    known = sorted(by_path(results, index).items(), key=lambda item: -item[1][0])
    assert [*found] == [*(f"ishigami: {path[-1]}" for path, _ in known), "floor: what chance alone would make"]
    for path, (value, low, high) in known:
        number, span = found[f"ishigami: {path[-1]}"]
        assert float(number.strip("()")) == pytest.approx(value, abs=0.006)
        assert [float(x.replace(MINUS, "-")) for x in span.split(" to ")] == pytest.approx([low, high], abs=0.006)
        assert number.startswith("(") == (not low > 0)
    (_, (_, least, _)), *others = known
    overlap = [path[-1] for path, (_, _, high) in others if high >= least]  # so few points leave the order open
    assert overlap
    assert f" home ishigami: {known[0][0][-1]} and ishigami: {overlap[0]}" in title(drawn).replace(",", " and")
    assert title(drawn).endswith(" [order open]")


@pytest.mark.parametrize("kind", ["tornado", "heat_map"])
def test_points_without_a_number_are_left_out(tmp_path: Path, kind: str) -> None:
    """A base point of which one run failed goes with all that belong to it; the others keep their places."""
    results = asked(tmp_path, "{kind: saltelli, points: 256, vary: [mechanisms.ishigami]}")
    effects = results.effects()
    effects.loc[effects["point"].isin([3, 51, 200]), "difference"] = np.nan
    manifest = {**results.manifest, "figure": {**results.manifest["figure"], "kind": kind}}
    assert figure(manifest, effects) is not None
    total = indices(manifest, effects).query("index == 'total'").set_index("path")["value"]
    assert total.to_dict() == pytest.approx(TOTAL, abs=0.08)


def test_a_heat_map_says_what_is_noise(tmp_path: Path) -> None:
    """A parameter that only shuffles luck stands in brackets."""
    design = "{kind: saltelli, points: 32, vary: [{mechanisms.skill.mean: [0.3, 0.5]}, {mechanisms.uptake.noise_sd: [0.99, 1.0]}]}"
    results = asked(tmp_path, design, "practice")
    manifest = {**results.manifest, "figure": {**results.manifest["figure"], "kind": "heat_map"}}
    drawn = figure(manifest, results.effects())
    assert drawn is not None
    assert cells(drawn)["uptake: noise sd"][0].startswith("(")


def title(drawn: Figure) -> str:
    return str(drawn._suptitle.get_text()).replace("\n", " ")  # type: ignore[attr-defined]


def test_what_nothing_depends_on_is_noise(tmp_path: Path) -> None:
    """Hours do not know of the guest: no variance over points, no index."""
    results = asked(tmp_path, "{kind: saltelli, points: 8, vary: [mechanisms.ishigami]}", "hours")
    assert indices(results.manifest, results.effects()).empty


def test_noise_is_told_from_signal(tmp_path: Path) -> None:
    """A parameter that only shuffles luck has a total index of no more than the share of noise."""
    design = "{kind: saltelli, points: 64, vary: [{mechanisms.skill.mean: [0.3, 0.5]}, {mechanisms.uptake.noise_sd: [0.99, 1.0]}]}"
    results = asked(tmp_path, design, "practice")
    found = indices(results.manifest, results.effects())
    assert found["noise"].between(0, 1, inclusive="right").all()
    total = found[found["index"] == "total"].set_index("path")
    assert total["floor"].eq(total["noise"]).all()
    assert not total.loc["mechanisms.uptake.noise_sd", "sure"]


@pytest.mark.parametrize(
    ("design", "said"),
    [
        ("{kind: full_factorial, vary: [mechanisms.ishigami]}", "gives no indices"),
        ("{kind: saltelli, points: 8, vary: [mechanisms.ishigami], apart: [mechanisms.ishigami.d]}", "is not varied"),
    ],
)
def test_designs_that_give_none_say_so(tmp_path: Path, design: str, said: str) -> None:
    def through() -> None:
        results = asked(tmp_path, design)
        indices(results.manifest, results.effects())

    with pytest.raises(InputError, match=said):
        through()


def test_the_errors_of_points_are_those_of_their_pairs(tmp_path: Path) -> None:
    from mi_abm.experiment.indices import values

    results = asked(tmp_path, "{kind: latin_hypercube, points: 6, vary: [mechanisms.skill.mean]}", "miti")
    runs, (_, error) = results.runs(), values(results.effects())
    spread = runs.groupby("mechanisms.skill.mean", sort=False)["miti"].std() / np.sqrt(2)
    assert sorted(error) == pytest.approx(sorted(spread))
