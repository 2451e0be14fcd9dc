"""Visits: which ties a week's visitors make and touch, and arrays on ties with room for them.

Visitors are few, so what changes is found from them: no array on all ties is made anew when somebody takes a seat.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Index = NDArray[np.int64]
FOR_VISITS = 4  # there is room for a visit to every so many lasting ties; memory that nobody writes to costs nothing


def tie_room(known: int, visits: int = 0) -> int:
    """Return for how many ties to make room, where there are so many lasting ties and visits."""
    return known + max(known // FOR_VISITS, visits + visits // FOR_VISITS)


class Room:
    """Arrays on ties, each as long as this week needs and kept in a longer one.

    `moves` counts the arrays that had to be made anew, for whoever keeps an address.
    """

    def __init__(self) -> None:
        self._whole: dict[str, NDArray[Any]] = {}
        self.moves = 0

    def new(self, name: str, ties: int, value: float, dtype: Any = np.float64) -> NDArray[Any]:
        """Return an array of this value on all ties."""
        whole = self._whole[name] = np.zeros(tie_room(ties), dtype)
        whole[:ties] = value
        return whole[:ties]

    def fitted(self, name: str, x: NDArray[Any], known: int, visits: int, tail: Any) -> NDArray[Any]:
        """Return x up to `known`, and behind it `visits` values `tail`; in place if x lies here and there is room."""
        whole = self._whole.get(name)
        if whole is None or x.base is not whole or len(whole) < known + visits:
            whole = self._whole[name] = np.zeros(tie_room(known, visits), dtype=x.dtype)
            whole[:known] = x[:known]
            self.moves += 1
        whole[known : known + visits] = tail
        return whole[: known + visits]


class Ends:
    """Where to find the lasting ties of a person, and the members of a team.

    Args:
        team: Team of each person, counted from 0.
        n_teams: Number of teams.
        row: Observer of each lasting tie, ascending.
    """

    def __init__(self, team: Index, n_teams: int, row: Index) -> None:
        self._from = np.searchsorted(row, np.arange(len(team) + 1))
        self._member = np.argsort(team, kind="stable")
        self._member_from = np.concatenate([[0], np.cumsum(np.bincount(team, minlength=n_teams))])

    def of(self, who: Index) -> Index:
        """Return the numbers of all lasting ties of these persons."""
        return _stretches(self._from, who)[0]

    def towards(self, who: Index, idx: Index) -> Index:
        """Return the numbers of all lasting ties towards these persons; `idx`: towards whom each is."""
        asked = np.zeros(len(self._from) - 1, dtype=bool)
        asked[who] = True
        return np.flatnonzero(asked.take(idx))

    def visits(self, visitor: Index, host: Index) -> tuple[Index, Index]:
        """Return (observer, visitor) of all visit ties, sorted by observer, then visitor (given in ascending order)."""
        places, counts = _stretches(self._member_from, host)
        row, idx = self._member.take(places), np.repeat(visitor, counts)
        by = np.argsort(row, kind="stable")
        return row[by], idx[by]


def _stretches(start: Index, which: Index) -> tuple[Index, Index]:
    """Return the numbers start[k], ..., start[k + 1] - 1 of each k, one stretch behind the other, and their lengths."""
    first = start[which]
    counts = start[which + 1] - first
    return np.arange(counts.sum()) + np.repeat(first - (np.cumsum(counts) - counts), counts), counts
