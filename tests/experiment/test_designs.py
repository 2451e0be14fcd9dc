"""Designs: where their points lie."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from mi_abm.experiment.designs import UNCHANGED, points_of, table
from mi_abm.experiment.schema import Design
from mi_abm.experiment.space import Factor, cell
from mi_abm.scenario.problems import InputError
from tests.experiment.small import experiment

SPACE = (Factor("a", 0.0, 2.0), Factor("b", 1, 8, whole=True), Factor("c", values=("x", "y", True)))


def test_full_factorial_has_every_combination() -> None:
    points = points_of(SPACE, Design(kind="full_factorial", points=3))
    assert len(points) == len(set(points)) == 3 * 3 * 3
    assert {p[0] for p in points} == {0.0, 1.0, 2.0}
    assert {p[1] for p in points} == {1, 4, 8}
    assert {p[2] for p in points} == {"x", "y", True}


def test_without_a_number_of_levels_a_range_has_its_ends() -> None:
    assert points_of(SPACE[:1], Design(kind="full_factorial")) == [(0.0,), (2.0,)]


def test_one_at_a_time_leaves_the_others_alone() -> None:
    points = points_of(SPACE, Design(kind="one_at_a_time"))
    changed = [sum(v is not UNCHANGED for v in p) for p in points]
    assert changed == [0] + [1] * (2 + 2 + 3)


def test_a_latin_hypercube_has_each_stratum_once() -> None:
    points = points_of(SPACE[:2], Design(kind="latin_hypercube", points=16, seed=3))
    assert sorted(int(p[0] * 8) for p in points) == list(range(16))
    assert sorted(p[1] for p in points) == sorted([*range(1, 9)] * 2)
    assert points == points_of(SPACE[:2], Design(kind="latin_hypercube", points=16, seed=3))
    assert points != points_of(SPACE[:2], Design(kind="latin_hypercube", points=16, seed=4))


def test_a_longer_sobol_sequence_begins_with_the_shorter_one() -> None:
    short, long = (points_of(SPACE, Design(kind="sobol", points=n)) for n in (8, 16))
    assert long[:8] == short
    assert np.mean([p[0] for p in long]) == pytest.approx(1.0, abs=0.05)


def test_saltelli_and_morris_have_as_many_points_as_their_indices_need() -> None:
    assert len(points_of(SPACE, Design(kind="saltelli", points=4))) == 4 * (3 + 2)
    steps = points_of(SPACE, Design(kind="morris", points=5, seed=2))
    assert len(steps) == 5 * (3 + 1)
    moved = [sum(a != b for a, b in zip(steps[k], steps[k + 1], strict=True)) for k in range(3)]
    assert all(n <= 1 for n in moved)  # a whole number may stay where it is


def test_one_trajectory_of_morris_is_refused() -> None:
    with pytest.raises(InputError) as error:
        points_of(SPACE, Design(kind="morris", points=1))
    assert str(error.value) == "design.points: 1 is not allowed; morris needs at least 2 trajectories"


def test_whole_numbers_and_choices_have_equal_shares() -> None:
    places = (np.arange(8000) + 0.5) / 8000
    for factor, n in ((SPACE[1], 8), (SPACE[2], 3)):
        values, counts = np.unique([str(factor.at(u)) for u in places], return_counts=True)
        assert len(values) == n
        assert counts.max() - counts.min() <= 1
    assert (SPACE[1].at(0.0), SPACE[1].at(1.0), SPACE[0].at(1.0)) == (1, 8, 2.0)


def test_the_kind_of_a_column() -> None:
    kinds = [Factor("a", values=v).kind for v in ((1, 2), (1, 2.5), (True, False), ("x", 1), (True, 1))]
    assert kinds == ["whole", "number", "truth", "text", "text"]
    assert (cell(1, "number"), cell([8, 8], "text"), cell("x", "text"), cell(True, "truth")) == (
        1.0,
        "[8, 8]",
        "x",
        True,
    )


def test_a_section_means_all_its_parameters_with_their_declared_ranges(tmp_path: Path) -> None:
    found = experiment(tmp_path, "question: Why?\nscenarios: [baseline, rotation]\n"
                       "design: {kind: sobol, points: 2, vary: [mechanisms.attachment_ties, interventions.rotation]}")  # fmt: skip
    by = {f.path: f for f in found.factors}
    assert len([p for p in by if p.startswith("mechanisms.attachment_ties.")]) > 8
    assert by["interventions.rotation.selection"].values == ("most_skilled", "random", "least_inconsistent")
    assert (by["interventions.rotation.stay"].low, by["interventions.rotation.stay"].high) == (1, 8)
    assert by["interventions.rotation.stay"].whole
    assert by["interventions.rotation.stay"].unit == "weeks"


def test_what_is_fixed_stays_as_it_is(tmp_path: Path) -> None:
    text = "question: Why?\nscenarios: [baseline]\ndesign: {kind: sobol, points: 2, vary: [mechanisms.uptake], fixed: [%s]}"
    rule = "mechanisms.uptake.behaviour_rule"
    whole, less = experiment(tmp_path, text % ""), experiment(tmp_path, text % rule)
    assert {f.path for f in whole.factors} - {f.path for f in less.factors} == {rule}
    with pytest.raises(InputError, match=r"design\.fixed\.0: .*_rul is not varied; did you mean '.*_rule'"):
        experiment(tmp_path, text % rule[:-1])


def test_a_table_of_points(tmp_path: Path) -> None:
    (tmp_path / "points.csv").write_text(
        'mechanisms.turnover.rate,organisation.team_size\n0.01,8\n,"[3, 4]"\n\n0.02,\n', encoding="utf-8"
    )
    text = "question: Why?\nscenarios: [baseline]\ndesign: {kind: table, table: points.csv}"
    found = experiment(tmp_path, text)
    assert found.points == [(0.01, 8), (UNCHANGED, [3, 4]), (0.02, UNCHANGED)]
    assert [f.kind for f in found.factors] == ["number", "text"]


WRONG = {
    "": "has no points",
    "a,b\n1\n": "row 2: has 1 cells; the header has 2",
    "a,a\n1,2\n": "stands twice",
    "mechanisms.turnovr.rate\n0.1\n": "is no parameter; did you mean 'mechanisms.turnover.rate'?",
    "mechanisms.turnover.rate\n0.1\n7\n": "point 2: mechanisms.turnover.rate: 7 is not allowed; it must be at most 1",
    "interventions.coaching.dose\n0.1\n": "no scenario of the experiment has the intervention coaching",
    "mechanisms.turnover.rate\n[\n": "not YAML",
}


@pytest.mark.parametrize("text", WRONG)
def test_what_is_wrong_with_a_table(tmp_path: Path, text: str) -> None:
    (tmp_path / "points.csv").write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as error:
        experiment(tmp_path, "question: Why?\nscenarios: [baseline]\ndesign: {kind: table, table: points.csv}")
    assert WRONG[text] in str(error.value)
    assert "points.csv" in str(error.value)


def test_a_table_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        table(tmp_path / "none.csv")
