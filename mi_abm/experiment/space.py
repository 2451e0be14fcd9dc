"""The space of an experiment: which parameters are varied, and over what.

Each is a range of numbers (its ends belong to it, also for whole numbers) or a list of values. A parameter of an
intervention concerns the scenarios that have this intervention; the others stay as they are.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from mi_abm.core.param import Declaration
from mi_abm.experiment.schema import Design, Levels, Span
from mi_abm.scenario.load import Scenario
from mi_abm.scenario.problems import InputError, Problem, nearest
from mi_abm.scenario.vary import declared, named, paths_below, value_at


@dataclass(frozen=True)
class Factor:
    """A parameter that is varied: from `low` to `high`, or over `values`."""

    path: str
    low: float = 0.0
    high: float = 0.0
    whole: bool = False
    values: tuple[Any, ...] = ()
    place: str = field(default="", compare=False)  # in the file of the experiment
    unit: str = field(default="", compare=False)

    def at(self, u: float) -> Any:
        """Return the value at a place in 0 ... 1: values and whole numbers have equal shares of it."""
        if self.values:
            return self.values[min(int(u * len(self.values)), len(self.values) - 1)]
        if self.whole:
            span = round(self.high) - round(self.low) + 1
            return round(self.low) + min(int(u * span), span - 1)
        return self.low + u * (self.high - self.low)

    def levels(self, n: int) -> list[Any]:
        """Return the values, or n levels of the range at equal distances, its ends among them."""
        if self.values:
            return list(self.values)
        steps = [self.low + (self.high - self.low) * k / max(n - 1, 1) for k in range(n)]
        return list(dict.fromkeys(map(round, steps))) if self.whole else list(dict.fromkeys(steps))

    @property
    def kind(self) -> str:
        """The kind of its column in tables: number, whole, truth or text."""
        if not self.values:
            return "whole" if self.whole else "number"
        if all(isinstance(v, bool) for v in self.values):
            return "truth"
        if any(isinstance(v, bool) or not isinstance(v, (int, float)) for v in self.values):
            return "text"
        return "whole" if all(isinstance(v, int) for v in self.values) else "number"


def cell(value: Any, kind: str) -> Any:
    """Return a value as a table holds it."""
    if kind == "number":
        return float(value)
    return value if kind != "text" or isinstance(value, str) else json.dumps(value)


class Explorer:
    """Finds the factors of a design among scenarios; `problems` collects what is wrong."""

    def __init__(self, scenarios: Sequence[Scenario]) -> None:
        self.scenarios = scenarios
        self.problems: list[Problem] = []

    def space(self, design: Design) -> tuple[Factor, ...]:
        """Return what a design varies, each path once."""
        found: dict[str, Factor] = {}
        for place, path, span in _entries(design):
            for factor in self._below(path, span, place):
                if factor.path in found:
                    self._say(place, f"{factor.path} is varied twice")
                found[factor.path] = replace(factor, place=place, unit=self.unit(factor.path))
        for i, path in enumerate(design.fixed):
            if found.pop(path, None) is None:
                self._say(f"design.fixed.{i}", f"{path} is not varied; {nearest(path, list(found))}")
        return tuple(found.values())

    def known(self, path: str, place: str) -> Scenario | None:
        """Return the first scenario that a path concerns; say what is wrong if there is none."""
        for scenario in self.scenarios:
            try:
                value_at(scenario, path)
            except LookupError:
                continue
            if named(scenario, path):
                return scenario
        rule = path.split(".")[1] if path.count(".") else path
        below = f"interventions.{rule}."
        there = any(named(s, p) for s in self.scenarios for p in _all_paths(s) if p.startswith(below))
        if path.startswith("interventions.") and _has(self.scenarios[0], f"interventions.{rule}") and not there:
            self._say(place, f"no scenario of the experiment has the intervention {rule}: name it in one")
        else:
            paths = _all_paths(self.scenarios[0])
            sections = {p.rpartition(".")[0] for p in paths}
            self._say(place, f"{path} is no parameter; {nearest(path, {*paths, *sections})}")
        return None

    def unit(self, path: str) -> str:
        """Return the declared unit of a parameter, "" where none is declared."""
        said = (declared(scenario, path) for scenario in self.scenarios)
        return next((d.unit for d in said if d is not None), "")

    def _below(self, path: str, span: Span, place: str) -> Iterable[Factor]:
        scenario = self.known(path, place)
        if scenario is None:
            return
        paths = paths_below(scenario, path)
        if span is None and tuple(paths) != (path,):
            spans = ((p, d) for p in paths if (d := declared(scenario, p)) and (d.range or d.choices))
            yield from (_ranged(d) for _, d in spans)
        elif tuple(paths) != (path,):
            self._say(place, "is a section: only a parameter takes values of its own")
        else:
            factor = self._factor(path, span, declared(scenario, path), place)
            if factor is not None:
                yield factor

    def _factor(self, path: str, span: Span, said: Declaration | None, place: str) -> Factor | None:
        if span is None:
            if said is None or not (said.range or said.choices or said.kind is bool):
                self._say(place, f"{path} has no declared range: give one, as {{{path}: [0, 1]}}")
                return None
            return _ranged(said)
        values = span.values if isinstance(span, Levels) else span
        if isinstance(span, list) and len(span) == 2 and all(map(_number, span)):
            low, high = map(float, span)
            if low > high:
                self._say(place, f"the range {low:g} ... {high:g} ends before it begins")
            return Factor(path, low, high, said is not None and isinstance(said.default, int))
        if not values:
            self._say(place, "has no values")
            return None
        return Factor(path, values=tuple(values))

    def _say(self, place: str, message: str) -> None:
        self.problems.append(Problem("", place, message))

    def check(self) -> None:
        """Raise `InputError` if anything was wrong."""
        if self.problems:
            raise InputError(self.problems)


def _entries(design: Design) -> Iterable[tuple[str, str, Span]]:
    """Yield place in the file, path and span of everything that is to be varied."""
    if isinstance(design.vary, Mapping):
        yield from ((f"design.vary.{path}", path, span) for path, span in design.vary.items())
        return
    for i, entry in enumerate(design.vary):
        if isinstance(entry, str):
            yield f"design.vary.{i}", entry, None
        else:
            yield from ((f"design.vary.{i}.{path}", path, span) for path, span in entry.items())


def _ranged(said: Declaration) -> Factor:
    if said.range is None:
        return Factor(said.path, values=said.choices or (False, True))
    return Factor(said.path, *said.range, whole=isinstance(said.default, int))


def meaning(scenarios: Iterable[Scenario], path: str) -> str:
    """Return the declared meaning of a parameter, "" where none is declared."""
    return next((d.meaning for scenario in scenarios if (d := declared(scenario, path)) is not None), "")


def _number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)


def _has(scenario: Scenario, path: str) -> bool:
    try:
        value_at(scenario, path)
    except LookupError:
        return False
    return True


def _all_paths(scenario: Scenario) -> list[str]:
    return [p for top in ("organisation", "mechanisms", "interventions") for p in paths_below(scenario, top)]
