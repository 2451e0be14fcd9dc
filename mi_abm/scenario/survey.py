"""One's own organisation, from a file of people and a file of ties.

`source` attends to `target`. w0 = min(1, sum over layers of coefficient x weight); a layer with weights above 1 is first
divided by its largest. Posts are numbered by the column `post` if there is one, else by id in code-point order, so the
order of rows in the files does not matter.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from mi_abm.core.columns import Array
from mi_abm.core.organisation import Index, Organisation, organisation
from mi_abm.scenario.networks import complete
from mi_abm.scenario.problems import InputError, Problem, bad, nearest
from mi_abm.scenario.schema import OrganisationParams

MAX_POST = 2**24


@dataclass(frozen=True)
class Survey:
    """An organisation read from files: ids in order of post, and measured initial states (NaN where empty)."""

    organisation: Organisation
    ids: list[str]
    given: dict[str, Array]
    notes: list[str]


@dataclass(frozen=True)
class Table:
    """A CSV file: its columns by name, one text a row, and the line each row stands on."""

    file: str
    rows: list[dict[str, str]]
    lines: list[int]

    def row(self, i: int) -> str:
        """Return where row i stands."""
        return f"{self.file}, row {self.lines[i]}"


def read_table(file: str, needed: Sequence[str]) -> Table:
    """Read a CSV file (comma, semicolon or tab; UTF-8) that has the needed columns."""
    try:
        text = Path(file).read_text("utf-8-sig")
    except OSError as error:
        raise bad(file, "", f"cannot be read ({error.strerror})") from None
    except UnicodeDecodeError:
        raise bad(file, "", "is not UTF-8 text") from None
    lines = text.splitlines()
    if not lines or not lines[0].strip():
        raise bad(file, "", "is empty: the first line must name the columns")
    delimiter = max(",;\t", key=lines[0].count)
    reader = csv.DictReader(lines, delimiter=delimiter, skipinitialspace=True)
    header = [(name or "").strip() for name in reader.fieldnames or []]
    reader.fieldnames = header
    missing = [name for name in needed if name not in header]
    if missing:
        raise InputError(
            Problem(f"{file}, row 1", name, f"no such column; {nearest(name, header)}") for name in missing
        )
    rows, at = [], []
    for row in reader:
        if any((value or "").strip() for value in row.values() if isinstance(value, str)):
            rows.append(
                {k: (v or "").strip() for k, v in row.items() if isinstance(k, str) and not isinstance(v, list)}
            )
            at.append(reader.line_num)
    if not rows:
        raise bad(file, "", "has no rows below the column names")
    return Table(file, rows, at)


def number(table: Table, i: int, column: str, low: float, high: float) -> float:
    """Return a number from a row; raise `InputError` if it is none or outside [low, high]."""
    value = table.rows[i][column]
    try:
        x = float(value)
    except ValueError:
        raise bad(table.row(i), column, f"{value!r} is not a number") from None
    if not low <= x <= high:
        raise bad(table.row(i), column, f"{value} is not allowed; it must lie in {low:g} ... {high:g}")
    return x


def read(params: OrganisationParams, spans: dict[str, tuple[float, float]]) -> Survey:
    """Read the organisation of a scenario; `spans` names the columns that `initial` may set, with their limits."""
    key = params.model_dump_json()
    files = [f for f in (params.people, params.ties) if f]
    stamps = tuple(Path(f).stat().st_mtime_ns if Path(f).exists() else 0 for f in files)
    return _read(key, stamps, tuple(spans.items()))


@lru_cache(maxsize=16)
def _read(key: str, stamps: tuple[int, ...], spans: tuple[tuple[str, tuple[float, float]], ...]) -> Survey:
    params = OrganisationParams.model_validate_json(key)
    assert params.people is not None
    manager = [params.manager] if params.manager else []
    people = read_table(params.people, ["id", params.team, *manager, *params.initial.values()])
    order = _posts(people)
    ids = [people.rows[i]["id"] for i in order]
    team, names = _groups(people, order, params.team)
    leaders = _groups(people, order, params.manager)[0] if params.manager else None
    notes: list[str] = []
    source, target, w0 = _ties(params, {name: p for p, name in enumerate(ids)}, notes)
    if params.complete_teams:
        source, target, w0 = _with_teams(team, source, target, w0)
    org = organisation(team, source, target, w0, names, leaders)
    if "post" in people.rows[0]:
        org.post = np.array([int(people.rows[i]["post"]) for i in order], dtype=np.int64)
    given = {name: _given(people, order, name, column, dict(spans)) for name, column in params.initial.items()}
    return Survey(org, ids, given, notes)


def _posts(people: Table) -> list[int]:
    """Return the rows of the people file in order of post; raise `InputError` on empty or repeated ids and posts."""
    problems, seen = [], dict[str, int]()
    for i, row in enumerate(people.rows):
        if not row["id"]:
            problems.append(Problem(people.row(i), "id", "is empty"))
        elif row["id"] in seen:
            problems.append(
                Problem(people.row(i), "id", f"{row['id']!r} stands already in row {people.lines[seen[row['id']]]}")
            )
        seen.setdefault(row["id"], i)
    if problems:
        raise InputError(problems)
    if "post" not in people.rows[0]:
        return sorted(range(len(people.rows)), key=lambda i: people.rows[i]["id"])
    posts = [number(people, i, "post", 0, MAX_POST - 1) for i in range(len(people.rows))]
    first: dict[float, int] = {}
    for i, post in enumerate(posts):
        if post != int(post) or first.setdefault(post, i) != i:
            raise bad(people.row(i), "post", f"{people.rows[i]['post']} is not a whole number of its own")
    return sorted(range(len(posts)), key=lambda i: posts[i])


def _groups(people: Table, order: list[int], column: str) -> tuple[Index, list[str]]:
    """Return each post's group number, by the group's smallest post, and the groups' names."""
    names: dict[str, int] = {}
    for i in order:
        if not people.rows[i][column]:
            raise bad(people.row(i), column, f"{people.rows[i]['id']!r} has none; everybody needs one")
        names.setdefault(people.rows[i][column], len(names))
    return np.array([names[people.rows[i][column]] for i in order]), list(names)


