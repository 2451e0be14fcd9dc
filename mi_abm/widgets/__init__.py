"""Widgets: what if? Controls made from the declarations, results as they change. Needs the extra `[notebooks]`.

from mi_abm.widgets import explore

explore("rotation")
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ipywidgets import Widget

    from mi_abm.scenario.load import Scenario


def explore(
    scenario: str | Scenario = "baseline", reference: str = "baseline", replicates: int = 100, weeks: int = 52
) -> Widget:
    """Return a widget that explores a scenario against a reference, on the same people and the same luck.

    A few pairs of runs are shown at once, all `replicates` of them soon after. Raises `InputError` where a scenario is wrong.
    """
    from mi_abm.widgets.whole import Whole  # ipywidgets is an extra: sessions do without it

    return Whole(scenario, reference, replicates, weeks, writes=True).box
