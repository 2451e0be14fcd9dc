"""Work: a batch of runs from scenarios to tables, in whatever process; a run that fails fails alone."""

from __future__ import annotations

import time
import traceback
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from mi_abm.core.columns import Array
from mi_abm.core.faults import fault
from mi_abm.engine.engines import choose
from mi_abm.engine.ensemble import Run, alike
from mi_abm.engine.recorder import needed
from mi_abm.engine.simulate import CHUNK_PEOPLE, limits, run_chunk
from mi_abm.experiment.chunk import publish
from mi_abm.experiment.layout import KEYS, SPREAD, Layout
from mi_abm.experiment.plan import Batch, people
from mi_abm.experiment.space import cell
from mi_abm.scenario.load import Scenario
from mi_abm.scenario.vary import with_values

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True)
class Job:
    """What all batches share: the scenarios, what is kept of a run, and where; a worker's person-weeks, by which it chooses.

    Chunks come into `folder` by way of `desk` (see `chunk`).
    """

    scenarios: Mapping[str, Scenario]
    reference: str
    layout: Layout
    folder: Path
    desk: Path
    person_weeks: float = 0.0


@dataclass(frozen=True)
class Failure:
    """A run that stopped: what it was, and why."""

    run_id: str
    scenario: str
    parameters: Mapping[str, Any]
    seed: int
    error: str
    traceback: str


@dataclass(frozen=True)
class Report:
    """What became of a batch; the chunk is on the disk."""

    done: int
    seconds: float
    failures: tuple[Failure, ...] = ()


class Task(NamedTuple):
    """One run to do."""

    run_id: str
    name: str
    values: Mapping[str, Any]
    run: Run
    home: Run | None
    people: int


class Done(NamedTuple):
    """One run done: measures by row, and spreads."""

    task: Task
    values: Array
    spread: Array


def work(job: Job, batch: Batch) -> Report:
    """Run a batch and write its chunk; raise `InputError` only where it cannot be written."""
    began = time.perf_counter()
    failures: list[Failure] = []
    tasks = sorted(_tasks(job, batch, failures), key=lambda t: _order(job, t))
    found = [done for part in _stacks(tasks) for done in _run(job, part, failures)]
    if found:
        found.sort(key=lambda done: done.task.run_id)
        runs = _table(_run_rows(job.layout, found), job.layout)
        publish(job.folder, job.desk, [done.task.run_id for done in found], runs, _weeks(job.layout, found))
    return Report(len(found), time.perf_counter() - began, tuple(failures))


def _tasks(job: Job, batch: Batch, failures: list[Failure]) -> Iterator[Task]:
    """Yield the runs of a batch, each cell's with one scenario object between them."""
    for name, values, limit, seeds, ids in batch.cells:
        try:
            scenario = with_values(job.scenarios[name], values)
            home = None if limit is None else with_values(job.scenarios[job.reference], limit)
            size = people(scenario)
        except Exception as error:
            failures += [_failure(i, name, values, seed, error) for seed, i in zip(seeds, ids, strict=True)]
            continue
        for seed, run_id in zip(seeds, ids, strict=True):
            yield Task(run_id, name, values, Run(scenario, seed), None if home is None else Run(home, seed), size)


def _order(job: Job, task: Task) -> tuple[bool, int]:
    """Bring together what may be stacked: scenarios of one kind, and those that need a limit from elsewhere."""
    return task.home is not None, list(job.scenarios).index(task.name)


def _stacks(tasks: Sequence[Task]) -> Iterator[Sequence[Task]]:
    """Yield tasks that run as one stack: alike neighbours, no more people than a chunk."""
    for _, group in groupby(tasks, lambda t: (t.home is not None, alike(t.run))):
        stack: list[Task] = []
        for task in group:
            if stack and sum(t.people for t in stack) + task.people > CHUNK_PEOPLE:
                yield stack
                stack = []
            stack.append(task)
        yield stack


def _run(job: Job, tasks: Sequence[Task], failures: list[Failure]) -> Iterator[Done]:
    """Run tasks together; if that fails, each alone, to find the one that fails."""
    try:
        yield from _together(job, tasks)
    except Exception as error:
        if len(tasks) == 1:
            failures.append(_failure(tasks[0].run_id, tasks[0].name, tasks[0].values, tasks[0].run.seed, error))
            return
        for task in tasks:
            yield from _run(job, [task], failures)


