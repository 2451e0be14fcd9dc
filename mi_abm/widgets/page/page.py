"""The page: what a notebook shows too, with a few words before it."""

from __future__ import annotations

import os

import ipywidgets as w

from mi_abm.analysis.contrasts import CONDITIONAL
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
    return w.VBox([intro, Whole(scenario, "baseline", REPLICATES, WEEKS, writes=False).box])
