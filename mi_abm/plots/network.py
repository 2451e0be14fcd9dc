"""The network: people in their teams, coloured by skill, at several times or in several scenarios.

Colours go from pale to dark with skill and differ in lightness, so that they are told apart with any form of colour
blindness and in grey print; whoever has reached the threshold bears a thick ring besides.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from mi_abm.plots.layout import Array, stand
from mi_abm.plots.style import GREY, INK, NARROW, SEQUENCE, WIDE, headed, styled, wrapped

EDGES = (2.0, 2.5, 3.0, 3.5, 4.0)  # of the classes of colour, MITI points
ASPECT = 1.1  # width / height of a panel
FEW = 120  # nodes that bear three panels side by side, and two on a telephone
LABELLED = 12  # teams that are named
STRENGTHS = ((0.0, 0.25), (1 / 3, 0.45), (2 / 3, 0.7))  # of a tie from, its width in points
MOST_LINES = 4000
INKS = ((200, "#8c8c8c"), (800, "#c2c2c2"), (MOST_LINES, "#dadada"))  # of so many lines across teams; those within:
WITHIN = "#d4d4d4"
NAMED = 0.9  # of the distance between neighbours: room for names over the uppermost teams
HEAD, FOOT, KEY = 0.17, 0.22, 0.2  # inches a line of a title, under a panel, a line of the key


@dataclass(frozen=True)
class Snapshot:
    """A network at one time: `title` above, `below` what there is to say.

    `people` has a row a node in order of number: team, miti, newcomer, size (members, where a node is a team) and `began`
    (the score at the start; the higher, the higher one stands). `lines` has a row a tie: source, target, weight up to 1.
    """

    title: str
    below: str
    people: pd.DataFrame
    lines: pd.DataFrame
    names: Sequence[str] = ()


@dataclass(frozen=True)
class Sheet:
    """Where the parts of a figure are, in inches: panels of `wide` by `tall` in `cells`, counted row by row."""

    width: float
    wide: float
    tall: float
    room: float
    top: float
    bottom: float
    across: int
    inside: bool
    cells: tuple[int, ...]

    @property
    def high(self) -> float:
        """Height of the figure."""
        return self.top + self.tall * (self.cells[-1] // self.across + 1) + self.bottom

    def box(self, cell: int) -> tuple[float, float, float, float]:
        """Return left, bottom, width and height of a network, as shares of the figure."""
        left, foot = 0.05 + cell % self.across * self.wide, self.top + (cell // self.across + 1) * self.tall - FOOT
        high = self.tall - self.room - FOOT
        return left / self.width, 1 - foot / self.high, self.wide / self.width, high / self.high

    @property
    def gap(self) -> tuple[float, float] | None:
        """Upper left corner of the cell that is left for the key, as shares of the figure; None if there is none."""
        if not self.inside:
            return None
        free = set(range(self.across * (self.cells[-1] // self.across + 1))) - set(self.cells)
        left, bottom, width, height = self.box(min(free))
        return left + 0.1 * width, bottom + height


@styled
def draw(snapshots: Sequence[Snapshot], threshold: float, title: str = "", columns: int = 2) -> Figure:
    """Return a panel a snapshot, all on one scale, with the key under them or in the place of a panel."""
    places, key = [_places(s.people) for s in snapshots], _key(snapshots, threshold)
    named = NAMED if any(s.names for s in snapshots) else 0.0
    reach = np.max([np.ptp(p, axis=0) for p in places], axis=0) + 1.6 + np.array([0, named])
    sheet = _sheet(snapshots, reach, len(key), title, columns)
    figure = Figure((sheet.width, sheet.high))
    for cell, snapshot, xy in zip(sheet.cells, snapshots, places, strict=True):
        axes = figure.add_axes(sheet.box(cell))
        axes.set_xlim(-reach[0] / 2, reach[0] / 2)
        axes.set_ylim((named - reach[1]) / 2, (named + reach[1]) / 2)
        _panel(axes, snapshot, xy, threshold, sheet.wide, 72 * sheet.wide / reach[0])
    if sheet.gap:
        figure.legend(handles=key, loc="upper left", bbox_to_anchor=sheet.gap, fontsize=7.5, borderaxespad=0)
    else:
        figure.legend(handles=key, loc="lower left", ncols=2 * columns, fontsize=7.5, borderaxespad=0.3)
    headed(figure, title, sheet.width, 1 - 0.06 / sheet.high)
    return figure


def _sheet(snapshots: Sequence[Snapshot], reach: Array, keys: int, title: str, columns: int) -> Sheet:
    """Share out the figure."""
    nodes, width, n = max(len(s.people) for s in snapshots), NARROW if columns == 1 else WIDE, len(snapshots)
    across = min(n, 3 if nodes <= FEW and columns == 2 and n != 4 else 2 if nodes <= FEW else columns)
    wide = (width - 0.1) / across
    room = max(wrapped(s.title, wide, 9.5).count("\n") + 1 for s in snapshots) * HEAD + 0.1
    tall = max(wide * float(reach[1] / reach[0]), 0.6) + room + FOOT
    # The key stands in a cell that is left over, if it is large enough. Of two in a row that is the second of the first
    # row, so that all after the first, the start, stand side by side.
    inside = n % across == across - 1 and across > 1 and tall - room > KEY * keys
    cells = tuple(k + (1 if inside and k and across == 2 else 0) for k in range(n))
    top = HEAD * (wrapped(title, width, 11.5).count("\n") + 1) + 0.12 if title else 0.05
    bottom = 0.05 if inside else KEY * -(-keys // (2 * columns)) + 0.1
    return Sheet(width, wide, tall, room, top, bottom, across, inside, cells)


def _places(people: pd.DataFrame) -> Array:
    """Return where nodes stand, the middle of all at 0."""
    xy = stand(people["team"].to_numpy(), people["began"].to_numpy(), ASPECT)
    return np.asarray(xy - (xy.max(axis=0) + xy.min(axis=0)) / 2)


def _panel(axes: Axes, snapshot: Snapshot, xy: Array, threshold: float, wide: float, unit: float) -> None:
    """Draw one network: ties, nodes upon them, what there is to say. `unit`: points between neighbours."""
    axes.set_axis_off()
    axes.set_aspect("equal")
    _lines(axes, snapshot, xy)
    _nodes(axes, snapshot.people, xy, threshold, unit)
    for k, name in enumerate(snapshot.names):
        mine = xy[snapshot.people["team"].to_numpy() == k]
        x, y = (mine[:, 0].min() + mine[:, 0].max()) / 2, mine[:, 1].max() + 0.55
        ground = {"facecolor": "white", "edgecolor": "none", "pad": 0.6, "alpha": 0.8}
        axes.text(x, y, name, ha="center", va="bottom", fontsize=6.5, color=GREY, bbox=ground)
    axes.set_title(wrapped(snapshot.title, wide, 9.5), fontsize=8.5, pad=3)
    axes.text(0, -0.02, snapshot.below, transform=axes.transAxes, va="top", fontsize=7.5)


def _nodes(axes: Axes, people: pd.DataFrame, xy: Array, threshold: float, unit: float) -> None:
    """Draw people, or teams in the size of their members: colour is skill, a thick ring who has reached the threshold."""
    size = np.full(len(people), min(0.8 * unit, 14.0))
    if "size" in people:
        size = np.sqrt(people["size"] / people["size"].max()).to_numpy() * min(1.7 * unit, 28.0)
    score, new = people["miti"].to_numpy(), people["newcomer"].to_numpy(dtype=bool)
    ink = np.array(SEQUENCE)[np.digitize(score, EDGES)]
    for mark, group in (("o", ~new), ("s", new)):
        for far, edge, line in ((score < threshold, GREY, 0.4), (score >= threshold, INK, 1.4)):
            mine = group & far
            if not mine.any():
                continue
            area, thick = (size[mine] * (0.85 if mark == "s" else 1)) ** 2, np.minimum(line, 0.2 * size[mine]).tolist()
            x, y = xy[mine].T
            axes.scatter(x, y, s=area, c=ink[mine], marker=mark, linewidths=thick, edgecolors=edge, zorder=2)


def _lines(axes: Axes, snapshot: Snapshot, xy: Array) -> None:
    """Draw ties as few paths: those in a team pale, those across teams darker, the stronger the wider."""
    lines = snapshot.lines.nlargest(MOST_LINES, "weight")
    ends, weight = lines[["source", "target"]].to_numpy(), lines["weight"].to_numpy()
    team = snapshot.people["team"].to_numpy()
    across, above = team[ends[:, 0]] != team[ends[:, 1]], (*(s[0] for s in STRENGTHS[1:]), np.inf)
    dark = next(ink for most, ink in INKS if across.sum() <= most)
    for between, ink in ((False, WITHIN), (True, dark)):
        for (low, width), high in zip(STRENGTHS, above, strict=True):
            mine = ends[(across == between) & (weight >= low) & (weight < high)]
            if len(mine):
                path = Path(xy[mine].reshape(-1, 2), np.tile([Path.MOVETO, Path.LINETO], len(mine)))
                axes.add_patch(PathPatch(path, facecolor="none", edgecolor=ink, linewidth=width, zorder=1))


def _key(snapshots: Sequence[Snapshot], threshold: float) -> list[Line2D]:
    """Explain colours and marks."""
    bounds = [f"{edge:g}" for edge in EDGES]
    said = [f"below {bounds[0]}", *(f"{a} to {b}" for a, b in itertools.pairwise(bounds)), f"{bounds[-1]} or more"]  # fmt: skip
    lower = [-np.inf, *EDGES]
    key = [_mark("o", ink, text, at >= threshold) for ink, text, at in zip(SEQUENCE, said, lower, strict=True)]
    key.append(_mark("o", "white", f"thick ring: fair, from {threshold:g}", True))
    if any(s.people["newcomer"].any() for s in snapshots):
        key.append(_mark("s", "white", "square: newcomer", False))
    return key


def _mark(mark: str, ink: str, label: str, fair: bool) -> Line2D:
    edge, line = (INK, 1.4) if fair else (GREY, 0.6)
    return Line2D([], [], marker=mark, markersize=7, markerfacecolor=ink, markeredgecolor=edge, markeredgewidth=line, linestyle="none", label=label)  # fmt: skip
