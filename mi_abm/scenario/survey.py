"""One's own organisation, from a file of people and a file of ties.

Posts are numbered by the column `post` if there is one, else by id in code-point order, so the order of rows in the files
does not matter. A team is numbered by its smallest post. Measured states are NaN where a cell is empty; what belongs to a
team (its safety) must be the same in all its rows that say it, and counts for the rows that do not.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

import numpy as np

from mi_abm.core.columns import Array
from mi_abm.core.organisation import Index, Organisation, organisation
from mi_abm.scenario.problems import InputError, Problem, shown
from mi_abm.scenario.schema import OrganisationParams
from mi_abm.scenario.sense import MAX_PEOPLE, Span
from mi_abm.scenario.spreadsheet import Table, read_table
from mi_abm.scenario.ties import read_ties, with_teams

MAX_POST = 2**24
BOSS = " (whoever has none may be named as his own)"
MISSING = ("", "NA")  # NA: as R writes it


@dataclass(frozen=True)
class Survey:
    """An organisation read from files: ids in order of post, measured initial states, ties in each layer of the file."""

    organisation: Organisation
    ids: list[str]
    given: dict[str, Array]
    notes: list[str]
    layers: dict[str, int] = field(default_factory=dict)
    posts_given: bool = False


def read(params: OrganisationParams, spans: dict[str, Span]) -> Survey:
    """Read the organisation of a scenario; `spans` names the columns that `initial` may set, with their limits."""
    key = params.model_dump_json()
    files = [f for f in (params.people, params.ties) if f]
    stamps = tuple(_stamp(Path(f)) for f in files)
    return _read(key, stamps, tuple(spans.items()))


def _stamp(file: Path) -> tuple[int, int]:
    try:
        found = file.stat()
    except (OSError, ValueError):
        return 0, 0
    return found.st_mtime_ns, found.st_size


@lru_cache(maxsize=16)
def _read(key: str, stamps: tuple[tuple[int, int], ...], spans: tuple[tuple[str, Span], ...]) -> Survey:
    params = OrganisationParams.model_validate_json(key)
    assert params.people is not None
    needed = ["id", params.team, *([params.manager] if params.manager else []), *params.initial.values()]
    people = _people(params.people, needed, params.team)
    notes = list(people.notes)
    order = _posts(people)
    team, names, problems = _groups(people, order, params.team)
    manager, _, more = _groups(people, order, params.manager, BOSS) if params.manager else (None, [], [])
    given = {name: _given(people, order, column, dict(spans)[name]) for name, column in params.initial.items()}
    problems = [*problems, *more, *(p for _, found in given.values() for p in found)]
    if problems:
        raise InputError(dict.fromkeys(problems))
    values = {name: column for name, (column, _) in given.items()}
    problems = [p for name, column in values.items() if dict(spans)[name].of_team
                for p in _agreed(people, order, params, name, column, team, names)]  # fmt: skip
    if problems:
        raise InputError(problems)
    ids = [people.columns["id"][i] for i in order]
    ties = read_ties(params, {name: p for p, name in enumerate(ids)}, notes)
    lasting = with_teams(team, ties) if params.complete_teams else ties
    org = organisation(team, lasting.source, lasting.target, lasting.w0, names, manager)
    if "post" in people.columns:
        org.post = np.array([int(float(people.columns["post"][i])) for i in order], dtype=np.int64)
    return Survey(org, ids, values, notes, ties.layers, "post" in people.columns)


def _people(file: str, needed: list[str], team: str) -> Table:
    """Read the people file; say which key of the scenario names the column of the team where that is what is missing."""
    try:
        return read_table(file, needed, ["post"], MAX_PEOPLE)
    except InputError as error:
        hint = "; organisation.team says which column holds the team"
        missing = [p.path == team and "no such column" in p.message for p in error.problems]
        raise InputError(
            replace(p, message=p.message + hint) if here else p for p, here in zip(error.problems, missing, strict=True)
        ) from None


def _posts(people: Table) -> list[int]:
    """Return the rows of the people file in order of post; raise `InputError` on empty or repeated ids and posts."""
    problems = [*_once(people, "id", people.columns["id"])]
    if "post" not in people.columns:
        if problems:
            raise InputError(problems)
        return sorted(range(len(people)), key=people.columns["id"].__getitem__)
    posts: list[float] = []
    for i in range(len(people)):
        post = people.number(i, "post", 0, MAX_POST - 1)
        if not isinstance(post, Problem) and post != int(post):
            post = people.problem(i, "post", f"{people.columns['post'][i]} is not a whole number")
        if isinstance(post, Problem):
            problems.append(post)
        else:
            posts.append(post)
    if not problems:
        problems += _once(people, "post", posts)
    if problems:
        raise InputError(problems)
    return sorted(range(len(posts)), key=posts.__getitem__)


def _once(people: Table, column: str, values: Iterable[str | float]) -> Iterable[Problem]:
    """Yield what is wrong with a column in which every row must have a value of its own."""
    seen = dict[str | float, int]()
    for i, value in enumerate(values):
        first = seen.setdefault(value, i)
        if value == "":
            yield people.problem(i, column, "is empty")
        elif first != i:
            text = shown(value) if isinstance(value, str) else f"{value:g}"
            yield people.problem(i, column, f"{text} stands already in row {people.numbers[first]}")


def _groups(people: Table, order: list[int], column: str, hint: str = "") -> tuple[Index, list[str], list[Problem]]:
    """Return each post's group number, by the group's smallest post, the groups' names, and rows without a group."""
    cells, names = people.columns[column], dict[str, int]()
    group = np.array([names.setdefault(cells[i], len(names)) for i in order], dtype=np.int64)
    none = [i for i, cell in enumerate(cells) if not cell]
    said = people.columns["id"]
    return group, list(names), [people.problem(i, column, f"{shown(said[i])} has none; everybody needs one{hint}") for i in none]  # fmt: skip


def _given(people: Table, order: list[int], column: str, span: Span) -> tuple[Array, list[Problem]]:
    """Return the measured values of one initial state, NaN where the cell is empty, and what is wrong with them."""
    cells = people.columns[column]
    found = [np.nan if cells[i] in MISSING else people.number(i, column, span.low, span.high) for i in order]
    problems = [x for x in found if isinstance(x, Problem)]
    values = np.array([np.nan if isinstance(x, Problem) else x for x in found])
    return values, sorted(problems, key=lambda p: int(p.where.rpartition(" ")[2]))


def _agreed(
    people: Table, order: list[int], params: OrganisationParams, name: str, values: Array, team: Index, names: list[str]
) -> list[Problem]:
    """Give a team's measured value to all its members; return a problem for each team whose rows contradict each other."""
    problems = []
    for k in range(len(names)):
        said = [j for j in np.flatnonzero(team == k).tolist() if not np.isnan(values[j])]
        other = next((j for j in said if values[j] != values[said[0]]), None)
        if other is not None:
            first, then = sorted((order[said[0]], order[other]))
            cells = people.columns[params.initial[name]]
            message = f"{cells[then]} contradicts {cells[first]} in row {people.numbers[first]}: {name} belongs to the whole team {shown(names[k])}"  # fmt: skip
            problems.append(people.problem(then, params.initial[name], message))
        elif said:
            values[team == k] = values[said[0]]
    return problems
