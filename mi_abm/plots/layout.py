"""Layout: where people stand in a picture of a network: teams in rows, the members of a team on a ring or a disc.

Lengths are in distances between neighbours. Nothing is drawn by chance: the same organisation stands the same way in every
picture, so that pictures can be compared place by place.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
RING = 12  # members that still stand on one ring
GAP = 1.0  # between teams


def seats(n: int) -> Array:
    """Return the places of a team of `n` about its middle, from top to bottom: shape (n, 2)."""
    if n == 1:
        return np.zeros((1, 2))
    if n <= RING:
        places = _ring(n, 0.5 / np.sin(np.pi / n))
    else:
        places = np.zeros((1, 2))
        for radius in range(1, n):
            left = n - len(places)
            if left <= 0:
                break
            places = np.concatenate([places, _ring(min(left, int(2 * np.pi * radius)), radius)])
    return np.round(places[np.lexsort((places[:, 0].round(6), -places[:, 1].round(6)))], 6)


def _ring(n: int, radius: float) -> Array:
    angle = np.pi / 2 - 2 * np.pi * np.arange(n) / n
    return radius * np.stack([np.cos(angle), np.sin(angle)], axis=1)


def rows(radii: Sequence[float], aspect: float) -> Array:
    """Return the middles of discs in rows that fill a rectangle of width / height `aspect` best: shape (discs, 2)."""
    widths = [2 * r + GAP for r in radii]
    limits = sorted({sum(widths[:k]) for k in range(1, len(widths) + 1)} | {max(widths)})
    fitting = [_shelved(radii, limit) for limit in limits if limit >= max(widths)]
    return min(fitting, key=lambda found: max(found[1] / aspect, found[2]))[0]


def _shelved(radii: Sequence[float], limit: float) -> tuple[Array, float, float]:
    """Put discs side by side in rows not wider than `limit`; return their middles, and width and height of all."""
    shelves: list[list[int]] = [[]]
    for k, radius in enumerate(radii):
        used = sum(2 * radii[j] + GAP for j in shelves[-1])
        if shelves[-1] and used + 2 * radius + GAP > limit + 1e-9:
            shelves.append([])
        shelves[-1].append(k)
    middles, top, widest = np.zeros((len(radii), 2)), 0.0, 0.0
    for shelf in shelves:
        width, tall = sum(2 * radii[k] + GAP for k in shelf), 2 * max(radii[k] for k in shelf) + GAP
        x = -width / 2
        for k in shelf:
            middles[k] = x + radii[k] + GAP / 2, top - tall / 2
            x += 2 * radii[k] + GAP
        top, widest = top - tall, max(widest, width)
    return middles, widest, -top


def stand(team: NDArray[np.int64], order: Array, aspect: float) -> Array:
    """Return where each person stands: shape (people, 2).

    Within a team those with the larger `order` stand higher. `team` counts from 0 without gaps.
    """
    sizes = np.bincount(team)
    places = [seats(int(n)) for n in sizes]
    radii = [0.5 + float(np.hypot(*p.T).max()) for p in places]
    middles, out = rows(radii, aspect), np.zeros((len(team), 2))
    for k, seat in enumerate(places):
        members = np.flatnonzero(team == k)
        out[members[np.argsort(-order[members], kind="stable")]] = middles[k] + seat
    return out
