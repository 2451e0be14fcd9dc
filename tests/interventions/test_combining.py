"""Several interventions on one exposure: sums, the largest, products, as docs/decisions.md (12) has it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.teams import HOURS, hours, teams
from tests.worlds import Trajectory, follow, quiet


def together(
    folder: Path, acts: dict[str, dict[str, Any]], *names: str, mechanisms: Any = None, **more: Any
) -> Trajectory:
    acts = {name: {"start": 1, **act} for name, act in acts.items()}
    return follow(teams(folder, acts, mechanisms, **more), 1, names)


def test_doses_of_company_and_hours_add_up(tmp_path: Path) -> None:
    """Eagerness .1, sharing .2, public goals .2, pairs .3; P .25 + .25 + .5 + 1, T 1.5, Ma .1 a team."""
    acts: dict[str, dict[str, Any]] = {
        "eagerness_structure": {},
        "experience_sharing": {},
        "goals": {"level": "public"},
        "pair_exercises": {},
    }
    seen = together(tmp_path, acts, "social_dose", *HOURS)
    assert seen["social_dose"][1] == pytest.approx([0.8] * 6, abs=1e-12)
    assert hours(seen) == [[12, 1.5, 0.2]]


def test_visibility_adds_up_and_is_cut_at_one(tmp_path: Path) -> None:
    """v = .1 + .25 x .8 + .05 (reminders) + .15 (sharing) + .1 (public goal) + .1 (plans with a partner) + .1 (roles)."""
    acts: dict[str, dict[str, Any]] = {
        "social_reminders": {}, "experience_sharing": {}, "goals": {"level": "public"}, "planning": {"mode": "dyadic"},
        "accountability_roles": {},
    }  # fmt: skip
    mind = quiet(descriptive_norms={"visible": 0.1, "visible_if_safe": 0.25})
    assert together(tmp_path, acts, "visibility", mechanisms=mind)["visibility"][1] == pytest.approx(
        [0.8] * 6, abs=1e-12
    )
    mind = quiet(descriptive_norms={"visible": 0.8, "visible_if_safe": 0.25})
    assert np.all(together(tmp_path, acts, "visibility", mechanisms=mind)["visibility"][1] == 1)


def test_the_highest_floor_holds(tmp_path: Path) -> None:
    """Awareness .15, public .3, team goals .3 + .3 (1 - .3 x), roles .6 for holders (two of three)."""
    acts: dict[str, dict[str, Any]] = {"influence_awareness": {}, "public_commitment": {}}
    x = {"introversion": [0.0, 0.5, 1.0] * 2}
    floor = [together(tmp_path, acts, "commitment_floor", **x)["commitment_floor"][1]]
    for more in ({"goals": {"level": "team"}}, {"accountability_roles": {"share": 0.5}}):
        acts |= more
        floor.append(together(tmp_path, acts, "commitment_floor", **x)["commitment_floor"][1])
    assert np.array(floor) == pytest.approx(
        np.array([[0.3] * 6, [0.6, 0.555, 0.51] * 2, [0.6, 0.6, 0.51] * 2]), abs=1e-12
    )


def test_salience_multiplies(tmp_path: Path) -> None:
    seen = together(tmp_path, {"role_model_salience": {"factor": 1.5}, "influence_awareness": {}}, "salience")
    assert seen["salience"][1] == pytest.approx([1.95] * 6, abs=1e-12)


def test_the_larger_share_counts(tmp_path: Path) -> None:
    """A checklist of an observer (1) or of the programme (.3); setbacks normal by .5 or .8; reminders .5 or .5 x .9."""
    acts: dict[str, dict[str, Any]] = {
        "accountability_roles": {}, "peer_feedback": {"checklist": 0.3}, "goals": {"normalise_setbacks": 0.8},
        "social_reminders": {"r": 0.9},
    }  # fmt: skip
    seen = together(tmp_path, acts, "checklist", "normalised", "plan_reminded")
    for name, x in (("checklist", 1.0), ("normalised", 0.8), ("plan_reminded", 0.5)):
        assert seen[name][1] == pytest.approx([x] * 6, abs=1e-12)


def test_pushes_to_anchors_and_efficacy_add_up(tmp_path: Path) -> None:
    """A workshop (+.08) in a week of revisited motivation (+.01)."""
    seen = together(tmp_path, {"workshop": {}, "motivation_revisit": {}}, "anchor_gain", "efficacy_gain")
    assert seen["anchor_gain"][1] == pytest.approx([0.09] * 6, abs=1e-12)
    assert seen["efficacy_gain"][1] == pytest.approx([0.05] * 6, abs=1e-12)


def test_doses_of_feedback_add_up_and_support_is_counted_once(tmp_path: Path) -> None:
    """F of coach, colleague, discussion, pair and path; psi += .01 (1 - product of the chances of none)."""
    acts: dict[str, dict[str, Any]] = {
        "coaching": {"weeks": [1]}, "peer_feedback": {"start": 1, "rate": 0.5}, "peer_discussion": {"start": 1},
    }  # fmt: skip
    more = {"pair_exercises": {"start": 1, "scheme": "fixed"}, "individual_path": {"start": 1}}
    mind = quiet(
        social_feedback={"ask_base": 0.0, "coach_base": 0.0, "quality": 0.6}, relational_self={"path_dose": 0.15},
        social_support={"discussion_dose": 0.3}, meta_perceptions={"pair_dose": 0.5}, attachment_ties={"support_gain": 0.01},
    )  # fmt: skip
    x = {"introversion": [0.2, 0.9] * 2}
    seen = follow(teams(tmp_path, acts, mind, (2, 2), **x), 1, ("feedback", "unsupported", "safety"))
    three = 1.6 * 0.5 + 0.6 * 0.25 + 0.3 * 0.85 * 0.5  # coach with .5, colleague with .25, discussion with .5
    assert seen["feedback"][1] == pytest.approx([three] * 4, abs=1e-12)
    assert seen["unsupported"][1] == pytest.approx([0.5 * 0.75 * 0.5] * 4, abs=1e-12)
    assert seen["safety"][1] == pytest.approx([0.8 + 0.01 * 0.8125] * 4, abs=1e-12)
    seen = follow(teams(tmp_path, acts | more, mind, (2, 2), **x), 1, ("feedback", "unsupported", "safety"))
    assert seen["feedback"][1] == pytest.approx([three + 0.5, three + 0.65] * 2, abs=1e-12)
    assert seen["unsupported"][1].tolist() == [0] * 4
    assert seen["safety"][1] == pytest.approx([0.81] * 4, abs=1e-12)
