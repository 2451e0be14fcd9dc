"""Generated organisations: complete teams, sparse ties between teams."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from mi_abm.core.chance import draw, stream
from mi_abm.core.columns import Array
from mi_abm.core.numbers import log
from mi_abm.core.organisation import Index, Organisation
from mi_abm.scenario.schema import OrganisationParams


def generate(params: OrganisationParams, seed: int) -> Organisation:
    """Return teams that are complete, with Erdos-Renyi ties across; the same seed gives the same ties."""
    return generate_all([params], [seed])


def generate_all(params: Sequence[OrganisationParams], seeds: Sequence[int]) -> Organisation:
    """Return an organisation a seed, stacked: each is what it is alone."""
    each = {id(p): team_sizes(p) for p in params}
    sizes = [each[id(p)] for p in params]
    teams = np.array([len(s) for s in sizes])
    team_size = np.concatenate(sizes)
    team = np.repeat(np.arange(len(team_size)), team_size)
    run_teams = np.concatenate([[0], np.cumsum(teams)])
    run = np.repeat(np.arange(len(seeds)), teams)[team]
    rows = np.concatenate([[0], np.cumsum(team_size)])[run_teams]
    shares = np.array([cross_probability(p.cross_degree, s) for p, s in zip(params, sizes, strict=True)])
    first, second = cross_pairs(team, run, rows, shares, seeds)
    inside = complete(team)
    row, idx = sorted_ties([inside[0], first, second], [inside[1], second, first], len(team))
    across = team[row] != team[idx]
    return Organisation(
        post=np.arange(len(team)) - rows[run],
        team=team,
        team_size=team_size.astype(np.float64),
        run=run,
        run_rows=rows,
        run_teams=run_teams,
        row=row,
        idx=idx,
        w0=np.where(across, np.array([p.cross_weight for p in params])[run[row]], 1.0),
        across=across.astype(np.float64),
        team_names=[name for s in sizes for name in _names(len(s))],
        manager=team,
    )


def team_sizes(params: OrganisationParams) -> Index:
    """Return the number of people of each team."""
    sizes = params.team_size if isinstance(params.team_size, list) else [params.team_size] * params.teams
    return np.array(sizes, dtype=np.int64)


@lru_cache(maxsize=64)
def _names(teams: int) -> tuple[str, ...]:
    return tuple(str(k + 1) for k in range(teams))


def sorted_ties(source: Sequence[Index], target: Sequence[Index], n: int) -> tuple[Index, Index]:
    """Return ties between n rows sorted by observer, then by the colleague attended to."""
    key = np.sort(np.concatenate(source) * n + np.concatenate(target))
    return np.divmod(key, n)


def complete(team: Index) -> tuple[Index, Index]:
    """Return all ordered pairs of members of one team."""
    order = np.argsort(team, kind="stable")
    size = np.bincount(team)
    start = np.concatenate([[0], np.cumsum(size)])
    partners = size[team[order]]
    row = np.repeat(np.arange(len(team)), partners)
    seat = np.arange(len(row)) - np.repeat(np.cumsum(partners) - partners, partners)
    idx = start[team[order][row]] + seat
    other = row != idx
    return order[row[other]], order[idx[other]]


def cross_probability(cross_degree: float, sizes: Index) -> float:
    """Return the probability of a tie between two people of different teams: the degree does not grow with N."""
    n = int(sizes.sum())
    others = n - n / len(sizes)
    return min(1.0, cross_degree / others) if others > 0 else 0.0


def cross_pairs(team: Index, run: Index, rows: Index, p: Array, seeds: Sequence[int]) -> tuple[Index, Index]:
    """Return pairs i < j of one run and different teams, each with its run's probability p; a run begins at `rows[run]`.

    From each i the candidates j = i + 1, i + 2, ... are visited in geometric jumps 1 + floor(log u / log(1 - p)), the
    h-th jump drawn at (post i, week word 0, "networks/cross", h); members of i's own team are then passed over. So the
    work grows with the ties, not with the pairs.
    """
    some = (p > 0) & (p < 1)
    shrink = np.where(some, 1.0 / np.where(some, log(np.where(some, 1 - p, 0.5)), 1.0), 0.0)
    key = np.array([seed % 2**64 for seed in seeds], dtype=np.uint64)
    key0, key1, end = key & np.uint64(0xFFFFFFFF), key >> np.uint64(32), rows[1:]
    at = np.arange(len(team))
    active = at[(p > 0)[run]]
    first, second = [active[:0]], [active[:0]]
    jump = 0
    while len(active):
        here = run[active]
        who = (active - rows[here]).astype(np.uint64)
        u = draw(who, -(2**15), stream("networks/cross"), jump, key0[here], key1[here])
        at[active] += 1 + np.minimum(np.floor(log(u) * shrink[here]), len(team)).astype(np.int64)
        active = active[at[active] < end[here]]
        crossing = active[team[at[active]] != team[active]]
        first.append(crossing)
        second.append(at[crossing])
        jump += 1
    return np.concatenate(first), np.concatenate(second)
