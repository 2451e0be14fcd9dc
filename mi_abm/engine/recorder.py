"""Recorder: measures of every run, week by week; row 0 is the state at the end of burn-in."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np

from mi_abm.core.columns import Array, View
from mi_abm.core.kernels import style_mean
from mi_abm.core.measure import Measure, Seen
from mi_abm.engine.stack import Stack


class Recorder:
    """Takes down measures after each week: `values[run, row, measure]`, and the SD between people at row 0."""

    def __init__(self, stack: Stack, measures: Sequence[type[Measure]], weeks: int, cut: Array | None = None) -> None:
        self.stack, self.measures = stack, [measure() for measure in measures]
        self.values = np.full((stack.org.n_runs, weeks + 1, len(measures)), np.nan)
        self.spread = np.full((stack.org.n_runs, len(measures)), np.nan)
        self.cut = cut
        self.start: dict[str, Array] = {}
        self.first: dict[str, Array] = {}
        self.founders = stack.luck.occupant.copy()

    def take(self, row: int) -> None:
        """Record row `row`."""
        if row == 0:
            self.founders = self.stack.luck.occupant.copy()
            self.start = self._copy()
            if self.cut is None:
                self.cut = lowest_third(self.stack)
        elif row == 1:
            self.first = self._copy()
        for m, measure in enumerate(self.measures):
            seen = self.seen(measure, row)
            now = measure.of_runs(seen)
            before = self.values[:, row - 1, m] if measure.cumulative and row else 0.0
            self.values[:, row, m] = (now if row or not measure.cumulative else 0.0) + before
            if row == 0:
                self.spread[:, m] = measure.spread(seen)

    def seen(self, measure: Measure, row: int) -> Seen:
        """Return what a measure may look at in this week."""
        stack = self.stack
        assert self.cut is not None
        people = View(measure.name, {c.name: stack.monday[c.name] for c in measure.reads}, {}, {})
        stayed = (stack.luck.occupant == self.founders).astype(np.float64)
        return Seen(people, stack.org, row, self.start, self.first, stayed, self.cut)

    def _copy(self) -> dict[str, Array]:
        return {c.name: self.stack.monday[c.name].copy() for c in self.stack.of_kind("state")}


def lowest_third(stack: Stack) -> Array:
    """Return each run's third quantile of skill at arrival, linearly interpolated."""
    skill, bounds = style_mean(stack.monday["start_skill"]), stack.org.run_rows
    return np.array([np.quantile(skill[a:b], 1 / 3) for a, b in itertools.pairwise(bounds)])
