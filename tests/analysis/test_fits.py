"""Lines within runs: against numpy's fit with a constant a run, and against data that are known."""

import numpy as np
import pytest
from scipy.stats import norm, uniform

from mi_abm.analysis.fits import within_runs

RUN = np.repeat(np.arange(8), 30)


def people(seed: int, slope: float = 0.5) -> tuple[np.ndarray, np.ndarray]:
    """Return x and y of 8 runs; runs differ in their means, against the slope within."""
    x = uniform.rvs(size=len(RUN), random_state=seed) + RUN
    return x, slope * (x - RUN) - 2.0 * RUN + 0.1 * norm.rvs(size=len(RUN), random_state=seed + 1000)


def test_the_slope_is_that_within_runs() -> None:
    x, y = people(1)
    line = within_runs(x, y, RUN, np.array([0.0, 1.0]))
    constants = (RUN[:, None] == np.arange(8)).astype(float)
    fitted = np.linalg.lstsq(np.column_stack([x, constants]), y)[0]
    assert line.middle[1] - line.middle[0] == pytest.approx(fitted[0])
    at_the_mean = within_runs(x, y, RUN, np.array([x.mean()]))
    assert at_the_mean.middle[0] == pytest.approx(y.mean())


def test_the_interval_holds_the_slope_as_often_as_it_says() -> None:
    """Runs alike, so that the line has one truth: held by 95 of 100 intervals, 3 SD being 6.5."""
    held = 0
    for seed in range(100):
        x = uniform.rvs(size=len(RUN), random_state=seed)
        y = 0.5 * x + 0.1 * norm.rvs(size=len(RUN), random_state=seed + 1000)
        line = within_runs(x, y, RUN, np.array([0.9]))
        held += int(line.low[0] < 0.45 < line.high[0])
    assert held >= 88


def test_with_two_runs_there_is_no_interval() -> None:
    x, y = people(1)
    line = within_runs(x[:60], y[:60], RUN[:60], np.array([0.0]))
    assert np.isnan(line.low).all()
    assert np.isfinite(line.middle).all()
