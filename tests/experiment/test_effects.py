"""Effects computed from a store are the contrasts of the same runs."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from mi_abm.analysis.contrasts import contrasts, frame
from mi_abm.engine.simulate import simulate
from mi_abm.experiment.conclude import conclude
from mi_abm.experiment.effects import interval
from mi_abm.experiment.runner import Runner
from mi_abm.scenario.vary import with_values
from tests.experiment.small import PLACE, SMALL, SWEEP, experiment, trapped_experiment

SAME = (
    "reference_mean",
    "scenario_mean",
    "difference",
    "ci_low",
    "ci_high",
    "effect_size",
    "better",
    "per_100_hours",
    "pairs",
)
UNLIKE = f"""question: Does it help?
scenarios:
  home: {{extends: baseline, {PLACE}}}
  skilled: {{extends: coaching, {PLACE}, mechanisms: {{skill: {{mean: 0.6}}}}}}
weeks: 4
replicates: 4
contrast: [bottom_tercile, miti@3, cross_flow@2, hours]
"""


def effects(tmp_path: Path, text: str, **how: object) -> pd.DataFrame:
    runner = Runner(experiment(tmp_path, text), tmp_path / "out")
    runner.run(**how)  # type: ignore[arg-type]
    return conclude(runner)


@pytest.mark.parametrize("text", [SMALL, UNLIKE], ids=["alike", "unlike"])
def test_without_points_they_are_those_of_compare(tmp_path: Path, text: str) -> None:
    found = effects(tmp_path, text, batch=40.0)
    made = experiment(tmp_path, text)
    results = simulate(list(made.scenarios.values()), made.seeds, made.data.weeks)
    known = frame(contrasts(results, range(5))).set_index(["measure", "week"])
    assert len(found) == len(made.pairs[0].outcomes)
    for row in found.to_dict("records"):
        same = known.loc[(row["measure"], row["week"])]
        assert [row[k] for k in SAME] == pytest.approx(
            [float(same[k]) for k in SAME], rel=1e-12, abs=1e-15, nan_ok=True
        )
        assert (row["unit"], row["title"], row["good"]) == (same["unit"], same["title"], same["good"])


def test_at_every_point_they_are_those_of_compare(tmp_path: Path) -> None:
    found = effects(tmp_path, SWEEP)
    made = experiment(tmp_path, SWEEP)
    assert found["point"].tolist() == list(range(4)) * 3
    home, rotating = made.scenarios.values()
    for row in found[found["measure"] == "miti"].to_dict("records"):
        values = {p: row[p] for p in ("interventions.rotation.stay", "mechanisms.skill.decay")}
        decay = {"mechanisms.skill.decay": values["mechanisms.skill.decay"]}
        pair = [with_values(home, decay), with_values(rotating, values)]
        (same,) = [c for c in contrasts(simulate(pair, made.seeds, 4)) if c.measure == "miti"]
        assert [row[k] for k in SAME] == pytest.approx([getattr(same, k) for k in SAME], rel=1e-12)


def test_a_scenario_by_itself_has_its_level(tmp_path: Path) -> None:
    found = effects(tmp_path, SMALL.replace("rotating - home", "rotating"))
    row = found.iloc[0]
    results = simulate(experiment(tmp_path).scenarios["rotating"], range(1, 5), 4)[0].of("miti")[:, 4]
    assert row["difference"] == row["scenario_mean"] == pytest.approx(results.mean())
    half = (row["ci_high"] - row["ci_low"]) / 2
    assert half == pytest.approx(3.182446 * results.std(ddof=1) / 2, rel=1e-6)  # t(.975, 3)
    assert row["reference"] == ""
    assert np.isnan(row["reference_mean"])


def test_runs_that_failed_drop_out(tmp_path: Path) -> None:
    runner = Runner(trapped_experiment(tmp_path), tmp_path / "out")
    runner.run()
    found = conclude(runner)
    assert found["pairs"].tolist() == [3, 0]
    assert np.isnan(found["difference"].iloc[1])


def test_interval_against_a_table_of_t() -> None:
    x = np.array([[1.0, 2.0, 3.0, np.nan], [4.0, np.nan, np.nan, np.nan], [np.nan] * 4, [5.0] * 4])
    middle, low, high = interval(x)
    assert middle.tolist()[:2] == [2.0, 4.0]
    assert high[0] - 2.0 == pytest.approx(4.302653 / np.sqrt(3), rel=1e-6)  # t(.975, 2), SD 1
    assert np.isnan(low[1:3]).all()
    assert np.isnan(middle[2])
    assert (low[3], high[3]) == (5.0, 5.0)
