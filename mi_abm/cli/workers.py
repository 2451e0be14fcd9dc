"""How many worker processes pay."""

from __future__ import annotations

import os
from collections.abc import Sequence

from mi_abm.scenario.load import Scenario
from mi_abm.scenario.populate import populate

SECONDS_A_WEEK = 3e-6  # of one person's week, all rules together, as measured
START = 0.7  # seconds until a worker has imported what it needs


def affordable(scenarios: Sequence[Scenario], replicates: int, weeks: int) -> int:
    """Return as many workers as there are cores, but none whose share of the work is shorter than its start."""
    alone = SECONDS_A_WEEK * replicates * sum(_people(s) * (weeks + s.data.burn_in) for s in scenarios)
    return max(1, min(usable_cores(), int(alone / START)))


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
