"""Organisation: posts in teams, ties between them, and who sits in another team this week.

Rows are posts in ascending order of post number; ties are sorted by observer, then by the colleague attended to, and
summed in that order. Many organisations may be stacked, block after block: a row cannot tell.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mi_abm.core.columns import Array
from mi_abm.core.visits import Ends, Room

Index = NDArray[np.int64]
MARKS = {"visiting": 0, "kept": 1, "hosting": 0}  # of a lasting tie while nobody is away


@dataclass
class Organisation:
    """One or several stacked organisations.

    `team` is counted through the stack, `post` begins at 0 in each run. `row[e]` attends to `idx[e]` with the initial
    weight `w0[e]`; `across[e]` is 1 where the tie crosses teams. Visit ties of the week follow behind the `n_known`
    lasting ones; `visiting[e]` is 1 for them, `kept[e]` is 0 for a lasting tie that a visit cuts or replaces, and
    `hosting[e]` is 1 for a lasting tie between host and visitor; these three are one byte each in `marks`, and `room` is
    where arrays on ties lie. `manager` numbers the manager of each row, through the stack. `unwanted_share` of each team,
    the most skilled, have the habit `unwanted_habit` at the founding.
    """

    post: Index
    team: Index
    team_size: Array
    run: Index
    run_rows: Index
    run_teams: Index
    row: Index
    idx: Index
    w0: Array
    across: Array
    team_names: list[str]
    manager: Index
    style_names: tuple[str, ...] = ("mi",)
    unwanted_share: Array | float = 0.0
    unwanted_habit: Array | float = 0.9
    marks: dict[str, NDArray[np.uint8]] = field(init=False)
    _seats: Array = field(init=False)
    _marked: dict[str, Index] = field(default_factory=dict, init=False, repr=False)
    _ends: Ends | None = field(default=None, init=False, repr=False)
    room: Room = field(default_factory=Room, init=False, repr=False)

    def __post_init__(self) -> None:
        self.n_known = len(self.row)
        self.marks = {name: self.room.new(name, self.n_known, value, np.uint8) for name, value in MARKS.items()}
        self._seats = np.full(len(self.post), -1.0)

    def __len__(self) -> int:
        return len(self.post)

    @property
    def n_runs(self) -> int:
        """Number of stacked runs."""
        return len(self.run_rows) - 1

    @property
    def n_ties(self) -> int:
        """Number of ties this week, visits included."""
        return len(self.row)

    @property
    def teams_in_run(self) -> Index:
        """Number of teams of each row's run."""
        return np.asarray(np.diff(self.run_teams)[self.run])

    @property
    def place(self) -> Array:
        """Each row's number within its run."""
        return (np.arange(len(self)) - self.run_rows[self.run]).astype(np.float64)

    @property
    def team_number(self) -> Index:
        """Each row's team, counted within its run."""
        return self.team - self.run_teams[self.run]

    @property
    def visiting(self) -> Array:
        """1 for the visit ties of this week, else 0."""
        return self.marks["visiting"].astype(np.float64)

    @property
    def kept(self) -> Array:
        """0 for lasting ties that a visit cuts or replaces, and for visit ties, else 1."""
        return self.marks["kept"].astype(np.float64)

    @property
    def hosting(self) -> Array:
        """1 for lasting ties between a host and a visitor, else 0."""
        return self.marks["hosting"].astype(np.float64)

    @property
    def away(self) -> bool:
        """Whether anybody sits in another team."""
        return bool(np.any(self._seats >= 0))

    def seat(self, host_team: Array) -> bool:
        """Seat visitors (`host_team`: team number within the run, -1 at home); return whether any tie changed.

        Home colleagues' ties to a visitor are cut; each member of the host team gets a visit tie to him, in the place
        of a lasting tie if there was one. The visitor's own ties stay.
        """
        if np.array_equal(host_team, self._seats):
            return False
        self._seats = host_team.copy()
        visitor = np.flatnonzero(host_team >= 0)
        host = np.full(len(self), -1, dtype=np.int64)
        host[visitor] = host_team[visitor].astype(np.int64) + self.run_teams[self.run[visitor]]
        if self._ends is None:
            self._ends = Ends(self.team, len(self.team_size), self.row[: self.n_known])
        row, idx = self._ends.visits(visitor, host[visitor])
        for name, tail in {"row": row, "idx": idx, "w0": 0.0, "across": 1.0}.items():
            setattr(self, name, self.room.fitted(name, getattr(self, name), self.n_known, len(row), tail))
        for name, tail in {"visiting": 1, "kept": 0, "hosting": 0}.items():
            self.marks[name] = self.room.fitted(name, self.marks[name], self.n_known, len(row), tail)
        self._mark(self._ends, visitor, host)
        return True

    def _mark(self, ends: Ends, visitor: Index, host: Index) -> None:
        """Cut lasting ties to visitors by home colleagues and hosts; mark those between host and visitor."""
        for name, ties in self._marked.items():
            self.marks[name][ties] = MARKS[name]
        towards, own = ends.towards(visitor, self.idx[: self.n_known]), ends.of(visitor)
        received = self.team.take(self.row.take(towards)) == host.take(self.idx.take(towards))
        calling = self.team.take(self.idx.take(own)) == host.take(self.row.take(own))
        self._marked = {
            "kept": towards[received | (self.across.take(towards) == 0)],
            "hosting": np.concatenate([towards[received], own[calling]]),
        }
        for name, ties in self._marked.items():
            self.marks[name][ties] = 1 - MARKS[name]

    def __copy__(self) -> Organisation:
        """Return an organisation with the same arrays; from now on each of the two writes into new ones."""
        other = object.__new__(type(self))
        vars(other).update(vars(self) | {"marks": dict(self.marks)})
        self.room, other.room = Room(), Room()
        return other


