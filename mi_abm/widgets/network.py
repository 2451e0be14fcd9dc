"""The network, week by week: one run of plan and reference, people coloured by skill."""

from __future__ import annotations

import functools

import ipywidgets as w
import numpy as np
import pandas as pd

from mi_abm.analysis.network import lines, teams
from mi_abm.engine.exemplar import Exemplar, exemplars
from mi_abm.plots import network as plot
from mi_abm.plots.style import image
from mi_abm.report.scales import FAIR
from mi_abm.scenario.load import Scenario
from mi_abm.widgets.outcome import YOURS
from mi_abm.widgets.pictures import picture

THRESHOLD = FAIR["miti"][0]
MOST_PEOPLE = 320  # with more, teams are drawn in their place
SEED = 1
PACE = 500  # milliseconds a week, when played


class Network:
    """A picture of the people, and a slider of weeks that plays; nothing is run before it is asked for."""

    def __init__(self, weeks: int) -> None:
        self.asked: tuple[Scenario, Scenario] | None = None
        self.shown: tuple[Scenario, Scenario] | None = None
        self._frame = functools.cache(lambda week: "")
        self.image = w.HTML()
        self.image.add_class("mi-network")
        self.play = w.Play(min=0, max=weeks, interval=PACE, description="Play")
        self.week = w.IntSlider(0, 0, weeks, description="week", layout={"width": "auto", "flex": "1 1 200px"})
        w.jslink((self.play, "value"), (self.week, "value"))
        self.week.observe(lambda change: self._draw(change["new"]), "value")
        self.fold = w.Accordion(
            [w.VBox([w.HBox([self.play, self.week], layout={"flex_flow": "row wrap"}), self.image])],
            titles=["The people, week by week"],
            selected_index=None,
        )
        self.fold.observe(lambda _: self._look(), "selected_index")

    def show(self, reference: Scenario, plan: Scenario) -> None:
        """Show a plan's people, at once if the fold is open, else when it is opened."""
        self.asked = (reference, plan)
        self._look()

    def _look(self) -> None:
        if self.fold.selected_index is None or self.asked in (None, self.shown):
            return
        assert self.asked is not None
        self.shown = self.asked
        found = exemplars(self.asked, SEED, range(self.week.max + 1))
        titles = (self.asked[0].title, YOURS.capitalize())
        self._frame = functools.cache(lambda week: _drawn(found, titles, week))
        self._draw(self.week.value)

    def _draw(self, week: int) -> None:
        if self.shown is not None:
            self.image.value = self._frame(week)


def _drawn(found: list[Exemplar], titles: tuple[str, ...], week: int) -> str:
    """Return the image of a week."""
    both = [_snapshot(one, title, week) for one, title in zip(found, titles, strict=True)]
    figure = plot.draw(both, THRESHOLD, "", columns=2)
    said = "; ".join(f"{s.title}: {s.below}" for s in both)
    return picture(image(figure, "png"), "png", f"People in their teams, coloured by MITI score. {said}.", 820)


def _snapshot(one: Exemplar, title: str, week: int) -> plot.Snapshot:
    """Return what is drawn of a run in a week."""
    miti = 1 + 4 * one.people["skill"]
    people = pd.DataFrame({"team": one.team, "miti": miti[week], "newcomer": one.newcomer[week], "began": miti[0]})
    ties = pd.DataFrame({"source": one.source, "target": one.target, "weight": one.strength[week]})
    fair = int(np.sum(miti[week] >= THRESHOLD))
    below = f"mean {miti[week].mean():.2f}; {fair} of {len(people)} at {THRESHOLD:g} or more"
    if len(people) > MOST_PEOPLE:
        nodes, between = teams(people, ties)
        return plot.Snapshot(f"Week {week}: {title}", below, nodes.assign(began=0.0), between)
    return plot.Snapshot(f"Week {week}: {title}", below, people, lines(ties))
