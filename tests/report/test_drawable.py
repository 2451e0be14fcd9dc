"""Figures that cannot be drawn are refused before anything runs; those of our experiments can, and levels may be words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from mi_abm.experiment.experiment import load_experiment
from mi_abm.experiment.manifest import asked
from mi_abm.experiment.schema import Figure
from mi_abm.report.drawable import check
from mi_abm.scenario.problems import InputError
from tests.cli.running import invoke
from tests.experiment.small import SMALL, written

EXPERIMENTS = sorted((Path(__file__).parents[2] / "experiments").rglob("*.yaml"))
ONE = "design: {kind: full_factorial, vary: [{interventions.rotation.stay: [1, 2, 4]}]}\n"
TWO = "design: {kind: full_factorial, vary: [{interventions.rotation.stay: [1, 2, 4]}, {mechanisms.uptake.behaviour_rule: {values: [logistic, threshold]}}]}\n"
GRID = "rows: [all], columns: [first]"
REFUSED = {
    "figure: table\n": "figure: table needs 1 parameter that the design varies; 0 are",
    ONE + "figure: {kind: response_curve, panel: interventions.rotation.stay}\n": "response_curve with a panel a level needs 2",
    ONE + "figure: tornado\n": "tornado needs at least 8 points of 1 parameters; there are 3",
    "figure: bar_pairs\n": "figure.grid: bar_pairs needs what it draws",
    f"figure: {{kind: table, grid: [[miti@4, practice@2]], {GRID}}}\n": "figure.grid.0: needs 1, one for each of the columns; there are 2",
    f"figure: {{kind: table, grid: [[miti@4], [practice@2]], {GRID}}}\n": "figure.rows: needs a name for each of the 2 rows",
    f"figure: {{kind: table, grid: [[mitti@4]], {GRID}}}\n": "figure.grid: 'mitti@4' is not there; did you mean 'miti@4'?",
    f"figure: {{kind: coefficients, grid: [[miti@4]], {GRID}}}\n": "'miti@4' is no correlation between people",
    TWO + "figure: {kind: scatter, x: mechanisms.uptake.behaviour_rule}\n": "figure.x: scatter needs a number there; mechanisms.uptake.behaviour_rule has text",
}  # fmt: skip


@pytest.mark.parametrize("text", REFUSED)
def test_what_cannot_be_drawn_is_refused_before_anything_runs(tmp_path: Path, text: str) -> None:
    result = invoke("experiment", written(tmp_path, SMALL + text), "--out", tmp_path / "out")
    assert result.exit_code == 2
    (line,) = result.stderr.splitlines()
    assert REFUSED[text] in line
    assert not (tmp_path / "out").exists()


def test_bars_of_who_gains_need_two_scenarios() -> None:
    said: dict[str, Any] = {
        "figure": Figure(kind="stacked_bars").model_dump(),
        "design": {"kind": "full_factorial"},
        "factors": [{"path": "mechanisms.uptake.load", "kind": "number", "unit": "logit"}],
        "contrasts": [{"scenario": "home", "reference": "", "outcomes": ["miti@4"]}],
    }  # fmt: skip
    with pytest.raises(InputError, match="needs a contrast of two scenarios; 'home' is one"):
        check(said, 3)
    said["contrasts"][0]["reference"] = "baseline"
    check(said, 3)


@pytest.mark.parametrize("file", EXPERIMENTS, ids=lambda f: f.stem)
def test_those_of_our_experiments_can_be_drawn(file: Path) -> None:
    experiment = load_experiment(file)
    check(asked(experiment), len(experiment.points))


@pytest.mark.parametrize("figure", ["table", "response_curve", "heat_map"])
def test_levels_may_be_words(tmp_path: Path, figure: str) -> None:
    file = written(tmp_path, SMALL + TWO + f"figure: {figure}\n")
    result = invoke("experiment", file, "--out", tmp_path / "out", "--replicates", "2")
    assert result.exit_code == 0, result.stderr
    assert (tmp_path / "out" / "figure.png").stat().st_size > 0
