"""Pair exercises: who meets whom under every scheme, rule and place (docs/decisions.md, 28)."""

from __future__ import annotations

from itertools import combinations, product
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.teams import HOURS, covered, hours, luck, teams
from tests.worlds import follow, quiet

SCHEMES, RULES, PLACES = (
    ("fixed", "swap_random", "swap_round_robin"), ("random", "similar_skill", "mixed_skill"), ("organisation", "team"),
)  # fmt: skip
SIZES = (5, 3, 2, 1)
SKILL = [0.30, 0.52, 0.44, 0.61, 0.38, 0.47, 0.35, 0.58, 0.41, 0.55, 0.33]


def partners(
    folder: Path, scheme: str, rule: str, within: str, n: tuple[int, ...], weeks: int, seed: int = 1, **more: Any
) -> list[list[int]]:
    """Return everybody's partner in each week; -1 for nobody."""
    act = {"start": 2, "weeks": weeks, "scheme": scheme, "partner_rule": rule, "within": within, **more}
    scenario = teams(folder, {"pair_exercises": act}, sizes=n, skill=SKILL[: sum(n)])
    seen = follow(scenario, weeks + 2, ("partner",), seed=seed)["partner"].astype(int)
    assert np.all(seen[[0, 1, -1]] == -1)
    found: list[list[int]] = seen[2:-1].tolist()
    return found


def in_order(by: Any, who: Any = range(11)) -> list[int]:
    """Return people from the highest to the lowest."""
    return sorted(who, key=lambda i: -by(i))


def lasting(seed: int = 1) -> Any:
    return lambda i: luck(seed, "pair_exercises/order", i)


def met(pairs: dict[int, int] | list[tuple[int, int]]) -> set[tuple[int, int]]:
    return {(min(p), max(p)) for p in (pairs.items() if isinstance(pairs, dict) else pairs)}


def who_met(row: list[int]) -> set[tuple[int, int]]:
    return met([(i, j) for i, j in enumerate(row) if j >= 0])


