"""Figures of an experiment over its points: what is drawn, by what its file says, and the finding as its title."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from mi_abm.analysis import shapes
from mi_abm.plots import over_points as plots
from mi_abm.plots.over_points import Scales
from mi_abm.report.digits import decimals, number, whole
from mi_abm.report.scales import SCALES, Scale
from mi_abm.scenario.problems import bad, nearest

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

MOST_PANELS, MOST_LINES, MOST_AXES = 4, 6, 8
FEW_LEVELS = 5


class PointsFigure:
    """The figure of a manifest and its effects; raises `InputError` where it asks for what was not varied or contrasted."""

    def __init__(self, manifest: Mapping[str, Any], effects: pd.DataFrame) -> None:
        self.said: Mapping[str, Any] = manifest["figure"]
        self.effects = effects
        self.units = {str(f["path"]): str(f["unit"]) for f in manifest["factors"]}
        self.parameters = list(self.units)
        self.pairs = {_name(c): [str(o) for o in c["outcomes"]] for c in manifest["contrasts"]}
        self.levels = {_name(c) for c in manifest["contrasts"] if not c["reference"]}

    def draw(self) -> Figure:
        """Return the figure."""
        made: Mapping[str, Callable[[], Figure]] = {
            "response_curve": self._response,
            "heat_map": self._heat_map,
            "scatter": self._scatter,
            "parallel_coordinates": self._parallel,
        }
        return made[self.said["kind"]]()

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

    def _axis(self, key: str, place: int) -> str:
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

    def _rows(self, outcome: str, contrast: str = "") -> pd.DataFrame:
        return shapes.rows_of(self.effects, contrast or self.contrast, outcome)

    def _response(self) -> Figure:
        x = self._axis("x", 0)
        panels = [(self._scales(outcome, x), self._lines(outcome, x)) for outcome in self.outcomes]
        return plots.response(panels, self._title(x))

    def _lines(self, outcome: str, x: str) -> list[shapes.Curve]:
        """Return a line a contrast that has the outcome; of one contrast, a line a level of the other parameter."""
        alike = [c for c, outcomes in self.pairs.items() if outcome in outcomes and (c in self.levels) == (self.contrast in self.levels)]  # fmt: skip
        if len(alike) > 1 and self.said["contrast"] is None:
            return [shapes.curve(self._rows(outcome, c), x, c) for c in alike[:MOST_LINES]]
        rows = self._rows(outcome)
        others = [p for p in self.parameters if p != x and rows[p].nunique() > 1]
        if len(others) == 1 or self.said["y"] is not None:
            by = self._axis("y", 1)
            return shapes.curves(rows, x, by, f"{self._label(by)}:")[:MOST_LINES]
        return [shapes.curve(rows, x)]

    def _heat_map(self) -> Figure:
        x, y = self._axis("x", 0), self._axis("y", 1)
        panels = []
        for outcome in self.outcomes:
            grid = shapes.grid(self._rows(outcome), x, y)
            panels.append((self._scales(outcome, x, self._label(y)), grid.x, grid.y, grid.values, grid.sure))
        return plots.heat_map(panels, self._title())

    def _scatter(self) -> Figure:
        x = self._axis("x", 0)
        panels = []
        for outcome in self.outcomes:
            rows = self._rows(outcome).dropna(subset=[x])
            columns = (rows[name].to_numpy(float) for name in (x, "difference", "ci_low", "ci_high"))
            panels.append((self._scales(outcome, x), *columns))
        return plots.scatter(panels, self._title(x))  # type: ignore[arg-type]

    def _parallel(self) -> Figure:
        rows = self._rows(self.outcomes[0])
        numeric = [p for p in self.parameters if rows[p].notna().any() and rows[p].dtype.kind in "iufb"]
        chosen = shapes.strongest(rows, numeric, MOST_AXES)
        values = {self._label(p, unit=False): rows[p].to_numpy(float) for p in chosen}
        scales = self._scales(self.outcomes[0], "")
        return plots.parallel(
            values, rows["difference"].to_numpy(float), scales, self._title(chosen[0] if chosen else "")
        )

    def _scales(self, outcome: str, x: str, y: str = "") -> Scales:
        row = self._rows(outcome).iloc[0]
        alone, scale = self.contrast in self.levels, SCALES.get(row["unit"], Scale())
        unit = row["unit"] if scale.factor == 1 else scale.words
        title = f"{row['title']}, week {row['week']}"
        label = y or (unit if alone else f"difference ({unit})")
        return Scales(title, self._label(x) if x else "", label, not alone, scale.limit or 0.0, scale.factor)

    def _label(self, path: str, unit: bool = True) -> str:
        """Return what a parameter is called: attachment ties: safety mean (0-1)."""
        words = ": ".join(path.split(".")[1:] or [path]).replace("_", " ")
        return f"{words} ({self.units[path]})" if unit and self.units[path] else words

    def _title(self, x: str = "") -> str:
        """Return the finding: from where to where the effect goes, and at how many points it is sure."""
        if self.said["title"]:
            return str(self.said["title"])
        rows = self._rows(self.outcomes[0])
        first = rows.iloc[0]
        scale = SCALES.get(first["unit"], Scale())
        low, high = (float(x) * scale.factor for x in (rows["difference"].min(), rows["difference"].max()))
        digits = decimals(max(abs(low), abs(high)), (high - low) / 20)
        apart = self.contrast not in self.levels
        head = f"{first['title']}, week {first['week']}, {self.contrast.replace(' - ', ' less ')}"
        unit = f" {scale.words}" if scale.factor != 1 else ""
        said = f"{head}: {number(low, digits, apart)} to {number(high, digits, apart)}{unit} over {whole(len(rows))} points"
        if apart:
            more, less = int((rows["ci_low"] > 0).sum()), int((rows["ci_high"] < 0).sum())
            said += f", surely more at {whole(more)}, surely less at {whole(less)}"
        return said + (f"; {self._trend(rows, x)}" if x else "")

    def _trend(self, rows: pd.DataFrame, x: str) -> str:
        ranks = rows[x].rank().corr(rows["difference"].rank()) if rows[x].dtype.kind in "iufb" else float("nan")
        if not abs(ranks) > 0.1:
            return f"hardly a matter of {self._label(x, unit=False)}"
        way = "more" if ranks > 0 else "less"
        return f"{way} with {self._label(x, unit=False)} (rank correlation {number(ranks, 2, True)})"


def _name(contrast: Mapping[str, Any]) -> str:
    reference = contrast["reference"]
    return f"{contrast['scenario']} - {reference}" if reference else str(contrast["scenario"])
