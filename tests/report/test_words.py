"""Words say what the numbers say: help, harm, null, unclear, the same, and nothing known."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mi_abm.report import headings, words
from mi_abm.report.digits import MINUS
from mi_abm.report.tables import Effect

NAN = float("nan")
TITLES = {"a": "Peer feedback"}


@pytest.mark.parametrize(
    ("difference", "half", "verdict", "lead"),
    [
        (0.30, 0.05, "better", "Moderate improvement"),
        (0.10, 0.02, "better", "Small improvement"),
        (0.60, 0.02, "better", "Large improvement"),
        (-0.10, 0.02, "worse", "Small harm"),
        (-0.70, 0.02, "worse", "Large harm"),
        (0.017, 0.0003, "none", "No practical difference"),
        (-0.017, 0.0003, "none", "No practical difference"),
        (0.001, 0.02, "none", "No practical difference"),
        (0.02, 0.10, "unclear", "Not clear"),
        (-0.20, 0.30, "unclear", "Not clear"),
        (0.0, 0.0, "same", "Exactly the same"),
        (NAN, NAN, "missing", "No result"),
        (0.20, NAN, "unclear", "Not clear"),
    ],
)
def test_verdict(effect, difference: float, half: float, verdict: str, lead: str) -> None:
    found = effect(difference, half)
    assert words.verdict(found) == verdict
    assert words.lead(found) == lead


def test_help_reads_as_help(effect) -> None:
    said = words.sentence(effect(0.30, 0.05), "Workshop only")
    assert "2.80 MITI points, against 2.50 with “Workshop only”: 0.30 higher (95 % interval +0.25 to +0.35)" in said
    assert "The interval excludes zero: a moderate improvement, 0.6 times what a workshop adds at once (0.5)." in said


def test_harm_reads_as_harm(effect) -> None:
    said = words.sentence(effect(-0.30, 0.05), "Workshop only")
    assert f"0.30 lower (95 % interval {MINUS}0.35 to {MINUS}0.25)" in said
    assert "a moderate harm" in said
    assert "improvement" not in said
    assert headings.finding([effect(-0.3, 0.05)], TITLES, "Workshop only") == (
        "“Peer feedback”: 0.30 MITI points less than “Workshop only”, moderate harm"
    )


def test_a_certain_but_tiny_difference_reads_as_none(effect) -> None:
    said = words.sentence(effect(0.017, 0.0003), "Workshop only")
    assert "The interval excludes zero, but the difference is below 0.05 MITI points" in said
    assert "improvement" not in said
    assert "makes no practical difference: +0.017" in headings.finding([effect(0.017, 0.0003)], TITLES, "Workshop only")


def test_a_wide_interval_is_not_called_a_null(effect) -> None:
    said = words.sentence(effect(0.02, 0.2), "Workshop only")
    assert "The interval includes zero" in said
    assert "nor do they rule out one that matters" in said
    assert "no clear difference" in headings.finding([effect(0.02, 0.2)], TITLES, "Workshop only")


def test_equal_scores_are_not_called_equal_in_all(effect) -> None:
    same = [effect(0.0, 0.0)]
    assert headings.finding(same, TITLES, "B") == "“Peer feedback” gives exactly the MITI global score that “B” gives"
    assert headings.finding(same, TITLES, "B", frozenset("a")) == "“Peer feedback” gives exactly what “B” gives"


def test_less_of_a_habit_is_better(effect) -> None:
    habit = {"measure": "habit", "title": "Habit", "unit": "0-1", "good": -1}
    assert words.verdict(effect(-0.05, 0.01, **habit)) == "better"
    assert words.verdict(effect(0.05, 0.01, **habit)) == "worse"
    assert "lower" in words.sentence(effect(-0.05, 0.01, **habit), "Workshop only")
    assert "small harm" in headings.besides([effect(0.05, 0.01, **habit)], "Rotation")
    assert headings.besides([effect(0.001, 0.0001, **habit)], "Rotation") == ""


def test_what_is_neither_good_nor_bad_is_only_different(effect) -> None:
    said = words.sentence(effect(0.2, 0.01, measure="gap", unit="share of learning", good=0), "Workshop only")
    assert "a difference." in said
    assert "harm" not in said
    assert "improvement" not in said


def test_practice_is_told_in_conversations(effect) -> None:
    found = effect(
        0.034, 0.004, measure="practice", title="Practice", unit="share of conversations", reference_mean=0.2
    )
    assert words.said(found) == "3.40 in 100 conversations"


def test_hours_and_savings(effect) -> None:
    hours = {"measure": "hours", "title": "Hours", "unit": "hours", "good": 0, "reference_mean": 747.0}
    more = words.costs(effect(300.0, 1, scenario_mean=1047.0, **hours), [effect(0.3)], "Coaching", "Workshop only")
    assert "takes 300 hours more than “Workshop only” (1\N{NARROW NO-BREAK SPACE}047 against 747)" in more
    assert "For every 100 hours more: MITI global score 0.100 MITI points higher." in more
    less = words.costs(
        effect(-747.0, 1, scenario_mean=0.0, **hours), [effect(-0.2, per_100_hours=0.027)], "None", "Workshop only"
    )
    assert "takes 747 hours fewer" in less
    assert "For every 100 hours fewer: MITI global score 0.0270 MITI points lower." in less
    practice = effect(0.03, measure="practice", title="Practice", unit="share of conversations", per_100_hours=0.012)
    few = effect(38.0, 1, scenario_mean=785.0, **hours)
    both = words.costs(few, [effect(0.01, per_100_hours=0.03), practice], "Signal", "Workshop only")
    rate = "At that rate, for every 100 hours more: MITI global score 0.0300 MITI points higher, all together no practical "
    assert rate + "difference; Practice 1.20 in 100 conversations higher." in both
    equal = words.costs(effect(0.0, 0, **hours), [effect(0.3, per_100_hours=NAN)], "Copy", "Workshop only")
    assert "as many hours" in equal
    unclear = words.costs(effect(300.0, 1, scenario_mean=1047.0, **hours), [effect(0.0, 0.2)], "Talk", "Workshop only")
    assert "no clear effect" in unclear


@pytest.mark.parametrize(
    ("whole", "apart", "said"),
    [(0.3, -0.1, "gain less"), (0.3, 0.1, "gain more"), (-0.3, -0.1, "lose more"), (-0.3, 0.1, "lose less"),
     (-0.3, 0.001, "lose as much as all"), (0.3, 0.001, "gain as much as all"), (0.0, -0.1, "fare worse than all")],
)  # fmt: skip
def test_subgroups_are_held_against_the_direction_of_all(effect, whole: float, apart: float, said: str) -> None:
    lead, sentence = words.gain(effect(apart), effect(whole + apart), effect(whole), "introverts")
    assert lead == f"Introverts: {said}"
    assert (
        f"{words.amount(effect(whole), True)} for all practitioners; {words.said(effect(apart), True)} apart"
        in sentence
    )


def test_several_scenarios_are_counted(effect) -> None:
    found = [effect(0.3), effect(-0.3), effect(0.01, 0.001), effect(0.3)]
    assert headings.finding(found, {}, "Workshop only") == (
        "MITI global score against “Workshop only”, 4 scenarios: 2 better, 1 worse, 1 without a practical difference"
    )


def test_distance_from_fair(effect) -> None:
    assert words.fair(effect(0.1)) == "Fair competence begins at 3.5; the reference lies 1.00 points below it."
    assert "0.50 points above" in words.fair(effect(0.1, reference_mean=4.0))


@given(d=st.floats(-2, 2), half=st.floats(0, 1), good=st.sampled_from([1, -1]))
def test_turning_the_sign_turns_the_verdict(d: float, half: float, good: int) -> None:
    def verdict(difference: float) -> str:
        numbers = (2.5, 2.5 + difference, difference, difference - half, difference + half, 0.1, 0.5, 0.1)
        return words.verdict(Effect("a", "miti", "MITI", "MITI points", 52, *numbers, good, 10))

    turned = {"better": "worse", "worse": "better"}
    assert verdict(-d) == turned.get(verdict(d), verdict(d))
    if verdict(d) == "better":
        assert math.copysign(1, d) == good
        assert abs(d) >= 0.05
        assert abs(d) > half
