"""Measures: what is reported of a run in a week, one number a run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from mi_abm.core.columns import Array, Column, View
from mi_abm.core.kernels import ratio, run_mean, run_sum
from mi_abm.core.organisation import Organisation


@dataclass
class Seen:
    """What a measure may look at: the people now, as they were at row 0 and row 1, and who is still the same person.

    `cut` is each run's limit of the bottom tercile of skill at arrival; `stayed` is 1 where the occupant of row 0 is
    still there. `start` and `first` hold copies of columns at rows 0 and 1 (empty before).
    """

    people: View
    org: Organisation
    week: int
    start: Mapping[str, Array]
    first: Mapping[str, Array]
    stayed: Array
    cut: Array


class Measure:
    """One number a run and week. `good` is 1 where more is better, -1 where less is, 0 where neither."""

    name: ClassVar[str] = ""
    title: ClassVar[str] = ""
    unit: ClassVar[str] = ""
    good: ClassVar[int] = 1
    personal: ClassVar[bool] = True
    cumulative: ClassVar[bool] = False
    reads: ClassVar[tuple[Column, ...]] = ()

    def __init_subclass__(cls) -> None:
        from mi_abm.core.rules import snake_case

        cls.name = snake_case(cls.__name__)

    def of_people(self, seen: Seen) -> Array:
        """Return the value of each person; the run's value is their mean (measures of persons only)."""
        raise NotImplementedError

    def of_runs(self, seen: Seen) -> Array:
        """Return the value of each run; NaN where it is not defined."""
        return run_mean(seen.org, self.of_people(seen))

    def spread(self, seen: Seen) -> Array:
        """Return the SD between practitioners of each run; NaN for measures that persons do not have."""
        if not self.personal:
            return np.full(seen.org.n_runs, np.nan)
        x = self.of_people(seen)
        off = x - run_mean(seen.org, x)[seen.org.run]
        n = run_sum(seen.org, np.ones(len(x)))
        return np.sqrt(ratio(run_sum(seen.org, off * off), n - 1, np.nan))


def mean_where(org: Organisation, x: Array, chosen: Array, at_least: int = 2) -> Array:
    """Return each run's mean of x over the chosen people; NaN where fewer than `at_least` are chosen."""
    n = run_sum(org, chosen)
    return np.where(n >= at_least, ratio(run_sum(org, x * chosen), n, np.nan), np.nan)
