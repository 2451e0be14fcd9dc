"""Injunctive norms: three people whose manager speaks, worked by hand; L7 for every style and for the habit."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.teams import teams
from tests.worlds import follow, ids, own, quiet, world

DEFAULTS = {"weight": 0.8, "rate": 0.1, "habit_rate": 0.02}
STYLES = {"reflections": 1.0, "questions": 0.5, "affirming": 0.2}


def test_three_people_and_what_they_believe_to_be_approved_of(tmp_path: Path) -> None:
    """n += .1 (.9 - n) while the manager speaks, .1 (.5 - n) after; the pull is .8 (2 n - 1) of Monday's n."""
    act = {"manager_signal": {"start": 1, "weeks": 2, "support": 0.8}}
    mechanisms = quiet(uptake={"base": 0.0}, injunctive_norms=DEFAULTS)
    scenario = teams(tmp_path, act, mechanisms, (3,), approval=[0.5, 0.2, 0.9])
    seen = follow(scenario, 3, ("approval", "approval_pull", "practice"))
    n = [[0.5, 0.2, 0.9], [0.54, 0.27, 0.9], [0.576, 0.333, 0.9], [0.5684, 0.3497, 0.86]]
    assert seen["approval"][:, 0] == pytest.approx(np.array(n), abs=1e-12)
    pull = [[0, -0.48, 0.64], [0.064, -0.368, 0.64], [0.1216, -0.2672, 0.64]]
    assert seen["approval_pull"][1:] == pytest.approx(np.array(pull), abs=1e-12)
    assert seen["practice"][1] == pytest.approx([0.5, 0.38225212523075, 0.65475346060632], abs=1e-12)


def test_a_manager_who_says_that_it_takes_time_from_work(tmp_path: Path) -> None:
    """Support .8 and time signal .8 cancel; a time signal of 1 alone makes n fall by a tenth a week."""
    mechanisms = quiet(injunctive_norms=DEFAULTS)
    mixed = {"manager_signal": {"start": 1, "support": 0.8, "time_signal": 0.8}}
    seen = follow(teams(tmp_path, mixed, mechanisms, (3,), approval=[0.5, 0.2, 0.9]), 1, ("approval",))
    assert seen["approval"][1, 0] == pytest.approx([0.5, 0.23, 0.86], abs=1e-12)
    against = {"manager_signal": {"start": 1, "support": 0.0, "time_signal": 1.0}}
    seen = follow(teams(tmp_path, against, mechanisms, (3,), approval=[0.5, 0.2, 0.9]), 1, ("approval",))
    assert seen["approval"][1, 0] == pytest.approx([0.45, 0.18, 0.81], abs=1e-12)


def test_salience_moves_weight_from_what_others_do_to_what_is_approved_of(tmp_path: Path) -> None:
    """With salience 1.5, approval pulls 1.5 times, the descriptive norm (2 (d - .5)) half as much."""
    act = {"manager_signal": {"start": 1, "weeks": 1, "support": 0.0, "salience": 1.5}}
    mechanisms = quiet(injunctive_norms=DEFAULTS, descriptive_norms={"weight": 2.0})
    start = {"approval": [0.5, 0.2, 0.9], "perceived_norm": [0.3, 0.5, 0.6]}
    seen = follow(teams(tmp_path, act, mechanisms, (3,), **start), 2, ("approval_pull", "norm_pull"))
    assert seen["approval_pull"][1] == pytest.approx([0, -0.72, 0.96], abs=1e-12)
    assert seen["norm_pull"][1] == pytest.approx([-0.2, 0, 0.1], abs=1e-12)
    assert seen["norm_pull"][2] == pytest.approx([-0.4, 0, 0.2], abs=1e-12)


def test_approval_of_the_inconsistent_style_feeds_the_habit(tmp_path: Path) -> None:
    """n_u goes .5, .54, .576; u += .02 (2 n_u - 1) u (1 - u) of Monday's values; nothing else moves."""
    act = {"manager_signal": {"start": 1, "support": 0.8, "style": "inconsistent"}}
    scenario = teams(tmp_path, act, quiet(injunctive_norms=DEFAULTS), (3,), habit=[0.4, 0.5, 1.0])
    seen = follow(scenario, 2, ("habit", "habit_approval", "approval", "practice"))
    assert seen["habit_approval"] == pytest.approx(np.repeat([[0.5], [0.54], [0.576]], 3, axis=1), abs=1e-12)
    assert seen["habit"][1] == pytest.approx([0.4, 0.5, 1.0], abs=1e-12)
    assert seen["habit"][2] == pytest.approx([0.400384, 0.5004, 1.0], abs=1e-12)
    assert np.all(seen["approval"] == 0.5)
    assert len(set(seen["practice"][1:].flat)) == 1


def test_only_the_named_styles_are_spoken_for(tmp_path: Path) -> None:
    """Approval per style; their mean, (.54 + .5 + .54) / 3, pulls."""
    act = {"manager_signal": {"start": 1, "support": 0.8, "styles": ["reflections", "affirming"]}}
    scenario = teams(tmp_path, act, quiet(injunctive_norms=DEFAULTS), (3,), organisation={"styles": STYLES})
    seen = follow(scenario, 2, ("approval", "approval_pull"))
    assert seen["approval"][1] == pytest.approx(np.repeat([[0.54], [0.5], [0.54]], 3, axis=1), abs=1e-12)
    assert seen["approval_pull"][2] == pytest.approx([0.8 * 0.16 / 3] * 3, abs=1e-12)


@pytest.mark.parametrize("style", ["consistent", "inconsistent"])
def test_l7_for_each_style_and_for_the_habit(tmp_path: Path, perturb: np.random.Generator, style: str) -> None:
    """A constant manager: n goes geometrically to 1/2 + 1/2 (support - time signal), unnamed styles without support."""
    rate, support, time_signal, start = (float(x) for x in perturb.uniform(0.02, 0.9, 4))
    act = {"support": support, "time_signal": time_signal, "style": style, "styles": ["questions"]}
    section = own(tmp_path, {"id": ids(3), "team": ["a", "a", "b"]}, styles=STYLES)
    mechanisms = quiet(injunctive_norms={"rate": rate, "start": start})
    scenario = world(section, mechanisms, interventions={"manager_signal": {"start": 1, "weeks": 40, **act}})
    seen = follow(scenario, 40, ("approval", "habit_approval"))

    def towards(signal: float) -> np.ndarray:
        end = 0.5 + 0.5 * signal
        return np.repeat((end + (start - end) * (1 - rate) ** np.arange(41))[:, None], 3, axis=1)

    consistent, net = style == "consistent", support - time_signal
    for k, name in enumerate(STYLES):
        signal = (support * (name == "questions") - time_signal) * consistent
        assert seen["approval"][:, k] == pytest.approx(towards(signal), abs=1e-12)
    assert seen["habit_approval"] == pytest.approx(towards(net * (not consistent)), abs=1e-12)
