"""L1 and L2: attitudes where everybody speaks, against DeGroot and Friedkin-Johnsen."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.worlds import World, follow, ids, own, quiet, world

Random = np.random.Generator


def talkers(folder: Path, perturb: Random, discount: float, **columns: np.ndarray) -> tuple[World, np.ndarray]:
    """Return an organisation in which everybody dares to speak, and its row-stochastic matrix of who listens to whom."""
    n = len(next(iter(columns.values())))
    team = perturb.integers(0, 3, n)
    w = np.where(perturb.random((n, n)) < 0.4, perturb.uniform(0.1, 1, (n, n)), 0.0)
    for step in (1, 2):  # everybody is reached from everybody, by ways of n and of n - 1 steps: no period
        w[np.arange(n), (np.arange(n) + step) % n] = perturb.uniform(0.5, 1, n)
    np.fill_diagonal(w, 0.0)
    ties = [(ids(n)[i], ids(n)[j], "", float(w[i, j])) for i, j in np.argwhere(w > 0)]
    safe = {"safety": [1.0] * n, "set_point": [1.0] * n}
    people = {"id": ids(n), "team": [f"t{k}" for k in team], **safe, **{k: x.tolist() for k, x in columns.items()}}
    effective = w * np.where(team[:, None] == team[None, :], 1.0, 1 - discount)
    return own(folder, people, ties), effective / effective.sum(axis=1, keepdims=True)


@pytest.mark.parametrize("noise", ["on", "off"])
def test_l1_de_groot(tmp_path: Path, perturb: Random, noise: str) -> None:
    n, discount = int(perturb.integers(6, 14)), float(perturb.uniform(0, 0.8))
    start = perturb.uniform(0, 1, n)
    section, w = talkers(tmp_path, perturb, discount, attitude=start)
    mechanisms = quiet(uptake={"conformity": 1.0}, attachment_ties={"outgroup_discount": discount})
    scenario = world(section, mechanisms, noise=noise, burn_in=int(perturb.integers(0, 4)))
    values, vectors = np.linalg.eig(w.T)
    by = np.argsort(-np.abs(values))
    influence = np.real(vectors[:, by[0]] / vectors[:, by[0]].sum())
    weeks = int(np.ceil(np.log(1e-11) / np.log(np.abs(values[by[1]]))))
    attitude = follow(scenario, weeks, ("attitude",))["attitude"]
    assert attitude[0] == pytest.approx(start, abs=0)
    assert attitude[1] == pytest.approx(w @ start, abs=1e-14)
    assert attitude[-1] == pytest.approx(np.full(n, influence @ start), abs=1e-8)


@pytest.mark.parametrize("noise", ["on", "off"])
def test_l2_friedkin_johnsen(tmp_path: Path, perturb: Random, noise: str) -> None:
    n, discount = int(perturb.integers(6, 14)), float(perturb.uniform(0, 1))
    own_view, conformity = perturb.uniform(0, 1, n), perturb.uniform(0.05, 0.9, n)
    columns = {"attitude": perturb.uniform(0, 1, n), "anchor": own_view, "conformity": conformity}
    section, w = talkers(tmp_path, perturb, discount, **columns)
    mechanisms = quiet(attachment_ties={"outgroup_discount": discount})
    attitude = follow(world(section, mechanisms, noise=noise), 260, ("attitude",))["attitude"]
    settled = np.linalg.solve(np.eye(n) - conformity[:, None] * w, (1 - conformity) * own_view)
    assert attitude[-1] == pytest.approx(settled, abs=1e-8)


def test_those_who_keep_silent_are_not_heard(tmp_path: Path, perturb: Random) -> None:
    """In expectation, who speaks with probability psi is heard with that weight."""
    a, psi = perturb.uniform(0, 1, 3), perturb.uniform(0.2, 1, 3)
    people = {
        "id": ids(3), "team": ["x", "y", "z"], "safety": psi.tolist(), "set_point": psi.tolist(), "attitude": a.tolist(),
    }  # fmt: skip
    section = own(tmp_path, people, [("p0000", "p0001", "", 1.0), ("p0000", "p0002", "", 0.5)])
    scenario = world(section, quiet(uptake={"conformity": 1.0}), noise="off")
    heard = (psi[1] * a[1] + 0.5 * psi[2] * a[2]) / (psi[1] + 0.5 * psi[2])
    assert follow(scenario, 1, ("attitude",))["attitude"][1] == pytest.approx([heard, a[1], a[2]], abs=1e-14)


@pytest.mark.parametrize("noise", ["on", "off"])
def test_where_nobody_speaks_one_hears_oneself(tmp_path: Path, perturb: Random, noise: str) -> None:
    """Own attitude stands in for the silent, and the anchor pulls as ever (eq. 7); without colleagues nothing moves."""
    a, anchor, conformity = perturb.uniform(0, 1, (3, 3))
    people = {
        "id": ids(3), "team": ["x"] * 3, "safety": [0.0] * 3, "set_point": [0.0] * 3, "attitude": a.tolist(),
        "anchor": anchor.tolist(), "conformity": conformity.tolist(),
    }  # fmt: skip
    scenario = world(own(tmp_path, people, [("p0000", "p0001"), ("p0001", "p0000")]), quiet(), noise=noise)
    expected = conformity * a + (1 - conformity) * anchor
    assert follow(scenario, 1, ("attitude",))["attitude"][1] == pytest.approx([*expected[:2], a[2]], abs=1e-14)