def _ties(params: OrganisationParams, post: dict[str, int], notes: list[str]) -> tuple[Index, Index, Array]:
    """Return sources, targets and initial weights of all ties that weigh anything."""
    none = np.zeros(0, dtype=np.int64)
    if params.ties is None:
        return none, none, np.zeros(0)
    table = read_table(params.ties, ["source", "target"])
    layers = _layers(params, table, post)
    if params.layers is not None:
        unknown = [name for name in params.layers if name not in layers]
        if unknown:
            raise InputError(
                Problem(params.ties, f"organisation.layers.{n}", f"no tie has this layer; {nearest(n, layers)}")
                for n in unknown
            )
    sums: dict[tuple[int, int], float] = {}
    for name in sorted(layers):
        coefficient = 1.0 if params.layers is None else params.layers.get(name, 0.0)
        largest = max(layers[name].values())
        if largest > 1:
            notes.append(f"{params.ties}: weights of layer {name!r} were divided by {largest:g}, the largest")
        for pair, weight in layers[name].items():
            sums[pair] = sums.get(pair, 0.0) + coefficient * weight / max(largest, 1.0)
    kept = {pair: min(1.0, weight) for pair, weight in sorted(sums.items()) if weight > 0}
    pairs = np.array(list(kept), dtype=np.int64).reshape(-1, 2)
    return pairs[:, 0], pairs[:, 1], np.array(list(kept.values()))


def _layers(params: OrganisationParams, table: Table, post: dict[str, int]) -> dict[str, dict[tuple[int, int], float]]:
    """Return the weights of each layer by (source, target)."""
    layers: dict[str, dict[tuple[int, int], float]] = {}
    problems: list[Problem] = []
    for i, row in enumerate(table.rows):
        strangers = [(end, row[end]) for end in ("source", "target") if row[end] not in post]
        problems += [
            Problem(table.row(i), end, f"{name!r} is not in the people file; {nearest(name, post)}")
            for end, name in strangers
        ]
        if strangers:
            continue
        pair = (post[row["source"]], post[row["target"]])
        weight = number(table, i, "weight", 0, 1e9) if row.get("weight") else 1.0
        layer = layers.setdefault(row.get("layer", ""), {})
        if pair[0] == pair[1]:
            problems.append(Problem(table.row(i), "target", f"{row['target']!r} cannot be tied to itself"))
        elif pair in layer and params.directed:
            problems.append(
                Problem(
                    table.row(i),
                    "source",
                    f"the tie from {row['source']!r} to {row['target']!r} stands twice in one layer",
                )
            )
        layer[pair] = weight
        if not params.directed:
            layer[pair] = layer[pair[::-1]] = max(weight, layer.get(pair[::-1], 0.0))
    if problems:
        raise InputError(problems)
    return layers


def _with_teams(team: Index, source: Index, target: Index, w0: Array) -> tuple[Index, Index, Array]:
    """Add the ties of complete teams where the file has none."""
    row, idx = complete(team)
    known = set(zip(source.tolist(), target.tolist(), strict=True))
    new = np.array([pair not in known for pair in zip(row.tolist(), idx.tolist(), strict=True)], dtype=bool)
    return (
        np.concatenate([source, row[new]]),
        np.concatenate([target, idx[new]]),
        np.concatenate([w0, np.ones(int(new.sum()))]),
    )


def _given(people: Table, order: list[int], name: str, column: str, spans: dict[str, tuple[float, float]]) -> Array:
    """Return the measured values of one initial state, NaN where the cell is empty."""
    if name not in spans:
        raise bad("organisation.initial", name, f"is no state of a person; {nearest(name, spans)}")
    low, high = spans[name]
    return np.array([number(people, i, column, low, high) if people.rows[i][column] else np.nan for i in order])
