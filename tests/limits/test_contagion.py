"""L9, L10 and L11: the threshold rule on rings and among all, against Centola, Macy and Granovetter."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from mi_abm.scenario.load import Scenario
from tests.worlds import Tie, follow, ids, own, quiet, world

Random = np.random.Generator
ALL_IS_SEEN = {"visible": 1.0, "visible_if_safe": 0.0}


def adopters(scenario: Scenario, weeks: int) -> list[int]:
    practice = follow(scenario, weeks, ("practice",))["practice"]
    assert set(np.unique(practice)) <= {0.0, 1.0}
    return [int(x) for x in practice.sum(axis=1)]


def by_threshold(folder: Path, people: dict[str, list[object]], ties: list[Tie] | None, **norms: object) -> Scenario:
    mechanisms = quiet(uptake={"behaviour_rule": "threshold"}, descriptive_norms={**ALL_IS_SEEN, **norms})
    return world(own(folder, people, ties, complete_teams=ties is None), mechanisms)


def ring(folder: Path, perturb: Random, n: int, seeds: int, threshold: int) -> Scenario:
    """A ring of n in any order of names and teams, each tied to two neighbours on either side; `seeds` adjacent adopters."""
    name = [ids(n)[i] for i in perturb.permutation(n)]
    ties: list[Tie] = [(name[i], name[(i + step) % n], "", 0.7) for i in range(n) for step in (-2, -1, 1, 2)]
    first = int(perturb.integers(n))
    began = {name[(first + k) % n] for k in range(seeds)}
    people: dict[str, list[object]] = {
        "id": list(name), "team": [f"t{k}" for k in perturb.integers(0, 4, n)], "practice": [int(a in began) for a in name],
    }  # fmt: skip
    return by_threshold(folder, people, ties, threshold=threshold)


@pytest.mark.parametrize(("threshold", "seeds", "pace"), [(2, 2, 2), (1, 2, 4), (2, 1, 0), (3, 2, 0)])
def test_l9_a_ring(tmp_path: Path, perturb: Random, threshold: int, seeds: int, pace: int) -> None:
    """At threshold 2 the last three go together: the middle one sees one adopter on either side."""
    n, weeks = int(perturb.integers(15, 40)), 24
    expected = [seeds]
    for _ in range(weeks):
        left = n - expected[-1]
        expected.append(n - left + (left if threshold == 2 and pace and left == 3 else min(left, pace)))
    assert adopters(ring(tmp_path, perturb, n, seeds, threshold), weeks) == expected


@pytest.mark.parametrize("enough", [True, False])
def test_l10_among_all(tmp_path: Path, perturb: Random, enough: bool) -> None:
    """All adopt in one step if seeds / (N - 1) reaches the threshold, to the last bit; else none does."""
    n = int(perturb.integers(8, 30))
    seeds = int(perturb.integers(1, n - 1))
    share = seeds / (n - 1)
    threshold = share if enough else float(np.nextafter(share, 1))
    began = perturb.permutation([1] * seeds + [0] * (n - seeds)).tolist()
    people: dict[str, list[object]] = {"id": list(ids(n)), "team": ["a"] * n, "practice": began}
    found = adopters(by_threshold(tmp_path, people, None, threshold=threshold, threshold_kind="fraction"), 3)
    assert found == [seeds, *([n] * 3 if enough else [seeds] * 3)]


@pytest.mark.parametrize("changed", [False, True])
def test_l11_granovetters_riot(tmp_path: Path, perturb: Random, changed: bool) -> None:
    """Thresholds 0 ... 99: all join, one a step; with the 1 made a 2, the instigator stays alone."""
    thresholds = [2 if changed and k == 1 else k for k in range(100)]
    people: dict[str, list[object]] = {
        "id": list(ids(100)), "team": ["crowd"] * 100, "threshold": perturb.permutation(thresholds).tolist(),
    }  # fmt: skip
    found = adopters(by_threshold(tmp_path, people, None), 101)
    assert found == ([0] + [1] * 101 if changed else [*range(101), 100])


def test_an_adopter_who_is_not_seen_moves_nobody(tmp_path: Path, perturb: Random) -> None:
    people: dict[str, list[object]] = {"id": list(ids(9)), "team": ["a"] * 9, "practice": [1] * 5 + [0] * 4}
    assert adopters(by_threshold(tmp_path, people, None, visible=0.0), 5) == [5] * 6
    half = adopters(by_threshold(tmp_path, people, None, visible=0.2, threshold=3), 60)
    assert half == sorted(half)  # once adopted, never given up
    assert half[1] < 9
