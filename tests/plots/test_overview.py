"""The overview: whatever the number of rows and the length of names, nothing is cut off or lies on something else."""

from __future__ import annotations

import itertools

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg

from mi_abm.plots.overview import Bar, draw
from mi_abm.plots.panels import Panel

PANEL = Panel("practice", "Practice, week 26", "in 100 conversations", 1.0, 1.0, 12.0, "a workshop")
LONG = "The same managers also press for time, and for much else beside that"


@pytest.mark.parametrize("rows", [1, 2, 12])
@pytest.mark.parametrize("title", ["Short", " ".join(["A finding that takes several lines"] * 5)])
def test_all_texts_are_within_the_picture(rows: int, title: str) -> None:
    bars = [Bar(LONG, {"practice": (-11.0, -12.0, -10.0)}, "+1 234", below=k % 2 == 1) for k in range(rows)]
    figure = draw(bars, [PANEL], title)
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    axes = figure.axes[0]
    beside = [text.get_window_extent() for text in axes.texts]
    names = [label.get_window_extent() for label in axes.get_yticklabels()]
    for box in (*beside, *names, figure.legends[0].get_window_extent()):
        assert box.x0 >= 0
        assert box.x1 <= figure.bbox.x1
        assert box.y0 >= 0
    assert all(above.y0 >= under.y1 - 1 for above, under in itertools.pairwise(names))
