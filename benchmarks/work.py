"""The work that is timed: the standard job, the yardstick, and the clock.

The standard job is the full model with all interventions of `full_programme`, each in its own window: most act in weeks 2 to 52,
none after that. 200 people in 25 teams, 15 ties each, 104 weeks after a burn-in of 26, and the measures of a comparison's head.
`awake` has all of them act in every week, which no programme does, but which is the most that a week can be. The yardstick is the second implementation of the
tests, agent by agent in Mesa, on the same scenario; it draws from Python's own generator, as one would write it, and not by
address. It reports nothing while it runs, which favours it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from statistics import median
from typing import Any

from mi_abm.core.measure import Measure
from mi_abm.engine.recorder import needed
from mi_abm.engine.simulate import simulate
from mi_abm.report.scales import HEADLINE
from mi_abm.scenario.load import Scenario, load
from tests.reference.model import ReferenceModel

WEEKS, PEOPLE = 104, 200
STANDARD = {"organisation.teams": 25, "organisation.team_size": 8, "organisation.cross_degree": 8}
SMALL = {"organisation.teams": 6, "organisation.team_size": 8}
STYLES = {"open_questions": 1.0, "affirmations": 0.8, "reflections": 0.5, "summaries": 0.3}
Timed = Callable[[], float]  # does something; returns seconds a run
_seeds = count(1, 1000)  # nobody gets a burn-in that is kept already, unless that is what is timed


@dataclass(frozen=True)
class Spread:
    """Median, least and most of several rounds."""

    median: float
    least: float
    most: float

    @classmethod
    def of(cls, values: list[float]) -> Spread:
        """Sum rounds up."""
        return cls(median(values), min(values), max(values))


def standard(changes: Mapping[str, Any] | None = None) -> Scenario:
    """Return the scenario of the standard job."""
    return load("full_programme", STANDARD | dict(changes or {}))


def awake() -> Scenario:
    """Return the standard job with all its interventions at work from the first week to the last."""
    changes: dict[str, Any] = {}
    for name, own in load("full_programme").data.model_dump()["interventions"].items():
        if isinstance(own["weeks"], list):
            changes[f"interventions.{name}.weeks"] = list(range(1, WEEKS + 1))
        elif own["weeks"]:
            changes |= {f"interventions.{name}.start": 1, f"interventions.{name}.weeks": WEEKS}
    return standard(changes)


def headline(scenario: Scenario) -> tuple[type[Measure], ...]:
    """Return the measures of a comparison's head."""
    return needed(scenario, HEADLINE)


def ours(scenario: Scenario, engine: str, runs: int, workers: int = 1, weeks: int = WEEKS) -> Timed:
    """Return what simulates so many runs at once."""
    measures = headline(scenario)

    def once() -> float:
        first = next(_seeds)
        began = time.perf_counter()
        simulate([scenario], range(first, first + runs), weeks, measures, workers, engine=engine)
        return (time.perf_counter() - began) / runs

    return once


def mesa_alone(scenario: Scenario, weeks: int = WEEKS) -> Timed:
    """Return what runs the yardstick once, in this process."""
    plain = scenario.data.model_dump()

    def once() -> float:
        began = time.perf_counter()
        yardstick(plain, next(_seeds), weeks)
        return time.perf_counter() - began

    return once


def yardstick(plain: dict[str, Any], seed: int, weeks: int) -> None:
    """Run the yardstick: burn-in and weeks."""
    model = ReferenceModel(plain, seed, addressed=False)
    for _ in range(weeks):
        model.step()


def interleaved(jobs: Mapping[str, Timed], rounds: int) -> dict[str, Spread]:
    """Time jobs in turn, round after round, after one that does not count; return seconds a run."""
    found: dict[str, list[float]] = {name: [] for name in jobs}
    for job in jobs.values():
        job()
    for _ in range(rounds):
        for name, job in jobs.items():
            found[name].append(job())
    return {name: Spread.of(values) for name, values in found.items()}


def nanoseconds(seconds: float, people: int = PEOPLE, weeks: int = WEEKS + 26) -> float:
    """Return nanoseconds of one person's week from seconds of one run."""
    return seconds / (people * weeks) * 1e9


def quadrupling(first: int, last: int) -> Iterator[int]:
    """Yield first, four times that, and so on up to last."""
    while first <= last:
        yield first
        first *= 4
