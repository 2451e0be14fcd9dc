"""Rotation, salience of models, retrospectives: small teams, worked on paper."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.teams import HOURS, covered, hours, luck, teams
from tests.worlds import follow, quiet

SIX = [0.3, 0.5, 0.4, 0.6, 0.2, 0.7]  # most skilled: p1, p2, p0 of team a; p5, p3, p4 of team b
NINE = [*SIX, 0.1, 0.8, 0.45]  # team c: p7, p8, p6; means .4, .5, .45


def visits(
    folder: Path, act: dict[str, Any], weeks: int, sizes: Sequence[int] = (3, 3), seed: int = 1, **more: Any
) -> list[list[int]]:
    """Return the team (0, 1, ...) that each person visits in weeks 1, 2, ...; -1 at home."""
    scenario = teams(folder, {"rotation": {"start": 1, "stay": 2, **act}}, sizes=sizes, noise="on", **more)
    found: list[list[int]] = follow(scenario, weeks, ("host_team",), seed=seed)["host_team"][1:].astype(int).tolist()
    return found


def go(n: int, **to: int) -> list[int]:
    """Return who visits which team, of n people: p1=0 sends p1 to the first team."""
    return [to.get(f"p{i}", -1) for i in range(n)]


def test_the_most_skilled_of_each_team_visits_the_other_and_comes_home(tmp_path: Path) -> None:
    """Weeks 2 ... 4, two weeks a visit (the second is cut short): 2 hours a visitor, .25 a host, .5 a manager."""
    acts = {"rotation": {"start": 2, "weeks": 3, "stay": 2}}
    seen = follow(teams(tmp_path, acts, skill=SIX), 6, ("host_team", "observability", "social_dose", *HOURS))
    away = np.array([go(6), *[go(6, p1=1, p5=0)] * 3, go(6), go(6)])
    assert np.array_equal(seen["host_team"][1:], away)
    assert seen["observability"][1:] * (away >= 0) == pytest.approx(0.6 * (away >= 0), abs=1e-12)
    assert seen["social_dose"][1:] == pytest.approx(0.1 * (away >= 0), abs=1e-12)
    # all six are members of a host team (visitors too), two of them visitors
    assert hours(seen) == [[0, 0, 0], *[[5.5, 0, 1]] * 3, [0, 0, 0], [0, 0, 0]]


def test_who_attends_to_a_visitor(tmp_path: Path) -> None:
    """Home colleagues' ties to him are cut; each of the host team has a tie of 2 to him, in place of any old one; his own stay."""
    ties = [("p0000", "p0001"), ("p0001", "p0000"), ("p0003", "p0001", "", 0.8), ("p0001", "p0003", "", 0.8)]
    acts = {
        "rotation": {"start": 1, "weeks": 1, "teams": ["a"]},
        "competition": {"start": 1, "intensity": 0.5, "teams": ["b"]},
    }
    mechanisms = quiet(attachment_ties={"visit_weight": 2.0})

    def look(stack: Any) -> np.ndarray:
        """Return the weight of every tie as a matrix: who attends to whom."""
        w = np.zeros((6, 6))
        w[stack.org.row, stack.org.idx] += stack.monday["tie_weight"]
        return w

    seen = follow(teams(tmp_path, acts, mechanisms, ties=ties, skill=SIX), 2, weight=look)["weight"]
    at_home = {(0, 1): 1.0, (1, 0): 1.0, (3, 1): 0.8 * 0.5 * 0.5, (1, 3): 0.8 * 0.5}
    away = {(1, 0): 1.0, (1, 3): 0.4, (3, 1): 1.4, (4, 1): 1.4, (5, 1): 1.4}  # 2 (1 - .6 x .5) with competition in b
    for week, expected in ((1, away), (2, at_home)):
        assert {(i, j): round(seen[week][i, j], 12) for i, j in np.argwhere(seen[week] > 0)} == expected


