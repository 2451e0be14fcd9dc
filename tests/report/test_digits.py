"""Digits: true minus signs, as many decimals as the interval bears, no false noughts."""

from __future__ import annotations

import pytest

from mi_abm.report.digits import MINUS, counted, decimals, interval, number, percent


@pytest.mark.parametrize(
    ("x", "places", "sign", "text"),
    [
        (0.017, 3, True, "+0.017"),
        (-0.181, 2, True, f"{MINUS}0.18"),
        (-0.0001, 2, True, "0.00"),
        (1234.4, 0, False, "1\N{NARROW NO-BREAK SPACE}234"),
        (float("nan"), 2, True, "\N{EN DASH}"),
    ],
)
def test_number(x: float, places: int, sign: bool, text: str) -> None:
    assert number(x, places, sign) == text


@pytest.mark.parametrize(
    ("size", "half", "places"), [(0.017, 0.0003, 4), (0.3, 0.05, 2), (0.3, 2.0, 2), (747, 3, 0), (0.3, 0, 2)]
)
def test_decimals_follow_the_interval(size: float, half: float, places: int) -> None:
    assert decimals(size, half) == places


def test_shares_and_counts() -> None:
    assert [percent(x).replace("\N{NARROW NO-BREAK SPACE}", " ") for x in (0, 0.001, 0.5, 0.999, 1)] == [
        "0 %",
        "under 1 %",
        "50 %",
        "over 99 %",
        "100 %",
    ]
    assert counted(1, "pair") == "1 pair"
    assert counted(2, "pair") == "2 pairs"
    assert interval(-0.1, 0.2, 1, True) == f"{MINUS}0.1 to +0.2"
