"""Weeks that nobody looks into run ahead, and lanes share a stack: the bits are those of weeks one by one in one thread."""

from __future__ import annotations

import threading
from types import SimpleNamespace

import numpy as np
import pytest

from mi_abm.core.measure import Measure, Seen
from mi_abm.engine import simulate as simulating
from mi_abm.engine.beginning import begun
from mi_abm.engine.compiled import queue as queues
from mi_abm.engine.compiled.graph import Slot
from mi_abm.engine.compiled.newcomers import Newcomers
from mi_abm.engine.compiled.stack import CompiledStack
from mi_abm.engine.ensemble import Run
from mi_abm.engine.recorder import Recorder, every_measure
from mi_abm.engine.simulate import chunks, run_chunk
from mi_abm.engine.stack import Stack
from mi_abm.engine.week import advance, pass_by
from mi_abm.measures.uptake import Miti
from mi_abm.scenario.load import load
from tests.engine.compiled.agreement import founded, measures, unlike
from tests.engine.compiled.test_agreement import STYLES, programme

WEEKS = 21  # more than two times as many as run at once, and a rest


def columns(stack: Stack) -> dict[str, np.ndarray]:
    return {name: x.copy() for name, x in stack.monday.items()} | {"occupant": stack.luck.occupant.copy()}


@pytest.mark.parametrize("styles", STYLES, ids=["one style", "three styles"])
@pytest.mark.parametrize("lanes", [1, 2, 3])
def test_ahead_and_in_lanes_as_week_by_week_in_numpy(lanes: int, styles: dict[str, float]) -> None:
    runs = programme(styles)
    stack = begun(runs, CompiledStack, lanes)
    assert isinstance(stack, CompiledStack)
    pass_by(stack, range(1, WEEKS + 1))
    assert stack._bind().lanes.number == lanes
    numpy = founded(runs, Stack)
    for week in range(1, WEEKS + 1):
        advance(numpy, week)
    assert unlike(columns(numpy), columns(stack)) == []


@pytest.mark.parametrize("lanes", [1, 3])
def test_every_measure_of_every_row(lanes: int) -> None:
    runs = programme(STYLES[0])
    every = every_measure(runs[0].scenario)
    values, spread, _ = run_chunk(runs, WEEKS, every, None, "compiled", lanes)
    one_by_one = measures(runs, Stack, WEEKS)
    for i, m in enumerate(every):
        assert np.array_equal(values[:, :, i], one_by_one[str(m.name)], equal_nan=True), m.name
        assert np.array_equal(spread[:, i], one_by_one[f"spread of {m.name}"], equal_nan=True), m.name


class Looks(Measure):
    """A measure that numpy takes, of what stands only if nobody goes on before."""

    reads = Miti.reads
    title, unit, personal = "Sum", "skill", False

    def of_runs(self, seen: Seen) -> np.ndarray:
        """Return what the engine cannot read."""
        return np.array([float(np.tanh(seen.people.skill).sum()), *np.zeros(seen.org.n_runs - 1)])


def flushes(monkeypatch: pytest.MonkeyPatch, which: tuple[type[Measure], ...], watched: bool) -> int:
    """Return how often the queue is run in eight weeks of a baseline."""
    stack = begun([Run(load("baseline", {"burn_in": 2}), 1)], CompiledStack)
    recorder = Recorder(stack, which, 9)
    recorder.take(0)
    advance(stack, 1, recorder=recorder)
    found, run = [0], queues.Lanes.run
    monkeypatch.setattr(queues.Lanes, "run", lambda self, calls: (found.append(1), run(self, calls))[1])
    if watched:
        for week in range(2, 10):
            advance(stack, week, recorder=recorder)
    else:
        pass_by(stack, range(2, 10), recorder=recorder)
    monkeypatch.undo()
    assert not np.isnan(recorder.values[:, :, 0]).any()
    return sum(found)


