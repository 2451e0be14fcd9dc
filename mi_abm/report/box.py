"""The box of an experiment in words and as a figure: under which conditions a contrast is large enough.

What is said of density and coverage is said of points that were held out; limits that these do not bear out are called unsure.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from mi_abm.analysis.contrasts import CONDITIONAL
from mi_abm.analysis.discovery import Limit
from mi_abm.analysis.shares import share_interval
from mi_abm.experiment import discovery
from mi_abm.plots import box as plots
from mi_abm.report.chosen import Chosen, scale_of
from mi_abm.report.digits import interval, number, percent, whole
from mi_abm.report.terms import parameter

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from mi_abm.analysis.discovery import Counts
    from mi_abm.experiment.discovery import Condition
    from mi_abm.experiment.store import Store

SMALLEST = 0.001
Factors = Mapping[str, Mapping[str, Any]]


class Told:
    """What was found, in the words of an experiment's file."""

    def __init__(self, manifest: Mapping[str, Any], found: Condition) -> None:
        self.found, self.box = found, found.box
        self.words: Mapping[str, str] = manifest.get("words", {})
        self.factors: Factors = {str(f["path"]): f for f in manifest["factors"]}

    def claim(self) -> str:
        """Return what holds at a point of interest: "a beats b by at least 0.05 MITI points"."""
        f, scale = self.found, scale_of(self.found.unit)
        amount = f"{f.at_least * scale.factor:g} {scale.words or f.unit}"
        if not f.reference:
            return f"{self._scenario(f.scenario)}: {f.title} is at least {amount}"
        verb = "beats" if f.good else "lies above"
        return f"{self._scenario(f.scenario)} {verb} {self._scenario(f.reference)}{f' by at least {amount}' if f.at_least else ''}"  # fmt: skip

    def where(self) -> str:
        """Return the limits, those first that are sure: "load (uptake) is at most 0.68 and ... (unsure)"."""
        *others, last = (self._limits(path) + ("" if sure else " (unsure)") for path, sure in self.paths().items())
        return f"{', '.join(others)} and {last}" if others else last

    def paths(self) -> dict[str, bool]:
        """Return the parameters that the box limits, and whether all of their limits are sure; those first that are."""
        found: dict[str, bool] = {}
        for limit in self.box.limits:
            found[limit.path] = found.get(limit.path, True) and limit.sure
        return dict(sorted(found.items(), key=lambda item: not item[1]))

    def finding(self) -> str:
        """Return the finding in a line, for a title."""
        held = self.box.held
        if not self.box.better:
            every = percent(_all(self.box).density)
            return f"{self.claim()} at {every} of the points, and no box of conditions does better than chance"
        base = percent(held.interest / held.points)
        return f"{self.claim()} at {percent(held.density)} of the points where {self.where()}, against {base} over all (points held out)"

    def sentence(self) -> str:
        """Return everything that was found, with counts and intervals, without a full stop."""
        f, every = self.found, _all(self.box)
        head = f"{f.title}, week {f.week}: {self.claim()} at"
        if every.interest in (0, every.points):
            each = "each" if every.interest else "none"
            return f"{head} {each} of {whole(every.points)} points: there are no conditions to be found"
        loose = f"; at {whole(f.borderline)} points the 95 % interval holds the threshold" if f.borderline else ""
        if self.box.better:
            return f"{head} {self._found()}{loose}"
        over = f"{percent(every.density)} of all {whole(every.points)} points"
        return f"{head} {over}; no box of conditions is better than chance: {self._missed()}{loose}"

    def _found(self) -> str:
        seen, held = self.box.seen, self.box.held
        low, high = share_interval(held.hits, held.inside)
        return (
            f"{percent(seen.density)} of the points where {self.where()}, against {percent(seen.interest / seen.points)} over "
            f"all; held out: {percent(held.density)} of {whole(held.inside)} points ({interval(100 * low, 100 * high, 0)} %), "
            f"against {percent(held.interest / held.points)} of {whole(held.points)}; the box holds {percent(held.coverage)} of all "
            f"such points in {percent(held.mass)} of the space"
        )

    def _missed(self) -> str:
        if not self.box.limits:
            return "no limit on any parameter is sure"
        held = self.box.held
        return (
            f"the one that PRIM found, {percent(self.box.seen.density)} where {self.where()}, has {percent(held.density)} of "
            f"{whole(held.inside)} points held out, against {percent(held.interest / held.points)} of all of these "
            f"(p {_p(held.chance)})"
        )

    def note(self, path: str) -> str:
        """Return the p of a parameter's limits on points that were held out."""
        mine = [limit for limit in self.box.limits if limit.path == path]
        unsure = "" if all(limit.sure for limit in mine) else "unsure; "
        return f"{unsure}held out: p {', '.join(_p(limit.held_p) for limit in mine)}"

    def printed(self, path: str, x: float) -> str:
        """Return a value of a parameter with the decimals that its range bears."""
        factor = self.factors[path]
        return number(x, 0 if factor["kind"] == "whole" else _places(factor))

    def bound(self, limit: Limit) -> float:
        """Return where a limit lies; between whole numbers it is the next one inside."""
        if self.factors[limit.path]["kind"] != "whole":
            return float(limit.at)
        return float(math.ceil(limit.at) if limit.side == "from" else math.floor(limit.at))

    def _limits(self, path: str) -> str:
        name = self.words.get(path) or parameter(path)
        at = {limit.side: limit for limit in self.box.limits if limit.path == path}
        if "among" in at:
            return f"{name} is {' or '.join(map(str, at['among'].at))}"
        ends = [self.printed(path, self.bound(at[side])) for side in ("from", "to") if side in at]
        words = "" if len(ends) == 2 else "at least " if "from" in at else "at most "
        return f"{name} is {words}{' to '.join(ends)}"

    def _scenario(self, name: str) -> str:
        return self.words.get(name, name.replace("_", " "))


