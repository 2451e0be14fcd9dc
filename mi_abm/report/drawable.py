"""Whether the figure that an experiment asks for can be drawn of what it varies and contrasts; asked before anything runs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from mi_abm.report.chosen import Chosen
from mi_abm.report.indices import PANELS
from mi_abm.scenario.problems import bad

VARIED = {
    "response_curve": 1, "heat_map": 2, "contour": 2, "scatter": 1, "parallel_coordinates": 2, "tornado": 1, "box": 1,
    "over_time": 0, "ridge": 2, "stacked_bars": 1,
}  # fmt: skip
"""How many parameters a kind needs to be varied; of those that are not listed, none."""
AXES = ("x", "y", "panel")


def check(asked: Mapping[str, Any]) -> None:
    """Raise `InputError` if the figure asks for what is not varied or contrasted (`asked`: as in `experiment.manifest.asked`)."""
    chosen, kind = Chosen(asked), asked["figure"]["kind"]
    indices = kind in ("tornado", "heat_map") and asked["design"]["kind"] in PANELS
    needs = 1 if indices else VARIED.get(kind, 0)
    if len(chosen.parameters) < needs:
        varied = f"{len(chosen.parameters)} {'is' if len(chosen.parameters) == 1 else 'are'}"
        more = "" if needs == 1 else "s"
        raise bad("", "figure", f"{kind} needs {needs} parameter{more} that the design varies; {varied}")
    named: list[Callable[[], object]] = [lambda: chosen.contrast, lambda: chosen.outcomes]
    if chosen.parameters and not indices:
        named += [lambda key=key: chosen.axis(key, 0) for key in AXES if chosen.said.get(key)]  # type: ignore[misc]
    for look in named:
        look()
