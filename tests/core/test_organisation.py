"""Who attends to whom, against networkx; visitors; stacking."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy

import networkx as nx
import numpy as np
import pytest

from mi_abm.core.organisation import Organisation, organisation, stack

Random = np.random.Generator
ON_TIES = ("row", "idx", "w0", "across", "visiting", "kept", "hosting")


def some_organisation(perturb: Random, sizes: Sequence[int] = (3, 1, 5, 2)) -> tuple[Organisation, nx.DiGraph]:
    """Return an organisation and the same as a graph whose nodes know their team."""
    team = perturb.permutation(np.repeat(np.arange(len(sizes)), sizes))
    graph = nx.gnp_random_graph(len(team), 0.4, seed=int(perturb.integers(2**31)), directed=True)
    for i, j in graph.edges:
        graph[i][j]["w"] = float(perturb.uniform(0.1, 1))
    nx.set_node_attributes(graph, dict(enumerate(team.tolist())), "team")
    edges = perturb.permutation(np.array(graph.edges, dtype=np.int64).reshape(-1, 2))
    w0 = np.array([graph[i][j]["w"] for i, j in edges])
    return organisation(team, edges[:, 0], edges[:, 1], w0, list("abcd")[: len(sizes)]), graph


def ties(org: Organisation, chosen: np.ndarray | None = None) -> set[tuple[int, int]]:
    keep = np.ones(org.n_ties, dtype=bool) if chosen is None else chosen > 0
    return set(zip(org.row[keep].tolist(), org.idx[keep].tolist(), strict=True))


def seated(host: dict[int, int], n: int) -> np.ndarray:
    return np.array([float(host.get(i, -1)) for i in range(n)])


def test_ties_are_those_of_the_graph(perturb: Random) -> None:
    org, graph = some_organisation(perturb)
    assert ties(org) == set(graph.edges)
    assert {(i, j): w for i, j, w in zip(org.row, org.idx, org.w0, strict=True)} == nx.get_edge_attributes(graph, "w")
    pairs = list(zip(org.row.tolist(), org.idx.tolist(), strict=True))
    assert pairs == sorted(pairs)
    for i in graph:
        assert [j for a, j in pairs if a == i] == sorted(graph.successors(i))


def test_teams_are_those_of_the_graph(perturb: Random) -> None:
    org, graph = some_organisation(perturb)
    team = nx.get_node_attributes(graph, "team")
    assert [int(k) for k in org.team] == [team[i] for i in range(len(org))]
    assert org.team_size.tolist() == [3, 1, 5, 2]
    across = {(i, j) for i, j in graph.edges if team[i] != team[j]}
    assert ties(org, org.across) == across
    assert org.team_names == list("abcd")
    assert np.array_equal(org.manager, org.team)


def test_visitors_are_seen_by_their_hosts_and_no_more_by_their_homes(perturb: Random) -> None:
    org, graph = some_organisation(perturb)
    team = nx.get_node_attributes(graph, "team")
    members = {k: [i for i in graph if team[i] == k] for k in range(4)}
    host = {members[0][0]: 2, members[0][2]: 1, members[2][1]: 0}  # two leave team 0, one comes
    assert org.seat(seated(host, len(org)))
    cut = {(i, v) for i, v in graph.edges if v in host and team[i] in (team[v], host[v])}
    assert ties(org, org.kept) == set(graph.edges) - cut
    visits = {(i, v) for v, k in host.items() for i in members[k]}
    assert ties(org, org.visiting) == visits
    assert np.all(org.across[org.visiting > 0] == 1)
    assert np.all((org.kept == 0) | (org.visiting == 0))
    contact = {(i, j) for i, j in graph.edges if host.get(j) == team[i] or host.get(i) == team[j]}
    assert ties(org, org.hosting) == contact


def test_a_visitor_goes_on_seeing_those_at_home(perturb: Random) -> None:
    org, graph = some_organisation(perturb)
    visitor = max(graph, key=lambda i: graph.out_degree(i))
    org.seat(seated({visitor: (int(org.team[visitor]) + 1) % 4}, len(org)))
    sees = {(i, j) for i, j in ties(org, org.kept) if i == visitor}
    assert sees == {(visitor, j) for j in graph.successors(visitor)}


def test_visit_ties_follow_the_lasting_ones_in_order(perturb: Random) -> None:
    org, graph = some_organisation(perturb)
    before = (org.row.copy(), org.idx.copy(), org.w0.copy())
    org.seat(seated({0: (int(org.team[0]) + 1) % 4, 7: (int(org.team[7]) + 2) % 4}, len(org)))
    n = org.n_known
    assert n == graph.number_of_edges()
    for old, new in zip(before, (org.row, org.idx, org.w0), strict=True):
        assert np.array_equal(new[:n], old)
    visits = list(zip(org.row[n:].tolist(), org.idx[n:].tolist(), strict=True))
    assert visits == sorted(visits)
    assert not org.w0[n:].any()


def test_all_home_again_is_as_before(perturb: Random) -> None:
    org, graph = some_organisation(perturb)
    host = seated({1: (int(org.team[1]) + 1) % 4}, len(org))
    assert not org.seat(np.full(len(org), -1.0))
    assert org.seat(host)
    assert not org.seat(host)  # nothing moved
    assert org.seat(np.full(len(org), -1.0))
    assert ties(org) == set(graph.edges)
    assert org.kept.all()
    assert not org.visiting.any()
    assert not org.hosting.any()


def test_a_stack_is_its_organisations_one_behind_the_other(perturb: Random) -> None:
    singles = [some_organisation(perturb, sizes)[0] for sizes in ((3, 1, 5, 2), (1,), (2, 2), (4, 1, 1))]
    org = stack(singles)
    assert (org.n_runs, len(org)) == (4, 22)
    first = 0
    for r, single in enumerate(singles):
        rows = slice(org.run_rows[r], org.run_rows[r + 1])
        here = (org.row >= rows.start) & (org.row < rows.stop)
        assert np.array_equal(org.row[here] - rows.start, single.row)
        assert np.array_equal(org.idx[here] - rows.start, single.idx)
        assert np.array_equal(org.w0[here], single.w0)
        assert np.array_equal(org.post[rows], single.post)
        assert np.array_equal(org.team_number[rows], single.team)
        assert np.array_equal(org.place[rows], np.arange(len(single)))
        assert np.all(org.teams_in_run[rows] == len(single.team_size))
        assert org.team_names[org.run_teams[r] : org.run_teams[r + 1]] == single.team_names
        first += single.n_ties
    assert first == org.n_ties


def test_visitors_in_a_stack_sit_as_they_would_alone(perturb: Random) -> None:
    pair = [some_organisation(perturb, sizes)[0] for sizes in ((3, 2), (2, 4, 1))]
    both = stack(pair)
    hosts = [seated({0: (int(o.team[0]) + 1) % 2}, len(o)) for o in pair]
    both.seat(np.concatenate(hosts))
    for r, (single, host) in enumerate(zip(pair, hosts, strict=True)):
        single.seat(host)
        start = both.run_rows[r]
        inside = (both.row >= start) & (both.row < both.run_rows[r + 1])
        for name in ("kept", "visiting", "hosting", "across"):
            assert np.array_equal(getattr(both, name)[inside], getattr(single, name))
        assert np.array_equal(both.row[inside] - start, single.row)
        assert np.array_equal(both.idx[inside] - start, single.idx)


def test_managers_are_numbered_through_the_stack() -> None:
    none = np.zeros(0, dtype=np.int64)
    led = organisation([0, 0, 1], none, none, np.zeros(0), ["a", "b"], np.array([1, 0, 1]))
    assert stack([led, led]).manager.tolist() == [1, 0, 1, 3, 2, 3]


@pytest.mark.parametrize("sizes", [(1,), (2, 1)])
def test_an_organisation_without_ties(sizes: tuple[int, ...]) -> None:
    none = np.zeros(0, dtype=np.int64)
    org = organisation(np.repeat(np.arange(len(sizes)), sizes), none, none, np.zeros(0), ["a", "b"][: len(sizes)])
    assert (org.n_ties, len(org)) == (0, sum(sizes))
    if len(sizes) > 1:
        org.seat(np.array([1.0, -1, -1]))
        assert ties(org) == {(2, 0)}


def one_visit(org: Organisation, visitor: int) -> np.ndarray:
    return seated({visitor: (int(org.team[visitor]) + 1) % 4}, len(org))


def test_visits_are_written_in_place_where_there_is_room(perturb: Random) -> None:
    org, _ = some_organisation(perturb)
    kept = org.marks["kept"]
    org.seat(one_visit(org, 0))
    lies, moves = org.row.base, org.room.moves
    org.seat(one_visit(org, 0) * 0 - 1)
    org.seat(one_visit(org, 0))
    assert org.row.base is lies
    assert org.room.moves == moves
    assert np.shares_memory(org.marks["kept"], kept) or len(org.row) > len(kept.base)


def test_a_copy_and_its_original_seat_visitors_of_their_own(perturb: Random) -> None:
    org, graph = some_organisation(perturb)
    fresh = copy(org)
    org.seat(one_visit(org, 0))
    other, before = copy(org), {name: getattr(org, name).copy() for name in ON_TIES}
    other.seat(one_visit(org, 3))
    fresh.seat(one_visit(org, 3))
    for name in ON_TIES:
        assert np.array_equal(getattr(org, name), before[name]), name
        assert np.array_equal(getattr(other, name), getattr(fresh, name)), name
    org.seat(one_visit(org, 3))
    assert np.array_equal(org.kept, fresh.kept)
    assert ties(org, org.kept) <= set(graph.edges)