def test_three_teams_in_turn(tmp_path: Path) -> None:
    """Visits of two weeks: team k goes to k + 1, k + 2, k + 1, ... and never home; two from each team."""
    rows = visits(tmp_path, {"weeks": 8}, 8, (3, 3, 3), skill=NINE)
    first, second = go(9, p1=1, p5=2, p7=0), go(9, p1=2, p5=0, p7=1)
    assert rows == [first, first, second, second] * 2
    rows = visits(tmp_path, {"weeks": 2, "n_per_team": 2}, 3, (3, 3, 3), skill=NINE)
    assert rows == [*[go(9, p1=1, p2=1, p5=2, p3=2, p7=0, p8=0)] * 2, go(9)]


def test_teams_of_unlike_size(tmp_path: Path) -> None:
    """Two of each team, of one where there is but one."""
    rows = visits(tmp_path, {"weeks": 2, "n_per_team": 2}, 1, (1, 3, 2), skill=NINE[:6])
    assert rows == [go(6, p0=1, p1=2, p3=2, p4=0, p5=0)]


def test_one_team_sends_nobody(tmp_path: Path) -> None:
    for destination in ("round_robin", "random", "lowest_skill"):
        scenario = teams(tmp_path, {"rotation": {"start": 1, "destination": destination}}, sizes=(3,))
        seen = follow(scenario, 4, ("host_team", "social_dose", *HOURS))
        assert np.all(seen["host_team"] == -1)
        assert hours(seen) == [[0, 0, 0]] * 4


def test_nobody_from_teams_that_are_not_meant(tmp_path: Path) -> None:
    """Team b is visited all the same, and pays for it."""
    acts = {"rotation": {"start": 1, "weeks": 1, "teams": ["a"]}}
    seen = follow(teams(tmp_path, acts, skill=SIX), 1, ("host_team", *HOURS))
    assert seen["host_team"][1].tolist() == go(6, p1=1)
    assert seen["practitioner_hours"][1] == pytest.approx([0, 2, 0, 0.25, 0.25, 0.25], abs=1e-12)
    assert hours(seen) == [[2.75, 0, 1]]


def test_the_best_of_the_covered_are_sent(tmp_path: Path) -> None:
    fewer = 0
    for seed in range(1, 9):
        there = covered(seed, 0.5, 6)
        best = [
            max((i for i in team if there[i]), key=lambda i: SIX[i], default=None) for team in ((0, 1, 2), (3, 4, 5))
        ]
        rows = visits(tmp_path, {"coverage": 0.5}, 1, seed=seed, skill=SIX)
        assert rows == [go(6, **{f"p{i}": 1 - k for k, i in enumerate(best) if i is not None})]
        fewer += None in best
    assert fewer


def test_other_ways_of_selection(tmp_path: Path) -> None:
    """The least inconsistent, or by the week's draw, anew at the start of each visit."""
    rows = visits(tmp_path, {"selection": "least_inconsistent"}, 1, skill=SIX, habit=[0.2, 0.5, 0.1, 0.9, 0.3, 0.4])
    assert rows == [go(6, p2=1, p4=0)]
    rows = visits(tmp_path, {"selection": "random", "weeks": 8}, 8, skill=SIX)
    chosen = []
    for week in (1, 3, 5, 7):
        u = [luck(1, "rotation/selected", i, week) for i in range(6)]
        chosen += [go(6, **{f"p{int(np.argmax(u[:3]))}": 1, f"p{3 + int(np.argmax(u[3:]))}": 0})] * 2
    assert rows == chosen
    assert len({tuple(row) for row in rows}) > 1


def test_equals_are_chosen_by_draw(tmp_path: Path) -> None:
    for seed in range(1, 7):
        u = [luck(seed, "rotation/tie", i, 1) for i in range(6)]
        rows = visits(tmp_path, {}, 1, seed=seed, skill=0.4)
        assert rows == [go(6, **{f"p{int(np.argmax(u[:3]))}": 1, f"p{3 + int(np.argmax(u[3:]))}": 0})]


