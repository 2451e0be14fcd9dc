"""Recorder: measures of every run, week by week; row 0 is the state at the end of burn-in."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Sequence
from typing import Any

import numpy as np

from mi_abm.core.columns import Array, Column, View
from mi_abm.core.kernels import run_sum, style_mean
from mi_abm.core.measure import Measure, Seen
from mi_abm.core.rules import Rule
from mi_abm.engine.stack import Stack
from mi_abm.measures import BUILTIN
from mi_abm.measures.attribution import attribution
from mi_abm.measures.relations import RELATIONS
from mi_abm.measures.styles import style_measures
from mi_abm.scenario.load import Scenario


def every_measure(scenario: Scenario) -> tuple[type[Measure], ...]:
    """Return the built-in measures, those of each style, and the attribution of intention and skill to their sources."""
    return usual(scenario.rules, tuple(scenario.data.organisation.styles))


def usual(rules: Sequence[type[Rule]], styles: tuple[str, ...] = ("mi",)) -> tuple[type[Measure], ...]:
    """Return the measures that are taken of these rules and styles unless others are asked for."""
    return (*BUILTIN, *_made(tuple(c for rule in rules for c in rule.columns()), styles))


def nameable(scenario: Scenario) -> tuple[type[Measure], ...]:
    """Return all measures that can be asked for by name: beside the usual ones, what goes with what between people."""
    return (*every_measure(scenario), *RELATIONS)


def needed(scenario: Scenario, names: Collection[str]) -> tuple[type[Measure], ...]:
    """Return the measures of these names that the scenario has, and those that they build on, in order of recording."""
    every = nameable(scenario)
    wanted = set(names) | {base for m in every if m.name in names for base in m.builds_on}
    return tuple(m for m in every if m.name in wanted)


def _made(columns: tuple[Column, ...], styles: tuple[str, ...]) -> tuple[type[Measure], ...]:
    """Return the measures that are made for a set of rules and styles."""
    return (*style_measures(styles), *attribution(columns))


class Recorder:
    """Takes down measures after each week: `values[run, row, measure]`, and the SD between people at row 0."""

    def __init__(self, stack: Stack, measures: Sequence[type[Measure]], weeks: int, cut: Array | None = None) -> None:
        self.stack, self.measures = stack, [measure() for measure in measures]
        self.values = np.full((stack.org.n_runs, weeks + 1, len(measures)), np.nan)
        self.spread = np.full((stack.org.n_runs, len(measures)), np.nan)
        self.cut = cut
        self.start: dict[str, Array] = {}
        self.first: dict[str, Array] = {}
        self.sums = {c.name: np.zeros(stack.org.n_runs) for m in measures for c in m.accumulates}
        self.founders = stack.luck.occupant.copy()
        self._owed: list[tuple[int, list[int]]] = []  # rows, and the places of measures that are still to be taken
        self._open()

    @property
    def states(self) -> list[Column]:
        """The states that measures read, which are kept as they were at rows 0 and 1."""
        read = {c.name for m in self.measures for c in m.reads}
        return [c for c in self.stack.of_kind("state") if c.name in read]

    def _open(self) -> None:
        monday = self.stack.monday
        self.views = [View(m.name, {c.name: monday[c.name] for c in m.reads}, {}, {}) for m in self.measures]

    def _made(self) -> tuple[type[Measure], ...]:
        return _made(tuple(self.stack.columns.values()), self.stack.org.style_names)

    def __getstate__(self) -> dict[str, Any]:
        """Leave out the views, and the classes made for a set of rules: a copy makes them anew."""
        made = {m.name for m in self._made()}
        kept = [m.name if m.name in made else type(m) for m in self.measures]
        return {k: v for k, v in vars(self).items() if k != "views"} | {"measures": kept}

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Open the views of the copy over its own columns."""
        vars(self).update(state)
        made = {m.name: m for m in self._made()}
        self.measures = [made[m]() if isinstance(m, str) else m() for m in state["measures"]]
        self._open()

    def take(self, row: int) -> None:
        """Record row `row`."""
        if row == 0:
            self.founders = self.stack.luck.occupant.copy()
            self.start = self._copy()
            self.cut = lowest_third(self.stack) if self.cut is None else self.cut
        elif not self.first and self.states:
            self.stack.catch_up()
            self.first = self._copy()
        taken = self.stack.record(self, row)
        if row and taken is None:
            self._add_up()
        self._owed.append((row, [i for i in range(len(self.measures)) if i not in (taken or ())]))
        if not self.stack.ahead:
            self.catch_up()

    def catch_up(self) -> None:
        """Take the measures that the stack did not take, of all rows up to now."""
        for row, left in self._owed:
            rows = {m.name: self.values[:, : row + 1, i] for i, m in enumerate(self.measures)} if left else {}
            for i in left:
                seen = self.seen(i, row, rows)
                self.values[:, row, i] = self.measures[i].of_runs(seen)
                if row == 0:
                    self.spread[:, i] = self.measures[i].spread(seen)
        self._owed.clear()

    def seen(self, i: int, row: int, rows: dict[str, Array]) -> Seen:
        """Return what measure i may look at in this row."""
        stack, view = self.stack, self.views[i]
        assert self.cut is not None
        for column in self.measures[i].reads:
            if column.axis == "tie":  # visits make these arrays anew
                view.renew(column.name, stack.monday[column.name], stack.monday[column.name])
        stayed = (stack.luck.occupant == self.founders).astype(np.float64)
        return Seen(view, stack.org, row, stack.luck, self.start, self.first, stayed, self.cut, self.sums, rows)

    def _add_up(self) -> None:
        for name, total in self.sums.items():
            total += run_sum(self.stack.org, self.stack.monday[name])

    def _copy(self) -> dict[str, Array]:
        return {c.name: self.stack.monday[c.name].copy() for c in self.states}


def lowest_third(stack: Stack) -> Array:
    """Return each run's third quantile of skill at arrival, linearly interpolated."""
    skill, bounds = style_mean(stack.monday["start_skill"]), stack.org.run_rows
    sizes = np.diff(bounds)
    if np.all(sizes == sizes[0]):  # as almost always: one call for all runs
        return np.quantile(skill.reshape(stack.org.n_runs, -1), 1 / 3, axis=1)
    return np.array([np.quantile(skill[a:b], 1 / 3) for a, b in itertools.pairwise(bounds)])
