"""Safety and the strength of ties: three people on paper. (Effective weights: test_social_modelling.py.)"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.mechanisms.three import close, three

SAFETY = {"safety_rate": 0.05, "support_gain": 0.01, "threat_loss": 0.06}
TIED = ("tie_strength",)


def test_safety_returns_to_its_set_point(tmp_path: Path) -> None:
    columns = {"safety": [0.5, 0.5, 0.8], "set_point": [0.7, 0.7, 0.6]}
    found = three(tmp_path, columns, {"attachment_ties": SAFETY}, 2, ("safety", "set_point"))
    assert close(found["safety"][1], [0.51, 0.51, 0.79])
    assert close(found["safety"][2], [0.5195, 0.5195, 0.7805])
    assert close(found["set_point"][2], [0.7, 0.7, 0.6])


def test_support_raises_it_by_the_share_supported(tmp_path: Path) -> None:
    """Ann and Cat take the individual path: half of x is supported, all of y."""
    columns = {"safety": [0.5, 0.5, 0.6], "set_point": [0.7, 0.7, 0.6], "introversion": [0.9, 0.1, 0.9]}
    mechanisms = {"attachment_ties": SAFETY, "relational_self": {"path_dose": 0.15}}
    found = three(tmp_path, columns, mechanisms, 1, ("safety",), interventions={"individual_path": {"start": 1}})
    assert close(found["safety"][1], [0.5 + 0.05 * 0.2 + 0.01 * 0.5, 0.515, 0.61])


def test_threat_lowers_it_six_times_as_much(tmp_path: Path) -> None:
    """Bob has nobody to ask. Ann asks with 1 / (1 + e) = .26894142137 (psi, a, x at .5), and is threatened with .4.

    In expectation she is threatened to .4 of that; half of team x is Ann.
    """
    columns = {
        "safety": [0.5] * 3,
        "set_point": [0.5] * 3,
        "attitude": [0.5] * 3,
        "anchor": [0.5] * 3,
        "introversion": [0.5] * 3,
    }
    mechanisms: dict[str, Any] = {
        "attachment_ties": {**SAFETY, "support_gain": 0.0}, "social_feedback": {"safety_weight": 3.0, "attitude_weight": 1.5},
    }  # fmt: skip
    acts = {"peer_feedback": {"start": 1, "rate": 1.0, "threat_prob": 0.4}}
    ties = [("ann", "bob", "", 1.0), ("ann", "cat", "", 0.8)]
    found = three(tmp_path, columns, mechanisms, 1, ("safety",), ties, interventions=acts)
    fall = 0.06 * 0.5 * 0.4 * 0.2689414213699951
    assert close(found["safety"][1], [0.5 - fall, 0.5 - fall, 0.5])


def test_meetings_push_the_set_point_for_good(tmp_path: Path) -> None:
    """A gain of .1 in 4 meetings, held without load: .025 a week, and then it stays."""
    columns = {"safety": [0.5] * 3, "set_point": [0.5] * 3}
    acts = {"safety_building": {"start": 1, "weeks": 4, "gain": 0.1, "teams": ["x"]}}
    found = three(
        tmp_path, columns, {"attachment_ties": {"safety_rate": 0.05}}, 8, ("set_point", "safety"), interventions=acts
    )
    assert close(found["set_point"][:, 0], [0.5, 0.525, 0.55, 0.575, 0.6, 0.6, 0.6, 0.6, 0.6])
    assert close(found["set_point"][:, 2], [0.5] * 9)
    assert close(found["safety"][:3, 0], [0.5, 0.5, 0.50125])  # the set point of Monday pulls


def test_ties_grow_by_contact_and_return(tmp_path: Path) -> None:
    """Ann to Bob .5, Ann to Cat .8, Bob to Ann 1; a workshop brings all together in week 1."""
    ties = [("ann", "bob", "", 0.5), ("ann", "cat", "", 0.8), ("bob", "ann", "", 1.0)]
    rates = {"attachment_ties": {"tie_growth": 0.05, "tie_decay": 0.02}}
    acts: dict[str, Any] = {"workshop": {"start": 1}}
    found = three(tmp_path / "a", {}, rates, 2, TIED, ties, interventions=acts)
    assert close(found["tie_strength"][1], [0.525, 0.81, 1.0])
    assert close(found["tie_strength"][2], [0.525 - 0.02 * 0.025, 0.81 - 0.02 * 0.01, 1.0])
    acts["competition"] = {"start": 1, "intensity": 0.75}
    found = three(tmp_path / "b", {}, rates, 1, TIED, ties, interventions=acts)
    assert close(found["tie_strength"][1], [0.525, 0.8 + 0.05 * 0.25 * 0.2, 1.0])  # across: a quarter of the contact
    acts = {"workshop": {"start": 1, "teams": ["x"]}}
    found = three(tmp_path / "c", {}, rates, 1, TIED, ties, interventions=acts)
    assert close(found["tie_strength"][1], [0.525, 0.8, 1.0])


def test_hosts_and_visitors_are_in_contact(tmp_path: Path) -> None:
    """Cat visits Ann, and Bob visits Cat's team: Ann and Cat are in contact, Ann and Bob are not."""
    ties = [("ann", "bob", "", 0.5), ("ann", "cat", "", 0.8), ("bob", "ann", "", 0.6), ("cat", "ann", "", 0.4)]
    acts = {"rotation": {"start": 1, "weeks": 1}}
    rates = {"attachment_ties": {"tie_growth": 0.05, "tie_decay": 0.02}}
    found = three(tmp_path, {"skill": [0.3, 0.6, 0.5]}, rates, 2, TIED, ties, interventions=acts)
    assert close(found["tie_strength"][1], [0.5, 0.81, 0.6, 0.43])
    assert close(found["tie_strength"][2], [0.5, 0.81 - 0.02 * 0.01, 0.6, 0.43 - 0.02 * 0.03])
