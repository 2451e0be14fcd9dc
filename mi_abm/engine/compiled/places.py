"""Where people and ties are, as the arrays that compiled phases take."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from mi_abm.core.organisation import MARKS, Organisation

if TYPE_CHECKING:
    from mi_abm.engine.compiled.tables import Tables

Numbers = NDArray[Any]


def integers(t: Tables, name: str) -> Numbers:
    """Return a number of each block's beginning, and after them that of all."""
    if name in ("newcomers", "moved"):
        return t.newcomers.ends if name == "newcomers" else t.newcomers.moved
    ends = {
        "block_rows": t.org.run_rows, "block_runs": np.arange(t.org.n_runs + 1), "block_teams": t.org.run_teams,
        "block_managers": _managers(t.org),
    }  # fmt: skip
    return np.asarray(ends[name][t.starts], dtype=np.int64)


def _managers(org: Organisation) -> Numbers:
    """Return the number of the first manager of each run, and after them that of all managers."""
    most = np.maximum.reduceat(org.manager, org.run_rows[:-1])
    return np.array([0, *(most + 1)], dtype=np.int64)


def _groups(number: Numbers, count: int, name: str) -> Numbers:
    """Return the members of groups, one group behind the other in order of row, or where each group begins."""
    if name.endswith("member"):
        return np.argsort(number, kind="stable").astype(np.int64)
    return np.concatenate([[0], np.cumsum(np.bincount(number, minlength=count))]).astype(np.int64)


def place(t: Tables, name: str) -> Numbers:
    """Return where people and ties are: rows, runs, teams, who looks at whom, and the addresses of their draws."""
    org, luck = t.org, t.stack.luck
    if name.startswith("team_") and name != "team_number":
        return _groups(org.team, len(org.team_size), name)
    if name.startswith("manager_"):
        return _groups(org.manager, int(org.manager.max()) + 1, name)
    known: dict[str, Callable[[], Numbers]] = {
        "row": lambda: _short(org.row, t.tie_room), "idx": lambda: _short(org.idx, t.tie_room),
        "known": lambda: t.known, "visit": lambda: t.visit, "rows": lambda: np.arange(len(org), dtype=np.int64),
        "first": lambda: org.run_rows[org.run].astype(np.int64), "run_rows": lambda: org.run_rows.astype(np.int64),
        "run_teams": lambda: org.run_teams.astype(np.int64), "place": lambda: org.place,
        "post": lambda: luck.post, "occupant": lambda: luck.occupant, "key0": lambda: luck.key0,
        "key1": lambda: luck.key1, "team_number": lambda: luck.team,
        "newcomers": lambda: t.newcomers.ends, "listed": lambda: t.newcomers.listed, "moved": lambda: t.newcomers.moved,
        "nobody": lambda: np.zeros(len(org), dtype=np.uint64),
    }  # fmt: skip
    return known[name]()


def _short(x: Numbers, room: int) -> Numbers:
    """Return row numbers of half the length, in an array with room for more."""
    short = np.zeros(room, dtype=np.uint32)
    short[: len(x)] = x
    return short


def organisation(t: Tables, name: str) -> Numbers:
    """Return what the organisation says of each person, tie or run, as numbers; marks of ties as the bytes that they are."""
    if name in MARKS:
        return t.org.marks[name]
    if name == "run_size":
        return np.diff(t.org.run_rows).astype(np.float64)
    if name == "run_group":
        return (len(t.org.team_size) + t.org.run).astype(np.float64)
    return np.asarray(getattr(t.org, name), dtype=np.float64)
