"""The targets: each with what it is measured by, and whether it is met."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from benchmarks.work import nanoseconds

Found = dict[str, Any]
Reading = tuple[float, float, float]  # by medians; at worst; at best


@dataclass(frozen=True)
class Target:
    """One row of the table: `limit` is the least, or where `most` the most, that will do."""

    what: str
    limit: float
    unit: str
    read: Callable[[Found], Reading]
    most: bool = False
    aim: float | None = None


def faster(case: str, ours: str, theirs: str) -> Callable[[Found], Reading]:
    """Return how many times as fast one job is as another of the same case."""

    def read(found: Found) -> Reading:
        a, b = found[case][ours], found[case][theirs]
        return b["median"] / a["median"], b["least"] / a["most"], b["most"] / a["least"]

    return read


def seconds(case: str, job: str, factor: float = 1.0) -> Callable[[Found], Reading]:
    """Return what a job took."""
    return lambda found: tuple(found[case][job][k] * factor for k in ("median", "least", "most"))  # type: ignore[return-value]


def once(*path: str) -> Callable[[Found], Reading]:
    """Return one number that was taken once."""

    def read(found: Found) -> Reading:
        at: Any = found
        for step in path:
            at = at[step]
        return at, at, at

    return read


def _nanoseconds(found: Found) -> Reading:
    one = found["ratios"]["compiled"]
    return nanoseconds(one["median"]), nanoseconds(one["least"]), nanoseconds(one["most"])


def _large(found: Found) -> Reading:
    ratio = found["large"]["numpy, 1"]["week"] / found["large"]["compiled, 2"]["week"]
    return ratio, ratio, ratio


TARGETS = (
    Target("compiled against the Mesa yardstick, one core", 50, "x", faster("ratios", "compiled", "mesa"), aim=75),
    Target("compiled against the Mesa yardstick, two cores", 95, "x", faster("ratios", "compiled, 2 threads", "mesa"), aim=140),
    Target("the same, every intervention awake in every week, one core", 50, "x", faster("awake", "compiled", "mesa"), aim=75),
    Target("the same, every intervention awake in every week, two cores", 95, "x", faster("awake", "compiled, 2 threads", "mesa"), aim=140),
    Target("compiled on two cores against `mesa.batch_run` on two processes", 50, "x",
           faster("ratios", "compiled, 2 threads", "batch_run, 2 processes")),
    Target("two workers against one, 1000 runs", 1.85, "x", faster("workers", "2", "1")),
    Target("compiled against numpy stacked, one core", 5, "x", faster("ratios", "compiled", "numpy")),
    Target("compiled, a person's week, one core", 330, "ns", _nanoseconds, most=True, aim=200),
    Target("four styles against one: time", 2.5, "x", faster("styles", "1", "4"), most=True),
    Target("numpy stacked against one run at a time, 48 people", 10, "x", faster("stacking", "48 stacked", "48 alone")),
    Target("numpy stacked against one run at a time, 200 people", 5, "x", faster("stacking", "200 stacked", "200 alone")),
    Target("one organisation of 10^6: compiled on two cores against numpy", 5, "x", _large),
    Target("one organisation of 10^6: memory of a person", 1500, "bytes", once("large", "compiled, 2", "bytes a person"), most=True),
    Target("first result of a process, nothing cached", 15, "s", seconds("starts", "cold"), most=True),
    Target("first result of a process, cached", 1.2, "s", seconds("starts", "cached"), most=True),
    Target("first result after one rule was edited", 3, "s", seconds("starts", "one rule edited"), most=True),
    Target("`mi-abm --help`", 0.3, "s", seconds("starts", "help"), most=True),
    Target("100 seeds x 2 scenarios x 48 people x 52 weeks, warm", 150, "ms", seconds("slider", "move", 1000), most=True),
)  # fmt: skip


def rows(found: Found) -> Iterator[tuple[str, str, str, str]]:
    """Yield what, target, figure and verdict of each target; what could not be measured says why."""
    for target in TARGETS:
        wanted = f"at {'most' if target.most else 'least'} {target.limit:g} {target.unit}"
        if target.aim:
            wanted += f", aim {target.aim:g}"
        try:
            middle, low, high = target.read(found)
        except (KeyError, TypeError):
            yield target.what, wanted, "not measured", "-"
            continue
        figure = f"{_digits(middle)} {target.unit}"
        if low != high:
            figure += f" [{_digits(min(low, high))} to {_digits(max(low, high))}]"
        met = middle <= target.limit if target.most else middle >= target.limit
        missed = middle / target.limit if target.most else target.limit / middle
        yield target.what, wanted, figure, "met" if met else f"missed by a factor {missed:.2g}"


def _digits(x: float) -> str:
    return f"{x:,.0f}" if abs(x) >= 100 else f"{x:.3g}"
