"""A table as a figure: numbers with their intervals in rows and columns, each column shaded by its numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.colors import Normalize, TwoSlopeNorm
from matplotlib.figure import Figure, FigureBase

from mi_abm.plots.style import GREY, INK, headed, styled, wrapped

ROW, COLUMN, NARROW, NAMES = 0.42, 1.55, 1.05, 1.8  # inches
FEW = 5  # columns that are wide
APART, ALONE = "RdBu", "cividis"


@dataclass(frozen=True)
class Cell:
    """A number in print, its interval in print, and its value for the shade (None: no shade)."""

    text: str
    span: str = ""
    value: float | None = None


@dataclass(frozen=True)
class Block:
    """Cells [row][column] under a heading, with the names of its columns; `together`: all columns have one scale of shades."""

    heading: str
    columns: Sequence[str]
    cells: Sequence[Sequence[Cell]]
    apart: bool = True
    together: bool = False


@styled
def draw(rows: Sequence[str], blocks: Sequence[Block], title: str = "", below: str = "") -> Figure:
    """Return blocks side by side on the same rows; `below` says how to read them."""
    width, tall = size(rows, blocks)
    figure = Figure((width, tall), layout="constrained")
    lay(figure, rows, blocks, below, width)
    headed(figure, title, width)
    return figure


def size(rows: Sequence[str], blocks: Sequence[Block]) -> tuple[float, float]:
    """Return width and height of a table in inches."""
    return max(6.0, NAMES + sum(_widths(blocks))), ROW * len(rows) + 1.6


def lay(figure: FigureBase, rows: Sequence[str], blocks: Sequence[Block], below: str, width: float) -> None:
    """Lay blocks side by side into a figure, or a part of one, that is `width` inches wide."""
    widths = _widths(blocks)
    grid = figure.subplots(1, len(blocks), squeeze=False, width_ratios=widths)[0]
    for place, (axes, block) in enumerate(zip(grid, blocks, strict=True)):
        _block(axes, block, len(rows), widths[place] / len(block.columns))
        axes.set_yticks(
            range(len(rows)), [wrapped(name, NAMES, 8) for name in rows] if place == 0 else [""] * len(rows)
        )
        axes.set_title(wrapped(block.heading, 0.85 * widths[place], 9.5))
    if below:
        figure.supxlabel(wrapped(below, width, 7.5), x=0.99, ha="right", fontsize=7.5, color=GREY)


def _widths(blocks: Sequence[Block]) -> list[float]:
    one = COLUMN if sum(len(block.columns) for block in blocks) <= FEW else NARROW
    return [one * len(block.columns) for block in blocks]


def _block(axes: Axes, block: Block, rows: int, wide: float) -> None:
    """Write and shade the cells of a block."""
    columns = range(len(block.columns))
    known = {k: [c.value for row in block.cells if (c := row[k]).value is not None] for k in columns}
    every = [v for values in known.values() for v in values]
    for k in columns:
        norm = _norm(every if block.together else known[k], block.apart)
        shades = mpl.colormaps[APART if block.apart else ALONE]
        for j in range(rows):
            cell = block.cells[j][k]
            shade = (1.0, 1.0, 1.0, 1.0) if cell.value is None else shades(norm(cell.value))
            axes.fill_between([k - 0.5, k + 0.5], j - 0.5, j + 0.5, color=shade, linewidth=0)
            ink = "white" if 0.299 * shade[0] + 0.587 * shade[1] + 0.114 * shade[2] < 0.55 else INK
            axes.text(k, j - (0.16 if cell.span else 0), cell.text, ha="center", va="center", fontsize=8.5, color=ink)
            axes.text(k, j + 0.22, cell.span, ha="center", va="center", fontsize=6.5, color=ink)
    axes.set_xticks(list(columns), [wrapped(name, wide, 8) for name in block.columns])
    axes.xaxis.tick_top()
    axes.tick_params(length=0)
    axes.set_xlim(-0.5, len(block.columns) - 0.5)
    axes.set_ylim(rows - 0.5, -0.5)
    for spine in axes.spines.values():
        spine.set_visible(False)


def _norm(values: Sequence[float], apart: bool) -> Normalize:
    """Return a scale of shades that stays pale enough to read on; of differences zero is its middle."""
    if not apart:
        return Normalize(*((min(values), max(values)) if values else (0.0, 1.0)))
    size = 1.4 * max((abs(v) for v in values), default=0.0) or 1.0
    return TwoSlopeNorm(0.0, -size, size)
