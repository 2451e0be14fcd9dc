"""One rule's parameters, for a stack of runs."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
from numpy.typing import NDArray


class Parameters(SimpleNamespace):
    """One rule's parameters: numbers, columns where runs differ, or lists."""

    def rows(self, rows: NDArray[np.intp]) -> Parameters:
        """Return the parameters of some rows only."""
        return Parameters(**{k: v[rows] if isinstance(v, np.ndarray) else v for k, v in vars(self).items()})
