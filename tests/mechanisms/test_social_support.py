"""Social support: three people in a discussion, worked by hand; then by chance."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.teams import luck, teams
from tests.worlds import follow, quiet

START = {"attitude": [0.6, 0.5, 0.9], "commitment": [0.2, 0.0, 0.5], "introversion": [0.4, 0.7, 0.5]}
# sigma(-1 + 3 x .3 + c + 1.5 (a - .5) - (x - .5)) = sigma(.35), sigma(-.3), sigma(1): nobody feels threatened
OPEN = [0.58661757891733, 0.42555748318834, 0.73105857863000]
ASKING = {"safety_weight": 3.0, "attitude_weight": 1.5, "commitment_weight": 1.0, "introversion_weight": 1.0}
MIND = quiet(
    social_support={"discussion_dose": 0.3, "idle_effect": 0.02},
    social_feedback=ASKING,
    relational_self={"commitment_kept": 1.0},
)


@pytest.mark.parametrize(("prompts", "on_task"), [("structured", 0.85), ("open", 0.75), ("goal_linked", 0.9)])
def test_a_prompted_discussion(tmp_path: Path, prompts: str, on_task: float) -> None:
    """F = .3 x on-task x probability of joining; nothing is said off the task that would mislead."""
    act = {"peer_discussion": {"start": 1, "prompt_type": prompts}}
    scenario = teams(tmp_path, act, MIND, (3,), perceived_norm=[0.3, 0.5, 0.1], **START)
    seen = follow(scenario, 3, ("feedback", "perceived_norm", "offered", "attended"))
    assert seen["feedback"][1] == pytest.approx([0.3 * on_task * p for p in OPEN], abs=1e-12)
    assert seen["feedback"][3] == pytest.approx(seen["feedback"][1], abs=1e-12)
    assert seen["offered"][1].tolist() == [1, 1, 1]
    assert seen["attended"][1] == pytest.approx(OPEN, abs=1e-12)
    assert seen["perceived_norm"][3, 0] == pytest.approx([0.3, 0.5, 0.1], abs=1e-12)


def test_unprompted_talk_drifts_off_the_task_and_misleads(tmp_path: Path) -> None:
    """On task .85, .85 e^-.1, ...; d += .02 (.1 - d) (1 - on-task) for whoever joined, with Monday's d."""
    act = {"peer_discussion": {"start": 2, "prompt_type": "none"}}
    d = [0.3, 0.5, 0.1]
    scenario = teams(tmp_path, act, MIND, (3,), perceived_norm=d, **START)
    seen = follow(scenario, 18, ("feedback", "perceived_norm"))
    assert seen["feedback"][1].tolist() == [0, 0, 0]
    assert seen["feedback"][2] == pytest.approx([0.255 * p for p in OPEN], abs=1e-12)
    assert seen["feedback"][3] == pytest.approx([0.255 * 0.90483741803596 * p for p in OPEN], abs=1e-12)
    assert seen["feedback"][16] == pytest.approx([0.255 * 0.24659696394161 * p for p in OPEN], abs=1e-12)  # e^-1.4
    assert seen["feedback"][17] == pytest.approx([0.06 * p for p in OPEN], abs=1e-12)  # never below .2
    first = [x + 0.02 * (0.1 - x) * 0.15 * p for x, p in zip(d, OPEN, strict=True)]
    assert first == pytest.approx([0.29964802945265, 0.49948933102017, 0.1], abs=1e-12)
    assert seen["perceived_norm"][2, 0] == pytest.approx(first, abs=1e-12)
    off = 1 - 0.85 * 0.90483741803596
    second = [x + 0.02 * (0.1 - x) * off * p for x, p in zip(first, OPEN, strict=True)]
    assert seen["perceived_norm"][3, 0] == pytest.approx(second, abs=1e-12)


def test_joining_counts_as_support(tmp_path: Path) -> None:
    """Psi .8 += .01 x the mean probability of having been supported."""
    mind = MIND | {"attachment_ties": MIND["attachment_ties"] | {"support_gain": 0.01}}
    seen = follow(teams(tmp_path, {"peer_discussion": {"start": 1}}, mind, (3,), **START), 1, ("safety",))
    assert seen["safety"][1] == pytest.approx([0.8 + 0.01 * sum(OPEN) / 3] * 3, abs=1e-12)


def test_without_a_dose_nobody_is_supported(tmp_path: Path) -> None:
    mind = MIND | {
        "attachment_ties": MIND["attachment_ties"] | {"support_gain": 0.01},
        "social_support": {"discussion_dose": 0.0, "idle_effect": 0.0},
    }
    act = {"peer_discussion": {"start": 1, "prompt_type": "none"}}
    seen = follow(teams(tmp_path, act, mind, (3,), perceived_norm=0.9, **START), 3, ("safety", "perceived_norm"))
    assert (seen["safety"] == 0.8).all()
    assert (seen["perceived_norm"] == 0.9).all()


def test_by_chance_one_joins_or_does_not(tmp_path: Path) -> None:
    scenario = teams(tmp_path, {"peer_discussion": {"start": 1}}, MIND, (3,), noise="on", **START)
    joined = 0
    for seed in range(1, 31):
        dose = follow(scenario, 1, ("feedback",), seed=seed)["feedback"][1]
        comes = [luck(seed, "social_support/joins", i, 1) < OPEN[i] for i in range(3)]
        assert dose == pytest.approx([0.255 * c for c in comes], abs=1e-12)
        joined += sum(comes)
    assert 0 < joined < 90