def organisation(
    team: Sequence[int] | Index,
    source: Index,
    target: Index,
    w0: Array,
    names: Sequence[str],
    manager: Index | None = None,
) -> Organisation:
    """Build one organisation from each post's team number and its ties (post numbers; any order); a manager a team, unless given."""
    team = np.asarray(team, dtype=np.int64)
    by = np.lexsort((target, source))
    row, idx = np.asarray(source, dtype=np.int64)[by], np.asarray(target, dtype=np.int64)[by]
    n, n_teams = len(team), int(team.max()) + 1
    return Organisation(
        post=np.arange(n, dtype=np.int64),
        team=team,
        team_size=np.bincount(team, minlength=n_teams).astype(np.float64),
        run=np.zeros(n, dtype=np.int64),
        run_rows=np.array([0, n]),
        run_teams=np.array([0, n_teams]),
        row=row,
        idx=idx,
        w0=np.asarray(w0, dtype=np.float64)[by],
        across=(team[row] != team[idx]).astype(np.float64),
        team_names=list(names),
        manager=team if manager is None else np.asarray(manager, dtype=np.int64),
    )


def stack(organisations: Sequence[Organisation]) -> Organisation:
    """Put organisations, each of one or several runs, behind one another; ties never cross blocks."""
    if len(organisations) == 1:
        return replace(organisations[0])  # it will seat visitors of its own
    first_row, first_team = _firsts(map(len, organisations)), _firsts(len(o.team_size) for o in organisations)
    first_run = _firsts(o.n_runs for o in organisations)
    first_manager = _firsts(int(o.manager.max()) + 1 for o in organisations)

    def join(name: str, shift: Index | None = None, skip: int = 0) -> NDArray[Any]:
        parts = [getattr(o, name)[skip if i else 0 :] for i, o in enumerate(organisations)]
        return np.concatenate([x if shift is None else x + shift[i] for i, x in enumerate(parts)])

    return Organisation(
        post=join("post"),
        team=join("team", first_team),
        team_size=join("team_size"),
        run=join("run", first_run),
        run_rows=join("run_rows", first_row, skip=1),
        run_teams=join("run_teams", first_team, skip=1),
        row=join("row", first_row),
        idx=join("idx", first_row),
        w0=join("w0"),
        across=join("across"),
        manager=join("manager", first_manager),
        team_names=[name for o in organisations for name in o.team_names],
    )


def _firsts(sizes: Iterable[int]) -> Index:
    return np.cumsum([0, *sizes])