def _together(job: Job, tasks: Sequence[Task]) -> list[Done]:
    runs, homes = [t.run for t in tasks], [t.home for t in tasks if t.home is not None]
    cut = _limits(homes) if homes else None
    measures = needed(runs[0].scenario, {*job.layout.measures, *job.layout.spreads})
    values, spread, _ = run_chunk(runs, job.layout.last, measures, cut, choose("auto", job.person_weeks))
    names = [m.name for m in measures]
    kept, spreads = (_chosen(names, wanted) for wanted in (job.layout.measures, job.layout.spreads))
    return [Done(t, _pick(values[i], kept), _pick(spread[i], spreads)) for i, t in enumerate(tasks)]


def _limits(homes: Sequence[Run]) -> Array:
    """Return the limit of the bottom tercile of each run of the reference."""
    keys = [alike(run) for run in homes]
    if any(key != keys[0] for key in keys):
        return np.concatenate([limits([run]) for run in homes])
    return limits(homes)


def _chosen(names: Sequence[str], wanted: Sequence[str]) -> list[int]:
    """Return the places of measures, -1 for those that a scenario does not have."""
    return [names.index(name) if name in names else -1 for name in wanted]


def _pick(x: Array, places: Sequence[int]) -> Array:
    out = x[..., places]
    out[..., [i for i, place in enumerate(places) if place < 0]] = np.nan
    return out


def _run_rows(layout: Layout, found: Sequence[Done]) -> dict[str, list[Any]]:
    """Return the columns of the table of runs."""
    columns: dict[str, list[Any]] = {
        "run_id": [d.task.run_id for d in found],
        "scenario": [d.task.name for d in found],
        "seed": [d.task.run.seed for d in found],
    }
    for path, kind in layout.parameters:
        columns[path] = [cell(d.task.values[path], kind) if path in d.task.values else None for d in found]
    for i, name in enumerate(layout.measures):
        columns[name] = [d.values[-1, i] for d in found]
    for outcome in layout.outcomes:
        i = layout.measures.index(outcome.measure)
        columns[str(outcome)] = [d.values[outcome.week, i] for d in found]
    for i, name in enumerate(layout.spreads):
        columns[f"{SPREAD}{name}"] = [d.spread[i] for d in found]
    return columns


def _weeks(layout: Layout, found: Sequence[Done]) -> pa.Table | None:
    """Return the table of weeks, None if none are kept."""
    if not layout.weeks:
        return None
    n = len(layout.weeks)
    columns: dict[str, Any] = {
        "run_id": [d.task.run_id for d in found for _ in range(n)],
        "scenario": [d.task.name for d in found for _ in range(n)],
        "seed": [d.task.run.seed for d in found for _ in range(n)],
        "week": list(layout.weeks) * len(found),
    }
    values = np.concatenate([d.values[list(layout.weeks)] for d in found])
    columns |= {name: values[:, i] for i, name in enumerate(layout.measures)}
    return _table(columns, layout)


def _table(columns: Mapping[str, Any], layout: Layout) -> pa.Table:
    """Return a table; what is not defined is null, so that averages of a column are those of what is."""
    import pyarrow as pa

    kinds = {"number": pa.float64(), "whole": pa.int64(), "truth": pa.bool_(), "text": pa.string()}
    fixed = {"run_id": pa.string(), "scenario": pa.string(), "seed": pa.uint64(), "week": pa.int32()}
    types = fixed | {path: kinds[kind] for path, kind in layout.parameters}
    assert set(KEYS) <= set(columns)
    arrays = {name: pa.array(x, types.get(name, pa.float64()), from_pandas=True) for name, x in columns.items()}
    return pa.table(arrays)


def _failure(run_id: str, name: str, values: Mapping[str, Any], seed: int, error: Exception) -> Failure:
    return Failure(run_id, name, dict(values), seed, in_a_line(error), "".join(traceback.format_exception(error)))


def in_a_line(error: Exception) -> str:
    """Return an error in one line: what was noted on it, or its type and message."""
    return fault(error) or f"{type(error).__name__}: {' '.join(str(error).split())}"
