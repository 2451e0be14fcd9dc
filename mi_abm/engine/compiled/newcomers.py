"""Newcomers of a week, block by block, so that blocks can be worked on side by side."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.int64]


class Newcomers:
    """The rows of newcomers, listed from each block's first row on (`listed`); where each list ends (`ends`); how often any came (`moved`)."""

    def __init__(self, first: Rows) -> None:
        """Begin without any; `first` is the first row of each block, and after them the number of rows."""
        self._first = first
        self.listed, self.ends = np.zeros(int(first[-1]) + 1, dtype=np.int64), first[:-1].copy()
        self.moved = np.zeros(len(self.ends), dtype=np.int64)

    def let_in(self, rows: Rows) -> None:
        """List rows, which are in ascending order."""
        at = np.searchsorted(rows, self._first)
        self.ends[:] = self._first[:-1] + np.diff(at)
        for block, row in enumerate(self._first[:-1]):
            self.listed[row : self.ends[block]] = rows[at[block] : at[block + 1]]
        self.moved += 1

    @property
    def rows(self) -> Rows:
        """The rows of all."""
        return np.concatenate([self.listed[a:b] for a, b in zip(self._first[:-1], self.ends, strict=True)])
