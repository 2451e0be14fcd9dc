"""L8 and L12: commitment, plans, ties and beliefs about partners, as they fade; beliefs as they form."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.worlds import follow, ids, own, quiet, world

Random = np.random.Generator
WEEKS = 40


def test_l12_commitment_and_plans(tmp_path: Path, perturb: Random) -> None:
    """At the defaults: c and a team's plan keep .97 a week, a plan of one's own .9."""
    c, plan = perturb.uniform(0.1, 1, 4), perturb.uniform(0.1, 1, 4)
    people = {
        "id": ids(4),
        "team": ["a", "a", "b", "b"],
        "commitment": c.tolist(),
        "plan": plan.tolist(),
        "plan_shared": [0, 1, 0, 1],
    }
    seen = follow(world(own(tmp_path, people), quiet()), WEEKS, ("commitment", "plan"))
    t = np.arange(WEEKS + 1)[:, None]
    assert seen["commitment"] == pytest.approx(c * 0.97**t, abs=1e-12)
    assert seen["plan"] == pytest.approx(plan * np.array([0.9, 0.97, 0.9, 0.97]) ** t, abs=1e-12)


def test_l12_ties_return_to_where_they_began(tmp_path: Path, perturb: Random) -> None:
    growth, decay, n = float(perturb.uniform(0.05, 0.5)), float(perturb.uniform(0.01, 0.3)), 5
    w0 = perturb.uniform(0.1, 0.9, n * (n - 1))
    pairs = [(a, b) for a in ids(n) for b in ids(n) if a != b]
    ties = [(a, b, "", float(w)) for (a, b), w in zip(pairs, w0, strict=True)]
    mechanisms = quiet(attachment_ties={"tie_growth": growth, "tie_decay": decay})
    act = {"workshop": {"start": 1, "weeks": 1}}
    scenario = world(own(tmp_path, {"id": ids(n), "team": list("aabbb")}, ties), mechanisms, interventions=act)
    w = follow(scenario, WEEKS, ("tie_strength",))["tie_strength"]
    assert w[0] == pytest.approx(w0, abs=0)
    assert w[1] == pytest.approx(w0 + growth * (1 - w0), abs=1e-15)
    assert w[1:] == pytest.approx(w0 + (w[1] - w0) * (1 - decay) ** np.arange(WEEKS)[:, None], abs=1e-12)


def pairs(folder: Path, skill: np.ndarray, weeks: int, scheme: str, psi: float, **beliefs: float):  # type: ignore[no-untyped-def]
    n = len(skill)
    people = {"id": ids(n), "team": ["a"] * n, "skill": skill.tolist(), "safety": [psi] * n, "set_point": [psi] * n}
    act = {"pair_exercises": {"start": 1, "weeks": weeks, "scheme": scheme}}
    return world(own(folder, people), quiet(meta_perceptions=beliefs), interventions=act)


def test_l12_beliefs_return_to_neutral(tmp_path: Path, perturb: Random) -> None:
    skill = perturb.uniform(0.2, 0.6, 2)
    scenario = pairs(tmp_path, skill, 1, "fixed", 0.8, rate=0.25, steepness=2.0, fade=0.02)
    m = follow(scenario, WEEKS, ("competence",))["competence"]
    assert np.all(np.abs(m[1] - 0.55) > 1e-4)
    assert m[1:] == pytest.approx(0.55 + (m[1] - 0.55) * 0.98 ** np.arange(WEEKS)[:, None], abs=1e-12)


def test_l8_one_partner_again_and_again(tmp_path: Path, perturb: Random) -> None:
    rate, steepness, unsafe, psi = (float(x) for x in perturb.uniform([0.05, 0, 0, 0.1], [0.5, 4, 0.3, 1]))
    skill = perturb.uniform(0, 1, 2)
    scenario = pairs(tmp_path, skill, 14, "fixed", psi, rate=rate, steepness=steepness, unsafe_cost=unsafe)
    q = np.clip(0.55 + steepness * (skill - skill[::-1]) - unsafe * (1 - psi), 0, 1)
    expected = q + (0.55 - q) * (1 - rate) ** np.arange(15)[:, None]
    assert follow(scenario, 14, ("competence",))["competence"] == pytest.approx(expected, abs=1e-12)


def test_l8_a_new_partner_every_week(tmp_path: Path, perturb: Random) -> None:
    """Round robin among six for five weeks: everybody meets everybody once, and each belief is one step from neutral."""
    rate, steepness, psi = (float(x) for x in perturb.uniform([0.05, 0.5, 0.1], [0.5, 4, 1]))
    skill = perturb.uniform(0, 1, 6)
    scenario = pairs(tmp_path, skill, 5, "swap_round_robin", psi, rate=rate, steepness=steepness, unsafe_cost=0.1)
    seen = follow(scenario, 5, ("note_partner", "note_belief", "competence"))
    q = np.clip(0.55 + steepness * (skill[:, None] - skill[None, :]) - 0.1 * (1 - psi), 0, 1)
    for i in range(6):
        partners = seen["note_partner"][-1][:, i]
        met = partners[partners >= 0].astype(int)
        assert sorted(met) == [j for j in range(6) if j != i]
        believed = seen["note_belief"][-1][: len(met), i]
        assert believed == pytest.approx(0.55 + rate * (q[i, met] - 0.55), abs=1e-12)
        assert seen["competence"][-1, i] == pytest.approx(believed.mean(), abs=1e-12)