@pytest.mark.parametrize(("scheme", "rule", "within"), list(product(SCHEMES, RULES, PLACES)))
def test_pairs_are_mutual_and_as_many_as_can_be(tmp_path: Path, scheme: str, rule: str, within: str) -> None:
    """Nobody with himself, nobody twice, only the covered; of an odd number one rests (of a group alone, too)."""
    team = np.repeat(range(4), SIZES)
    for seed, share in ((1, 1.0), (2, 0.7), (3, 0.4)):
        there = covered(seed, share, 11)
        groups = [there > 0] if within == "organisation" else [(team == k) & (there > 0) for k in range(4)]
        for row in partners(tmp_path, scheme, rule, within, SIZES, 5, seed, coverage=share):
            for i, j in enumerate(row):
                assert j < 0 or (row[j] == i != j and there[i] and there[j])
                assert j < 0 or within == "organisation" or team[i] == team[j]
            for group in groups:
                assert sum(row[i] >= 0 for i in np.flatnonzero(group)) == 2 * (group.sum() // 2)


@pytest.mark.parametrize(("rule", "within"), list(product(RULES, PLACES)))
def test_fixed_partners_stay(tmp_path: Path, rule: str, within: str) -> None:
    weeks = partners(tmp_path, "fixed", rule, within, SIZES, 6)
    assert all(week == weeks[0] for week in weeks)


def test_fixed_random_pairs_stand_side_by_side_in_order_of_luck(tmp_path: Path) -> None:
    """Of eleven the last in order of luck rests."""
    order = in_order(lasting())
    row = partners(tmp_path, "fixed", "random", "organisation", SIZES, 1)[0]
    assert who_met(row) == met(list(zip(order[:-1:2], order[1::2], strict=True)))
    assert row[order[-1]] == -1


def test_swapped_at_random_they_stand_by_the_luck_of_the_week(tmp_path: Path) -> None:
    weeks = partners(tmp_path, "swap_random", "random", "organisation", SIZES, 6)
    for k, row in enumerate(weeks):
        order = in_order(lambda i, week=k + 2: luck(1, "pair_exercises/order", i, week))
        assert who_met(row) == met(list(zip(order[:-1:2], order[1::2], strict=True)))
    assert len({tuple(row) for row in weeks}) == 6


@pytest.mark.parametrize("n", [2, 3, 6, 7])
def test_in_a_round_robin_everybody_meets_everybody_in_turn(tmp_path: Path, n: int) -> None:
    """Once each in n - 1 weeks (n even), or in n weeks, each resting once (n odd); then again."""
    turns = n - 1 if n % 2 == 0 else n
    weeks = partners(tmp_path, "swap_round_robin", "random", "organisation", (n,), 2 * turns)
    assert weeks[:turns] == weeks[turns:]
    times = [pair for row in weeks[:turns] for pair in who_met(row)]
    assert sorted(times) == list(combinations(range(n), 2))
    assert all([row[i] for row in weeks[:turns]].count(-1) == n % 2 for i in range(n))


def test_the_first_turns_of_the_circle(tmp_path: Path) -> None:
    """Six in order of luck A ... F: in turn 0 A meets F, B E, C D; in turn 1 A B, C E, D F (a + b = t mod 5, or F)."""
    a, b, c, d, e, f = in_order(lasting(), range(6))
    weeks = partners(tmp_path, "swap_round_robin", "random", "organisation", (6,), 2)
    assert who_met(weeks[0]) == met([(a, f), (b, e), (c, d)])
    assert who_met(weeks[1]) == met([(a, b), (c, e), (d, f)])


def without_last(by: Any, n: int = 11) -> list[int]:
    """Return the people in order of skill, without the last in order of luck, who rests."""
    rests = in_order(by, range(n))[-1]
    return in_order(lambda i: SKILL[i], [i for i in range(n) if i != rests])


def test_similar_pairs_stand_side_by_side_in_order_of_skill(tmp_path: Path) -> None:
    order = without_last(lasting())
    row = partners(tmp_path, "fixed", "similar_skill", "organisation", SIZES, 1)[0]
    assert who_met(row) == met(list(zip(order[::2], order[1::2], strict=True)))


def test_similar_pairs_swap_within_neighbourhoods_of_four(tmp_path: Path) -> None:
    for k, row in enumerate(partners(tmp_path, "swap_random", "similar_skill", "organisation", SIZES, 5)):
        by = lambda i, week=k + 2: luck(1, "pair_exercises/order", i, week)  # noqa: E731
        order = without_last(by)
        pairs = []
        for block in (order[:4], order[4:8], order[8:]):
            shuffled = in_order(by, block)
            pairs += list(zip(shuffled[::2], shuffled[1::2], strict=True))
        assert who_met(row) == met(pairs)


def test_similar_pairs_in_turn_meet_their_neighbours(tmp_path: Path) -> None:
    """Each of a block of four meets the other three in three weeks; the two left over meet each other every week."""
    order = without_last(lasting())
    weeks = partners(tmp_path, "swap_round_robin", "similar_skill", "organisation", SIZES, 3)
    expected = [*combinations(order[:4], 2), *combinations(order[4:8], 2)] + [(order[8], order[9])] * 3
    assert sorted(pair for row in weeks for pair in who_met(row)) == sorted((min(p), max(p)) for p in expected)


def test_mixed_pairs_join_the_upper_half_and_the_lower(tmp_path: Path) -> None:
    order = without_last(lasting())
    row = partners(tmp_path, "fixed", "mixed_skill", "organisation", SIZES, 1)[0]
    assert who_met(row) == met(list(zip(order[:5], order[5:], strict=True)))
    for t, row in enumerate(partners(tmp_path, "swap_round_robin", "mixed_skill", "organisation", SIZES, 5)):
        assert who_met(row) == met([(order[k], order[5 + (k + t) % 5]) for k in range(5)])
    for k, row in enumerate(partners(tmp_path, "swap_random", "mixed_skill", "organisation", SIZES, 4)):
        by = lambda i, week=k + 2: luck(1, "pair_exercises/order", i, week)  # noqa: E731
        order = without_last(by)
        assert who_met(row) == met(list(zip(in_order(by, order[:5]), in_order(by, order[5:]), strict=True)))


def test_equally_skilled_people_stand_in_order_of_luck(tmp_path: Path) -> None:
    act = {"start": 1, "weeks": 1, "scheme": "fixed", "partner_rule": "mixed_skill"}
    scenario = teams(tmp_path, {"pair_exercises": act}, sizes=(4,), skill=0.4)
    order = in_order(lasting(), range(4))
    row = follow(scenario, 1, ("partner",))["partner"][1].astype(int).tolist()
    assert who_met(row) == met([(order[0], order[2]), (order[1], order[3])])


def test_lasting_pairs_go_by_the_skill_of_the_first_week(tmp_path: Path) -> None:
    """The weakest learns past two others: fixed similar pairs stay, swapped ones follow (blocks of four hold all here)."""
    acts: dict[str, Any] = {"individual_path": {"start": 1, "threshold": 0.9}}
    world = quiet(skill={"feedback_rate": 0.3}, relational_self={"path_dose": 2.0}, uptake={"base": 9.0})
    start = {"skill": [0.3, 0.4, 0.5, 0.6], "ceiling": 0.95, "introversion": [1, 0, 0, 0], "trained": 1}
    for scheme, later in (("fixed", {(0, 1), (2, 3)}), ("swap_round_robin", {(0, 2), (1, 3)})):
        acts["pair_exercises"] = {"start": 1, "weeks": 6, "scheme": scheme, "partner_rule": "mixed_skill"}
        if scheme == "fixed":
            acts["pair_exercises"]["partner_rule"] = "similar_skill"
        seen = follow(teams(tmp_path / scheme, acts, world, (4,), **start), 6, ("partner", "skill"))
        assert seen["skill"][4, 0, 0] > 0.6
        assert who_met(seen["partner"][5].astype(int).tolist()) == later


def test_hours_and_the_dose_of_company(tmp_path: Path) -> None:
    """1 hour each, 1.5 of a trainer for every twelve: in the organisation, or in each team; .3 of company."""
    for within, groups in (("organisation", 1), ("team", 2)):
        acts = {"pair_exercises": {"start": 2, "weeks": 1, "within": within}}
        seen = follow(teams(tmp_path / within, acts), 3, ("social_dose", "offered", *HOURS))
        assert hours(seen) == [[0, 0, 0], [6, 1.5 * groups, 0], [0, 0, 0]]
        assert seen["social_dose"][2].tolist() == [0.3] * 6
        assert seen["offered"][2].sum() == (6 if within == "organisation" else 4)
    for n, groups in ((12, 1), (13, 2)):
        scenario = teams(tmp_path / str(n), {"pair_exercises": {"start": 1}}, sizes=(n,))
        assert hours(follow(scenario, 1, HOURS)) == [[n, 1.5 * groups, 0]]
