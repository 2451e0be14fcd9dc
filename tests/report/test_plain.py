"""Plain words: verbs and numbers come from what was found, and change with it."""

from typing import Any

import pytest

from mi_abm.report.digits import MINUS
from mi_abm.report.plain import plain

WITH = "with - without: practice@52"
FLIPS = [
    {
        "path": "interventions.peer_feedback.threat_prob",
        "at": 0.24,
        "rises": False,
        "between": [0.2, 0.4],
        "steep": False,
    }
]


def told(low: float, high: float, above: int, below: int, **more: Any) -> dict[str, Any]:
    """Return the numbers of an effect on practice between two values, sure at so many points."""
    ends = {
        name: {"value": x, "from": x - 0.001, "to": x + 0.001, "at": {}} for name, x in (("low", low), ("high", high))
    }
    said = {
        "contrast": "with - without", "measure": "practice", "title": "Practice", "unit": "share of conversations", "week": 52,
        "good": 1, "apart": True, "points": 9, "limit": 0.01, "above": above, "below": below, "mark": 0.0, "flips": [],
        "needed": [], "goes_with": {"interventions.peer_feedback.threat_prob": -0.9}, "called": {}, "peak": None, "mean": (low + high) / 2,
    }  # fmt: skip
    return {"told": [said | ends | more]}


@pytest.mark.parametrize(
    ("numbers", "said"),
    [
        (told(0.02, 0.05, 9, 0), "raises practice in week 52 by 2.0 to 5.0 in 100 conversations"),
        (told(-0.05, -0.02, 0, 9), "lowers practice in week 52 by 2.0 to 5.0 in 100 conversations"),
        (told(-0.05, 0.02, 3, 4), f"raises or lowers practice in week 52 ({MINUS}5.0 to +2.0 in 100 conversations)"),
        (told(-0.05, 0.02, 0, 0), f"has no clear effect on practice in week 52 ({MINUS}5.0 to +2.0 in 100 conversations)"),
        (told(-0.001, 0.002, 4, 1), f"leaves practice in week 52 practically unchanged ({MINUS}0.1 to +0.2 in 100 conversations)"),
        (told(0.0, 0.0, 0, 0), "leaves practice in week 52 practically unchanged (0.0 in 100 conversations)"),
    ],
)  # fmt: skip
def test_the_verb_is_that_of_the_numbers(numbers: dict[str, Any], said: str) -> None:
    assert plain(f"Feedback [{WITH}].", numbers) == f"Feedback {said}."


def test_ranges_and_what_it_goes_with() -> None:
    numbers = told(0.02, 0.05, 9, 0)
    sentence = plain(f"[{WITH} | range], [{WITH} | most], [{WITH} | at]", numbers)
    assert sentence == "+2.0 to +5.0 in 100 conversations, less with threat prob (peer feedback), no value tried"
    assert plain(f"[{WITH} | at]", told(-0.05, 0.05, 3, 3, flips=FLIPS)) == "threat prob (peer feedback) about 0.24"


@pytest.mark.parametrize(
    ("slot", "numbers", "said"),
    [
        ("do", told(0.02, 0.05, 9, 0), "raise practice in week 52 by 2.0 to 5.0 in 100 conversations"),
        ("do", told(-0.05, 0.02, 3, 4), f"raise or lower practice in week 52 ({MINUS}5.0 to +2.0 in 100 conversations)"),
        ("goes", told(0.02, 0.05, 9, 0), "rises by 2.0 to 5.0 in 100 conversations"),
        ("goes", told(-0.05, -0.02, 0, 9), "falls by 2.0 to 5.0 in 100 conversations"),
        ("goes", told(-0.05, 0.02, 3, 4), f"rises or falls ({MINUS}5.0 to +2.0 in 100 conversations)"),
        ("most", told(0.02, 0.05, 9, 0, peak=0.3), "less with threat prob (peer feedback) (least at threat prob (peer feedback) 0.3, more beyond)"),
        ("passes", told(-0.05, 0.05, 3, 3, mark=0.5), "below one half on the whole"),
        ("passes", told(-0.05, 0.05, 3, 3, mark=0.5, flips=FLIPS), "below one half from threat prob (peer feedback) about 0.24 on"),
        ("enough", told(0.02, 0.05, 9, 0, mattering=9), "enough to matter (1 in 100 conversations) at every value tried"),
        ("enough", told(0.002, 0.005, 9, 0, mattering=0), "never enough to matter (1 in 100 conversations) at the values tried"),
    ],
)  # fmt: skip
def test_other_slots(slot: str, numbers: dict[str, Any], said: str) -> None:
    assert plain(f"[{WITH} | {slot}]", numbers) == said


def test_a_number_that_was_not_found_is_not_said() -> None:
    with pytest.raises(KeyError):
        plain("[other - without: practice@52]", told(0.02, 0.05, 9, 0))
