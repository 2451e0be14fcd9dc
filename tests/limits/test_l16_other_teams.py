"""L16, second half: without ties across teams and rotation, what is done in one team changes nothing in any other.

(First half, names mean nothing: engine/test_relabelling.py.) Pairs train within teams, and feedback is on real work.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from mi_abm.engine.ensemble import Run, assemble
from mi_abm.interventions import BUILTIN
from mi_abm.scenario.load import Scenario, load
from tests.worlds import Trajectory, follow, states

Random = np.random.Generator
HOURS = ("practitioner_hours", "trainer_hours", "manager_hours")
WEEKS = 14
# What each needs so as to stay within a team, act within the few weeks of this test, and have somebody to act on.
SETTINGS: dict[str, dict[str, Any]] = {
    "safety_gate": {"threshold": 0.8, "cap": 4},
    "workshop": {"start": 2, "weeks": 3},
    "coaching": {"weeks": [4, 7, 12]},
    "pair_exercises": {"within": "team"},
    "peer_feedback": {"setting": "real", "threat_prob": 0.3, "rate": 1.0},
    "manager_signal": {"time_signal": 0.3},
    "goals": {"level": "team", "interdependence": 0.5, "horizon": 1},  # or all its meetings may fall through
    "planning": {"mode": "dyadic", "every": 4},
    "public_commitment": {"floor": 0.6},
    "individual_path": {"threshold": 0.0},
}
NAMES = [rule.name for rule in BUILTIN if rule.name != "rotation"]
ALL = {name: SETTINGS.get(name, {}) for name in NAMES}
CASES = [("all", "nothing"), *((name, elsewhere) for name in NAMES for elsewhere in ("nothing", "everything"))]


def organisation(noise: str, acts: dict[str, Any], sizes: list[int]) -> Scenario:
    """Return teams without ties across; practice is easily taken for idleness, and people leave."""
    return load({
        "organisation": {"team_size": sizes, "teams": len(sizes), "cross_degree": 0.0},
        "mechanisms": {"turnover": {"rate": 0.4}, "attachment_ties": {"safety_mean": 0.5}},
        "interventions": acts, "noise": noise, "burn_in": 3,
    })  # fmt: skip


@pytest.fixture(scope="module")
def columns() -> list[str]:
    """Return the names of all states and of the hours."""
    return [*states(assemble([Run(organisation("on", {}, [2]), 1)])), *HOURS]


def differing(seen: Trajectory, a: np.ndarray, b: np.ndarray) -> set[str]:
    """Return what differs in any week between the rows `a` and the rows `b`."""
    return {name for name, x in seen.items() if not np.array_equal(x[..., a], x[..., b])}


@pytest.mark.parametrize(("name", "elsewhere"), CASES)
def test_l16_what_is_done_in_one_team(perturb: Random, columns: list[str], name: str, elsewhere: str) -> None:
    """Nothing of the others differs, whatever else is done with all; but trainers teach teams together, in groups of 12."""
    sizes = perturb.integers(2, 7, 4).tolist()
    treated, seed = int(perturb.integers(4)), int(perturb.integers(2**40))
    everywhere = {k: v for k, v in ALL.items() if k != name} if elsewhere == "everything" else {}
    acts = {k: {**ALL[k], "teams": [str(treated + 1)]} for k in (NAMES if name == "all" else [name])}
    runs = [Run(organisation(noise, everywhere | more, sizes), seed) for noise in ("on", "off") for more in ({}, acts)]
    seen = follow(runs, WEEKS, columns, occupant=lambda stack: stack.luck.occupant)
    n, org = sum(sizes), assemble(runs).org
    for before, after in ((0, 1), (2, 3)):
        inside = np.flatnonzero(org.team[:n] == treated)
        others = np.flatnonzero(org.team[:n] != treated)
        assert differing(seen, before * n + others, after * n + others) <= {"trainer_hours"}
        assert differing(seen, before * n + inside, after * n + inside)
