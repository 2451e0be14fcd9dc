"""Names and the order of rows mean nothing; nor does what happens in teams with which one has no ties."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from mi_abm.engine.ensemble import Run, assemble
from mi_abm.engine.simulate import simulate
from mi_abm.scenario.load import Scenario, load
from mi_abm.scenario.populate import populate
from tests.worlds import Trajectory, follow, ids, own, quiet, world

Random = np.random.Generator
ACTS = {"workshop": {"start": 1, "coverage": 0.6}, "rotation": {"start": 2, "weeks": 8, "stay": 2}}
N = 14


def people(perturb: Random) -> dict[str, list[Any]]:
    return {
        "id": ids(N),
        "team": [f"t{k}" for k in perturb.permutation(np.repeat([0, 1, 2, 3], [5, 4, 3, 2]))],
        "post": [int(post) for post in perturb.choice(1000, N, replace=False)],
        "skill": perturb.uniform(0, 1, N).tolist(),
    }


def some_ties(perturb: Random, n: int = N) -> list[tuple[str, str, str, float]]:
    pairs = [(a, b) for a in ids(n) for b in ids(n) if a != b and perturb.random() < 0.3]
    return [(a, b, "", float(perturb.uniform(0.1, 1))) for a, b in pairs]


def scenario(folder: Path, who: dict[str, list[Any]], ties: list[Any]) -> Scenario:
    return load({"burn_in": 4, "organisation": own(folder, who, ties), "interventions": ACTS})


def equal(a: Trajectory, b: Trajectory) -> bool:
    return all(np.array_equal(a[name], b[name], equal_nan=True) for name in a)


def test_order_of_rows_and_names_of_people_and_teams(tmp_path: Path, perturb: Random) -> None:
    """With `post` given, a person is the post: all else about the row may change."""
    who, ties = people(perturb), some_ties(perturb)
    plain = scenario(tmp_path / "a", who, ties)
    order = perturb.permutation(N)
    name = dict(zip(ids(N), [f"n{i}" for i in perturb.permutation(N)], strict=True))
    renamed = {f"t{k}": t for k, t in enumerate(["zeta", "alpha", "mu", "beta"])}
    other = {
        "id": [name[who["id"][i]] for i in order],
        "team": [renamed[who["team"][i]] for i in order],
        "post": [who["post"][i] for i in order],
        "skill": [who["skill"][i] for i in order],
    }
    shuffled = [(name[a], name[b], layer, w) for a, b, layer, w in (ties[i] for i in perturb.permutation(len(ties)))]
    changed = scenario(tmp_path / "b", other, shuffled)
    assert equal(follow(plain, 15), follow(changed, 15))
    assert [name[i] for i in populate(plain, 1).ids] == populate(changed, 1).ids
    for a, b in zip(*(simulate(s, [1, 2], weeks=10) for s in (plain, changed)), strict=True):
        assert np.array_equal(a.values, b.values, equal_nan=True)


def test_without_posts_ids_in_the_same_order_are_the_same_people(tmp_path: Path, perturb: Random) -> None:
    who, ties = people(perturb), some_ties(perturb)
    del who["post"]
    plain = scenario(tmp_path / "a", who, ties)
    longer = {a: f"x{a}y" for a in ids(N)}
    changed = scenario(tmp_path / "b", who | {"id": [longer[a] for a in who["id"]]}, [(longer[t[0]], longer[t[1]], *t[2:]) for t in ties])  # fmt: skip
    assert equal(follow(plain, 15), follow(changed, 15))


def test_posts_change_luck_and_nothing_else(tmp_path: Path, perturb: Random) -> None:
    """Where nothing is drawn, people who swap posts take their histories with them (sums run in another order)."""
    states = {name: perturb.uniform(0.1, 0.9, N) for name in ("skill", "habit", "attitude", "perceived_norm", "efficacy", "introversion")}  # fmt: skip
    fixed = {
        "ceiling": 1 - (1 - states["skill"]) / 2, "propensity": perturb.normal(0, 0.5, N), "anchor": states["attitude"],
        "inferred_idleness": perturb.uniform(0.2, 1.5, N),
    }  # fmt: skip
    who = people(perturb) | {name: x.tolist() for name, x in (states | fixed).items()}
    ties = some_ties(perturb)
    del who["post"]
    settings: dict[str, Any] = {"attachment_ties": {"safety_sd": 0.0}, "turnover": {"rate": 0.0}}
    acts = {
        "workshop": {"luck_sd": 0.0},
        "rotation": {"start": 2, "weeks": 9, "stay": 3, "destination": "lowest_skill"},
    }

    def run(name: str, posts: np.ndarray) -> Trajectory:
        section = own(tmp_path / name, who | {"post": posts.tolist()}, ties)
        s = load({"burn_in": 3, "noise": "off", "organisation": section, "mechanisms": settings, "interventions": acts})
        seen = follow(s, 14, ("skill", "practice", "perceived_norm", "attitude", "habit", "safety"))
        return {column: x[..., np.argsort(np.argsort(posts))] for column, x in seen.items()}

    plain, changed = run("a", np.arange(N)), run("b", perturb.permutation(500)[:N])
    for name, x in plain.items():
        assert changed[name] == pytest.approx(x, abs=1e-12), name


@pytest.mark.parametrize("noise", ["on", "off"])
@pytest.mark.parametrize("act", [{"workshop": {"start": 2, "weeks": 3}}])
def test_another_teams_treatment_changes_nothing(noise: str, act: dict[str, Any], perturb: Random) -> None:
    """L16: no ties across and no rotation."""
    treated = str(perturb.integers(1, 5))
    plain: dict[str, Any] = {
        "organisation": {"team_size": [4, 3, 5, 2], "cross_degree": 0.0},
        "noise": noise,
        "burn_in": 5,
    }
    acts = {name: {**what, "teams": [treated]} for name, what in act.items()}
    none, some = load(plain), load({**plain, "interventions": acts})
    team = assemble([Run(none, 1)]).org.team + 1
    others = team != int(treated)
    before, after = follow(none, 20), follow(some, 20)
    assert {n for n in before if not np.array_equal(before[n][..., others], after[n][..., others])} == set()
    moved = {n for n in before if not np.array_equal(before[n][..., ~others], after[n][..., ~others])}
    assert {"skill", "practice", "trained", "perceived_norm"} <= moved


def test_a_person_without_ties_is_not_reached(tmp_path: Path, perturb: Random) -> None:
    """Nobody to see: perceived norm, attitude, habit and what is learned from others do not move (2.7 item 5)."""
    who = people(perturb)
    lonely = who["id"][int(perturb.integers(N))]
    ties = [tie for tie in some_ties(perturb) if tie[0] != lonely]
    on = {"descriptive_norms": {"rate": 0.3}, "social_modelling": {"rate": 0.4, "habit_rate": 0.4},
          "uptake": {"conformity": 0.5, "anchor_drift": 0.0}}  # fmt: skip
    del who["skill"]
    seen = follow(world(own(tmp_path, who, ties), quiet(**on)), 10)
    place = sorted(who["post"]).index(who["post"][who["id"].index(lonely)])
    for name in ("perceived_norm", "perceived_habit", "attitude", "habit", "skill"):
        moved = np.any(seen[name][-1] != seen[name][0], axis=0) if name in ("perceived_norm", "skill") else seen[name][-1] != seen[name][0]  # fmt: skip
        assert not moved[place], name
        assert moved.sum() > N / 4, name  # of skill not those who know nobody better
