"""Social feedback: three people, each of whom would ask one colleague, worked by hand; then by chance."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from mi_abm.engine.ensemble import Run
from mi_abm.scenario.load import Scenario
from tests.teams import luck, teams
from tests.worlds import World, follow, quiet

DEFAULTS = {
    "safety_weight": 3.0, "attitude_weight": 1.5, "threat_weight": 1.5, "commitment_weight": 1.0,
    "introversion_weight": 1.0, "quality": 0.6, "quality_slope": 0.5, "checklist_effect": 0.25,
    "checklist_shield": 0.5, "offence": 0.1,
}  # fmt: skip
START = {
    "attitude": [0.6, 0.5, 0.9], "commitment": [0.2, 0.0, 0.5], "introversion": [0.4, 0.7, 0.5],
    "competence": [0.55, 0.45, 0.6], "skill": [0.3725, 0.5725, 0.1725],
}  # fmt: skip
RING = [("p0000", "p0001"), ("p0001", "p0002"), ("p0002", "p0000")]
# -1 + 3 x .3 + c + 1.5 (a - .5) - 1.5 h - (x - .5) = .35, -.45, 1, with h = .1 for the second
OPEN = [0.58661757891733, 0.38936076605078, 0.73105857863000]
QUALITY = [0.7, 0.5, 0.6]  # .6 + .5 (s - .3725) of the second, third and first


def mind(**more: World) -> World:
    """Return a world of feedback, and of threat below a belief of .5."""
    return quiet(**{"social_feedback": DEFAULTS, "meta_perceptions": {"threshold": 0.5}, **more})


def three(folder: Path, act: Mapping[str, Any], noise: str = "off", **more: World) -> Scenario:
    return teams(folder, {"peer_feedback": {"start": 1, **act}}, mind(**more), (3,), RING, noise, **START)


def test_who_asks_and_how_much_it_gives(tmp_path: Path) -> None:
    """F = .5 p q; hours, offers and what is attended follow."""
    seen = follow(three(tmp_path, {"rate": 0.5}), 1, ("feedback", "practitioner_hours", "offered", "attended"))
    f = [0.5 * p * q for p, q in zip(OPEN, QUALITY, strict=True)]
    assert f == pytest.approx([0.20531615262, 0.09734019151, 0.21931757359], abs=1e-11)
    assert seen["feedback"][1] == pytest.approx(f, abs=1e-12)
    assert seen["offered"][1] == pytest.approx([1, 1, 1], abs=1e-12)
    for name in ("practitioner_hours", "attended"):
        assert seen[name][1] == pytest.approx([0.5 * p for p in OPEN], abs=1e-12)


def test_a_checklist_helps_the_unskilled_giver_most(tmp_path: Path) -> None:
    """q + .25 (1 - s): .806875, .706875, .756875; a tenth of an hour more an episode."""
    seen = follow(three(tmp_path, {"rate": 1.0, "checklist": 1.0}), 1, ("feedback", "practitioner_hours"))
    quality = [0.806875, 0.706875, 0.756875]
    assert seen["feedback"][1] == pytest.approx([p * q for p, q in zip(OPEN, quality, strict=True)], abs=1e-12)
    assert seen["practitioner_hours"][1] == pytest.approx([1.1 * p for p in OPEN], abs=1e-12)


def test_quality_is_cut_at_one(tmp_path: Path) -> None:
    act = {"peer_feedback": {"start": 1, "rate": 1.0, "checklist": 1.0}}
    world = mind(social_feedback=DEFAULTS | {"quality": 0.9, "quality_slope": 1.0})
    seen = follow(teams(tmp_path, act, world, (3,), RING, **START | {"skill": [0.3725, 0.9, 0.1725]}), 1, ("feedback",))
    quality = [1.0, 0.7 + 0.25 * 0.8275, 1.0]  # 1.43, .906..., .9 + .25 x .6275
    assert seen["feedback"][1] == pytest.approx([p * q for p, q in zip(OPEN, quality, strict=True)], abs=1e-12)


def test_feedback_of_the_unskilled_is_worth_nothing_without_a_checklist(tmp_path: Path) -> None:
    """.1 + .5 (0 - .3725) < 0: none; with a checklist .25."""
    world = mind(social_feedback=DEFAULTS | {"quality": 0.1})
    start = START | {"skill": [0.3725, 0.0, 0.1725]}
    for checklist, worth in ((0.0, 0.0), (1.0, 0.25)):
        act = {"peer_feedback": {"start": 1, "rate": 1.0, "checklist": checklist}}
        seen = follow(teams(tmp_path, act, world, (3,), RING, **start), 1, ("feedback", "unsupported"))
        assert seen["feedback"][1, 0] == pytest.approx(OPEN[0] * worth, abs=1e-12)
        assert seen["unsupported"][1, 0] == pytest.approx(1 - OPEN[0] * checklist, abs=1e-12)


def test_threat_takes_of_what_one_believes_to_be_thought_of(tmp_path: Path) -> None:
    """.4 x (1 - .5) of the episodes threaten: m_off = -.1 x .2 p, which comes back by 2 per cent a week; F is received all the same."""
    act = {"weeks": 1, "rate": 1.0, "threat_prob": 0.4, "checklist": 1.0}
    seen = follow(three(tmp_path, act), 3, ("competence", "offence", "feedback", "threatened"))
    assert seen["threatened"][1] == pytest.approx([0.2 * p for p in OPEN], abs=1e-12)
    for week in (1, 2, 3):
        off = [-0.02 * p * 0.98 ** (week - 1) for p in OPEN]
        assert seen["offence"][week] == pytest.approx(off, abs=1e-12)
        assert seen["competence"][week] == pytest.approx([0.55 + x for x in off], abs=1e-12)
    assert seen["feedback"][1, 0] == pytest.approx(OPEN[0] * 0.806875, abs=1e-12)


def test_threat_and_safety(tmp_path: Path) -> None:
    """Everybody asks and is threatened: psi = .8 - .06; nobody is: psi = .8 + .01; in simulations it stays."""
    world = mind(
        attachment_ties={"support_gain": 0.01, "threat_loss": 0.06}, social_feedback={"ask_base": 40.0, "quality": 0.6}
    )
    for setting, threat, expected in (
        ("real", 1.0, 0.74), ("real", 0.0, 0.81), ("simulation", 1.0, 0.8), ("simulation", 0.0, 0.8),
    ):  # fmt: skip
        act = {"peer_feedback": {"start": 1, "rate": 1.0, "threat_prob": threat, "setting": setting}}
        seen = follow(teams(tmp_path, act, world, (3,), RING, "on", **START), 1, ("safety",))
        assert seen["safety"][1] == pytest.approx([expected] * 3, abs=1e-12)


def test_in_simulations_anybody_covered_gives_it_and_less_carries_over(tmp_path: Path) -> None:
    """The two of team a, who have no ties, ask each other: F = .78 p q; whoever is alone asks nobody."""
    act = {"rate": 1.0, "setting": "simulation", "start": 1}
    start = START | {"safety": 0.8}
    both = teams(tmp_path, {"peer_feedback": act | {"teams": ["a"]}}, mind(), (2, 1), [RING[1]], **start)
    seen = follow(both, 1, ("feedback",))
    assert seen["feedback"][1] == pytest.approx([0.78 * OPEN[0] * 0.7, 0.78 * OPEN[1] * 0.6, 0], abs=1e-12)
    alone = teams(tmp_path, {"peer_feedback": act | {"teams": ["b"]}}, mind(), (2, 1), [RING[1]], **start)
    assert not follow(alone, 1, ("feedback", "practitioner_hours"))["feedback"].any()


def test_without_ties_nobody_is_asked(tmp_path: Path) -> None:
    act = {"peer_feedback": {"start": 1, "rate": 1.0}}
    seen = follow(
        teams(tmp_path, act, mind(), (3,), RING[:1], **START), 1, ("feedback", "attended", "practitioner_hours")
    )
    for name in seen:
        assert (seen[name][1] > 0).tolist() == [True, False, False]


def test_readiness_for_coaching(tmp_path: Path) -> None:
    """sigma(1.2 + .9 + 1.5 (a - .5) - 1.5 h) = sigma(2.25), sigma(1.95), sigma(2.7), of 1.6 doses; introversion is no matter."""
    act = {"coaching": {"weeks": [2]}}
    seen = follow(teams(tmp_path, act, mind(), (3,), RING, **START), 3, ("feedback", "attended", "offered"))
    assert not seen["feedback"][[1, 3]].any()
    # a week on, everybody believes .55 (nobody met, no offence), so the second is not threatened: sigma(2.1)
    ready = [0.90465053510089, 0.89090317880438, 0.93702664394300]
    assert seen["feedback"][2] == pytest.approx([1.6 * p for p in ready], abs=1e-12)
    assert seen["attended"][2] == pytest.approx(ready, abs=1e-12)
    assert seen["offered"][2].tolist() == [1, 1, 1]
    act = {"coaching": {"weeks": [1]}}
    seen = follow(teams(tmp_path, act, mind(), (3,), RING, **START), 1, ("feedback",))
    assert seen["feedback"][1, 1] == pytest.approx(1.6 * 0.87544664181258, abs=1e-12)


def test_by_chance_one_asks_or_does_not(tmp_path: Path) -> None:
    """The week's draw decides; a threatening episode and a session with a coach likewise."""
    act = {"rate": 1.0, "threat_prob": 0.3}
    names = ("asking", "feedback", "threatened")
    asked = hurt = 0
    for seed in range(1, 41):
        seen = follow(three(tmp_path, act, "on"), 1, names, seed=seed)
        for i in range(3):
            asks = int(luck(seed, "social_feedback/asks", i, 1) < OPEN[i])
            hurts = asks * (luck(seed, "social_feedback/threatens", i, 1) < 0.3)
            assert [seen[name][1, i] for name in names] == pytest.approx([asks, asks * QUALITY[i], hurts], abs=1e-12)
            asked, hurt = asked + asks, hurt + hurts
    assert 0 < hurt < asked < 120


