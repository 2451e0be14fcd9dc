"""The whole page: explorer, one's own organisation, people week by week, report."""

from __future__ import annotations

import os

import ipywidgets as w

from mi_abm.analysis.contrasts import CONDITIONAL
from mi_abm.widgets.explorer import Explorer
from mi_abm.widgets.handout import Handout
from mi_abm.widgets.network import Network
from mi_abm.widgets.page.serve import SCENARIO
from mi_abm.widgets.upload import Upload

REPLICATES, WEEKS = 100, 52
INTRO = (
    "<h1>What if?</h1><p>Plan what follows a workshop in Motivational Interviewing, and see what it changes against the "
    f"baseline: same people, same luck. <b>{CONDITIONAL}</b></p>"
)


class Page:
    """What one visitor sees; nothing of it is shared with another."""

    def __init__(self, scenario: str, replicates: int = REPLICATES, weeks: int = WEEKS) -> None:
        self.explorer = Explorer(scenario, "baseline", replicates, weeks, writes=False)
        self.upload = Upload(self.explorer.session, self.explorer.refresh)
        self.network = Network(weeks)
        self.handout = Handout(self.explorer.asked, replicates, weeks)
        own = w.Accordion([self.upload.box], titles=["Your own organisation"], selected_index=None)
        self.explorer.left.children = [own, *self.explorer.left.children, self.handout.box]
        self.explorer.panel.box.children = [*self.explorer.panel.box.children, self.network.fold]
        self.explorer.settled.append(self.network.show)
        self.network.show(*self.explorer.asked())
        intro = w.HTML(INTRO)
        intro.add_class("mi-explorer")
        self.box = w.VBox([intro, self.explorer.box])


def whole() -> w.Widget:
    """Return the page; what it begins with is the word of whoever serves it."""
    return Page(os.environ.get(SCENARIO, "baseline")).box
