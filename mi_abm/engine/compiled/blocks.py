"""Blocks: a few runs at a time, so few that their columns stay in the cache, and alike, so that a parameter is one number."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from mi_abm.engine.stack import Stack

PEOPLE = 256  # people in a block: many enough for loops to pay, few enough for the cache


def blocks(stack: Stack, people: int = PEOPLE) -> NDArray[np.int64]:
    """Return the number of the first run of each block, and after them that of all runs."""
    sizes, unlike = np.diff(stack.org.run_rows), _unlike(stack)
    starts, held = [0], int(sizes[0])
    for run in range(1, len(sizes)):
        if unlike[run] or held + sizes[run] > people:
            starts.append(run)
            held = 0
        held += int(sizes[run])
    return np.array([*starts, len(sizes)], dtype=np.int64)


def _unlike(stack: Stack) -> NDArray[np.bool_]:
    """Say of each run whether any parameter differs from that of the run before."""
    first = stack.org.run_rows[:-1]
    found = np.zeros(len(first), dtype=bool)
    for value in (stack.luck.noisy, *(v for p in stack.parameters.values() for v in vars(p).values())):
        if isinstance(value, np.ndarray):
            found[1:] |= value[first[1:]] != value[first[:-1]]
        elif of_runs(value, len(first)):
            found[1:] |= [a != b for a, b in zip(value[1:], value[:-1], strict=True)]
    return found


def of_runs(value: Any, runs: int) -> bool:
    """Say whether a list holds one value a run, rather than being one value."""
    return (
        isinstance(value, list) and len(value) == runs and any(v is None or isinstance(v, list | tuple) for v in value)
    )
