"""Following people: columns of every practitioner at chosen rows, for what averages over a run cannot answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mi_abm.core.chance import Now
from mi_abm.core.columns import Array
from mi_abm.core.kernels import style_mean
from mi_abm.core.measure import Measure, Seen
from mi_abm.engine.beginning import begun
from mi_abm.engine.ensemble import Run
from mi_abm.engine.recorder import Recorder
from mi_abm.engine.simulate import chunks
from mi_abm.engine.stack import Stack
from mi_abm.engine.week import advance
from mi_abm.scenario.load import Scenario


@dataclass(frozen=True)
class Followed:
    """`values[column]` has shape (rows, people), people of all runs behind one another; styles are averaged.

    `run` numbers each person's run, `occupant` (rows, people) says who held the post, `rows` the weeks.
    """

    rows: tuple[int, ...]
    run: NDArray[np.int64]
    values: dict[str, Array]
    occupant: NDArray[np.uint64]

    def at(self, column: str, row: int) -> Array:
        """Return a column in one week."""
        return np.asarray(self.values[column][self.rows.index(row)])

    def stayed(self, first: int, last: int) -> NDArray[np.bool_]:
        """Return who held a post in both weeks."""
        return np.asarray(self.occupant[self.rows.index(first)] == self.occupant[self.rows.index(last)])


def follow(scenario: Scenario, seeds: Iterable[int], columns: Sequence[str], rows: Iterable[int]) -> Followed:
    """Run a scenario with each seed and keep the columns of every person in the given weeks (row 0: the baseline)."""
    runs, wanted = [Run(scenario, int(seed)) for seed in seeds], sorted(set(rows))
    parts = [_follow(runs[a:b], columns, wanted) for a, b, _ in chunks(runs)]
    first = np.cumsum([0, *(b - a for a, b, _ in chunks(runs))])
    return Followed(
        tuple(wanted),
        np.concatenate([run + shift for (run, _, _), shift in zip(parts, first[:-1], strict=True)]),
        {name: np.concatenate([values[name] for _, values, _ in parts], axis=1) for name in columns},
        np.concatenate([occupant for _, _, occupant in parts], axis=1),
    )


def looked_at(
    scenario: Scenario, seeds: Iterable[int], measures: Sequence[type[Measure]], row: int
) -> Iterator[tuple[range, list[tuple[Measure, Seen]]]]:
    """Run a scenario with each seed; yield numbers of runs, and measures with what they look at in one row of these runs."""
    runs = [Run(scenario, int(seed)) for seed in seeds]
    for a, b, _ in chunks(runs):
        stack = begun(runs[a:b])
        recorder = Recorder(stack, measures, row)
        for week in range(row + 1):
            if week:
                advance(stack, week)
            recorder.take(week)
        yield range(a, b), [(m, recorder.seen(i, row, {})) for i, m in enumerate(recorder.measures)]


def _follow(
    runs: Sequence[Run], columns: Sequence[str], rows: Sequence[int]
) -> tuple[NDArray[np.int64], dict[str, Array], NDArray[np.uint64]]:
    stack = begun(runs)
    kept: dict[str, list[Array]] = {name: [] for name in columns}
    holders = []
    for week in range(rows[-1] + 1):
        if week:
            advance(stack, week)
        if week in rows:
            holders.append(_holders(stack.luck))
            for name in columns:
                kept[name].append(_copy(stack, name))
    return stack.org.run, {name: np.stack(found) for name, found in kept.items()}, np.stack(holders)


def _holders(luck: Now) -> NDArray[np.uint64]:
    return luck.occupant.copy()


def _copy(stack: Stack, name: str) -> Array:
    x = stack.monday[name]
    return style_mean(x) if x.ndim == 2 else x.copy()
