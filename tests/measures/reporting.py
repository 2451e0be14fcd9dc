"""Measures of one run, by name."""

from __future__ import annotations

import numpy as np

from mi_abm.engine.simulate import simulate
from mi_abm.scenario.load import Scenario


def report(scenario: Scenario, weeks: int, seed: int = 1) -> dict[str, np.ndarray]:
    """Return every measure of one run, row by row."""
    (found,) = simulate(scenario, [seed], weeks)
    return {m.name: found.values[0, :, i] for i, m in enumerate(found.measures)}
