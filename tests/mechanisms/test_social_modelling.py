"""Learning from colleagues, and taking over their habits: three people on paper."""

from __future__ import annotations

from math import exp
from pathlib import Path
from typing import Any

from tests.mechanisms.three import HALF_MUCH_LITTLE, climate, close, three

# Practice .5, .75, .25; visible with .1 + .25 psi: .25, .25, .3.
PEOPLE = {
    **climate(0.6, 0.8), "propensity": HALF_MUCH_LITTLE, "skill": [0.3, 0.6, 0.5], "ceiling": [0.55, 0.9, 0.9],
    "start_skill": [0.3, 0.6, 0.5], "habit": [0.4, 0.9, 0.1],
}  # fmt: skip
ALL: dict[str, dict[str, Any]] = {
    "uptake": {"base": 0.0},
    "descriptive_norms": {"visible": 0.1, "visible_if_safe": 0.25},
    "social_modelling": {"rate": 0.16, "habit_rate": 0.08, "retrospective_effect": 0.3},
    "attachment_ties": {"visit_weight": 2.0, "outgroup_discount": 0.5},
}
# Ann's ties weigh 1 (Bob) and .8 x .5 = .4 (Cat), 1.4 together. Attention = share x prestige x likeness x what is seen.
TO_BOB = (1 / 1.4) * (0.2 + 0.6) * exp(-0.3 / 0.6) * (0.25 * 0.75)
TO_CAT = (0.4 / 1.4) * (0.2 + 0.5) * exp(-0.2 / 0.6) * (0.3 * 0.25)
SAFE_X, SAFE_Y = 0.3 + 0.7 * 0.6, 0.3 + 0.7 * 0.8
SEEN = ("skill", "habit", "from_team", "from_other_teams", "copied_habit")


def test_skill_rises_towards_the_better_up_to_the_ceiling(tmp_path: Path) -> None:
    """Bob leads Ann by .3, of which her ceiling leaves .25; Cat leads her by .2. Bob learns nothing from Ann."""
    found = three(tmp_path, PEOPLE, ALL, 1, SEEN)
    by_bob, by_cat = 0.16 * SAFE_X * TO_BOB * 0.25, 0.16 * SAFE_X * TO_CAT * 0.2
    assert close(found["from_team"][1], [by_bob, 0, 0])
    assert close(found["from_other_teams"][1], [by_cat, 0, 0])
    assert close(found["skill"][1], [0.3 + by_bob + by_cat, 0.6, 0.5])
    assert abs(by_bob - 0.16 * 0.72 * 0.0649854278 * 0.25) < 1e-10


def test_habits_are_taken_over_either_way(tmp_path: Path) -> None:
    """Ann: Bob's is .5 above hers, Cat's .3 below. Bob: Ann's is .5 below his."""
    found = three(tmp_path, PEOPLE, ALL, 1, SEEN)
    ann = 0.08 * (TO_BOB * 0.5 - TO_CAT * 0.3)
    to_ann = (0.2 + 0.3) * exp(-0.3 / 0.6) * (0.25 * 0.5)
    bob = 0.08 * to_ann * -0.5
    assert close(found["habit"][1], [0.4 + ann, 0.9 + bob, 0.1])


def test_retrospectives_stop_the_copying_and_wear_habits_down(tmp_path: Path) -> None:
    """Quality .8, and meetings are held (no load): a fifth is copied, and .3 x .8 of what is attended to is shed."""
    acts = {"retrospective": {"start": 1, "quality": 0.8}}
    found = three(tmp_path, PEOPLE, ALL, 1, SEEN, interventions=acts)
    ann = 0.08 * (0.2 * (TO_BOB * 0.5 - TO_CAT * 0.3) - 0.3 * 0.8 * 0.4 * (TO_BOB + TO_CAT))
    assert close(found["habit"][1, :1], [0.4 + ann])


def test_salient_models_are_attended_to_more(tmp_path: Path) -> None:
    acts = {"role_model_salience": {"start": 1, "factor": 1.3, "teams": ["x"]}}
    plain, found = (three(tmp_path, PEOPLE, ALL, 1, SEEN, interventions=i) for i in ({}, acts))
    assert close(found["from_team"][1], list(1.3 * plain["from_team"][1]))
    assert close(found["copied_habit"][1], list(1.3 * plain["copied_habit"][1]))


