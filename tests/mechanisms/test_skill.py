"""Learning and forgetting: three people on paper."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.mechanisms.three import close, three
from tests.worlds import follow, quiet, world

# Everybody practises in half of all conversations, and takes the individual path: a dose of .15 a week.
# Ann is trained and has room to grow; Bob is untrained, at his start; Cat has fallen from above her ceiling.
PEOPLE = {
    "skill": [0.4, 0.3, 0.7], "start_skill": [0.3, 0.3, 0.5], "ceiling": [0.6, 0.5, 0.6], "trained": [1, 0, 1],
    "introversion": [1, 1, 1], "attitude": [0.6] * 3, "anchor": [0.6] * 3,
}  # fmt: skip
RATES = {
    "uptake": {"base": 0.0},
    "skill": {"practice_rate": 0.01, "feedback_rate": 0.14, "decay": 0.02, "untrained_learning": 0.3},
    "relational_self": {"path_dose": 0.15},
}
PATH: dict[str, dict[str, Any]] = {"individual_path": {"start": 1, "threshold": 0.0}}
PARTS = ("by_practice", "by_feedback", "by_workshop", "forgetting")


def test_a_week_of_practice_feedback_and_forgetting(tmp_path: Path) -> None:
    """By practice .01 x .5 of the room, by feedback .14 x .15 = .021 of it (Bob, untrained: .3 of that)."""
    found = three(tmp_path, PEOPLE, RATES, 1, ("skill", *PARTS), interventions=PATH)
    assert close(found["by_practice"][1], [0.2 * 0.005, 0.2 * 0.005, 0.0])
    assert close(found["by_feedback"][1], [0.2 * 0.021, 0.2 * 0.0063, 0.0])
    assert close(found["forgetting"][1], [-0.02 * 0.5 * 0.1, 0.0, -0.02 * 0.5 * 0.2])
    assert close(found["skill"][1], [0.4042, 0.30226, 0.698])


def test_little_practice_makes_little_of_feedback(tmp_path: Path) -> None:
    """At b = .15 feedback gives .3 + .7 x .15 / .3 = .65 of itself."""
    logit = float(np.log(0.15 / 0.85))
    rates = {**RATES, "uptake": {"base": logit}}
    found = three(tmp_path, PEOPLE, rates, 1, ("by_feedback",), interventions=PATH)
    assert close(found["by_feedback"][1], [0.2 * 0.021 * 0.65, 0.2 * 0.0063 * 0.65, 0.0])


def test_a_workshop_beside(tmp_path: Path) -> None:
    """At attitude .6 a workshop closes .52 x (.7 + .36) / 1.06 = .52 of the room; all learn it, the attenders are trained after it."""
    acts = {**PATH, "workshop": {"start": 1, "rate": 0.52, "attitude_gain": 0.08, "efficacy_gain": 0.05}}
    found = three(
        tmp_path, PEOPLE, RATES, 2, ("skill", "trained", "anchor", "efficacy", "by_feedback"), interventions=acts
    )
    assert close(found["skill"][1], [0.4 + 0.2 * 0.546 - 0.001, 0.3 + 0.2 * (0.52 + 0.005 + 0.0063), 0.698])
    assert close(found["trained"][:, 1], [0, 1, 1])
    assert close(found["anchor"][1], [0.68] * 3)
    assert close(found["efficacy"][1] - found["efficacy"][0], [0.05] * 3)
    room = 0.5 - found["skill"][1, 1]
    assert found["by_feedback"][2, 1] == pytest.approx(room * 0.021, abs=1e-12)


def test_what_is_learned_in_a_week_is_at_most_the_room(tmp_path: Path) -> None:
    """A workshop of strength 3 closes at most all of the room (1), and 1.026 is cut to 1; the parts still add up."""
    acts = {**PATH, "workshop": {"start": 1, "rate": 0.52, "intensity": 3.0}}
    found = three(tmp_path, PEOPLE, RATES, 1, ("skill", *PARTS), interventions=acts)
    assert close(found["skill"][1], [0.6 - 0.001, 0.5, 0.698])
    assert close(found["by_workshop"][1], [0.2 / 1.026, 0.2 / 1.0113, 0.0])
    gained = sum(found[name][1] for name in PARTS)
    assert close(gained, list(found["skill"][1] - found["skill"][0]))


def test_styles_share_practice_by_skill_and_are_forgotten_alike() -> None:
    """b_k = min(1, b s_k / mean s) learns; forgetting is delta (1 - b) for all styles (2.7 item 24)."""
    rates = {"uptake": {"base": 0.5}, "skill": {"practice_rate": 0.2, "decay": 0.1, "style_sd": 0.2}}
    organisation = {"teams": 1, "team_size": 3, "styles": {"questions": 1.0, "evoke": 1.0}}
    columns = ("skill", "start_skill", "ceiling", "style_practice", "practice")
    found = follow(world(organisation, quiet(**rates)), 30, columns)
    for week in (1, 2, 30):
        s, s0, ceiling = (found[name][week - 1] for name in ("skill", "start_skill", "ceiling"))
        b = found["practice"][week]
        b_k = np.minimum(1, b * s / s.mean(axis=0))
        assert found["style_practice"][week] == pytest.approx(b_k, abs=1e-12)
        expected = s + np.maximum(ceiling - s, 0) * 0.2 * b_k - 0.1 * (1 - b) * (s - s0)
        assert found["skill"][week] == pytest.approx(expected, abs=1e-12)
    assert np.abs(np.diff(found["skill"][0], axis=0)).max() > 0.05  # or styles would say nothing
