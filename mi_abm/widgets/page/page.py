"""The page: what a notebook shows too, with a few words before it."""

from __future__ import annotations

import os

import ipywidgets as w

from mi_abm.analysis.contrasts import CONDITIONAL
from mi_abm.widgets.explorer import Explorer
from mi_abm.widgets.page.serve import SCENARIO
from mi_abm.widgets.whole import Whole

REPLICATES, WEEKS = 100, 52
INTRO = (
    "<h1>What if?</h1><p>Plan what follows a workshop in Motivational Interviewing, and see what it changes against the "
    f"baseline: same people, same luck. <b>{CONDITIONAL}</b></p>"
)


def page() -> w.Widget:
    """Return the page; what it begins with is the word of whoever serves it."""
    scenario = os.environ.get(SCENARIO, "baseline")
    intro = w.HTML(INTRO)
    intro.add_class("mi-explorer")
    whole = Whole(scenario, "baseline", REPLICATES, WEEKS, writes=False)
    return w.VBox([intro, whole.box, _listening(whole.explorer)])


def _listening(explorer: Explorer) -> w.Widget:
    """Return a button that the page itself presses as soon as its widgets are there.

    What a kernel says after it has told a page all it knows, and before the page has made its widgets of that, is heard by
    nobody; on a slow machine the last runs are done in between.
    """
    found = w.Button(layout={"display": "none"})
    found.add_class("mi-listening")
    found.on_click(lambda _: explorer.again())
    return found
