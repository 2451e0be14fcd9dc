"""Generated organisations: complete teams, sparse ties between teams."""

from __future__ import annotations

import numpy as np

from mi_abm.core.chance import draw, stream
from mi_abm.core.numbers import log
from mi_abm.core.organisation import Index, Organisation, organisation
from mi_abm.scenario.schema import OrganisationParams


def generate(params: OrganisationParams, seed: int) -> Organisation:
    """Return teams that are complete, with Erdos-Renyi ties across; the same seed gives the same ties."""
    sizes = params.team_size if isinstance(params.team_size, list) else [params.team_size] * params.teams
    team = np.repeat(np.arange(len(sizes)), sizes)
    inside = complete(team)
    across = cross_pairs(team, cross_probability(params.cross_degree, sizes), seed)
    source = np.concatenate([inside[0], across[0], across[1]])
    target = np.concatenate([inside[1], across[1], across[0]])
    w0 = np.concatenate([np.ones(len(inside[0])), np.full(2 * len(across[0]), params.cross_weight)])
    return organisation(team, source, target, w0, [str(k + 1) for k in range(len(sizes))])


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


def cross_probability(cross_degree: float, sizes: list[int]) -> float:
    """Return the probability of a tie between two people of different teams: the degree does not grow with N."""
    n = sum(sizes)
    others = n - n / len(sizes)
    return min(1.0, cross_degree / others) if others > 0 else 0.0


def cross_pairs(team: Index, p: float, seed: int) -> tuple[Index, Index]:
    """Return pairs i < j of different teams, each with probability p.

    From each i the candidates j = i + 1, i + 2, ... are visited in geometric jumps 1 + floor(log u / log(1 - p)), the
    h-th jump drawn at (post i, week word 0, "networks/cross", h); members of i's own team are then passed over. So the
    work grows with the ties, not with the pairs.
    """
    n = len(team)
    none = np.zeros(0, dtype=np.int64)
    if p <= 0:
        return none, none
    shrink = 1.0 / log(np.array([1 - p]))[0] if p < 1 else 0.0
    key = np.uint64(seed % 2**64)
    at, active = np.arange(n), np.arange(n)
    first, second = [none], [none]
    jump = 0
    while len(active):
        who = active.astype(np.uint64)
        u = draw(who, -(2**15), stream("networks/cross"), jump, key & np.uint64(0xFFFFFFFF), key >> np.uint64(32))
        at[active] += 1 + np.minimum(np.floor(log(u) * shrink), n).astype(np.int64)
        active = active[at[active] < n]
        crossing = active[team[at[active]] != team[active]]
        first.append(crossing)
        second.append(at[crossing])
        jump += 1
    return np.concatenate(first), np.concatenate(second)
