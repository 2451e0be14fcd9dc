"""L3, L4 and L5: forgetting without use, learning without forgetting, and where both balance."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.worlds import Trajectory, follow, ids, own, quiet, world

Random = np.random.Generator
NO_ROOM_FOR_MI = {"load": 1.0, "caseload": 1.0, "protected_time": 0.0}
SEEN = ("skill", "start_skill", "ceiling", "practice", "trained")


def skill(seen: Trajectory) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return skill by row and person, where it began, and its ceiling."""
    return seen["skill"][:, 0], seen["start_skill"][0, 0], seen["ceiling"][0, 0]


def test_l3_what_a_workshop_taught_is_forgotten_without_use(perturb: Random) -> None:
    decay, weeks = float(perturb.uniform(0.01, 0.2)), 60
    mechanisms = quiet(uptake=NO_ROOM_FOR_MI, skill={"decay": decay})
    act = {"workshop": {"start": 1, "rate": float(perturb.uniform(0.2, 0.6))}}
    seen = follow(
        world({"teams": 2, "team_size": 5}, mechanisms, interventions=act),
        weeks,
        SEEN,
        seed=int(perturb.integers(2**40)),
    )
    assert not seen["practice"].any()
    s, s0, _ = skill(seen)
    assert np.mean(s[1] > s0) > 0.7  # some it does not suit
    t = np.arange(weeks)[:, None]
    assert s[1:] == pytest.approx(s0 + (s[1] - s0) * (1 - decay) ** t, abs=1e-12)


def test_l3_from_a_file_also_from_below(tmp_path: Path, perturb: Random) -> None:
    decay, n, weeks = float(perturb.uniform(0.01, 0.2)), 6, 50
    now, before = perturb.uniform(0.1, 0.9, n), perturb.uniform(0.1, 0.9, n)
    people = {
        "id": ids(n),
        "team": ["a", "b"] * 3,
        "skill": now.tolist(),
        "start_skill": before.tolist(),
        "ceiling": [0.95] * n,
    }
    scenario = world(own(tmp_path, people), quiet(uptake=NO_ROOM_FOR_MI, skill={"decay": decay}))
    s, _, _ = skill(follow(scenario, weeks, SEEN))
    assert s == pytest.approx(before + (now - before) * (1 - decay) ** np.arange(weeks + 1)[:, None], abs=1e-12)


def test_l4_constant_feedback_closes_the_room_for_growth(tmp_path: Path, perturb: Random) -> None:
    """F is an individual path that everybody takes: the same dose every week, no draws."""
    rate, dose, n, weeks = float(perturb.uniform(0.05, 0.4)), float(perturb.uniform(0.1, 1)), 6, 40
    people = {
        "id": ids(n), "team": ["a"] * n, "trained": [1] * n, "skill": perturb.uniform(0.1, 0.5, n).tolist(),
        "ceiling": perturb.uniform(0.5, 0.9, n).tolist(), "introversion": perturb.uniform(0.01, 1, n).tolist(),
    }  # fmt: skip
    mechanisms = quiet(
        uptake={"base": 3.0}, skill={"feedback_rate": rate, "full_use": 0.9}, relational_self={"path_dose": dose}
    )
    act = {"individual_path": {"start": 1, "weeks": weeks, "threshold": 0.0}}
    seen = follow(world(own(tmp_path, people), mechanisms, interventions=act), weeks, SEEN)
    assert np.all(seen["practice"][1:] > 0.9)  # full use
    s, _, ceiling = skill(seen)
    room = (ceiling - s[0]) * (1 - rate * dose) ** np.arange(weeks + 1)[:, None]
    assert s == pytest.approx(ceiling - room, abs=1e-12)


def test_l4_the_untrained_and_the_unpractised_learn_less(tmp_path: Path, perturb: Random) -> None:
    """Without full use, a dose gives act (.3 + .7 b / .3) of itself."""
    rate, dose = float(perturb.uniform(0.05, 0.3)), float(perturb.uniform(0.1, 1))
    act, idle, full = (float(x) for x in perturb.uniform(0.2, 0.8, 3))
    people = {
        "id": ids(2),
        "team": ["a", "a"],
        "trained": [0, 1],
        "skill": [0.3, 0.3],
        "ceiling": [0.7, 0.7],
        "introversion": [1, 1],
    }
    skill_ = {"feedback_rate": rate, "untrained_learning": act, "unused_learning": idle, "full_use": full}
    mechanisms = quiet(uptake={"base": -2.0}, skill=skill_, relational_self={"path_dose": dose})
    acts = {"individual_path": {"start": 1, "threshold": 0.0}}
    seen = follow(world(own(tmp_path, people), mechanisms, interventions=acts), 1, SEEN)
    b = 1 / (1 + np.exp(2.0))
    gain = 0.4 * rate * dose * (idle + (1 - idle) * min(1, b / full)) * np.array([act, 1])
    assert seen["skill"][1, 0] == pytest.approx(0.3 + gain, abs=1e-12)


def test_l5_learning_by_practice_and_forgetting_balance(tmp_path: Path, perturb: Random) -> None:
    rate, decay = (float(x) for x in perturb.uniform(0.2, 0.6, 2))
    n = 8
    start, before = perturb.uniform(0, 0.9, n), perturb.uniform(0.1, 0.5, n)
    people = {
        "id": ids(n), "team": ["a", "b"] * 4, "skill": start.tolist(), "start_skill": before.tolist(),
        "ceiling": perturb.uniform(0.6, 0.9, n).tolist(), "propensity": perturb.normal(0, 1, n).tolist(),
    }  # fmt: skip
    mechanisms = quiet(uptake={"load": float(perturb.uniform(0, 0.5))}, skill={"practice_rate": rate, "decay": decay})
    seen = follow(world(own(tmp_path, people), mechanisms), 400, SEEN)
    b = seen["practice"][1]
    assert np.all(seen["practice"][1:] == b)
    assert b.std() > 0
    s, s0, ceiling = skill(seen)
    eta, lost = rate * b, decay * (1 - b)
    assert s[-1] == pytest.approx((eta * ceiling + lost * s0) / (eta + lost), abs=1e-10)
