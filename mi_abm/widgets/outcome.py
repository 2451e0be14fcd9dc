"""Outcomes: a few measures of plan and reference, run after run on the same luck, and the words for what they show."""

from __future__ import annotations

import math
from collections import OrderedDict
from dataclasses import asdict, dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd

from mi_abm.analysis.bands import band
from mi_abm.analysis.contrasts import contrasts
from mi_abm.core.columns import Array
from mi_abm.engine.cores import usable_cores
from mi_abm.engine.results import Results
from mi_abm.engine.simulate import simulate
from mi_abm.measures import BUILTIN
from mi_abm.plots.trajectories import Act
from mi_abm.report import words
from mi_abm.report.digits import number
from mi_abm.report.headings import besides, finding
from mi_abm.report.scales import HEADLINE
from mi_abm.report.settings import calendar
from mi_abm.report.tables import Effect
from mi_abm.scenario.load import Scenario

SPENT = ("practitioner_hours", "trainer_hours", "manager_hours", "hours")
MEASURES = tuple(m for m in BUILTIN if m.name in (*HEADLINE, *SPENT))
CORES = usable_cores()
KEPT = 8  # scenarios whose runs are kept: going back to an earlier setting costs nothing
YOURS = "your plan"
GAP = "gap"  # the picture of a difference


@dataclass(frozen=True)
class Outcome:
    """What so many pairs of runs show."""

    reference: Results
    plan: Results

    @property
    def pairs(self) -> int:
        """Number of pairs of runs."""
        return len(self.plan.seeds)

    @property
    def titles(self) -> dict[str, str]:
        """What the two scenarios are called."""
        return {self.reference.scenario.name: self.reference.scenario.title, self.plan.scenario.name: YOURS}

    @cached_property
    def effects(self) -> dict[str, Effect]:
        """Return the effect on each measure in the last week."""
        return {c.measure: _effect(asdict(c)) for c in contrasts([self.reference, self.plan])}

    def bands(self, measure: str) -> pd.DataFrame:
        """Return the bands of one measure of both."""
        both = [(r.scenario.name, r.of(measure)) for r in (self.reference, self.plan)]
        return pd.concat([_banded(measure, *one) for one in both], ignore_index=True)

    @property
    def gaps(self) -> pd.DataFrame:
        """Return the bands of what the plan's MITI score differs from the reference, pair by pair."""
        return _banded("miti", self.plan.scenario.name, self.plan.of("miti") - self.reference.of("miti"))

    @property
    def acts(self) -> list[Act]:
        """Return when interventions act."""
        both = {r.scenario.name: r.scenario.data.model_dump() for r in (self.reference, self.plan)}
        return calendar(both, self.plan.weeks)

    def heading(self) -> str:
        """Return the finding on the MITI scale in a line."""
        said = finding([self.effects["miti"]], self.titles, self.reference.scenario.title)
        return said.replace(f"“{YOURS}”", YOURS.capitalize(), 1)

    def beside(self) -> str:
        """Return what else is better or worse, in a line; nothing if nothing is."""
        said = besides([self.effects[m] for m in HEADLINE[1:]], YOURS)
        return said.replace(f"“{YOURS}” also", "Also", 1)

    def sentences(self) -> list[str]:
        """Return what happened to each headline measure, and what it costs, in words."""
        title = self.reference.scenario.title
        return [*(words.sentence(self.effects[m], title) for m in HEADLINE), self.hours()]

    def hours(self) -> str:
        """Return the hours that the plan takes, and whose."""
        whose = [f"{number(self.effects[m].scenario_mean, 0)} of {m.split('_')[0]}s" for m in SPENT[:3]]
        said = words.costs(self.effects["hours"], [self.effects["miti"]], YOURS, self.reference.scenario.title)
        return f"{said.replace(f'“{YOURS}”', YOURS.capitalize())} In all: {', '.join(whose)}."


def _banded(measure: str, scenario: str, values: Array) -> pd.DataFrame:
    """Return the bands of one measure, a row a week, as `analysis.bands` has them; `values`: (runs, weeks).

    Made from the array itself: to sort a table by scenario, seed and week takes ten times as long, while a slider moves.
    """
    named = {"measure": measure, "scenario": scenario, "week": np.arange(values.shape[1])}
    return pd.DataFrame({**band(values.T), **named})


def _effect(said: dict[str, object]) -> Effect:
    return Effect(**{key: math.nan if value is None else value for key, value in said.items()})  # type: ignore[arg-type]


class Runs:
    """Runs done so far, by scenario: more seeds are added to those there are, and runs of earlier settings are kept."""

    def __init__(self, weeks: int) -> None:
        self.weeks, self.engine = weeks, "auto"
        self._done: OrderedDict[str, Results] = OrderedDict()

    def outcome(self, reference: Scenario, plan: Scenario, n: int) -> Outcome:
        """Return the outcome of seeds 1 to `n`.

        The two need not run together: the limit of the bottom tercile is taken at row 0, before any intervention, where
        scenarios of one organisation and the same mechanisms are equal.
        """
        return Outcome(self.first(reference, n), self.first(plan, n))

    def have(self, scenario: Scenario) -> int:
        """Return how many runs of a scenario are there."""
        done = self._done.get(scenario.digest())
        return len(done.seeds) if done else 0

    def first(self, scenario: Scenario, n: int) -> Results:
        """Return the results of one scenario with seeds 1 to `n`."""
        key = scenario.digest()
        done = self._done.get(key)
        have = len(done.seeds) if done else 0
        if have < n:
            workers = CORES if self.engine == "compiled" else 1  # threads; processes would cost more than they bring
            (new,) = simulate(scenario, range(have + 1, n + 1), self.weeks, MEASURES, workers, engine=self.engine)
            done = _joined(done, new) if done else new
            self._done[key] = done
        assert done is not None
        self._done.move_to_end(key)
        while len(self._done) > KEPT:
            self._done.popitem(last=False)
        return _head(replace(done, scenario=scenario), n)


def _joined(a: Results, b: Results) -> Results:
    values, spread = np.concatenate([a.values, b.values]), np.concatenate([a.spread, b.spread])
    return replace(a, seeds=(*a.seeds, *b.seeds), values=values, spread=spread, cut=np.concatenate([a.cut, b.cut]))


def _head(done: Results, n: int) -> Results:
    return replace(done, seeds=done.seeds[:n], values=done.values[:n], spread=done.spread[:n], cut=done.cut[:n])
