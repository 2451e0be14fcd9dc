"""Counterfactuals: the same person with the same luck, once with and once without; who does better, worse, no different.

    better       skill with - skill without >=  .0125 (.05 MITI points)
    worse        skill with - skill without <= -.0125
    no different neither

Only people who hold their post from row 0 to the week asked about in both arms are compared. Groups come from row 0 of the
reference: introverts (introversion above .6) and others; thirds of each run by skill; thirds of its people by the safety of
their team. Shares are means over the seeds' own shares, with Student t intervals cut at 0 and 1; `difference` is over all people.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from mi_abm.analysis.contrasts import interval
from mi_abm.core.columns import Array
from mi_abm.engine.people import Followed, follow
from mi_abm.measures.subgroups import INTROVERT, NO_DIFFERENCE
from mi_abm.scenario.load import Scenario

COLUMNS = ("skill", "introversion", "safety")
ROUNDING = 1e-12
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Share:
    """A share of a group, with its 95 % interval over seeds; None where there are fewer than two seeds with such people."""

    share: float
    ci_low: float | None
    ci_high: float | None


@dataclass(frozen=True)
class Who:
    """How the people of a group fare with a scenario, against themselves without it; `difference` is of mean skill."""

    scenario: str
    group: str
    people: int
    better: Share
    worse: Share
    no_different: Share
    difference: float


def who(scenarios: Sequence[Scenario], seeds: Sequence[int], week: int) -> list[Who]:
    """Return how people fare in a week with each scenario against the first: a row a scenario and group.

    A group in which nobody stayed has no row.
    """
    without = follow(scenarios[0], seeds, COLUMNS, (0, week))
    return [
        row
        for scenario in scenarios[1:]
        for row in compared(scenario.name, without, follow(scenario, seeds, COLUMNS, (0, week)), week)
    ]


def compared(name: str, without: Followed, with_: Followed, week: int) -> Iterator[Who]:
    """Yield a row a group, from two arms that were followed with the same seeds."""
    stayed = without.stayed(0, week) & with_.stayed(0, week) & (without.occupant[0] == with_.occupant[0])
    change = with_.at("skill", week) - without.at("skill", week)
    for group, member in groups(without):
        chosen = member & stayed
        if chosen.any():
            yield _row(name, group, change, without.run, chosen)


def groups(reference: Followed) -> Iterator[tuple[str, Mask]]:
    """Yield name and members of each group, by row 0 of the reference."""
    introverted = reference.at("introversion", 0) > INTROVERT
    yield "everybody", np.ones(len(introverted), bool)
    yield "introverts", introverted
    yield "others", ~introverted
    for column, names in (
        ("skill", ("lowest third of skill", "middle third of skill", "highest third of skill")),
        ("safety", ("least safe teams", "teams in between", "safest teams")),
    ):
        third = thirds(reference.at(column, 0), reference.run)
        yield from ((name, third == i) for i, name in enumerate(names))


def thirds(x: Array, run: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return 0, 1 or 2: at or below the first third of one's run, at or below the second, above it."""
    out = np.zeros(len(x), np.int64)
    bounds = np.searchsorted(run, np.arange(run[-1] + 2))
    for a, b in pairwise(bounds):
        out[a:b] = (x[a:b, None] > np.quantile(x[a:b], [1 / 3, 2 / 3])).sum(axis=1)
    return out


def _row(name: str, group: str, change: Array, run: NDArray[np.int64], chosen: Mask) -> Who:
    better, worse = change >= NO_DIFFERENCE - ROUNDING, change <= ROUNDING - NO_DIFFERENCE
    more, less, same = (_share(x, run, chosen) for x in (better, worse, ~(better | worse)))
    return Who(name, group, int(chosen.sum()), more, less, same, float(change[chosen].mean()))


def _share(x: Mask, run: NDArray[np.int64], chosen: Mask) -> Share:
    people = np.bincount(run[chosen])
    mine = np.bincount(run[chosen & x], minlength=len(people))
    shares = mine[people > 0] / people[people > 0]
    low, high = interval(shares)
    return Share(float(shares.mean()), None if low is None else max(0.0, low), None if high is None else min(1.0, high))
