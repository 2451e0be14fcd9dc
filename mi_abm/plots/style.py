"""Style: the one place for colours, fonts and sizes of every figure.

The colours are those of Okabe and Ito, which people with any common form of colour blindness tell apart; yellow is left
out (too pale on white), and beyond six scenarios the line style changes too; the reference is black and broken, so that equal lines both show. Figures are objects: nothing is kept in pyplot.

References: [OkabeIto2008].
"""

from __future__ import annotations

import functools
import io
import textwrap
from collections.abc import Callable, Sequence
from typing import ParamSpec, TypeVar

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.ticker import FuncFormatter

INK, GREY, PALE = "#222222", "#6b6b6b", "#ececec"
REFERENCE = INK
OKABE_ITO = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9")
# Six steps from pale to dark, "YlGnBu" of Brewer and Harrower: safe for the colour-blind, and in grey print.
SEQUENCE = ("#ffffcc", "#c7e9b4", "#7fcdbb", "#41b6c4", "#2c7fb8", "#253494")
DASHES: tuple[str | tuple[int, tuple[int, ...]], ...] = ("-", (0, (5, 2)), (0, (1, 1.5)), (0, (5, 2, 1, 2)))  # type: ignore[assignment]
DPI = 200
WIDE, NARROW = 7.2, 4.0  # inches: the text width of A4, and a telephone

STYLE = {
    "font.family": "DejaVu Sans",  # comes with matplotlib, so that a figure looks the same everywhere
    "font.size": 9,
    "text.color": INK,
    "text.parse_math": False,  # a title with $ in it is a title, not a formula
    "axes.edgecolor": GREY,
    "axes.labelcolor": INK,
    "axes.labelsize": 8.5,
    "axes.titlesize": 9.5,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "xtick.color": GREY,
    "ytick.color": GREY,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "xtick.labelsize": 8,
    "ytick.labelsize": 8,
    "legend.frameon": False,
    "legend.fontsize": 8.5,
    "figure.facecolor": "white",
    "savefig.facecolor": "white",
    "svg.fonttype": "path",
    "svg.hashsalt": "mi_abm",  # equal figures are equal files
}

P = ParamSpec("P")
R = TypeVar("R")


def styled(draw: Callable[P, R]) -> Callable[P, R]:
    """Make a drawing function draw in this style, leaving the settings of everybody else alone."""

    @functools.wraps(draw)
    def inside(*args: P.args, **named: P.kwargs) -> R:
        with mpl.rc_context(STYLE):  # type: ignore[arg-type]
            return draw(*args, **named)

    return inside


@styled
def image(figure: Figure, kind: str) -> bytes:
    """Return a figure as "png" or "svg"; the same figure gives the same bytes."""
    _settle(figure)
    out = io.BytesIO()
    # Not by savefig: it draws everything twice, once for a layout that is settled already.
    if kind == "svg":
        FigureCanvasSVG(figure).print_svg(out, metadata={"Date": None})  # type: ignore[no-untyped-call]
    else:
        FigureCanvasAgg(figure).print_png(out, metadata={"Software": None})  # type: ignore[no-untyped-call]
    return out.getvalue()


def _settle(figure: Figure) -> None:
    """Lay a figure out once for all formats, and round: the solver's last bits differ from run to run."""
    engine = figure.get_layout_engine()
    figure.set_dpi(DPI)  # letters are a little wider or narrower at another
    if isinstance(engine, ConstrainedLayoutEngine):
        engine.execute(figure)
        figure.set_layout_engine("none")
        for axes in figure.axes:
            left, bottom, width, height = (round(x, 5) for x in axes.get_position().bounds)
            axes.set_position((left, bottom, width, height))


def colour(place: int) -> str:
    """Return the colour of the scenario at a place; place 0 is the reference."""
    return REFERENCE if place == 0 else OKABE_ITO[(place - 1) % len(OKABE_ITO)]


def dashes(place: int) -> str | tuple[int, tuple[int, ...]]:
    """Return the line style of the scenario at a place: plain for the first six, and broken for the reference."""
    return DASHES[1 if place == 0 else (place - 1) // len(OKABE_ITO) * 2 % len(DASHES)]


def wrapped(text: str, inches: float, size: float = 9.0) -> str:
    """Break a text into lines that fit a width, at about half the type size a letter."""
    return textwrap.fill(text, max(12, int(inches * 72 / (0.56 * size))))


def title_height(title: str, inches: float) -> float:
    """Return the inches that a finding takes over a figure of a width."""
    return 0.18 * (wrapped(title, inches, 11.5).count("\n") + 1) if title else 0.0


def headed(figure: Figure, title: str, inches: float, y: float | None = None) -> None:
    """Set the finding over the figure, flush left."""
    if title:
        figure.suptitle(wrapped(title, inches, 11.5), x=0.01, y=y, ha="left", fontsize=10.5, fontweight="bold")


def whole_weeks(axes: Axes, last: int) -> None:
    """Mark an axis of weeks at rounded steps."""
    axes.set_xticks(range(0, last + 1, week_step(last)))
    axes.set_xlim(0, max(last, 1))


def week_step(last: int) -> int:
    """Return after how many weeks to mark an axis that ends at week `last`."""
    return next(s for s in (1, 2, 4, 13, 26, 52, 104, 10_000) if last / s <= 8)


def spread(low: Sequence[float], high: Sequence[float], at_least: tuple[float, float]) -> tuple[float, float]:
    """Return limits that hold the plausible width `at_least` and whatever sticks out of it, with a margin."""
    bottom = min([at_least[0], *(x for x in low if x == x)])
    top = max([at_least[1], *(x for x in high if x == x)])
    margin = 0.04 * (top - bottom)
    return bottom - margin, top + margin


def scaled(axis: Axis, factor: float) -> None:
    """Mark an axis in multiples: a share as so many in a hundred, say."""
    if factor != 1:
        axis.set_major_formatter(FuncFormatter(lambda x, _: f"{x * factor:g}".replace("-", "\N{MINUS SIGN}")))
