"""Partial rank correlation: how an outcome goes with one parameter, all others held constant [Marino2008]."""

from __future__ import annotations

import numpy as np
from scipy.stats import rankdata

from mi_abm.core.columns import Array


def partial_ranks(x: Array, y: Array) -> Array:
    """Return the partial rank correlation of y with each column of x; `x`: shape (points, parameters).

    NaN for a column that does not vary or that the others determine, and for all where y does not vary.
    """
    found = np.full(x.shape[1], np.nan)
    varied = np.flatnonzero(np.ptp(x, axis=0) > 0)
    if not len(varied) or np.ptp(y) == 0:
        return found
    ranks = np.column_stack([rankdata(column) for column in (*x[:, varied].T, y)])
    r = np.atleast_2d(np.corrcoef(ranks, rowvar=False))
    among, inverse = r[:-1, :-1], np.linalg.pinv(r[:-1, :-1], hermitian=True)
    slope = inverse @ r[:-1, -1]
    rest = max(0.0, 1.0 - float(slope @ r[:-1, -1]))  # of the outcome's variance
    below = np.sqrt(slope**2 + rest * np.diag(inverse))
    own = np.isclose(np.diag(among @ inverse), 1.0)  # not determined by the others
    found[varied] = np.where(own & (below > 1e-9), slope / np.where(below > 1e-9, below, 1.0), np.nan)
    return found
