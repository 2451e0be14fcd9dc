"""Three people, of whom everything is known: Ann and Bob in team x, Cat in team y; nothing happens but what is set."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from tests.worlds import Trajectory, follow, own, quiet, world

# Ann attends to Bob, and less to Cat of the other team; Bob attends to Ann; Cat attends to nobody.
TIES = [("ann", "bob", "", 1.0), ("ann", "cat", "", 0.8), ("bob", "ann", "", 1.0)]
# Practice .5, .75 and .25 if nothing else pulls: the logits are 0, ln 3 and -ln 3.
HALF_MUCH_LITTLE = [0.0, 1.0986122886681098, -1.0986122886681098]


def three(
    folder: Path,
    columns: dict[str, list[float]],
    mechanisms: dict[str, dict[str, Any]],
    weeks: int,
    seen: tuple[str, ...],
    ties: list[Any] | None = None,
    seed: int = 1,
    **more: Any,
) -> Trajectory:
    """Follow the three for some weeks, in expectation mode unless `noise` is on."""
    people = {"id": ["ann", "bob", "cat"], "team": ["x", "x", "y"], **columns}
    section = own(folder, people, TIES if ties is None else ties)
    scenario = world(section, quiet(**mechanisms), **{"noise": "off", **more})
    found = follow(scenario, weeks, seen, seed=seed)
    return {name: x[:, 0] if x.ndim == 3 else x for name, x in found.items()}


def climate(x: float, y: float) -> dict[str, list[float]]:
    """Return columns that set the safety of both teams and keep it there."""
    return {"safety": [x, x, y], "set_point": [x, x, y]}


def close(a: np.ndarray, b: list[float]) -> bool:
    """Say whether two lists of numbers agree to ten decimals."""
    return bool(np.allclose(a, b, rtol=0, atol=1e-10))