def test_other_destinations(tmp_path: Path) -> None:
    """The other team with the lowest mean skill (a: .4, c: .45, b: .5); or (k + 1 + floor(u (K - 1))) mod K, u the team's draw."""
    assert visits(tmp_path, {"destination": "lowest_skill"}, 1, (3, 3, 3), skill=NINE) == [go(9, p1=2, p5=0, p7=0)]
    rows = visits(tmp_path, {"destination": "random", "weeks": 8}, 8, (3, 3, 3), skill=NINE)
    for week, row in enumerate(rows, 1):
        began = week - (week - 1) % 2
        step = [int(2 * luck(1, "rotation/destination", k, began)) for k in range(3)]
        assert row == go(9, p1=(1 + step[0]) % 3, p5=(2 + step[1]) % 3, p7=(3 + step[2]) % 3)
    assert len({tuple(row) for row in rows}) > 1


def test_teams_of_equal_skill_are_chosen_by_draw(tmp_path: Path) -> None:
    for seed in range(1, 7):
        u = [luck(seed, "rotation/tie", k, 1) for k in range(3)]
        row = visits(tmp_path, {"destination": "lowest_skill"}, 1, (2, 2, 2), seed, skill=0.4)[0]
        for k in range(3):
            (to,) = (x for x in row[2 * k : 2 * k + 2] if x >= 0)
            assert to == max((t for t in range(3) if t != k), key=lambda t: u[t])


def test_a_visitor_who_leaves_ends_the_visit(tmp_path: Path) -> None:
    """His successor is at home until the next visit begins, then the most skilled goes."""
    acts = {"rotation": {"start": 1, "weeks": 12, "stay": 6}}
    scenario, ended = teams(tmp_path, acts, quiet(turnover={"rate": 0.9}), noise="on"), 0
    for seed in range(1, 7):
        seen = follow(scenario, 12, ("host_team", "skill"), seed=seed, occupant=lambda stack: stack.luck.occupant)
        for week in range(1, 13):
            began = week - (week - 1) % 6
            best = [int(np.argmax(seen["skill"][began - 1, 0, k : k + 3])) + k for k in (0, 3)]
            here = seen["occupant"][week - 1] == seen["occupant"][began - 1]
            expected = go(6, **{f"p{i}": 1 - k for k, i in enumerate(best) if here[i]})
            assert seen["host_team"][week].astype(int).tolist() == expected
            ended += not here[best].all()
    assert ended


def test_salience_of_models(tmp_path: Path) -> None:
    acts = {"role_model_salience": {"start": 2, "weeks": 1, "factor": 1.4, "teams": ["a"]}}
    seen = follow(teams(tmp_path, acts), 3, ("salience", *HOURS))
    assert seen["salience"][1:] == pytest.approx(1 + np.outer([0, 0.4, 0], [1, 1, 1, 0, 0, 0]), abs=1e-12)
    assert hours(seen) == [[0, 0, 0], [0.15, 0, 0.1], [0, 0, 0]]


def test_retrospectives(tmp_path: Path) -> None:
    """Every third week of 2 ... 8, team b: quality .8, dose .1; .5 hours each and of the manager."""
    acts = {"retrospective": {"start": 2, "weeks": 7, "every": 3, "teams": ["b"]}}
    seen = follow(teams(tmp_path, acts), 9, ("retrospective", "social_dose", "meetings", *HOURS))
    held = np.outer([0, 1, 0, 0, 1, 0, 0, 1, 0], [0, 0, 0, 1, 1, 1])
    for name, x in (("retrospective", 0.8), ("social_dose", 0.1), ("meetings", 1.0)):
        assert seen[name][1:] == pytest.approx(x * held, abs=1e-12)
    assert hours(seen) == [[1.5, 0, 0.5] if week in (2, 5, 8) else [0, 0, 0] for week in range(1, 10)]
