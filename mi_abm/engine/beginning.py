"""Row 0: organisations founded and burnt in, kept in memory by all that decides their state.

Nothing is done before week 0, so scenarios that differ in what is done begin alike. What is kept is a copy of each
column that is not as it was allocated; a stack that begins from it has the same bits as one that is burnt in.
"""

from __future__ import annotations

import dis
import hashlib
import json
import threading
from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import FunctionType
from typing import Any

import numpy as np

from mi_abm.core.chance import Words
from mi_abm.core.columns import Array
from mi_abm.core.organisation import Organisation
from mi_abm.core.rules import PHASES, Intervention, Rule
from mi_abm.engine.ensemble import Run, assemble, furnish
from mi_abm.engine.stack import Stack
from mi_abm.engine.week import pass_by
from mi_abm.scenario.load import Scenario
from mi_abm.scenario.overlay import FILES

KEPT = 64 * 2**20  # bytes that are kept in all
FOUNDING = ("found", "arrive", "founded")
Key = tuple[Any, ...]


def burn_in(stack: Stack, weeks: int) -> None:
    """Found the organisations and let `weeks` weeks pass, the last of which is week 0."""
    stack.week = 1 - weeks
    stack.found()
    pass_by(stack, range(1 - weeks, 1), interventions=False)
    _remeasure(stack)


def _remeasure(stack: Stack) -> None:
    """Set measured states to what was measured: the baseline measurement is that of row 0."""
    for name, known in stack.given.items():
        if stack.columns[name].kind in ("state", "flow"):
            for side in (stack.monday, stack.coming):
                side[name][...] = np.where(np.isnan(known), side[name], stack.baseline[name])


def begun(runs: Sequence[Run], kind: type[Stack] = Stack, lanes: int = 1) -> Stack:
    """Return a stack of alike runs at row 0, burnt in now or earlier, in so many lanes."""
    key = _key(runs)
    known = _BEGINNINGS.get(key)
    stack = assemble(runs, kind) if known is None else known.stack(runs, kind)
    stack.lanes = lanes
    if known is not None:
        return stack
    burn_in(stack, runs[0].scenario.data.burn_in)
    if sum(x.nbytes for x in stack.monday.values()) <= _BEGINNINGS.most:  # else a copy would be made for nothing
        _BEGINNINGS.keep(key, Beginning.of(stack))
    return stack


@dataclass(frozen=True)
class Beginning:
    """The state of a stack at row 0."""

    org: Organisation
    given: Mapping[str, Array]
    columns: dict[tuple[str, str], Array]
    occupant: Words

    @classmethod
    def of(cls, stack: Stack) -> Beginning:
        """Copy the state of a stack."""
        kept = {
            (side, name): getattr(stack, side)[name].copy()
            for side in ("monday", "coming")
            for name, column in stack.columns.items()
            if (side == "monday" or column.kind == "state") and _moved(getattr(stack, side)[name], column.start)
        }
        return cls(copy(stack.org), stack.given, kept, stack.luck.occupant.copy())

    def stack(self, runs: Sequence[Run], kind: type[Stack]) -> Stack:
        """Return a stack of these runs in this state."""
        stack = furnish(runs, copy(self.org), self.given, kind)
        for (side, name), values in self.columns.items():
            getattr(stack, side)[name][...] = values
        stack.luck.occupant[...] = self.occupant
        stack.begin(0)
        return stack

    @property
    def nbytes(self) -> int:
        """Bytes of memory that it takes."""
        arrays = (*vars(self.org).values(), *self.given.values(), *self.columns.values(), self.occupant)
        return sum(x.nbytes for x in arrays if isinstance(x, np.ndarray))


class Beginnings:
    """The beginnings that were used last."""

    def __init__(self, most: int = KEPT) -> None:
        self.most, self._kept, self._lock = most, OrderedDict[Key, Beginning](), threading.Lock()

    def get(self, key: Key) -> Beginning | None:
        """Return what is kept under a key."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def keep(self, key: Key, beginning: Beginning) -> None:
        """Keep a beginning, and forget those that nobody has asked for longest."""
        with self._lock:
            self._kept[key] = beginning
            while sum(b.nbytes for b in self._kept.values()) > self.most:
                self._kept.popitem(last=False)

    def clear(self) -> None:
        """Forget all."""
        with self._lock:
            self._kept.clear()


_BEGINNINGS = Beginnings()


def _key(runs: Sequence[Run]) -> Key:
    scenarios = {id(run.scenario): run.scenario for run in runs}
    decided = {key: deciding(scenario) for key, scenario in scenarios.items()}
    said = hashlib.sha256(repr([(decided[id(run.scenario)], run.seed) for run in runs]).encode()).hexdigest()
    rules = runs[0].scenario.rules
    return said, rules, tuple(function for rule in rules for function in _functions(rule))


def deciding(scenario: Scenario) -> str:
    """Return the SHA-256 of what decides a scenario's state at row 0, beside the code of its rules."""
    plain = scenario.data.model_dump(mode="json", exclude={"title", "table2", "uses", "interventions"})
    for file in FILES:
        if name := plain["organisation"][file]:
            plain["organisation"][file] = hashlib.sha256(Path(name).read_bytes()).hexdigest()
    plain["interventions"] = {
        rule.name: scenario.parameters(rule).model_dump(mode="json")
        for rule in scenario.rules
        if issubclass(rule, Intervention) and any(_looks_at_parameters(rule, phase) for phase in FOUNDING)
    }
    return hashlib.sha256(json.dumps(plain, sort_keys=True).encode()).hexdigest()


def _moved(x: Array, start: float) -> bool:
    """Say whether any bit is another one than at first."""
    return bool(np.any(x.view(np.int64) != np.float64(start).view(np.int64)))


def _functions(rule: type[Rule]) -> Iterator[Any]:
    return (getattr(rule, phase, None) for phase in (*FOUNDING, *PHASES))


def _looks_at_parameters(rule: type[Rule], phase: str) -> bool:
    return _names_parameters(getattr(rule, phase, None))


@lru_cache(maxsize=1024)
def _names_parameters(function: Any) -> bool:
    """Say whether a phase `(self, people, p, org, now)` ever names its `p`, or might."""
    if not isinstance(function, FunctionType) or function.__code__.co_argcount < 3:
        return function is not None
    p = function.__code__.co_varnames[2]
    said = (i.argval for i in dis.get_instructions(function))
    return any(p == word or (isinstance(word, tuple) and p in word) for word in said)
