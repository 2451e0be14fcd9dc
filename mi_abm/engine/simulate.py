"""Run scenarios: chunks of stacked runs, in this process or in several; the result is the same bit for bit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import groupby
from multiprocessing import get_context

import numpy as np

from mi_abm.core.columns import Array
from mi_abm.core.measure import Measure
from mi_abm.engine.ensemble import Run, alike, assemble
from mi_abm.engine.recorder import Recorder
from mi_abm.engine.results import Results
from mi_abm.engine.stack import Stack
from mi_abm.engine.week import advance
from mi_abm.measures import BUILTIN
from mi_abm.scenario.load import Scenario

CHUNK_PEOPLE = 3072  # people a chunk: what keeps the columns of one week in the cache
Progress = Callable[[int], None]


def simulate(
    scenarios: Scenario | Sequence[Scenario],
    seeds: Iterable[int],
    weeks: int = 52,
    measures: Sequence[type[Measure]] = BUILTIN,
    workers: int = 1,
    progress: Progress | None = None,
) -> list[Results]:
    """Run each scenario with each seed; return one `Results` a scenario, in their order.

    The limit of the bottom tercile is that of the first scenario, the reference. `progress` is called with the number
    of runs done.
    """
    many = [scenarios] if isinstance(scenarios, Scenario) else list(scenarios)
    numbers = tuple(int(seed) for seed in seeds)
    reference = _run_all([Run(many[0], s) for s in numbers], weeks, measures, workers, None, progress)
    cut = reference[2]
    rest = [Run(scenario, s) for scenario in many[1:] for s in numbers]
    done = _run_all(rest, weeks, measures, workers, np.tile(cut, len(many) - 1), progress) if rest else None
    out = [Results(many[0], numbers, tuple(measures), *reference)]
    for i, scenario in enumerate(many[1:]):
        assert done is not None
        part = slice(i * len(numbers), (i + 1) * len(numbers))
        out.append(Results(scenario, numbers, tuple(measures), *(x[part] for x in done)))
    return out


def burn_in(stack: Stack, weeks: int) -> None:
    """Found the organisations and let `weeks` weeks pass, the last of which is week 0."""
    stack.week = 1 - weeks
    stack.found()
    for week in range(1 - weeks, 1):
        advance(stack, week, interventions=False)
    stack.remeasure()


def run_chunk(
    runs: Sequence[Run], weeks: int, measures: Sequence[type[Measure]], cut: Array | None
) -> tuple[Array, Array, Array]:
    """Run alike runs as one stack; return their values, spreads at row 0, and limits of the bottom tercile."""
    stack = assemble(runs)
    burn_in(stack, runs[0].scenario.data.burn_in)
    recorder = Recorder(stack, measures, weeks, cut)
    recorder.take(0)
    for week in range(1, weeks + 1):
        advance(stack, week)
        recorder.take(week)
    assert recorder.cut is not None
    return recorder.values, recorder.spread, recorder.cut


def chunks(runs: Sequence[Run]) -> Iterator[tuple[int, int]]:
    """Yield (first, last + 1) of each chunk: alike neighbours, about `CHUNK_PEOPLE` people together."""
    at = 0
    for _, group in groupby(runs, alike):
        members = list(group)
        size = max(1, CHUNK_PEOPLE // _people(members[0]))
        for a in range(0, len(members), size):
            yield at + a, at + min(a + size, len(members))
        at += len(members)


def _people(run: Run) -> int:
    params = run.scenario.data.organisation
    if params.people is not None:
        return 100
    return sum(params.team_size) if isinstance(params.team_size, list) else params.teams * params.team_size


def _run_all(
    runs: Sequence[Run],
    weeks: int,
    measures: Sequence[type[Measure]],
    workers: int,
    cut: Array | None,
    progress: Progress | None,
) -> tuple[Array, Array, Array]:
    """Run all chunks, here or on worker processes, and put their results together in order."""
    spans = list(chunks(runs))
    tasks = [(runs[a:b], weeks, tuple(measures), None if cut is None else cut[a:b]) for a, b in spans]
    found = []
    for (a, b), part in zip(spans, _each(tasks, workers), strict=True):
        found.append(part)
        if progress:
            progress(b - a)
    values, spread, limits = zip(*found, strict=True)
    return np.concatenate(values), np.concatenate(spread), np.concatenate(limits)


Task = tuple[Sequence[Run], int, Sequence[type[Measure]], "Array | None"]


def _each(tasks: Sequence[Task], workers: int) -> Iterator[tuple[Array, Array, Array]]:
    if workers <= 1 or len(tasks) == 1:
        yield from (run_chunk(*task) for task in tasks)
        return
    with ProcessPoolExecutor(min(workers, len(tasks)), mp_context=get_context("spawn")) as pool:
        yield from pool.map(run_chunk, *zip(*tasks, strict=True))