def test_python_is_asked_only_by_those_who_look(monkeypatch: pytest.MonkeyPatch) -> None:
    scenario = load("baseline")
    every = every_measure(scenario)
    assert flushes(monkeypatch, (Miti,), watched=False) == 1
    assert flushes(monkeypatch, (Miti,), watched=True) == 8
    assert flushes(monkeypatch, every, watched=False) == 1, "what is made of earlier rows can wait"
    assert flushes(monkeypatch, (Miti, Looks), watched=False) == 8


def test_a_measure_that_reads_people_cannot_wait() -> None:
    with pytest.raises(TypeError, match="Late is taken afterwards"):
        type("Late", (Measure,), {"afterwards": True, "reads": Miti.reads})


def test_lanes_have_memory_of_their_own_for_what_is_in_between() -> None:
    stack = begun(programme(STYLES[0]), CompiledStack, 3)
    assert isinstance(stack, CompiledStack)
    pass_by(stack, range(1, 3))
    between = {"week", "work", "buffer", "scratch_person", "scratch_tie", "scratch_run"}
    places: dict[str, set[int]] = {}
    for slot, (entry, _) in stack._bind()._entries.items():
        if isinstance(slot, Slot):
            places.setdefault(slot.kind, set()).add(len(set(entry)))
    assert {kind for kind, lanes in places.items() if lanes == {3}} == between & places.keys()
    assert {kind for kind, lanes in places.items() if lanes == {1}} == places.keys() - between


def test_lanes_work_side_by_side(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: set[int] = set()
    spied = SimpleNamespace(running=Spy(queues.codes().running, seen))
    monkeypatch.setattr(queues, "codes", lambda: spied)
    pass_by(begun(programme(STYLES[0]), CompiledStack, 3), range(1, 3))
    assert len(seen) == 3


class Spy:
    """Runs, and notes in which thread."""

    def __init__(self, running: object, seen: set[int]) -> None:
        self._running, self._seen, self._barrier = running, seen, threading.Barrier(3)

    def __getattr__(self, name: str) -> object:
        return getattr(self._running, name)

    def run(self, queue: np.ndarray, first: int, last: int) -> None:
        """Wait for the other lanes: none can begin only after another has ended."""
        self._barrier.wait(timeout=30)
        self._seen.add(threading.get_ident())
        self._running.run(queue, first, last)  # type: ignore[attr-defined]


def test_newcomers_are_listed_by_block() -> None:
    newcomers = Newcomers(np.array([0, 4, 4, 9]))
    assert newcomers.rows.tolist() == []
    newcomers.let_in(np.array([1, 3, 4, 8]))
    assert newcomers.ends.tolist() == [2, 4, 6]
    assert newcomers.listed[[0, 1, 4, 5]].tolist() == [1, 3, 4, 8]
    assert newcomers.rows.tolist() == [1, 3, 4, 8]
    newcomers.let_in(np.array([8]))
    assert newcomers.rows.tolist() == [8]
    assert newcomers.moved.tolist() == [2, 2, 2]


@pytest.mark.parametrize(
    ("runs", "workers", "found"),
    [(10, 2, [(0, 10, 1)]), (100, 2, [(0, 100, 2)]), (100, 1, [(0, 100, 1)]), (128, 8, [(0, 128, 4)]), (200, 2, [(0, 100, 1), (100, 200, 1)]),
     (200, 4, [(0, 100, 2), (100, 200, 2)]), (200, 3, [(0, 66, 1), (66, 133, 1), (133, 200, 1)])],
)  # fmt: skip
def test_chunks_of_the_compiled_engine(runs: int, workers: int, found: list[tuple[int, int, int]]) -> None:
    scenario = load("baseline", {"organisation.teams": 6, "organisation.team_size": 8})
    assert simulating.CHUNK_PEOPLE == 6144
    assert list(chunks([Run(scenario, seed) for seed in range(runs)], "compiled", workers)) == found