def test_prestige_is_at_most_one(tmp_path: Path) -> None:
    found = three(tmp_path, {**PEOPLE, "skill": [0.3, 0.95, 0.5]}, ALL, 1, SEEN)
    to_bob = (1 / 1.4) * 1.0 * exp(-0.65 / 0.6) * (0.25 * 0.75)
    assert close(found["from_team"][1], [0.16 * SAFE_X * to_bob * 0.25, 0, 0])


def test_visitors(tmp_path: Path) -> None:
    """The more skilled of each team sits in the other: Bob with Cat, and Cat, alone in hers, with Ann and Bob.

    Ann no more attends to Bob, and to Cat with weight 2 in place of .4; Bob has Cat at weight 2 beside Ann at 1 (he
    goes on seeing her); Cat has Bob alone. Of visitors .6 is seen.
    """
    acts = {"rotation": {"start": 1, "weeks": 2, "stay": 2, "observability": 0.6}}
    found = three(tmp_path, PEOPLE, ALL, 3, SEEN, interventions=acts)
    ann = 0.16 * SAFE_X * 1.0 * 0.7 * exp(-0.2 / 0.6) * 0.6 * 0.2
    cat = 0.16 * SAFE_Y * 1.0 * 0.8 * exp(-0.1 / 0.6) * 0.6 * 0.1
    assert close(found["from_other_teams"][1], [ann, 0, cat])
    assert close(found["from_team"][1], [0, 0, 0])
    of_cat = (2 / 3) * 0.7 * exp(-0.1 / 0.6) * 0.6 * (0.1 - 0.9)
    of_ann = (1 / 3) * 0.5 * exp(-0.3 / 0.6) * (0.25 * 0.5) * (0.4 - 0.9)
    assert close(found["copied_habit"][1, 1:2], [0.08 * (of_cat + of_ann)])
    assert found["from_team"][3, 0] > 0  # home again
    assert found["from_other_teams"][3, 2] == 0


def test_rivals_look_less_at_visitors_and_not_at_other_teams(tmp_path: Path) -> None:
    """Full competition: ties across weigh nothing, a visit tie 2 x (1 - .6) = .8; Bob sees Ann at 1 and Cat at .8."""
    acts: dict[str, Any] = {"competition": {"start": 1, "intensity": 1.0}}
    found = three(tmp_path / "a", PEOPLE, ALL, 1, SEEN, interventions=acts)
    to_bob = 0.8 * exp(-0.3 / 0.6) * (0.25 * 0.75)
    assert close(found["from_team"][1], [0.16 * SAFE_X * to_bob * 0.25, 0, 0])
    assert close(found["from_other_teams"][1], [0, 0, 0])
    acts["rotation"] = {"start": 1, "weeks": 2, "stay": 2}
    found = three(tmp_path / "b", PEOPLE, ALL, 1, SEEN, interventions=acts)
    of_cat = (0.8 / 1.8) * 0.7 * exp(-0.1 / 0.6) * 0.6 * (0.1 - 0.9)
    of_ann = (1 / 1.8) * 0.5 * exp(-0.3 / 0.6) * (0.25 * 0.5) * (0.4 - 0.9)
    assert close(found["copied_habit"][1, 1:2], [0.08 * (of_cat + of_ann)])


def test_who_is_sent_stays_for_the_visit(tmp_path: Path) -> None:
    """A workshop in week 2 puts Ann before Bob; she is sent when the next visit begins, in week 4. -1 is at home."""
    acts = {"rotation": {"start": 1, "weeks": 5, "stay": 3}, "workshop": {"start": 2, "rate": 1.0}}
    columns = {**PEOPLE, "ceiling": [0.95, 0.6, 0.5]}
    found = three(tmp_path, columns, ALL, 6, ("host_team", "skill"), interventions=acts)
    assert found["skill"][2, 0] > found["skill"][2, 1]
    assert found["host_team"][1:, 0].tolist() == [-1, -1, -1, 1, 1, -1]
    assert found["host_team"][1:, 1].tolist() == [1, 1, 1, -1, -1, -1]
    assert found["host_team"][1:, 2].tolist() == [0, 0, 0, 0, 0, -1]
