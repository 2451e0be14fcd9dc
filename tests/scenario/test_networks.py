"""Generated organisations: complete teams, ties across as many as asked, symmetric, the same for the same seed."""

from __future__ import annotations

from typing import Any

import networkx as nx
import numpy as np
import pytest

from mi_abm.core.organisation import Organisation
from mi_abm.scenario.load import load
from mi_abm.scenario.populate import populate

SEEDS = range(1, 41)


def generated(seed: int = 1, **organisation: Any) -> Organisation:
    return populate(load({"organisation": organisation}), seed).organisation


def graph(org: Organisation, across: float) -> nx.DiGraph:
    found = nx.DiGraph()
    found.add_nodes_from(range(len(org)))
    keep = org.across == across
    found.add_weighted_edges_from(
        zip(org.row[keep].tolist(), org.idx[keep].tolist(), org.w0[keep].tolist(), strict=True)
    )
    return found


def mean_degree(**organisation: Any) -> tuple[float, float]:
    """Return the mean number of ties across a person over seeds, and its standard error."""
    degree = [float(org.across.sum()) / len(org) for org in (generated(seed, **organisation) for seed in SEEDS)]
    return float(np.mean(degree)), float(np.std(degree, ddof=1) / np.sqrt(len(degree)))


@pytest.mark.parametrize(
    "sizes", [{"teams": 6, "team_size": 8}, {"team_size": [1, 5, 3, 1, 7]}, {"teams": 1, "team_size": 4}]
)
def test_teams_are_complete_and_ties_across_symmetric(sizes: dict[str, Any]) -> None:
    org = generated(**sizes, cross_degree=3, cross_weight=0.375)
    inside, across = graph(org, 0), graph(org, 1)
    components = [inside.subgraph(c) for c in nx.weakly_connected_components(inside)]
    assert sorted(len(c) for c in components) == sorted(org.team_size.astype(int).tolist())
    assert all(nx.density(c) == 1 for c in components if len(c) > 1)
    assert set(nx.get_edge_attributes(inside, "weight").values()) <= {1.0}
    assert nx.to_numpy_array(across).tolist() == nx.to_numpy_array(across).T.tolist()
    assert set(nx.get_edge_attributes(across, "weight").values()) <= {0.375}
    assert all(org.team[i] != org.team[j] for i, j in across.edges)
    assert len(set(zip(org.row.tolist(), org.idx.tolist(), strict=True))) == org.n_ties


@pytest.mark.parametrize("teams", [6, 20])
@pytest.mark.parametrize("degree", [0.3, 1.6, 3.0])
def test_the_mean_degree_is_as_asked_however_large_the_organisation(teams: int, degree: float) -> None:
    mean, error = mean_degree(teams=teams, team_size=8, cross_degree=degree)
    assert mean == pytest.approx(degree, abs=4.5 * error)


def test_pairs_are_equally_likely_and_independent() -> None:
    """The geometric jumps must neither favour near posts nor tie one pair to the next."""
    seeds = range(1, 401)
    sizes, p = [3, 5, 4], 2.0 / (12 - 4)
    drawn = np.stack(
        [nx.to_numpy_array(graph(generated(s, team_size=sizes, cross_degree=2.0, cross_weight=1.0), 1)) for s in seeds]
    )
    team = np.repeat(np.arange(3), sizes)
    pairs = drawn[:, *np.where(np.triu(team[:, None] != team[None, :]))]
    assert pairs.mean(axis=0) == pytest.approx(np.full(pairs.shape[1], p), abs=4.5 * np.sqrt(p * (1 - p) / len(seeds)))
    r = np.corrcoef(pairs.T)[np.triu_indices(pairs.shape[1], 1)]
    assert np.abs(r).max() < 5 / np.sqrt(len(seeds))
    assert r.std() == pytest.approx(1 / np.sqrt(len(seeds)), rel=0.25)


def test_no_ties_and_all_ties() -> None:
    assert not generated(cross_degree=0).across.any()
    org = generated(teams=3, team_size=2, cross_degree=100)
    assert org.n_ties == 6 * 5


def test_the_same_seed_gives_the_same_ties_whatever_else_is_set() -> None:
    def ties(seed: int, **more: Any) -> list[tuple[int, int]]:
        org = populate(load({**more}), seed).organisation
        return list(zip(org.row.tolist(), org.idx.tolist(), strict=True))

    trained = {"interventions": {"rotation": {"weeks": 3}}, "noise": "off", "mechanisms": {"turnover": {"rate": 0.4}}}
    assert ties(5) == ties(5, **trained) == ties(5, organisation={"cross_weight": 0.1})
    assert ties(5) != ties(6)
    assert ties(5) != ties(5 + 2**32)  # all 64 bits of the seed count


def test_teams_are_numbered_from_one_and_have_a_manager_each() -> None:
    org = generated(team_size=[2, 3])
    assert org.team_names == ["1", "2"]
    assert org.team.tolist() == org.manager.tolist() == [0, 0, 1, 1, 1]