def test_a_giver_is_drawn_in_proportion_to_the_tie(tmp_path: Path) -> None:
    """Ties of .9 and .3: the first gives three quarters of what is given (within three standard errors)."""
    ties = [("p0000", "p0001", "", 0.9), ("p0000", "p0002", "", 0.3)]
    act = {"peer_feedback": {"start": 1, "rate": 1.0}}
    world = mind(social_feedback={"ask_base": 40.0, "quality": 0.6, "quality_slope": 0.5})
    scenario = teams(tmp_path, act, world, (3,), ties, "on", **START)
    seen = follow([Run(scenario, seed) for seed in range(1, 101)], 20, ("feedback",))["feedback"][1:, ::3]
    from_first = np.isclose(seen, 0.7)
    assert np.all(from_first | np.isclose(seen, 0.5))
    assert abs(from_first.mean() - 0.75) < 3 * np.sqrt(0.75 * 0.25 / seen.size)
    one = follow(scenario, 20, ("feedback",), seed=1)["feedback"][1:, 0]
    wait = [
        [-np.log(luck(1, "social_feedback/giver", 0, week, j)) / w for j, w in ((1, 0.9), (2, 0.3))]
        for week in range(1, 21)
    ]
    assert np.isclose(one, 0.7).tolist() == [a < b for a, b in wait]
