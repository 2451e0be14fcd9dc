"""Measures of climate, of ties and of what is learned across teams, worked by hand."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from mi_abm.measures import Wellbeing
from tests.measures.reporting import report
from tests.teams import teams
from tests.worlds import quiet


def test_overload_and_wellbeing(tmp_path: Path) -> None:
    """opp = 1 - .4 (1 - .2) - .02: overload .34; wellbeing = mean of .8, e, 1 - h and .66, labelled as a composite."""
    world = quiet(
        uptake={"load": 0.5, "caseload": 0.8, "protected_time": 0.2, "meeting_cost": 0.02},
        meta_perceptions={"threshold": 0.5},
    )
    people = {"competence": [0.55, 0.4, 0.25], "efficacy": [0.5, 0.7, 0.3]}
    acts = {"peer_discussion": {"start": 1}}
    # held with 1 - 1.5 x .32 x .2 = .904 in expectation
    seen = report(teams(tmp_path, acts, world, (3,), **people), 1)
    opportunity = 0.68 - 0.02 * 0.904
    assert seen["overload"][1] == pytest.approx(1 - opportunity, abs=1e-12)
    assert seen["threat"][1] == pytest.approx((0.2 + 0.5) / 3, abs=1e-12)
    assert seen["efficacy"][1] == pytest.approx(0.5, abs=1e-12)
    expected = (0.8 + 0.5 + (1 - 0.7 / 3) + opportunity) / 4
    assert seen["wellbeing"][1] == pytest.approx(expected, abs=1e-12)
    assert "composite by construction" in Wellbeing.title


def test_means_of_states(tmp_path: Path) -> None:
    people = {"safety": [0.4] * 3 + [0.7], "competence": [0.2, 0.4, 0.6, 0.4], "commitment": [0.1, 0.2, 0.3, 0.8]}
    seen = report(teams(tmp_path, {}, sizes=(3, 1), **people), 0)
    for name, mean in (("safety", 1.9 / 4), ("competence", 0.4), ("commitment", 0.35)):
        assert seen[name][0] == pytest.approx(mean, abs=1e-12)


def test_in_group_bias(tmp_path: Path) -> None:
    """Ties of 1 and .6 inside, .8 (half counts) and .4 across: (.8 - .3) / (.8 + .3); with competition all bias."""
    ties = [
        ("p0000", "p0001"), ("p0001", "p0000", "", 0.6), ("p0000", "p0003", "", 0.8), ("p0003", "p0000", "", 0.4),
    ]  # fmt: skip
    seen = report(teams(tmp_path, {"competition": {"start": 2}}, ties=ties), 2)["in_group_bias"]
    assert seen[1:] == pytest.approx([0.5 / 1.1, 1.0], abs=1e-12)


def test_a_visit_counts_as_a_tie_across(tmp_path: Path) -> None:
    """Two in a team attend to each other with 1; the visitor's colleague loses his tie, two hosts have one of 2."""
    acts = {"rotation": {"start": 1, "weeks": 1, "teams": ["a"]}}
    world = quiet(attachment_ties={"visit_weight": 2.0})
    seen = report(teams(tmp_path, acts, world, (2, 2), skill=[0.6, 0.3, 0.4, 0.4]), 1)["in_group_bias"]
    # four lasting ties inside, one of them cut: mean .75; two visits of 2
    assert seen[1] == pytest.approx((0.75 - 2) / 2.75, abs=1e-12)


def test_without_ties_on_either_side_it_is_missing(tmp_path: Path) -> None:
    for k, ties in enumerate(([("p0000", "p0001")], [("p0000", "p0003")])):
        assert np.isnan(report(teams(tmp_path / str(k), {}, ties=ties), 1)["in_group_bias"][1])


def test_what_is_learned_across_teams(tmp_path: Path) -> None:
    """Two models alike but for the tie, 1 in the team and .8 x .5 across: 2/7 of what is learned comes from the other team."""
    world = quiet(
        uptake={"base": 0.0}, social_modelling={"rate": 0.2}, descriptive_norms={"visible": 0.5, "visible_if_safe": 0.0}
    )
    ties = [("p0000", "p0001"), ("p0000", "p0003", "", 0.8)]
    people = {"skill": [0.3, 0.6, 0.3, 0.6, 0.3, 0.3], "ceiling": 0.9}
    seen = report(teams(tmp_path, {}, world, ties=ties, **people), 1)
    assert np.isnan(seen["cross_flow"][0])
    assert seen["cross_flow"][1] == pytest.approx(2 / 7, abs=1e-12)
    # .2 x mean attention: (1 + .4) / 1.4 x .8 x e^-.5 x .25 of a lead of .3, with .3 + .7 x .8 of safety; mean over six
    gained = 0.2 * 0.8 * np.exp(-0.5) * 0.25 * 0.3 * 0.86 / 6
    assert seen["skill_from_team"][1] == pytest.approx(gained * 5 / 7, abs=1e-12)
    assert seen["skill_from_other_teams"][1] == pytest.approx(gained * 2 / 7, abs=1e-12)
    assert seen["skill"][1] - seen["skill"][0] == pytest.approx(gained, abs=1e-12)


def test_the_delay_of_a_gate(tmp_path: Path) -> None:
    """Team a waits three weeks: 1/2, 1, 3/2 on average over both teams of three, and stays there."""
    people = {"safety": [0.2] * 3 + [0.8] * 3, "set_point": [0.2] * 3 + [0.8] * 3}
    acts = {"safety_gate": {"start": 2, "cap": 3}}
    assert report(teams(tmp_path, acts, **people), 7)["gate_delay"].tolist() == [0, 0, 0.5, 1, 1.5, 1.5, 1.5, 1.5]


def test_to_whom_it_is_acceptable(tmp_path: Path) -> None:
    """2 (.6 - .5) + 1.5 (a - .5) - 2 x dose - 2 h with a dose of .3: .2 - .6 x + .15 is above 0 for x of .5, not of .6."""
    people = {"safety": 0.6, "attitude": 0.6, "anchor": 0.6, "introversion": [0.5, 0.6, 0.9], "competence": 0.55}
    acts = {"common_responsibility": {"start": 1}}
    found = report(teams(tmp_path / "a", acts, sizes=(3,), **people), 1)["acceptance"]
    assert found.tolist() == [1.0, 1 / 3]  # nothing social in week 0
    path = {**acts, "individual_path": {"start": 1, "threshold": 0.7}}
    assert report(teams(tmp_path / "b", path, sizes=(3,), **people), 1)["acceptance"][1] == pytest.approx(2 / 3)
    # a threat of .2 takes .4 more than .35 - 0
    threatened = people | {"introversion": 0.0, "competence": [0.55, 0.4, 0.42]}
    world = quiet(meta_perceptions={"threshold": 0.5})
    assert report(teams(tmp_path / "c", acts, world, (3,), **threatened), 1)["acceptance"][1] == pytest.approx(2 / 3)
