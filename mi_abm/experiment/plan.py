"""The plan of an experiment: points x scenarios x seeds, as runs that each have an id, in chunks of seconds of work.

What all replicates share is a cell: a scenario at the values that concern it. A scenario that lacks an intervention is the
same at all values of this intervention: one cell, run once. The plan is numbers, not objects: 10^6 runs fit in little memory.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mi_abm.experiment.designs import UNCHANGED
from mi_abm.experiment.experiment import Experiment
from mi_abm.experiment.identity import key_of, run_ids
from mi_abm.scenario.load import Scenario
from mi_abm.scenario.populate import surveyed
from mi_abm.scenario.problems import InputError
from mi_abm.scenario.vary import named, with_values

Ids = NDArray[np.bytes_]
MOST_RUNS = 2000  # in a batch, however small they are: what a table of them takes is memory
FOUNDING = ("organisation", "mechanisms", "burn_in", "noise")


@dataclass(frozen=True)
class Batch:
    """Runs to do: of each cell its scenario's name, its values, and seeds with their ids.

    `limits` holds the values of the reference, where the limit of the bottom tercile is to be found with it.
    """

    cells: tuple[tuple[str, Mapping[str, Any], Mapping[str, Any] | None, tuple[int, ...], tuple[str, ...]], ...]

    def __len__(self) -> int:
        return sum(len(ids) for *_, ids in self.cells)

    @property
    def name(self) -> str:
        """The id of the first run, by which it is known among others."""
        return self.cells[0][-1][0]


class Plan:
    """All runs of an experiment. `at[point, scenario]` is the number of a cell."""

    def __init__(self, experiment: Experiment) -> None:
        self.experiment = experiment
        self.scenarios = list(experiment.scenarios.values())
        self.names = list(experiment.scenarios)
        self.digests = [scenario.digest() for scenario in self.scenarios]
        paths = [f.path for f in experiment.factors]
        self.concerns = [[named(scenario, path) for path in paths] for scenario in self.scenarios]
        self.home = self.names.index(experiment.reference)
        self.founded = [_as_founded(self.scenarios[self.home], scenario) for scenario in self.scenarios]
        self.keys: list[str] = []
        self._weighed: dict[tuple[int, str], float] = {}
        self.cells: list[tuple[int, int]] = []
        self.at = np.empty((len(experiment.points), len(self.scenarios)), np.int64)
        self._lay_out()

    def _lay_out(self) -> None:
        known: dict[str, int] = {}
        for point in range(len(self.experiment.points)):
            home = self._key(self.home, point, "")
            for s in range(len(self.scenarios)):
                key = home if s == self.home else self._key(s, point, "" if self.founded[s] else home)
                place = known.setdefault(key, len(self.keys))
                if place == len(self.keys):
                    self.keys.append(key)
                    self.cells.append((s, point))
                self.at[point, s] = place

    def _key(self, scenario: int, point: int, limits: str) -> str:
        return key_of(self.digests[scenario], self.values(scenario, point), self.experiment.data.weeks, limits)

    def __len__(self) -> int:
        return len(self.cells) * len(self.experiment.seeds)

    def values(self, scenario: int, point: int) -> dict[str, Any]:
        """Return the values of a point that concern a scenario."""
        row = self.experiment.points[point]
        return {
            factor.path: value
            for factor, value, mine in zip(self.experiment.factors, row, self.concerns[scenario], strict=True)
            if mine and value is not UNCHANGED
        }

    def ids(self, cell: int) -> list[str]:
        """Return the ids of a cell's runs, in the order of the seeds."""
        return run_ids(self.keys[cell], self.experiment.seeds)

    def every_id(self) -> Ids:
        """Return the ids of all runs: shape (cells, seeds)."""
        found = np.empty((len(self.cells), len(self.experiment.seeds)), "S32")
        for cell in range(len(found)):
            found[cell] = self.ids(cell)
        return found

    @cached_property
    def _constant(self) -> bool:
        return not any(_founds(f.path) for f in self.experiment.factors)

    def weight(self, cell: int) -> float:
        """Return the person-weeks of one run of a cell; those of the plain scenario where its values are refused."""
        s, point = self.cells[cell]
        if self._constant:
            return self._weights[s]
        values = {path: x for path, x in self.values(s, point).items() if _founds(path)}
        key = s, str(sorted(values.items()))
        if key not in self._weighed:  # points repeat organisations, and each is asked for more than once
            self._weighed[key] = self._weight_at(s, values)
        return self._weighed[key]

    def _weight_at(self, s: int, values: dict[str, Any]) -> float:
        try:
            return self._weight(with_values(self.scenarios[s], values))
        except InputError:
            return self._weights[s]

    @cached_property
    def _weights(self) -> list[float]:
        return [self._weight(scenario) for scenario in self.scenarios]

    def _weight(self, scenario: Scenario) -> float:
        return float(people(scenario) * (self.experiment.data.weeks + scenario.data.burn_in))

    def person_weeks(self) -> float:
        """Return the person-weeks of all runs."""
        return sum(map(self.weight, range(len(self.cells)))) * len(self.experiment.seeds)

    def batches(self, done: Ids, weight: float) -> Iterator[Batch]:
        """Yield what is not done (`done`: sorted ids), in batches of about this many person-weeks, and not too many runs."""
        seeds, cells, load = self.experiment.seeds, list[Any](), 0.0
        for cell in range(len(self.cells)):
            ids = np.array(self.ids(cell), "S32")
            missing = [int(i) for i in np.flatnonzero(~among(ids, done))]
            each = max(self.weight(cell), weight / MOST_RUNS)
            while missing:
                room = max(1, int((weight - load) / each))
                part, missing = missing[:room], missing[room:]
                cells.append(self._part(cell, tuple(seeds[i] for i in part), tuple(ids[i].decode() for i in part)))
                load += each * len(part)
                if load + each > weight:
                    yield Batch(tuple(cells))
                    cells, load = [], 0.0
        if cells:
            yield Batch(tuple(cells))

    def _part(self, cell: int, seeds: tuple[int, ...], ids: tuple[str, ...]) -> tuple[Any, ...]:
        s, point = self.cells[cell]
        limits = None if self.founded[s] else self.values(self.home, point)
        return self.names[s], self.values(s, point), limits, seeds, ids


def _founds(path: str) -> bool:
    """Say whether a parameter decides how many people there are, or for how many weeks they are followed."""
    return path.startswith("organisation.") or path == "burn_in"


def people(scenario: Scenario) -> int:
    """Return the number of people in a scenario's organisation."""
    params = scenario.data.organisation
    if params.people is not None:
        return len(surveyed(scenario).organisation)
    return sum(params.team_size) if isinstance(params.team_size, list) else params.teams * params.team_size


def _as_founded(reference: Scenario, scenario: Scenario) -> bool:
    """Say whether a scenario begins as the reference does: then both have the same limit of the bottom tercile."""
    same = all(getattr(reference.data, part) == getattr(scenario.data, part) for part in FOUNDING)
    return same and reference.rules == scenario.rules


def among(ids: Ids, done: Ids) -> NDArray[np.bool_]:
    """Return which ids stand in a sorted list."""
    if not len(done):
        return np.zeros(len(ids), bool)
    places = np.minimum(np.searchsorted(done, ids), len(done) - 1)
    return np.asarray(done[places] == ids)
