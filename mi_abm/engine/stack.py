"""Stack: many runs as one organisation, with the columns, parameters and views of every rule.

States are kept twice, as they stood on Monday and as they are being made for next Monday; rules read the one and write
the other. A parameter is one number where all runs agree and a column where they differ.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from mi_abm.core.chance import Now
from mi_abm.core.columns import Array, Column, View
from mi_abm.core.faults import noted
from mi_abm.core.organisation import Organisation
from mi_abm.core.rules import Intervention, Rule
from mi_abm.core.visits import Room
from mi_abm.engine.parameters import Parameters
from mi_abm.engine.ruleset import HOST, columns, late, present, senders

if TYPE_CHECKING:
    from mi_abm.engine.recorder import Recorder

NOTES = 16  # partners one remembers


class Stack:
    """The living state of a stack of runs; `engine.week.advance` moves it on."""

    lanes = 1  # threads that may work on it side by side, if it is compiled
    watched = True  # whether columns stand as they are after each week, and not only after `catch_up`

    def __init__(
        self,
        rules: Sequence[Rule],
        org: Organisation,
        seeds: Sequence[int],
        parameters: Mapping[str, Parameters],
        given: Mapping[str, Array],
        noisy: Array | float,
        styles: Array,
    ) -> None:
        self.rules, self.org, self.parameters, self.given, self.styles = list(rules), org, parameters, given, styles
        self.baseline, self.covered, self.everybody = dict[str, Array](), dict[str, Array](), np.ones(len(org))
        key = np.array([s % 2**64 for s in seeds], dtype=np.uint64)[org.run]
        self.week = 0
        self.luck = Now(
            week=0, post=org.post.astype(np.uint64), occupant=np.zeros(len(org), dtype=np.uint64),
            team=org.team_number.astype(np.uint64), key0=key & np.uint64(0xFFFFFFFF), key1=key >> np.uint64(32), noisy=noisy,
        )  # fmt: skip
        self._index()
        self.late, self.present = late(rules, parameters), present(self.rules, parameters)
        self.monday, self.coming, self.room = dict[str, Array](), dict[str, Array](), Room()
        self.stirred = {c.name for c in self.of_kind("exposure")}
        self._allocate()
        self._views: dict[str, View] = {}

    def _index(self) -> None:
        """Sort the declared columns by name and kind."""
        self.columns, self.senders = columns(self.rules), senders(self.rules)
        self.kinds: dict[str, list[Column]] = {}
        for column in self.columns.values():
            self.kinds.setdefault(column.kind, []).append(column)
        self.due: dict[str, list[Column]] = {}
        for total in self.of_kind("total"):
            self.due.setdefault(total.before, []).append(total)

    def __getstate__(self) -> dict[str, Any]:
        """Leave out the views, which share memory with the columns: a copy makes its own."""
        derived = {"columns", "senders", "kinds", "due", "_views", "room"}
        return {k: v for k, v in vars(self).items() if k not in derived}

    def __setstate__(self, state: dict[str, Any]) -> None:
        vars(self).update(state)
        self._index()
        self.room, self._views = Room(), {}

    def shape(self, column: Column) -> tuple[int, ...]:
        """Return the shape of a column in this stack."""
        n = len(self.org)
        return {"tie": (self.org.n_ties,), "note": (NOTES, n), "style": (len(self.styles), n)}.get(column.axis, (n,))

    def _allocate(self) -> None:
        for name, column in self.columns.items():
            self.monday[name] = self._start("monday", column)
            self.coming[name] = self._start("coming", column) if column.kind == "state" else self.monday[name]
        if "style_visibility" in self.columns:
            self.monday["style_visibility"][...] = self.styles

    def _start(self, side: str, column: Column) -> Array:
        if column.axis == "tie":
            return self.room.new(f"{side} {column.name}", self.org.n_ties, column.start)
        return np.full(self.shape(column), column.start)

    def cover(self, rule: Rule, covered: Array) -> None:
        """Say whom an intervention reaches (1 or 0 a row)."""
        self.covered[rule.name] = covered
        self._views.pop(rule.name, None)

    def reached(self, rule: str) -> Array:
        """Return whom an intervention reaches (1 or 0 a row)."""
        return self.covered.get(rule, self.everybody)

    def view(self, rule: Rule) -> View:
        """Return what a rule sees of the people in the phases of a week."""
        if rule.name not in self._views:
            self._views[rule.name] = self._view(rule)
        return self._views[rule.name]

    def _view(self, rule: Rule) -> View:
        own = {c.name: c for c in rule.columns()}
        sets = {c.name: c for c in rule.sets}
        seen = own | sets | {c.name: c for c in rule.reads}
        read = {name: _locked(self.monday[name]) for name in seen}
        if isinstance(rule, Intervention):
            read["covered"] = _locked(self.reached(rule.name))
        writable = {name: c for name, c in (own | sets).items() if c.kind != "total"}
        return View(rule.name, read, {name: self.coming[name] for name in writable}, writable, stirred=self.stirred)

    def of_kind(self, kind: str) -> Sequence[Column]:
        """Return the columns of one kind."""
        return self.kinds.get(kind, [])

    def begin(self, week: int) -> None:
        """Let a week begin."""
        self.week, self.luck = week, self.luck.in_week(week)

    def reset_exposures(self) -> None:
        """Bring the exposures that have been written back to neutral: it is Monday."""
        while self.stirred:
            name = self.stirred.pop()
            self.monday[name][...] = self.columns[name].start

    def add_up(self, phase: str) -> None:
        """Add up the totals that are due before a phase."""
        for total in self.due.get(phase, []):
            out = self.monday[total.name]
            out[...] = 0.0
            for column in self.of_kind("part"):
                if column.of is not None and column.of.name == total.name:
                    out += self.monday[column.name]

    def seat_visitors(self, acting: Iterable[Rule]) -> None:
        """Let the organisation seat this week's visitors, and make room for their ties, if anybody may be sent or come back."""
        if (self.org.away or any(rule.name in self.senders for rule in acting)) and self._seat():
            self._resize_ties()

    def _seat(self) -> bool:
        return self.org.seat(self.monday[HOST])

    def _resize_ties(self) -> None:
        for column in self.columns.values():
            if column.axis == "tie":
                self.monday[column.name] = self._with_visits("monday", column)
                own = column.kind == "state"
                self.coming[column.name] = self._with_visits("coming", column) if own else self.monday[column.name]
                for view in self._views.values():
                    view.renew(column.name, _locked(self.monday[column.name]), self.coming[column.name])

    def _with_visits(self, side: str, column: Column) -> Array:
        name, known = column.name, self.org.n_known
        return self.room.fitted(
            f"{side} {name}", getattr(self, side)[name], known, self.org.n_ties - known, column.start
        )

    def commit(self) -> None:
        """Let what was made this week become what is read next week."""
        for column in self.of_kind("state"):
            self.monday[column.name][...] = self.coming[column.name]

    @property
    def ahead(self) -> bool:
        """Whether rows of measures are still to be given."""
        return False

    def catch_up(self) -> None:
        """Do what is still to be done before anybody looks at columns."""

    def perform(self, acting: Sequence[Rule], phase: str) -> None:
        """Run a phase of all rules that have it."""
        for rule in acting:
            self.call(rule, phase)

    def call(self, rule: Rule, phase: str) -> None:
        """Run a phase of a rule, if it has that phase."""
        if method := getattr(rule, phase, None):
            with noted(rule, phase):
                method(self.view(rule), self.parameters[rule.name], self.org, self.luck.of(rule.name))

    def record(self, recorder: Recorder, row: int) -> Collection[int] | None:
        """Take down a row of measures faster than they do themselves; return their places, None if none was taken."""
        return None

    def found(self) -> None:
        """Found teams and ties, then let their first occupants arrive, then settle what the organisation says of them."""
        self._at_once("found")
        self.newcomers(None)
        self._at_once("founded")
        self.baseline = {name: self.coming[name].copy() for name in self.given}
        self.commit()
        self.catch_up()

    def _at_once(self, phase: str) -> None:
        """Call a phase of the founding, in which what is written is read at once."""
        for rule in self.rules:
            if method := getattr(rule, phase, None):
                own = {c.name: c for c in rule.columns()}
                columns = {name: self.coming[name] for name in (*own, *(c.name for c in rule.reads))}
                view = View(rule.name, columns, columns, own, self.given)
                with noted(rule, phase):
                    method(view, self.parameters[rule.name], self.org, self.luck.of(rule.name))

    def newcomers(self, rows: NDArray[np.intp] | None) -> None:
        """Let people arrive on some rows (all rows: the founders), each rule writing its own columns at once."""
        for rule in self.rules:
            self.arrive(rule, rows)

    def arrive(self, rule: Rule, rows: NDArray[np.intp] | None) -> None:
        """Let people arrive on some rows, or found all, as far as one rule goes."""
        if not (arrive := getattr(rule, "arrive", None)):
            return
        here = np.arange(len(self.org)) if rows is None else rows
        part = {name: self.coming[name][..., here] for name in self._person_columns(rule)}
        own = {c.name: c for c in rule.columns() if c.name in part}
        view = View(rule.name, part, part, own, self.given if rows is None else {})
        with noted(rule, "arrive"):
            arrive(view, self.parameters[rule.name].rows(here), self.org, self.luck.rows(here).of(rule.name))
        for name in own:
            self.coming[name][..., here] = part[name]

    def replace_leavers(self) -> None:
        """Let newcomers take the posts of those who left this week."""
        rows = np.flatnonzero(self.monday["gone"] > 0)
        if len(rows):
            self.luck.occupant[rows] += np.uint64(1)
            self.newcomers(rows)
            self.monday["gone"][rows] = 0.0

    def _person_columns(self, rule: Rule) -> set[str]:
        lasting = [c for c in rule.columns() if c.kind in ("trait", "state", "flow")]
        return {c.name for c in (*lasting, *rule.reads) if c.axis != "tie" and c.name in self.coming}


def _locked(array: Array) -> Array:
    view = array.view()
    view.flags.writeable = False
    return view
