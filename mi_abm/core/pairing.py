"""Pairs: who does an exercise with whom this week.

Candidates of a group stand in an order, at positions 0, 1, ...; the helpers turn positions into partners' positions and
positions back into places. -1 is nobody.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from mi_abm.core.columns import Array
from mi_abm.core.organisation import Index, Organisation


def group_of(org: Organisation, by_team: Any) -> Index:
    """Return each row's group number: the team where `by_team` is 1, else the whole organisation (one number space)."""
    return np.where(np.asarray(by_team) > 0, org.team, len(org.team_size) + org.run).astype(np.int64)


def members(group: Index, candidate: Array) -> Array:
    """Return how many candidates each row's group has."""
    return np.bincount(group, candidate, int(group.max()) + 1).astype(np.float64)[group]


def positions(group: Index, candidate: Array, by: Array, luck: Array) -> Array:
    """Return each candidate's position in its group, 0 for the largest `by`, equals by luck, higher first; -1 for others."""
    rows = np.flatnonzero(candidate > 0)
    order = rows[np.lexsort((-luck[rows], -by[rows], group[rows]))]
    first = np.searchsorted(group[order], group[order])
    place = np.full(len(group), -1.0)
    place[order] = np.arange(len(order)) - first
    return place


def adjacent(position: Array) -> Array:
    """Pair positions 0 with 1, 2 with 3, ..."""
    return np.where(position < 0, -1.0, position + 1 - 2 * np.mod(position, 2))


def circle(position: Array, size: Array, turn: Any) -> Array:
    """Pair positions by the circle method: in `size - 1` turns (size even) everybody meets everybody once.

    With an odd size, whoever would meet the missing last position rests.
    """
    even = np.mod(size, 2) == 0
    m = np.maximum(np.where(even, size - 1, size), 1.0)
    last = even & (position == size - 1)
    half = np.mod(np.asarray(turn) * (m + 1) / 2, m)
    other = np.mod(turn - position, m)
    other = np.where(other == position, np.where(even, size - 1, -1.0), other)
    other = np.where(last, half, other)
    return np.where((position < 0) | (size < 2), -1.0, other)


def halves(position: Array, size: Array, shift: Any) -> Array:
    """Pair the upper half with the lower: position a < h meets h + (a + shift) mod h."""
    h = np.maximum(np.floor(size / 2), 1.0)
    lower = h + np.mod(position + shift, h)
    upper = np.mod(position - h - shift, h)
    other = np.where(position < h, lower, upper)
    return np.where((position < 0) | (position >= 2 * h) | (size < 2), -1.0, other)


def at_position(org: Organisation, group: Index, position: Array, wanted: Array) -> Array:
    """Return the place of whoever stands at the wanted position of the own group; -1 if nobody does."""
    width = int(position.max(initial=-1.0)) + 2
    on = np.flatnonzero(position >= 0)
    stands = group[on] * width + position[on].astype(np.int64)
    order = np.argsort(stands, kind="stable")
    some = (wanted >= 0) & (wanted < width) & (position >= 0)
    asked = group * width + np.where(some, wanted, width - 1).astype(np.int64)  # where nobody stands
    found = np.searchsorted(stands[order], asked, side="right") - 1
    who = on[order[np.maximum(found, 0)]] if len(on) else np.zeros(len(group), dtype=np.int64)
    met = (found >= 0) & (group[who] * width + position[who] == asked)
    return np.where(met, org.place[who], -1.0)