def opening(store: Store) -> str:
    """Return the sentence on the conditions that an experiment asks for, with a space behind; "" where it asks for none."""
    found = discovery.read(store.folder)
    return f"{Told(store.manifest(), found).sentence()}. " if found is not None else ""


def figure(manifest: Mapping[str, Any], found: Condition, chosen: Chosen) -> Figure:
    """Draw the box of an experiment."""
    told, box = Told(manifest, found), found.box
    ranges = [_range(told, path, chosen.label(path)) for path in told.paths()]
    marked = [(box.seen.coverage, box.seen.density, False), (box.held.coverage, box.held.density, True)]
    unsure = "" if all(row.sure for row in ranges) else "hatched: unsure on points held out. "
    words = (
        str(manifest["figure"]["title"]) or f"{found.title}, week {found.week}: {told.finding()}",
        "No limit on any parameter is sure." if not ranges else "",
        f"share of the points at which {told.claim()} (%), 95 % interval",
    )
    return plots.draw(
        ranges, list(_shares(box.seen, box.held)), _all(box).density, [(s.coverage, s.density) for s in box.steps],
        marked if ranges else [], words, f"{unsure}{CONDITIONAL}",
    )  # fmt: skip


def _range(told: Told, path: str, name: str) -> plots.Range:
    limits = [limit for limit in told.box.limits if limit.path == path]
    factor, sure = told.factors[path], all(limit.sure for limit in limits)
    if limits[0].side == "among":
        values = list(factor["values"])
        kept = [i for i, value in enumerate(values) if value in limits[0].at]
        n = len(values)
        marks = [((i + 0.5) / n, str(values[i]), i in kept) for i in range(n)]
        return plots.Range(name, "", "", [(i / n, (i + 1) / n) for i in kept], marks, told.note(path), sure)
    low, high = _ends(factor)
    at: dict[str, float] = {limit.side: told.bound(limit) for limit in limits}
    span = [(at.get(side, end) - low) / (high - low) for side, end in (("from", low), ("to", high))]
    marks = [((x - low) / (high - low), told.printed(path, x), True) for x in at.values()]
    return plots.Range(name, told.printed(path, low), told.printed(path, high), [(span[0], span[1])], marks, told.note(path), sure)  # fmt: skip


def _ends(factor: Mapping[str, Any]) -> tuple[float, float]:
    """Return the declared range of a factor, or the least and the largest of its values."""
    values = factor.get("values")
    return (float(min(values)), float(max(values))) if values else (float(factor["low"]), float(factor["high"]))


def _shares(seen: Counts, held: Counts) -> Iterator[plots.Share]:
    """Yield the densities inside and outside of the box, on points held out and on the others; of the whole space, those of both."""
    for counts, which in ((held, "held out"), (seen, "as found")):
        for there in (True, False):
            n = counts.inside if there else counts.points - counts.inside
            k = counts.hits if there else counts.interest - counts.hits
            if n:
                where = "all" if n == counts.points else "in the box" if there else "outside"
                yield plots.Share(
                    f"{where}, {which} ({whole(n)})", k / n, *share_interval(k, n), which == "held out", there
                )


def _all(box: Any) -> Counts:
    """Return the counts of the whole space."""
    from mi_abm.analysis.discovery import Counts

    points, interest = box.seen.points + box.held.points, box.seen.interest + box.held.interest
    return Counts(points, interest, points, interest)


def _p(p: float) -> str:
    return f"below {SMALLEST}" if p < SMALLEST else number(p, 3 if p < 0.01 else 2)


def _places(factor: Mapping[str, Any]) -> int:
    """Return how many decimals tell the places in a range apart: about a hundred of them."""
    low, high = _ends(factor)
    return max(0, 2 - math.floor(math.log10(1.6 * (high - low)))) if high > low else 2
