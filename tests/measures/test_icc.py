"""The intraclass correlation: an analysis of variance by hand, and L19."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from mi_abm.engine.simulate import simulate
from mi_abm.measures import PracticeIcc, SkillIcc
from tests.limits.standard_error import within_three_standard_errors
from tests.measures.reporting import report
from tests.teams import teams
from tests.worlds import quiet, world


def test_three_teams_of_unlike_size(tmp_path: Path) -> None:
    """Means .3, .6, .4: SSB 2 (.3 - .444)^2 + 3 (.6 - .444)^2 + 4 (.4 - .444)^2 = .1222, SSW .08, MSB .06111, MSW .01333; n0 = (9 - 29 / 9) / 2 = 2.8889."""
    skill = [0.2, 0.4, 0.5, 0.6, 0.7, 0.3, 0.3, 0.5, 0.5]
    msb, msw, n0 = 0.55 / 9, 0.08 / 6, 26 / 9
    expected = (msb - msw) / (msb + (n0 - 1) * msw)
    assert expected == pytest.approx(0.5536480686695)
    assert report(teams(tmp_path, {}, sizes=(2, 3, 4), skill=skill), 0)["skill_icc"] == pytest.approx(
        [expected], abs=1e-12
    )


def test_of_practice(tmp_path: Path) -> None:
    """Practice .25 and .5 in one team, .5 and .75 in the other: MSB .0625, MSW .03125; (.03125) / (.09375)."""
    logits = [-np.log(3), 0, 0, np.log(3)]
    scenario = teams(tmp_path, {}, quiet(uptake={"base": 0.0}), (2, 2), propensity=logits)
    assert report(scenario, 1)["practice_icc"][1] == pytest.approx(1 / 3, abs=1e-12)


def test_negative_values_are_kept(tmp_path: Path) -> None:
    """Teams alike, people not: -1 / (n0 - 1), here -1."""
    found = report(teams(tmp_path, {}, sizes=(2, 2), skill=[0.2, 0.6, 0.6, 0.2]), 0)["skill_icc"]
    assert found == pytest.approx([-1], abs=1e-12)


@pytest.mark.parametrize("sizes", [(4,), (1, 1, 1)])
def test_one_team_or_nobody_with_a_colleague_has_none(tmp_path: Path, sizes: tuple[int, ...]) -> None:
    skill = [0.2, 0.6, 0.5, 0.3][: sum(sizes)]
    assert np.isnan(report(teams(tmp_path, {}, sizes=sizes, skill=skill), 0)["skill_icc"][0])


def test_all_alike_has_none(tmp_path: Path) -> None:
    assert np.isnan(report(teams(tmp_path, {}, sizes=(2, 2), skill=0.5), 0)["skill_icc"][0])


@pytest.mark.parametrize("which", ["skill", "propensity"])
def test_l19_the_icc_of_simulated_data(perturb: np.random.Generator, which: str) -> None:
    """Variances between and within teams of b and w: b / (b + w), in 200 teams of unlike size.

    Practice, being nearly linear in a propensity that varies little, has the ICC of the propensity.
    """
    share, sizes = float(perturb.uniform(0.05, 0.6)), perturb.integers(3, 9, 200).tolist()
    mechanisms: dict[str, Any] = {
        "skill": quiet(skill={"mean": 0.5, "sd": float(perturb.uniform(0.02, 0.09)), "team_share": share}),
        "propensity": quiet(uptake={"base": 0.0, "propensity_sd": 0.05, "propensity_team_share": share}),
    }
    scenario = world({"team_size": sizes, "teams": 200, "cross_degree": 0.0}, mechanisms[which])
    measure = SkillIcc if which == "skill" else PracticeIcc

    def sample(n: int) -> np.ndarray:
        seeds = [int(s) for s in perturb.integers(2**60, size=n)]
        return simulate(scenario, seeds, 1, (measure,))[0].values[:, 1, 0]

    within_three_standard_errors(sample, share, 12)
