"""Exemplars: one run of each scenario looked at closely, its people and its ties in a few weeks.

A run is the same, bit for bit, alone and among others: an exemplar is one of the runs of which measures are taken.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mi_abm.core.columns import Array
from mi_abm.core.kernels import style_mean
from mi_abm.core.organisation import Index
from mi_abm.engine.beginning import begun
from mi_abm.engine.ensemble import Run
from mi_abm.engine.simulate import chunks
from mi_abm.engine.stack import Stack
from mi_abm.engine.week import advance
from mi_abm.scenario.load import Scenario

COLUMNS = ("skill", "practice", "introversion")


@dataclass(frozen=True)
class Exemplar:
    """One run. People are numbered in order of post, teams and managers within the run, all from 0.

    `people[column]`, styles averaged, and `newcomer` have shape (weeks, people); `strength` (weeks, ties): how much
    `source` attends to `target` before any discount; the ties are the lasting ones, without visits. Row k of each is
    `weeks[k]`.
    """

    scenario: Scenario
    seed: int
    weeks: tuple[int, ...]
    team: Index
    team_names: tuple[str, ...]
    manager: Index
    people: dict[str, Array]
    newcomer: NDArray[np.bool_]
    source: Index
    target: Index
    strength: Array


def exemplars(scenarios: Sequence[Scenario], seed: int, weeks: Iterable[int]) -> list[Exemplar]:
    """Run each scenario with one seed and look at it in the given weeks (0: the baseline)."""
    runs, wanted = [Run(scenario, seed) for scenario in scenarios], tuple(sorted(set(weeks)))
    return [found for a, b, _ in chunks(runs) for found in _look(runs[a:b], wanted)]


def _look(runs: Sequence[Run], weeks: tuple[int, ...]) -> Iterator[Exemplar]:
    """Run alike runs as one stack; yield an exemplar a run."""
    stack = begun(runs)
    founders = stack.luck.occupant.copy()
    kept: dict[str, list[Array]] = {name: [] for name in (*COLUMNS, "tie_strength")}
    newcomers = []
    for week in range(weeks[-1] + 1):
        if week:
            advance(stack, week)
        if week in weeks:
            newcomers.append(stack.luck.occupant != founders)
            for name, found in kept.items():
                found.append(_copy(stack, name))
    people = {name: np.stack(kept[name]) for name in COLUMNS}
    for i, run in enumerate(runs):
        yield _one(stack, i, run, weeks, people, np.stack(newcomers), np.stack(kept["tie_strength"]))


def _copy(stack: Stack, name: str) -> Array:
    x = stack.monday[name]
    if name == "tie_strength":
        return x[: stack.org.n_known].copy()
    return style_mean(x) if x.ndim == 2 else x.copy()


def _one(
    stack: Stack,
    i: int,
    run: Run,
    weeks: tuple[int, ...],
    people: dict[str, Array],
    newcomer: NDArray[np.bool_],
    strength: Array,
) -> Exemplar:
    """Cut one run out of a stack."""
    org, first, end = stack.org, int(stack.org.run_rows[i]), int(stack.org.run_rows[i + 1])
    row, idx = org.row[: org.n_known], org.idx[: org.n_known]
    mine = (row >= first) & (row < end)
    teams = slice(org.run_teams[i], org.run_teams[i + 1])
    return Exemplar(
        scenario=run.scenario,
        seed=run.seed,
        weeks=weeks,
        team=org.team_number[first:end],
        team_names=tuple(org.team_names[teams]),
        manager=org.manager[first:end] - org.manager[first:end].min(),
        people={name: x[:, first:end] for name, x in people.items()},
        newcomer=newcomer[:, first:end],
        source=row[mine] - first,
        target=idx[mine] - first,
        strength=strength[:, mine],
    )
