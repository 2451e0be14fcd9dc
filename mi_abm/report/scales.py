"""Scales: for each measure, how it is spoken of and drawn: what is too small to matter, and what to hold it against.

Limits are those of `analysis.mattering`.
"""

from __future__ import annotations

from dataclasses import dataclass

from mi_abm.analysis.mattering import MATTERS
from mi_abm.plots.panels import Panel
from mi_abm.report.tables import Effect

HEADLINE = ("miti", "practice", "bottom_tercile", "habit")


@dataclass(frozen=True)
class Scale:
    """How values of one unit are said: multiplied by `factor`, followed by `words`.

    Below `limit` a difference is none in practice; from `steps_at` on it is called moderate, then large.
    """

    limit: float | None = None
    steps_at: tuple[float, float] | None = None
    factor: float = 1.0
    words: str = ""


SCALES = {
    "MITI points": Scale(MATTERS["MITI points"], (0.25, 0.5), words="MITI points"),
    "0-1": Scale(MATTERS["0-1"], (0.0625, 0.125), words="on a scale from 0 to 1"),
    "share of conversations": Scale(MATTERS["share of conversations"], (0.05, 0.1), 100.0, "in 100 conversations"),
}
FAIR = {"miti": (3.5, "fair: 3.5")}
YARDSTICKS = {"miti": (0.5, "what a workshop adds at once"), "practice": (0.12, "what a workshop adds")}
ALSO = {"miti": "bottom_tercile"}


def scale(effect: Effect) -> Scale:
    """Return how a measure is spoken of."""
    return SCALES.get(effect.unit, Scale(words=effect.unit))


def panel(effect: Effect) -> Panel:
    """Return how a measure is drawn."""
    name, how = effect.measure, scale(effect)
    yardstick, _ = YARDSTICKS.get(name, (None, ""))
    threshold, threshold_name = FAIR.get(name, (None, ""))
    return Panel(
        measure=name,
        title=effect.title,
        unit=effect.unit if how.factor == 1 else how.words,
        factor=how.factor,
        limit=how.limit,
        yardstick=yardstick,
        yardstick_name="a workshop" if yardstick else "",
        threshold=threshold,
        threshold_name=threshold_name,
        also=ALSO.get(name),
    )
