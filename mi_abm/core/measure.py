"""Measures: what is reported of a run in a week, one number a run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from mi_abm.core.chance import Now
from mi_abm.core.columns import Array, Column, View
from mi_abm.core.kernels import ratio, run_mean, run_sum
from mi_abm.core.organisation import Organisation
from mi_abm.core.rules import snake_case


@dataclass
class Seen:
    """What a measure may look at in row `week`.

    `start` and `first` hold the states in `reads` as they were at rows 0 and 1 (empty before); `stayed` is 1 where the
    occupant of row 0 is still there; `cut` is each run's limit of the bottom tercile of skill at arrival; `sums` holds, for
    the columns a measure accumulates, the run's sum over people and weeks since week 1; `rows` the values so far of the
    measures recorded before this one, shape (runs, rows).
    """

    people: View
    org: Organisation
    week: int
    luck: Now
    start: Mapping[str, Array]
    first: Mapping[str, Array]
    stayed: Array
    cut: Array
    sums: Mapping[str, Array]
    rows: Mapping[str, Array]

    def total(self, column: Column) -> Array:
        """Return a column's sum over people and weeks since week 1: one value a run (or a style and run)."""
        return self.sums[column.name]


class Measure:
    """One number a run and week. `good` is 1 where more is better, -1 where less is, 0 where neither.

    `absent` is its value in a run without the rule that it is about; NaN where there is no saying. `afterwards` says that
    it is made of `rows` alone, so that people may have gone on when it is taken.
    """

    name: ClassVar[str] = ""
    title: ClassVar[str] = ""
    unit: ClassVar[str] = ""
    good: ClassVar[int] = 1
    personal: ClassVar[bool] = True
    cumulative: ClassVar[bool] = False
    absent: ClassVar[float] = float("nan")
    reads: ClassVar[tuple[Column, ...]] = ()
    accumulates: ClassVar[tuple[Column, ...]] = ()
    builds_on: ClassVar[tuple[str, ...]] = ()
    afterwards: ClassVar[bool] = False

    def __init_subclass__(cls) -> None:
        if "name" not in vars(cls):
            cls.name = snake_case(cls.__name__)
        if cls.afterwards and (cls.reads or cls.accumulates):
            raise TypeError(f"{cls.__name__} is taken afterwards, when people may have gone on, and reads columns")

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


def icc(org: Organisation, x: Array) -> Array:
    """Return each run's intraclass correlation of x in teams, one-way ANOVA, teams of unequal size corrected.

    rho = (MSB - MSW) / (MSB + (n0 - 1) MSW), n0 = (N - sum n_k^2 / N) / (K - 1); negative values are kept; NaN where
    there is one team, or nobody has a colleague. Reference: [Donner1980].
    """
    run_of_team = np.repeat(np.arange(org.n_runs), np.diff(org.run_teams))
    n, k = run_sum(org, np.ones(len(org))), np.diff(org.run_teams).astype(np.float64)
    team = np.bincount(org.team, x, len(org.team_size)) / org.team_size
    grand = run_mean(org, x)
    between = np.bincount(run_of_team, org.team_size * (team - grand[run_of_team]) ** 2, org.n_runs).astype(np.float64)
    within = run_sum(org, (x - team[org.team]) ** 2)
    squares = np.bincount(run_of_team, org.team_size**2, org.n_runs)
    msb, msw = ratio(between, k - 1, np.nan), ratio(within, n - k, np.nan)
    n0 = ratio(n - squares / n, k - 1, np.nan)
    below = msb + (n0 - 1) * msw
    return np.where(below != 0, (msb - msw) / np.where(below != 0, below, 1.0), np.nan)
