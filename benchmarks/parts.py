"""Where a week's time goes: by rule, and how far that is from what the machine could do."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

import numpy as np

from benchmarks.work import PEOPLE, headline, nanoseconds, standard
from mi_abm.core.rules import Rule
from mi_abm.engine.beginning import begun
from mi_abm.engine.engines import choose, stack_of
from mi_abm.engine.ensemble import Run
from mi_abm.engine.recorder import Recorder
from mi_abm.engine.stack import Stack
from mi_abm.engine.week import advance

RUNS = 30
STREAM = 2**23  # numbers, more than any cache holds


def rules(weeks: int) -> dict[str, Any]:
    """Time each rule's phases alone (every call waits for its loops), all together, and the machine's roofs."""
    scenario = standard()
    runs = [Run(scenario, seed) for seed in range(9001, 9001 + RUNS)]
    spent: dict[str, float] = {}
    for watched in (False, True):  # the same weeks twice
        stack = begun(runs, stack_of(choose("compiled", 0)))
        recorder = Recorder(stack, headline(scenario), weeks, None)
        recorder.take(0)
        if watched:
            _watch(stack, spent)
            _weeks(stack, recorder, range(1, weeks + 1))
        else:
            whole = _weeks(stack, recorder, range(1, weeks + 1))
    by_rule = {name: nanoseconds(s / RUNS, PEOPLE, weeks) for name, s in spent.items()}
    bandwidth, flops = _roofs()
    columns = sum(x.nbytes for side in (stack.monday, stack.coming) for x in side.values()) / (RUNS * PEOPLE)
    return {
        "nanoseconds": dict(sorted(by_rule.items(), key=lambda item: -item[1])),
        "whole": nanoseconds(whole / RUNS, PEOPLE, weeks),
        "bandwidth": bandwidth, "flops": flops, "bytes": columns,
    }  # fmt: skip


def _weeks(stack: Stack, recorder: Recorder, weeks: range) -> float:
    began = time.perf_counter()
    for week in weeks:
        advance(stack, week)
        recorder.take(week)
    return time.perf_counter() - began


def _watch(stack: Stack, spent: dict[str, float]) -> None:
    """Let every phase of every rule be waited for and timed."""
    perform, flush = stack.perform, getattr(stack, "_flush", lambda: None)

    def timed(acting: Sequence[Rule], phase: str) -> None:
        for rule in acting:
            flush()
            began = time.perf_counter()
            perform((rule,), phase)
            flush()
            spent[rule.name] = spent.get(rule.name, 0.0) + time.perf_counter() - began

    stack.perform = timed  # type: ignore[method-assign]


def _roofs() -> tuple[float, float]:
    """Return bytes a second of one core (a sum of two arrays into a third), and multiplications and additions a second."""
    a, b, c = (np.ones(STREAM) for _ in range(3))
    bandwidth = max(24 * STREAM / _clock(lambda: np.add(a, b, out=c)) for _ in range(20))
    m = np.ones((512, 512))
    flops = max(2 * 512**3 / _clock(lambda: m @ m) for _ in range(20))
    return bandwidth, flops


def _clock(do: Any) -> float:
    began = time.perf_counter()
    do()
    return time.perf_counter() - began
