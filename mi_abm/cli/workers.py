"""How many workers pay."""

from __future__ import annotations

from collections.abc import Sequence

from mi_abm.engine.cores import usable_cores
from mi_abm.engine.engines import PACE
from mi_abm.experiment.plan import people
from mi_abm.scenario.load import Scenario

START = 0.7  # seconds until a worker has imported what it needs
THREAD = 0.05  # seconds of work that a thread should have


def person_weeks(scenarios: Sequence[Scenario], replicates: int, weeks: int) -> float:
    """Return how many weeks of one person are to be run."""
    return float(replicates * sum(people(s) * (weeks + s.data.burn_in) for s in scenarios))


def affordable(work: float, engine: str) -> int:
    """Return as many workers as there are cores, but none whose share of the work is shorter than its start."""
    start = START if engine == "numpy" else THREAD
    return max(1, min(usable_cores(), int(work * PACE[engine] / start)))
