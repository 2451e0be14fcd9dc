"""Results of one scenario: measures by run and week."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from mi_abm.core.columns import Array
from mi_abm.core.measure import Measure
from mi_abm.scenario.load import Scenario

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Results:
    """`values[run, row, measure]` for the seeds in `seeds`; row 0 is the baseline measurement, row t the end of week t.

    `spread[run, measure]` is the SD between practitioners at row 0; `cut[run]` the limit of the bottom tercile.
    """

    scenario: Scenario
    seeds: tuple[int, ...]
    measures: tuple[type[Measure], ...]
    values: Array
    spread: Array
    cut: Array

    @property
    def weeks(self) -> int:
        """Number of weeks after week 0."""
        return int(self.values.shape[1]) - 1

    def of(self, measure: str) -> Array:
        """Return one measure: shape (runs, rows)."""
        return self.values[:, :, self.index(measure)]

    def index(self, measure: str) -> int:
        """Return the place of a measure."""
        return [str(m.name) for m in self.measures].index(measure)

    def frame(self) -> pd.DataFrame:
        """Return a tidy table: scenario, seed, week, and a column a measure."""
        import pandas as pd  # half of the start-up time of whoever needs no table, workers among them

        runs, rows, _ = self.values.shape
        flat = pd.DataFrame(self.values.reshape(runs * rows, -1), columns=[m.name for m in self.measures])
        flat.insert(0, "week", list(range(rows)) * runs)
        flat.insert(0, "seed", [seed for seed in self.seeds for _ in range(rows)])
        flat.insert(0, "scenario", self.scenario.name)
        return flat


def side_by_side(many: Sequence[Results]) -> list[Results]:
    """Give every result the sources that only others have: where their rule is not there, nothing comes of it."""
    every = list({m.name: m for results in many for m in results.measures if m.absent == m.absent}.values())
    return [_with(results, every) for results in many]


def _with(results: Results, every: Sequence[type[Measure]]) -> Results:
    have = {m.name for m in results.measures}
    new = [m for m in every if m.name not in have]
    if not new:
        return results
    runs, rows, _ = results.values.shape
    absent = np.array([m.absent for m in new])
    return replace(
        results,
        measures=(*results.measures, *new),
        values=np.concatenate([results.values, np.broadcast_to(absent, (runs, rows, len(new)))], axis=2),
        spread=np.concatenate([results.spread, np.full((runs, len(new)), np.nan)], axis=1),
    )
