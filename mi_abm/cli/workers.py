"""How many workers pay."""

from __future__ import annotations

import os
from collections.abc import Sequence

from mi_abm.scenario.load import Scenario
from mi_abm.scenario.populate import populate

SECONDS_A_WEEK = 3e-6  # of one person's week in numpy, all rules together, as measured
COMPILED = 0.5e-6  # the same, compiled
START = 0.7  # seconds until a worker has imported what it needs
THREAD = 0.05  # seconds of work that a thread should have


def person_weeks(scenarios: Sequence[Scenario], replicates: int, weeks: int) -> float:
    """Return how many weeks of one person are to be run."""
    return float(replicates * sum(_people(s) * (weeks + s.data.burn_in) for s in scenarios))


def affordable(work: float, engine: str) -> int:
    """Return as many workers as there are cores, but none whose share of the work is shorter than its start."""
    alone, start = (SECONDS_A_WEEK, START) if engine == "numpy" else (COMPILED, THREAD)
    return max(1, min(usable_cores(), int(work * alone / start)))


def usable_cores() -> int:
    """Return the number of cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _people(scenario: Scenario) -> int:
    params = scenario.data.organisation
    if params.people is not None:
        return len(populate(scenario, 1).organisation)
    return sum(params.team_size) if isinstance(params.team_size, list) else params.teams * params.team_size
