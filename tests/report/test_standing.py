"""What is said of indices whose intervals overlap, and of those that may be larger than what is named."""

from typing import Any

import pytest

from mi_abm.report.standing import alike, leading, may_weigh, named, order, undetermined


def row(name: str, value: float, low: float, high: float, floor: float = 0.07) -> dict[str, Any]:
    return {"path": name, "name": name, "value": value, "low": low, "high": high, "sure": low > floor}


A, B, C = row("a", 0.5, 0.4, 0.6), row("b", 0.3, 0.2, 0.38), row("c", 0.25, 0.15, 0.35)
WIDE, WEAK, NEAR = row("wide", 0.9, -0.3, 2.1), row("weak", 0.05, 0.0, 0.1), row("near", 0.2, -0.05, 0.45)


def test_what_is_named_is_told_from_noise_the_largest_first() -> None:
    assert named([C, WIDE, A, B], 2) == [A, B]


@pytest.mark.parametrize(("said", "how_many"), [([A, B, C], 1), ([B, C], 2), ([A], 1), ([], 0)])
def test_only_those_whose_intervals_overlap_are_alike(said: list[dict[str, Any]], how_many: int) -> None:
    assert alike(said) == how_many


def test_the_order_of_what_overlaps_is_open() -> None:
    assert order([A, B, C], [A, B, C]) == ""
    assert order([B, C], [B, C]) == "their intervals overlap, so that their order is open"
    far = row("far", 0.1, 0.08, 0.12)
    assert order([B, C, far], [B, C, far]) == "the intervals of the first 2 overlap, so that their order is open"
    assert order([A, NEAR], [A]) == (
        "the interval of near 0.20 (\N{MINUS SIGN}0.05 to 0.45) overlaps with that of the first, so that their order is open"
    )


def test_a_larger_estimate_that_is_not_told_from_noise_is_said() -> None:
    assert undetermined([A, B, WIDE, WEAK], [A, B]) == [WIDE]
    assert (
        may_weigh(WIDE, [A, B])
        == "wide may weigh more: 0.90 (\N{MINUS SIGN}0.30 to 2.10), which these runs cannot tell"
    )
    between = row("between", 0.4, -0.1, 0.9)
    assert undetermined([A, B, between], [A, B]) == [between]
    assert may_weigh(between, [A, B]).startswith("between may weigh as much: ")
    assert may_weigh(WIDE | {"without": 0.15}, [A]).endswith("cannot tell (without one base point 0.15)")


def test_where_nothing_is_told_from_noise_the_largest_estimate_is_said() -> None:
    assert undetermined([WEAK, WIDE], []) == [WIDE]
    assert may_weigh(WIDE, []) == "the largest estimate is that of wide 0.90 (\N{MINUS SIGN}0.30 to 2.10)"
    assert order([WEAK, WIDE], []) == ""


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([A, B, C, WEAK], "most a"),
        ([A, NEAR], "a"),  # what overlaps is not told from noise: not "most"
        ([B, C], "b and c [order open]"),
        ([B, C, row("d", 0.26, 0.2, 0.3)], "b, d and 1 more [order open]"),
        ([B, C, WIDE], "b and c [order open; undetermined: wide 0.90 (\N{MINUS SIGN}0.30 to 2.10)]"),
        ([WIDE], "nothing that is told from noise"),
    ],
)
def test_a_title_says_most_only_where_intervals_do(rows: list[dict[str, Any]], said: str) -> None:
    assert leading(rows, 2) == said
