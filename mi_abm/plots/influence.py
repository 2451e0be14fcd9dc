"""Influence: who learned from whom in one run. Arrows run from the model to the learner; nodes grow with what was learned from them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch

from mi_abm.plots.layout import stand
from mi_abm.plots.style import GREY, INK, OKABE_ITO, headed, styled, wrapped

MOST = 90  # arrows that are drawn, the strongest first
PANEL = 3.6


@dataclass(frozen=True)
class Web:
    """A network: `team` and `given` (what was learned from each) a person, and arrows (from, to, amount)."""

    heading: str
    team: np.ndarray
    given: np.ndarray
    arrows: Sequence[tuple[int, int, float]]


@styled
def draw(webs: Sequence[Web], title: str, below: str) -> Figure:
    """Return a panel a network, everybody in the same place in all of them."""
    figure = Figure((PANEL * len(webs), 0.68 * PANEL + 1.2), layout="constrained")
    largest = max(float(web.given.max()) for web in webs)
    strongest = max((amount for web in webs for _, _, amount in web.arrows), default=1.0)
    for axes, web in zip(figure.subplots(1, len(webs), squeeze=False)[0], webs, strict=True):
        xy = stand(web.team.astype(np.int64), np.zeros(len(web.team)), 1.3)
        _arrows(axes, web, xy, strongest)
        size = 8 + 150 * web.given / largest
        axes.scatter(*xy.T, s=size, c=[OKABE_ITO[int(t) % len(OKABE_ITO)] for t in web.team], edgecolors=INK, linewidths=0.5, zorder=3)  # fmt: skip
        axes.set_aspect("equal")
        axes.set_axis_off()
        axes.set_title(wrapped(web.heading, PANEL - 0.3, 9.5))
    figure.supxlabel(wrapped(below, figure.get_figwidth(), 7.5), x=0.01, ha="left", fontsize=7.5, color=GREY)
    headed(figure, title, figure.get_figwidth())
    return figure


def _arrows(axes: Axes, web: Web, xy: np.ndarray, strongest: float) -> None:
    """Draw the strongest arrows; those across teams are black."""
    for source, target, amount in sorted(web.arrows, key=lambda a: -a[2])[:MOST]:
        across = web.team[source] != web.team[target]
        arrow = FancyArrowPatch(
            tuple(xy[source]), tuple(xy[target]), arrowstyle="-|>", mutation_scale=6, shrinkA=3, shrinkB=3,
            color=INK if across else GREY, alpha=0.85 if across else 0.55, linewidth=0.3 + 2.2 * amount / strongest,
        )  # fmt: skip
        axes.add_patch(arrow)
