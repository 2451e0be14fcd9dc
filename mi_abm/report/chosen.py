"""What the figure of an experiment shows, by what its file says: contrast, outcomes, axes, names, and the finding as its title."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from mi_abm.analysis import shapes
from mi_abm.plots.over_points import Scales
from mi_abm.report.digits import decimals, number, whole
from mi_abm.report.scales import SCALES, Scale
from mi_abm.scenario.problems import bad, nearest

if TYPE_CHECKING:
    import pandas as pd

MOST_PANELS = 4
MOST_DIGITS = 4


class Chosen:
    """The choice of a manifest among its effects; raises `InputError` where it asks for what was not varied or contrasted.

    `people` is the table of people that figures of people are drawn from (see `experiment.people`).
    """

    def __init__(
        self, manifest: Mapping[str, Any], effects: pd.DataFrame | None = None, people: pd.DataFrame | None = None
    ) -> None:
        self.said: Mapping[str, Any] = manifest["figure"]
        self._effects, self.people = effects, people
        self.units = {str(f["path"]): str(f["unit"]) for f in manifest["factors"]}
        self.parameters = list(self.units)
        self.pairs = {_name(c): [str(o) for o in c["outcomes"]] for c in manifest["contrasts"]}
        self.levels = {_name(c) for c in manifest["contrasts"] if not c["reference"]}
        self.words: Mapping[str, str] = manifest.get("words", {})

    @property
    def effects(self) -> pd.DataFrame:
        """The effects; there are none before an experiment was run."""
        assert self._effects is not None
        return self._effects

    @cached_property
    def contrast(self) -> str:
        """The contrast that is drawn."""
        said = self.said["contrast"] or next(iter(self.pairs))
        return self._among(said, list(self.pairs), "figure.contrast")

    @cached_property
    def outcomes(self) -> list[str]:
        """What is drawn of it, a panel each."""
        mine = self.pairs[self.contrast]
        said = self.said["of"]
        if said is None:
            return mine[:MOST_PANELS]
        week = {o.partition("@")[0]: o for o in mine}
        return [self._among(week.get(said, said), mine, "figure.of")]

    @cached_property
    def alike(self) -> list[str]:
        """The contrasts that have the first outcome: levels, or differences, as the one that is drawn is."""
        first, level = self.outcomes[0], self.contrast in self.levels
        return [c for c, outcomes in self.pairs.items() if first in outcomes and (c in self.levels) == level]

    def axis(self, key: str, place: int) -> str:
        """Return the parameter of an axis: the one that is named, or the one at a place."""
        if self.said[key] is not None:
            return self._among(self.said[key], self.parameters, f"figure.{key}")
        others = [p for p in self.parameters if p not in (self.said["x"], self.said["y"])]
        if len(self.parameters) <= place:
            raise bad("", f"figure.{key}", f"needs {place + 1} varied parameters")
        return others[0] if self.said["x"] or self.said["y"] else self.parameters[place]

    def _among(self, said: str, known: Sequence[str], path: str) -> str:
        if said not in known:
            raise bad("", path, f"{said!r} is not there; {nearest(said, known)}")
        return said

    def rows(self, outcome: str, contrast: str = "") -> pd.DataFrame:
        """Return the effects of an outcome."""
        return shapes.rows_of(self.effects, contrast or self.contrast, outcome)

    def scales(self, outcome: str, x: str, y: str = "") -> Scales:
        """Return how the panel of an outcome is marked."""
        row = self.rows(outcome).iloc[0]
        alone, scale = self.contrast in self.levels, scale_of(row["unit"])
        unit = row["unit"] if scale.factor == 1 else scale.words
        title = f"{row['title']}, week {row['week']}"
        label = y or (unit if alone else f"difference ({unit})")
        return Scales(title, self.label(x) if x else "", label, not alone, scale.limit or 0.0, scale.factor, unit)

    def label(self, path: str, unit: bool = True) -> str:
        """Return what a parameter is called: attachment ties: safety mean (0-1), or as the file says."""
        words = self.words.get(path) or spoken(path)
        return f"{words} ({self.units[path]})" if unit and self.units[path] else words

    def level(self, path: str, value: Any) -> str:
        """Return a parameter with a value that it has: attachment ties: safety mean .5; within organisation."""
        said = self.words.get(str(value), str(value)) if isinstance(value, (str, bool, np.bool_)) else f"{value:g}"
        return f"{self.label(path, unit=False)} {said}"

    def name(self, contrast: str) -> str:
        """Return what a contrast is called."""
        return " against ".join(self.words.get(side, side.replace("_", " ")) for side in contrast.split(" - "))

    def title(self, x: str = "") -> str:
        """Return the finding: from where to where the effect goes, and at how many points it is sure."""
        if self.said["title"]:
            return str(self.said["title"])
        rows = self.rows(self.outcomes[0])
        first = rows.iloc[0]
        scale, apart, several = scale_of(first["unit"]), self.contrast not in self.levels, len(rows) > 1
        head = f"{first['title']}, week {first['week']}, {self.name(self.contrast)}"
        said = f"{head}: {_reach(rows, scale, apart)}{f' over {whole(len(rows))} points' if several else ''}"
        if apart and several:
            said += _sides(rows, scale.limit)
        return said + (f"; {self._trend(rows, x)}" if x and several else "")

    def _trend(self, rows: pd.DataFrame, x: str) -> str:
        ranks = rows[x].rank().corr(rows["difference"].rank()) if rows[x].dtype.kind in "iufb" else float("nan")
        if not abs(ranks) > 0.1:
            return f"hardly a matter of {self.label(x, unit=False)}"
        way = "more" if ranks > 0 else "less"
        return f"{way} with {self.label(x, unit=False)} (rank correlation {number(ranks, 2, True)})"


def _reach(rows: pd.DataFrame, scale: Scale, apart: bool) -> str:
    """Return from where to where an effect goes, with its unit, and digits enough to tell its ends from nothing."""
    low, high = (float(x) * scale.factor for x in (rows["difference"].min(), rows["difference"].max()))
    digits = decimals(max(abs(low), abs(high)), (high - low) / 20)
    while digits < MOST_DIGITS and any(end and not round(end, digits) for end in (low, high)):
        digits += 1
    ends = dict.fromkeys(number(end, digits, apart) for end in (low, high))
    return f"{' to '.join(ends)} {scale.words or rows['unit'].iloc[0]}".rstrip()


def _sides(rows: pd.DataFrame, limit: float | None) -> str:
    """Return at how many points an effect is surely more or less; or that it matters at none."""
    if limit is not None and (rows["difference"].abs() < limit).all():
        return ", too little to matter at any of them"
    sides = ("more", int((rows["ci_low"] > 0).sum())), ("less", int((rows["ci_high"] < 0).sum()))
    return "".join(f", surely {way} at {whole(n)}" for way, n in sides if n)


def spoken(path: str) -> str:
    """Return a dotted path in words: attachment ties: safety mean."""
    return ": ".join(path.split(".")[1:] or [path]).replace("_", " ")


def scale_of(unit: str) -> Scale:
    """Return how a unit is spoken of; shares of anything as per cent of it."""
    if unit in SCALES or not str(unit).startswith("share of "):
        return SCALES.get(unit, Scale())
    return Scale(factor=100.0, words=f"% of {unit[9:]}")


def _name(contrast: Mapping[str, Any]) -> str:
    reference = contrast["reference"]
    return f"{contrast['scenario']} - {reference}" if reference else str(contrast["scenario"])
