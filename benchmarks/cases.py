"""The cases: each is timed in a process of its own and returns plain numbers.

Times are of runs, in seconds, unless a name says otherwise; each is a median with the least and most of its rounds.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from benchmarks import beside, large, parts, starts
from benchmarks.work import (
    PEOPLE,
    SMALL,
    STYLES,
    Spread,
    Timed,
    awake,
    interleaved,
    mesa_alone,
    ours,
    quadrupling,
    standard,
)
from mi_abm.scenario.load import load

Numbers = dict[str, Any]


@dataclass(frozen=True)
class Size:
    """How much is timed: rounds, and runs a round."""

    rounds: int
    runs: int
    weeks: int
    many: int
    people: int

    @classmethod
    def of(cls, quick: bool) -> Size:
        """Return the sizes of the full benchmark, or of one that only shows that everything works."""
        return cls(1, 2, 4, 8, 2_000) if quick else cls(9, 64, 104, 1000, 1_000_000)


def _plain(found: dict[str, Spread]) -> Numbers:
    return {name: asdict(spread) for name, spread in found.items()}


def ratios(size: Size) -> Numbers:
    """Time both engines beside the yardstick, alone and two at a time, in turn."""
    scenario = standard()
    jobs: dict[str, Timed] = {
        "mesa": mesa_alone(scenario, size.weeks),
        "batch_run, 2 processes": beside.batch_run(size.weeks),
        "numpy": ours(scenario, "numpy", max(2, size.runs // 4), weeks=size.weeks),
        "compiled": ours(scenario, "compiled", size.runs, weeks=size.weeks),
        "compiled, 2 threads": ours(scenario, "compiled", 2 * size.runs, 2, size.weeks),
    }
    return _plain(interleaved(jobs, size.rounds))


def all_awake(size: Size) -> Numbers:
    """Time the compiled engine beside the yardstick where every intervention acts in every week."""
    scenario = awake()
    jobs = {
        "mesa": mesa_alone(scenario, size.weeks),
        "compiled": ours(scenario, "compiled", size.runs, weeks=size.weeks),
        "compiled, 2 threads": ours(scenario, "compiled", 2 * size.runs, 2, size.weeks),
    }
    return _plain(interleaved(jobs, size.rounds))


def workers(size: Size) -> Numbers:
    """Time a thousand runs on one worker and on two."""
    scenario = standard()
    jobs = {f"{n}": ours(scenario, "compiled", size.many, n, size.weeks) for n in (1, 2)}
    return _plain(interleaved(jobs, min(5, size.rounds)))


def styles(size: Size) -> Numbers:
    """Time one style and four."""
    several = standard({"organisation.styles": STYLES})
    jobs = {
        "1": ours(standard(), "compiled", size.runs, weeks=size.weeks),
        "4": ours(several, "compiled", size.runs, weeks=size.weeks),
    }
    return _plain(interleaved(jobs, size.rounds))


def stacking(size: Size) -> Numbers:
    """Time numpy on a stack, and one run at a time."""
    found = {}
    for people, scenario in ((48, load("full_programme", SMALL)), (PEOPLE, standard())):
        jobs = {
            f"{people} stacked": ours(scenario, "numpy", size.runs, weeks=size.weeks),
            f"{people} alone": ours(scenario, "numpy", 1, weeks=size.weeks),
        }
        found |= _plain(interleaved(jobs, min(3, size.rounds)))
    return found


def growth(size: Size) -> Numbers:
    """Time the compiled engine and numpy with more runs, people, ties and styles; nanoseconds of a person's week are in the page."""
    most = 4 * size.runs
    jobs: dict[str, Timed] = {}
    for engine in ("compiled", "numpy"):
        for runs in quadrupling(1, most if engine == "compiled" else size.runs):
            jobs[f"{engine} runs {runs}"] = ours(standard(), engine, runs, weeks=size.weeks)
        for people in quadrupling(50, 50 * 4**4 if size.runs > 2 else 50):
            scenario = standard({"organisation.teams": people // 10, "organisation.team_size": 10})
            jobs[f"{engine} people {people}"] = ours(scenario, engine, max(1, 3200 // people), weeks=size.weeks // 4)
        for ties in (8, 16, 32, 64):
            scenario = standard({"organisation.cross_degree": ties - 7})
            jobs[f"{engine} ties {ties}"] = ours(scenario, engine, 16, weeks=size.weeks // 4)
        for styles in (1, 2, 4, 8):
            scenario = standard({"organisation.styles": {f"style_{k}": 1.0 for k in range(styles)}})
            jobs[f"{engine} styles {styles}"] = ours(scenario, engine, 16, weeks=size.weeks // 4)
    return _plain(interleaved(jobs, min(2, size.rounds)))


CASES: dict[str, Callable[[Size], Numbers]] = {
    "ratios": ratios,
    "awake": all_awake,
    "workers": workers,
    "styles": styles,
    "stacking": stacking,
    "slider": lambda size: starts.slider(size.rounds),
    "starts": lambda size: starts.starts(size.rounds),
    "large": lambda size: large.organisation(size.people),
    "rules": lambda size: parts.rules(size.weeks),
    "growth": growth,
    "others": lambda size: beside.others(size.weeks),
}
"""In the order in which they are timed: what decides most comes first."""
