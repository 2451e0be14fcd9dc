"""Whole: explorer, one's own organisation, people week by week, report: all that a notebook and the page show."""

from __future__ import annotations

import ipywidgets as w

from mi_abm.scenario.load import Scenario
from mi_abm.widgets.explorer import Explorer
from mi_abm.widgets.handout import Handout
from mi_abm.widgets.network import Network
from mi_abm.widgets.upload import Upload


class Whole:
    """What one visitor sees; nothing of it is shared with another. With `writes` scenarios are written beside the notebook."""

    def __init__(self, scenario: str | Scenario, reference: str, replicates: int, weeks: int, writes: bool) -> None:
        self.explorer = Explorer(scenario, reference, replicates, weeks, writes)
        self.upload = Upload(self.explorer.session, self.explorer.refresh)
        self.network = Network(weeks)
        self.handout = Handout(self.explorer.asked, replicates, weeks)
        own = w.Accordion([self.upload.box], titles=["Your own organisation"], selected_index=None)
        self.explorer.left.children = [own, *self.explorer.left.children, self.handout.box]
        self.explorer.panel.box.children = [*self.explorer.panel.box.children, self.network.fold]
        self.explorer.settled.append(self.network.show)
        self.explorer.changed.append(self.handout.forget)
        self.explorer.cleared.append(self.upload.forget)
        self.network.show(*self.explorer.asked())
        self.box = self.explorer.box
