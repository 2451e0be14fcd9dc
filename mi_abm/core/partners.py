"""Helpers about particular others: whom one chooses, whom one is paired with, what one remembers of them.

Another person is named by `place`, the row within the own run, as a number; -1 is nobody. Notes are columns of shape
(notes, people), the person met last in note 0.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from mi_abm.core.chance import Now, uniform
from mi_abm.core.columns import Array
from mi_abm.core.kernels import tie_uniform
from mi_abm.core.numbers import log
from mi_abm.core.organisation import Index, Organisation


def of_place(org: Organisation, x: Array, place: Array, otherwise: Any) -> Array:
    """Return x of the person at each place of the own run; `otherwise` where the place is -1."""
    row = np.where(place >= 0, place, 0).astype(np.int64) + org.run_rows[org.run]
    return np.where(place >= 0, np.take(x, row, axis=-1), otherwise)


def choose_tie(org: Organisation, now: Now, process: str, weight: Array) -> Array:
    """Return the place of one colleague each, drawn in proportion to the weight of the tie; -1 where all weigh nothing.

    The colleague with the smallest -log(u) / weight wins, u being the tie's own draw: so a tie more or less does not
    change how the others are ordered.
    """
    if not np.any(weight > 0):
        return np.full(len(org), -1.0)
    luck = tie_uniform(org, now, process)
    key = np.where(weight > 0, -log(luck) / np.where(weight > 0, weight, 1.0), np.inf)
    best = np.full(len(org), np.inf)
    np.minimum.at(best, org.row, key)
    won = np.isfinite(key) & (key == best[org.row])
    place = np.full(len(org), -1.0)
    place[org.row[won]] = org.place[org.idx[won]]
    return place


def choose_in_run(org: Organisation, now: Now, process: str, candidate: Array) -> Array:
    """Return the place of one other candidate (1 or 0 a row) of the own run each, all equally likely; -1 if there is none."""
    if not np.any(candidate > 0):
        return np.full(len(org), -1.0)
    return _choose(org, org.run, uniform(now, process), candidate)


def choose_in_team(org: Organisation, luck: Array, candidate: Array) -> Array:
    """Return the place of one other candidate (1 or 0 a row) of the own team each, all equally likely; -1 if there is none."""
    return _choose(org, org.team, luck, candidate)


def _choose(org: Organisation, group: Index, luck: Array, candidate: Array) -> Array:
    order = np.argsort(group, kind="stable")
    is_one = candidate[order] > 0
    rows = order[is_one]
    count = np.bincount(group, candidate > 0, int(group.max()) + 1).astype(np.int64)
    first = (np.cumsum(count) - count)[group]
    rank = np.empty(len(org), dtype=np.int64)
    rank[order] = np.cumsum(is_one) - 1
    others = count[group] - (candidate > 0)
    pick = np.floor(luck * others).astype(np.int64)
    pick = np.where((candidate > 0) & (pick >= rank - first), pick + 1, pick)
    some = others > 0
    chosen = rows[np.where(some, first + pick, 0)] if len(rows) else np.zeros(len(org), dtype=np.int64)
    return np.where(some, org.place[chosen], -1.0)


def recall_note(partner: Array, belief: Array, whom: Array, otherwise: Any) -> Array:
    """Return the belief noted about `whom`; `otherwise` where there is no note."""
    found = np.broadcast_to(np.asarray(otherwise, dtype=np.float64), whom.shape).copy()
    for slot in range(len(partner)):
        found = np.where((whom >= 0) & (partner[slot] == whom), belief[slot], found)
    return found


def take_note(
    partner: Array, belief: Array, met: Array, whom: Array, value: Array, fade: Any, neutral: Any
) -> tuple[Array, Array, Array]:
    """Note a belief about whoever is met, latest first, then let all beliefs fade; return the three columns.

    The first empty note is used, else the one met longest ago.
    """
    if not np.any(whom >= 0):
        if not np.any(partner >= 0):
            return partner, belief, met
        return partner, _faded(partner, belief, fade, neutral), met
    partner, belief, met = partner.copy(), belief.copy(), met.copy()
    rows = np.flatnonzero(whom >= 0)
    known = partner[:, rows] == whom[rows]
    empty = partner[:, rows] < 0
    last = len(partner) - 1
    slot = np.where(known.any(axis=0), known.argmax(axis=0), np.where(empty.any(axis=0), empty.argmax(axis=0), last))
    count = np.where(known.any(axis=0), met[slot, rows], 0.0) + 1.0
    for s in range(last, 0, -1):
        moved = rows[s <= slot]
        for column in (partner, belief, met):
            column[s, moved] = column[s - 1, moved]
    partner[0, rows], belief[0, rows], met[0, rows] = whom[rows], value[rows], count
    return partner, _faded(partner, belief, fade, neutral), met


def _faded(partner: Array, belief: Array, fade: Any, neutral: Any) -> Array:
    """Let beliefs fade where there is one: an empty note stays as it is, whatever others remember."""
    return np.where(partner >= 0, neutral + (1 - fade) * (belief - neutral), belief)


def mean_note(partner: Array, belief: Array, met: Array, otherwise: Any) -> Array:
    """Return the mean belief over partners, weighted by weeks together; `otherwise` where nobody was met."""
    above, below = np.zeros(partner.shape[1]), np.zeros(partner.shape[1])
    if np.any(partner >= 0):
        for slot in range(len(partner)):
            weight = np.where(partner[slot] >= 0, met[slot], 0.0)
            above += weight * belief[slot]
            below += weight
    return np.where(below > 0, above / np.where(below > 0, below, 1.0), otherwise)


def forget_notes(org: Organisation, partner: Array, weeks_here: Array) -> Array:
    """Empty the notes about posts whose occupant is new (`weeks_here` 0)."""
    if not np.any(partner >= 0):
        return partner
    new = np.stack([of_place(org, weeks_here, slot, 1.0) == 0 for slot in partner])
    return np.where(new, -1.0, partner)
