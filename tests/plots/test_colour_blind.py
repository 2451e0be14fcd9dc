"""What colours tell apart is told apart under deuteranopia too, by CIE76 distance after simulation.

The matrix is Machado, Oliveira and Fernandes (2009), deuteranomaly of severity 1.0, for linear RGB.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, pairwise

import numpy as np
import pytest
from matplotlib.colors import to_rgb

from mi_abm.plots.bars import SHADES
from mi_abm.plots.overview import BETTER, WORSE
from mi_abm.plots.style import OKABE_ITO, SEQUENCE

DEUTERANOPIA = np.array(
    [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
)
XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
WHITE = XYZ.sum(axis=1)
APART = 10.0  # a just noticeable difference is about 2.3
PLAN = OKABE_ITO[:2]


def seen(colour: str, blind: bool = True) -> np.ndarray:
    """Return the CIELAB coordinates of a colour as somebody with deuteranopia sees it."""
    rgb = np.array(to_rgb(colour))
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    xyz = XYZ @ np.clip(DEUTERANOPIA @ linear if blind else linear, 0, 1) / WHITE
    f = np.where(xyz > (6 / 29) ** 3, np.cbrt(xyz), xyz / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def distance(a: str, b: str) -> float:
    return float(np.linalg.norm(seen(a) - seen(b)))


@pytest.mark.parametrize("colours", [OKABE_ITO, PLAN, SHADES, (BETTER, WORSE)])
def test_groups_are_told_apart(colours: Sequence[str]) -> None:
    for a, b in combinations(colours, 2):
        assert distance(a, b) > APART, (a, b)


def test_the_scale_of_skill_keeps_its_order() -> None:
    lightness = [seen(colour)[0] for colour in SEQUENCE]
    assert all(a > b + 3 for a, b in pairwise(lightness))


def test_red_and_green_would_fail() -> None:
    assert distance("#D7191C", "#7A6A00") < APART  # alike to those who see no green
    assert float(np.linalg.norm(seen("#D7191C", False) - seen("#7A6A00", False))) > 5 * APART
