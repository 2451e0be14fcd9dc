"""Two teams of three (or others as small), small enough to be worked on paper, and draws looked up at their address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from mi_abm.core.chance import draw, stream
from mi_abm.scenario.load import Scenario
from tests.worlds import Tie, Trajectory, World, ids, own, quiet, world

HOURS = ("practitioner_hours", "trainer_hours", "manager_hours")
LASTING = -(2**15)  # the week that stands for no week


def teams(
    folder: Path,
    acts: Mapping[str, Any],
    mechanisms: World | None = None,
    sizes: Sequence[int] = (3, 3),
    ties: Sequence[Tie] | None = None,
    noise: str = "off",
    organisation: Mapping[str, Any] | None = None,
    **columns: Any,
) -> Scenario:
    """Load teams "a", "b", ... with these columns (one value each, or one for all), all tied inside unless ties are given.

    In expectation, safety .8, nothing else moving, unless said otherwise.
    """
    n, name = sum(sizes), "abcdefgh"
    columns = {"safety": 0.8, "set_point": columns.get("safety", 0.8)} | columns
    people = {"id": ids(n), "team": [name[k] for k, size in enumerate(sizes) for _ in range(size)]}
    people |= {key: list(x) if isinstance(x, (list, tuple, np.ndarray)) else [x] * n for key, x in columns.items()}
    section = own(folder, people, ties, complete_teams=ties is None, **(organisation or {}))
    return world(section, quiet() if mechanisms is None else mechanisms, interventions=dict(acts), noise=noise)


def hours(seen: Trajectory) -> list[list[float]]:
    """Return hours of practitioners, trainers and managers in each week from week 1 on."""
    return [[round(float(seen[name][week].sum()), 9) for name in HOURS] for week in range(1, len(seen[HOURS[0]]))]


def luck(seed: int, process: str, who: int, week: int = LASTING, partner: int = 0) -> float:
    """Return the draw of a post or team at its address (docs/decisions.md, "Addresses of chance"), first occupants."""
    key = np.uint64(seed)
    low, high = key & np.uint64(0xFFFFFFFF), key >> np.uint64(32)
    return float(draw(np.array([who], dtype=np.uint64), week, stream(process), partner, low, high)[0])


def covered(seed: int, share: float, n: int) -> np.ndarray:
    """Return 1 for each of n posts that an intervention with this coverage reaches, else 0."""
    return np.array([float(luck(seed, "organisation/covered", post) < share) for post in range(n)])
