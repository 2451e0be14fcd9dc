"""Run scenarios: chunks of stacked runs, in this process or in several; the result is the same bit for bit."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from itertools import groupby, pairwise
from multiprocessing import active_children, get_context
from pathlib import Path
from typing import Any

import numpy as np

from mi_abm.core.columns import Array
from mi_abm.core.measure import Measure
from mi_abm.engine.beginning import begun
from mi_abm.engine.engines import choose, stack_of
from mi_abm.engine.ensemble import Run, alike
from mi_abm.engine.recorder import Recorder, every_measure, lowest_third
from mi_abm.engine.results import Results, side_by_side
from mi_abm.engine.week import pass_by
from mi_abm.scenario.load import Scenario

CHUNK_PEOPLE = 6144  # people a chunk: enough for numpy to be busy between calls, and for weeks of Python to be few
WORTH = 1536  # people from which a thread is: with fewer, threads wait for each other longer than they gain
HAND_OVER = 1e-4  # seconds after which a thread that waits for Python is given it; weeks are not much longer
Progress = Callable[[int], None]
Mapper = Callable[..., Iterable[Any]]


def simulate(
    scenarios: Scenario | Sequence[Scenario],
    seeds: Iterable[int],
    weeks: int = 52,
    measures: Sequence[type[Measure]] | None = None,
    workers: int = 1,
    progress: Progress | None = None,
    engine: str = "auto",
) -> list[Results]:
    """Run each scenario with each seed; return one `Results` a scenario, in their order.

    `measures` defaults to all built-in ones and the attribution of intention and skill to its sources, a
    source that a scenario lacks being 0 in it. The limit of the bottom tercile is that of the first scenario, the
    reference. `progress` is called with the number of runs done. The numbers do not depend on `workers` (threads of
    this process with the compiled engine, else processes) and `engine`.
    """
    many = [scenarios] if isinstance(scenarios, Scenario) else list(scenarios)
    numbers = tuple(int(seed) for seed in seeds)
    engine = choose(engine, len(numbers) * sum(_people(Run(s, 1)) * (weeks + s.data.burn_in) for s in many))
    with _mapper(workers if _importable(many) or engine == "compiled" else 1, engine) as each:
        first = [Run(many[0], s) for s in numbers]
        done = _run_all(first, weeks, measures, each, None, progress, engine, workers)
        cut = np.array([limit for _, _, limit in done] * (len(many) - 1))
        rest = [Run(scenario, s) for scenario in many[1:] for s in numbers]
        done += _run_all(rest, weeks, measures, each, cut, progress, engine, workers) if rest else []
    out = []
    for i, scenario in enumerate(many):
        values, spread, limits = zip(*done[i * len(numbers) : (i + 1) * len(numbers)], strict=True)
        named = tuple(measures or every_measure(scenario))
        out.append(Results(scenario, numbers, named, np.stack(values), np.stack(spread), np.array(limits)))
    return side_by_side(out)


def _importable(scenarios: Sequence[Scenario]) -> bool:
    """Say whether worker processes can import all rules; a class typed into a notebook stays in this process."""
    typed = any(rule.__module__ == "__main__" for scenario in scenarios for rule in scenario.rules)
    return not typed or Path(getattr(sys.modules["__main__"], "__file__", "")).is_file()


def run_chunk(
    runs: Sequence[Run],
    weeks: int,
    measures: Sequence[type[Measure]] | None,
    cut: Array | None,
    engine: str = "auto",
    lanes: int = 1,
) -> tuple[Array, Array, Array]:
    """Run alike runs as one stack; return their values, spreads at row 0, and limits of the bottom tercile.

    `lanes` is how many threads work on a compiled stack side by side.
    """
    person_weeks = sum(_people(run) for run in runs) * (weeks + runs[0].scenario.data.burn_in)
    stack = begun(runs, stack_of(choose(engine, person_weeks)), lanes)
    recorder = Recorder(stack, measures or every_measure(runs[0].scenario), weeks, cut)
    recorder.take(0)
    pass_by(stack, range(1, weeks + 1), recorder=recorder)
    assert recorder.cut is not None
    return recorder.values, recorder.spread, recorder.cut


def limits(runs: Sequence[Run]) -> Array:
    """Return the limit of the bottom tercile that each of alike runs would set itself."""
    stack = begun(runs)
    return lowest_third(stack)


def chunks(runs: Sequence[Run], engine: str = "numpy", workers: int = 1) -> Iterator[tuple[int, int, int]]:
    """Yield (first, last + 1, lanes) of each chunk: alike neighbours, in equal parts, as many a worker."""
    at = 0
    for _, group in groupby(runs, alike):
        members = list(group)
        parts, lanes = _parts(len(members), _people(members[0]), workers, engine)
        ends = [at + len(members) * k // parts for k in range(parts + 1)]
        yield from ((a, b, lanes) for a, b in pairwise(ends))
        at = ends[-1]


def _parts(runs: int, people: int, workers: int, engine: str) -> tuple[int, int]:
    """Return into how many chunks runs of so many people go, and how many lanes each has.

    The compiled engine has no more chunks than it must, since each takes the same time of Python, and one thread has that
    at a time: workers without a chunk of their own are lanes of another's.
    """
    least = -(-runs // max(1, CHUNK_PEOPLE // people))
    if engine == "compiled":
        workers = max(1, min(workers, runs * people // WORTH))
        if least < workers and workers % least == 0:
            return least, workers // least
    return min(runs, -(-least // workers) * workers), 1


def _people(run: Run) -> int:
    params = run.scenario.data.organisation
    if params.people is not None:
        return 100
    return sum(params.team_size) if isinstance(params.team_size, list) else params.teams * params.team_size


def _run_all(
    runs: Sequence[Run],
    weeks: int,
    measures: Sequence[type[Measure]] | None,
    each: Mapper,
    cut: Array | None,
    progress: Progress | None,
    engine: str,
    workers: int,
) -> list[tuple[Array, Array, float]]:
    """Run all chunks, here or on workers; return values, spread and limit of every run, in order."""
    spans = list(chunks(runs, engine, max(1, workers)))
    tasks = [(runs[a:b], weeks, measures, None if cut is None else cut[a:b], engine, lanes) for a, b, lanes in spans]
    found: list[tuple[Array, Array, float]] = []
    for (a, b, _), part in zip(spans, each(run_chunk, *zip(*tasks, strict=True)), strict=True):
        found += zip(*part, strict=True)
        if progress:
            progress(b - a)
    return found


@contextmanager
def _mapper(workers: int, engine: str) -> Iterator[Mapper]:
    """Yield a `map` that runs here, or on workers that start once, as they are needed.

    Compiled weeks leave Python's lock to others, so their workers are threads.
    """
    if workers <= 1:
        yield map
        return
    if engine == "compiled":
        before = sys.getswitchinterval()
        sys.setswitchinterval(HAND_OVER)
        try:
            with ThreadPoolExecutor(workers) as threads:
                yield threads.map
        finally:
            sys.setswitchinterval(before)
        return
    # Ctrl-C reaches the whole group of processes; workers leave the answer to their parent.
    quiet = (signal.SIGINT, signal.SIG_IGN)
    others = set(active_children())
    with ProcessPoolExecutor(workers, get_context("spawn"), signal.signal, quiet) as pool:
        try:
            yield pool.map
        except BaseException:
            for worker in set(active_children()) - others:
                worker.terminate()  # or one would wait until its chunk is done
            raise
