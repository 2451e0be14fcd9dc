"""Lines and teams of a network, counted by hand."""

from __future__ import annotations

import pandas as pd
import pytest

from mi_abm.analysis.network import lines, teams

TIES = pd.DataFrame({"source": [0, 1, 2, 3, 1], "target": [1, 0, 0, 4, 3], "weight": [0.2, 0.7, 0.5, 1.0, 0.3]})


def test_both_directions_are_one_line() -> None:
    found = {(r.source, r.target): r.weight for r in lines(TIES).itertuples()}
    assert found == {(0, 1): 0.7, (0, 2): 0.5, (3, 4): 1.0, (1, 3): 0.3}


def test_teams_stand_for_their_members() -> None:
    people = pd.DataFrame({"team": [0, 0, 1, 1, 2], "miti": [2.0, 3.0, 3.0, 5.0, 1.0]})
    nodes, between = teams(people, TIES)
    assert nodes[["team", "miti", "size"]].values.tolist() == [[0, 2.5, 2], [1, 4.0, 2], [2, 1.0, 1]]
    found = {(r.source, r.target): r.weight for r in between.itertuples()}
    # From 2 to 0: .5, from 1 to 3: .3, from 3 to 4: 1, which is the strongest.
    assert found == pytest.approx({(0, 1): 0.5, (1, 2): 1.0})


def test_teams_without_ties_between_them() -> None:
    people = pd.DataFrame({"team": [0, 0, 1], "miti": [2.0, 3.0, 3.0]})
    _, between = teams(people, TIES.iloc[:2])
    assert between.empty
