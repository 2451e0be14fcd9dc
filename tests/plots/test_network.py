"""The picture of a network: people in their own places, coloured by skill, ties between them, nothing left to chance."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from matplotlib.collections import PathCollection
from matplotlib.colors import to_hex, to_rgb
from matplotlib.patches import PathPatch

from mi_abm.plots import network, style
from mi_abm.plots.layout import rows, seats, stand
from mi_abm.plots.network import EDGES, Snapshot
from tests.plots.test_figures import DEUTERANOPIA


def snapshot(sizes: tuple[int, ...], newcomers: int = 0, title: str = "Start") -> Snapshot:
    team = np.repeat(np.arange(len(sizes)), sizes)
    n = len(team)
    score = np.linspace(1.2, 4.6, n)
    people = pd.DataFrame({"team": team, "miti": score, "newcomer": np.arange(n) < newcomers, "began": score})
    lines = pd.DataFrame({"source": [0, 0], "target": [1, n - 1], "weight": [1.0, 0.4]})
    return Snapshot(title, "mean 2.9", people, lines, [f"team {k}" for k in range(len(sizes))])


@pytest.mark.parametrize("n", [1, 2, 3, 8, 12, 13, 48, 200])
def test_neighbours_keep_their_distance(n: int) -> None:
    places = seats(n)
    apart = np.hypot(*(places[:, None] - places[None]).transpose(2, 0, 1)) + np.eye(n) * 99
    assert len(places) == n
    assert apart.min() > 0.94
    assert np.hypot(*places.T).max() < 1.2 + 0.7 * np.sqrt(n)  # and stay together


@pytest.mark.parametrize("sizes", [(8,) * 6, (48, 19, 4), (10,) * 30, (1, 1), (5,)])
def test_teams_do_not_overlap_and_fill_their_space(sizes: tuple[int, ...]) -> None:
    team = np.repeat(np.arange(len(sizes)), sizes)
    xy = stand(team, np.arange(len(team), dtype=float), 1.1)
    apart = np.hypot(*(xy[:, None] - xy[None]).transpose(2, 0, 1))
    strangers = apart[team[:, None] != team[None]]
    assert strangers.size == 0 or strangers.min() > 1.2
    width, height = np.ptp(xy, axis=0) + 1
    assert len(sizes) < 6 or 0.6 < width / height < 1.9


def test_who_began_higher_stands_higher() -> None:
    order = np.array([0.3, 0.9, 0.1, 0.5, 0.7, 0.2])
    y = stand(np.zeros(6, dtype=np.int64), order, 1.0)[:, 1]
    assert np.all(np.diff(y[np.argsort(order)]) > -1e-9)
    assert y[1] > y[2]


def test_rows_follow_the_shape_of_the_space() -> None:
    flat, tall = rows([1.0] * 6, 6.0), rows([1.0] * 6, 0.1)
    assert len(set(flat[:, 1])) == 1
    assert len(set(tall[:, 0])) == 1


def test_colour_says_skill_and_a_thick_ring_the_threshold() -> None:
    one = snapshot((8, 8), newcomers=3)
    axes = network.draw([one], 3.5).axes[0]
    nodes = [c for c in axes.collections if isinstance(c, PathCollection)]
    drawn = {
        tuple(np.round(xy, 6)): (to_hex(face), float(width))
        for c in nodes
        for xy, face, width in zip(c.get_offsets(), c.get_facecolors(), c.get_linewidths(), strict=True)  # type: ignore[arg-type]
    }
    assert len(drawn) == 16
    xy = network._places(one.people)
    for place, score in zip(xy, one.people["miti"], strict=True):
        ink, width = drawn[tuple(np.round(place, 6))]
        assert ink == style.SEQUENCE[int(np.digitize(score, EDGES))]
        assert (width > 1) == (score >= 3.5)
    assert sum(len(c.get_offsets()) for c in nodes if len(c.get_paths()[0].vertices) < 10) == 3  # squares


def test_ties_run_from_one_to_the_other() -> None:
    one = snapshot((8, 8))
    paths = [p.get_path().vertices for p in network.draw([one], 3.5).axes[0].patches if isinstance(p, PathPatch)]
    xy = network._places(one.people)
    ends = sorted(tuple(np.round(np.asarray(p).ravel(), 6)) for p in paths)
    assert ends == sorted(tuple(np.round(np.concatenate([xy[0], xy[k]]), 6)) for k in (1, 15))


@pytest.mark.parametrize(("n", "people"), [(1, 16), (2, 16), (3, 16), (4, 16), (5, 16), (3, 300), (5, 300)])
@pytest.mark.parametrize("columns", [1, 2])
def test_panels_and_key_do_not_overlap(n: int, people: int, columns: int) -> None:
    sizes = (8,) * (people // 8)
    figure = network.draw([snapshot(sizes, 2, f"Panel {k}") for k in range(n)], 3.5, "The finding", columns)
    figure.draw_without_rendering()
    boxes = [axes.get_position() for axes in figure.axes]
    key = figure.legends[0].get_window_extent().transformed(figure.transFigure.inverted())
    assert [axes.get_title(loc="left") for axes in figure.axes] == [f"Panel {k}" for k in range(n)]
    for box in [*boxes, key]:
        assert min(box.x0, box.y0) > -0.005
        assert max(box.x1, box.y1) < 1.005
    every = [*boxes, key]
    for i, a in enumerate(every):
        for b in every[i + 1 :]:
            assert min(a.x1, b.x1) - max(a.x0, b.x0) < 0.01 or min(a.y1, b.y1) - max(a.y0, b.y0) < 0.005


def test_equal_networks_are_equal_bytes() -> None:
    a, b = (style.image(network.draw([snapshot((8, 3), 2)], 3.5, "The finding"), "svg") for _ in range(2))
    assert a == b


def test_steps_of_skill_differ_in_lightness_for_everybody() -> None:
    light = np.array([0.2126, 0.7152, 0.0722])
    linear = np.array([to_rgb(c) for c in style.SEQUENCE]) ** 2.2
    for seen in (linear, np.clip(linear @ DEUTERANOPIA.T, 0, 1)):
        lightness = (seen @ light) ** (1 / 3)
        assert np.all(np.diff(lightness) < -0.05)
