"""The file of ties: who attends to whom, in which layer, how much.

`source` attends to `target`. w0 = min(1, sum over layers of coefficient x weight); a layer with weights above 1 is first
divided by its largest.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mi_abm.core.columns import Array
from mi_abm.core.organisation import Index
from mi_abm.scenario.networks import complete
from mi_abm.scenario.problems import MAX_LINES, InputError, Problem, bad, nearest, shown
from mi_abm.scenario.schema import OrganisationParams
from mi_abm.scenario.sense import MAX_TIES
from mi_abm.scenario.spreadsheet import Table, read_table

MAX_WEIGHT = 1e9
Layer = dict[tuple[int, int], float]


@dataclass(frozen=True)
class Ties:
    """Sources, targets and initial weights of all ties that weigh anything; ties in each layer of the file."""

    source: Index
    target: Index
    w0: Array
    layers: dict[str, int]


def read_ties(params: OrganisationParams, post: dict[str, int], notes: list[str]) -> Ties:
    """Read the ties of a scenario's organisation between people of known posts; raise `InputError`."""
    if params.ties is None:
        none = np.zeros(0, dtype=np.int64)
        return Ties(none, none, np.zeros(0), {})
    table = read_table(params.ties, ["source", "target"], ["layer", "weight"])
    notes += table.notes
    layers = _layers(params, table, post)
    _known(params, layers, "layer" in table.columns)
    sums: Layer = {}
    for name in sorted(layers):
        coefficient = 1.0 if params.layers is None else params.layers.get(name, 0.0)
        largest = max(layers[name].values())
        if largest > 1:
            which = f"layer {shown(name)}" if name else "ties"
            notes.append(f"{params.ties}: weights of {which} were divided by {largest:g}, the largest")
        for pair, weight in layers[name].items():
            sums[pair] = sums.get(pair, 0.0) + coefficient * weight / max(largest, 1.0)
    kept = {pair: min(1.0, weight) for pair, weight in sorted(sums.items()) if weight > 0}
    pairs = np.array(list(kept), dtype=np.int64).reshape(-1, 2)
    counts = {name: len(layer) for name, layer in layers.items()}
    return Ties(pairs[:, 0], pairs[:, 1], np.array(list(kept.values())), counts)


def _known(params: OrganisationParams, layers: dict[str, Layer], named: bool) -> None:
    """Raise `InputError` on layers that no tie has."""
    unknown = [name for name in params.layers or () if name not in layers]
    if unknown and not named:
        raise bad("", "organisation.layers", f"{params.ties} has no column layer")
    if unknown:
        raise InputError(
            Problem("", f"organisation.layers.{n}", f"no tie has this layer; {nearest(n, layers)}") for n in unknown
        )


def _layers(params: OrganisationParams, table: Table, post: dict[str, int]) -> dict[str, Layer]:
    """Return the weights of each layer by (source, target)."""
    layers: dict[str, Layer] = {}
    problems: list[Problem] = []
    none = [""] * len(table)
    sources, targets = table.columns["source"], table.columns["target"]
    said, weights = table.columns.get("layer", none), table.columns.get("weight", none)
    for i in range(len(table)):
        weight = table.number(i, "weight", 0, MAX_WEIGHT) if weights[i] else 1.0
        strangers = [(end, name) for end, name in (("source", sources[i]), ("target", targets[i])) if name not in post]
        problems += [_stranger(table, i, end, name, post, len(problems)) for end, name in strangers]
        if isinstance(weight, Problem):
            problems.append(weight)
        elif not strangers:
            layer = layers.setdefault(said[i], {})
            problems += _add(layer, (post[sources[i]], post[targets[i]]), weight, params.directed, table, i)
    if problems:
        raise InputError(problems)
    return layers


def _stranger(table: Table, i: int, end: str, name: str, post: dict[str, int], before: int) -> Problem:
    if not name:
        return table.problem(i, end, "is empty")
    hint = f"; {nearest(name, post)}" if before < MAX_LINES else ""
    return table.problem(i, end, f"{shown(name)} is not in the people file{hint}")


def _add(layer: Layer, pair: tuple[int, int], weight: float, directed: bool, table: Table, i: int) -> list[Problem]:
    """Add a tie to a layer; return what is wrong with it."""
    source, target = (shown(table.columns[end][i]) for end in ("source", "target"))
    if pair[0] == pair[1]:
        return [table.problem(i, "target", f"{target} cannot be tied to itself")]
    if pair in layer and directed:
        return [table.problem(i, "source", f"the tie from {source} to {target} stands twice in one layer")]
    layer[pair] = weight
    if not directed:
        layer[pair] = layer[pair[::-1]] = max(weight, layer.get(pair[::-1], 0.0))
    return []


def with_teams(team: Index, ties: Ties) -> Ties:
    """Add the ties of complete teams where the file has none."""
    size = np.bincount(team)
    if int((size * (size - 1)).sum()) > MAX_TIES:
        raise bad("", "organisation.complete_teams", f"would make more than {MAX_TIES:,} ties")
    row, idx = complete(team)
    known = set(zip(ties.source.tolist(), ties.target.tolist(), strict=True))
    new = np.array([pair not in known for pair in zip(row.tolist(), idx.tolist(), strict=True)], dtype=bool)
    return Ties(
        np.concatenate([ties.source, row[new]]),
        np.concatenate([ties.target, idx[new]]),
        np.concatenate([ties.w0, np.ones(int(new.sum()))]),
        ties.layers,
    )
