"""Attribution: every source of skill and every pull on intention has its own part, and the parts add up."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from mi_abm.interventions import BUILTIN as INTERVENTIONS
from mi_abm.scenario.load import Scenario, load
from tests.measures.reporting import report
from tests.teams import teams
from tests.worlds import follow, quiet

SOURCES = {
    "by_practice", "by_workshop", "forgetting", "from_team", "from_other_teams", "pair_feedback", "path_feedback",
    "peer_feedback", "coaching", "discussion_feedback",
}  # fmt: skip
PULLS = {
    "propensity_pull", "attitude_pull", "norm_pull", "approval_pull", "threat_pull", "commitment_pull", "dose_pull",
    "efficacy_pull", "goal_pull", "plan_pull",
}  # fmt: skip


def rich(noise: str, styles: dict[str, float]) -> Scenario:
    """Everything at once, for people near their ceilings, so that clipping bites; nobody leaves."""
    acts: dict[str, Any] = {rule.name: {"coverage": 0.8} for rule in INTERVENTIONS}
    acts["workshop"] = {"start": 3, "weeks": 3, "rate": 1.0, "luck_sd": 0.6}
    acts["goals"] = {"start": 1, "level": "team"}
    return load({
        "burn_in": 2, "noise": noise, "interventions": acts,
        "organisation": {"teams": 3, "team_size": 5, "styles": styles},
        "mechanisms": {
            "turnover": {"rate": 0.0}, "skill": {"ceiling_mean": 0.15, "feedback_rate": 0.6}, "social_modelling": {"rate": 1.0},
        },
    })  # fmt: skip


@pytest.mark.parametrize("noise", ["on", "off"])
@pytest.mark.parametrize("styles", [{"mi": 1.0}, {"reflections": 1.0, "questions": 0.6, "affirming": 0.3}])
def test_in_a_rich_scenario_it_adds_up(noise: str, styles: dict[str, float]) -> None:
    scenario = rich(noise, styles)
    seen = report(scenario, 20, seed=7)
    sources = {name[6:]: x for name, x in seen.items() if name[6:] in SOURCES and name.startswith("skill_")}
    assert set(sources) == SOURCES
    assert sum(sources.values())[1:] == pytest.approx(np.diff(seen["skill"]), abs=1e-12)
    pulls = {name[10:]: x for name, x in seen.items() if name.startswith("intention_")}
    assert set(pulls) == PULLS
    people = follow(scenario, 20, ("intention", "realised"), seed=7)
    assert sum(pulls.values())[1:] == pytest.approx(people["intention"][1:].mean(axis=1), abs=1e-12)
    for name, x in (sources | pulls).items():
        assert np.any(x), name
    assert np.any((people["realised"] < 0.999) & (people["realised"] > 0))


def test_what_clipping_cuts_is_shared_in_proportion(tmp_path: Path) -> None:
    """A workshop that teaches all of a room of .1, and .0516 from a colleague beside it: both are scaled to .1 together."""
    world = quiet(
        uptake={"base": 40.0},
        social_modelling={"rate": 1.0},
        descriptive_norms={"visible": 1.0, "visible_if_safe": 0.0},
    )
    people = {"skill": [0.3, 0.9], "start_skill": [0.3, 0.9], "ceiling": [0.4, 0.9], "attitude": 0.6}
    acts = {"workshop": {"start": 1, "rate": 1.0}}
    seen = report(teams(tmp_path, acts, world, (2,), **people), 1)
    lesson = 0.1
    copied = (
        np.exp(-1.0) * 0.1 * 0.86
    )  # prestige 1, alike e^-(.6/.6), a lead cut to the room of .1, safety .3 + .7 x .8
    kept = 0.1 / (lesson + copied)
    assert seen["skill_by_workshop"][1] == pytest.approx(kept * lesson / 2, abs=1e-12)
    assert seen["skill_from_team"][1] == pytest.approx(kept * copied / 2, abs=1e-12)
    assert seen["skill"][1] - seen["skill"][0] == pytest.approx(0.05, abs=1e-12)


def test_learning_beyond_the_room_is_shared_out_before(tmp_path: Path) -> None:
    """Fractions of .9 (workshop) and .3 (path) close the room once: three quarters and one quarter of .2."""
    world = quiet(uptake={"base": 40.0}, skill={"feedback_rate": 0.5}, relational_self={"path_dose": 0.6})
    people = {"skill": 0.4, "ceiling": 0.6, "attitude": 0.6, "introversion": 0.9, "trained": 1}
    acts = {"workshop": {"start": 1, "rate": 0.9}, "individual_path": {"start": 1}}
    seen = report(teams(tmp_path, acts, world, (2,), **people), 1)
    assert seen["skill_by_workshop"][1] == pytest.approx(0.15, abs=1e-12)
    assert seen["skill_path_feedback"][1] == pytest.approx(0.05, abs=1e-12)


def test_feedback_is_shared_out_by_dose(tmp_path: Path) -> None:
    """Doses of .8 (coach) and .15 (path): what feedback taught is theirs in that proportion; forgetting is a source."""
    world = quiet(
        uptake={"base": 40.0}, skill={"feedback_rate": 0.1, "decay": 0.1}, relational_self={"path_dose": 0.15},
        social_feedback={"coach_base": 0.0},
    )  # fmt: skip
    people = {"skill": 0.5, "start_skill": 0.3, "ceiling": 0.9, "introversion": 0.9, "trained": 1}
    acts = {"coaching": {"weeks": [1]}, "individual_path": {"start": 1}}
    seen = report(teams(tmp_path, acts, world, (2,), **people), 1)
    assert seen["skill_coaching"][1] == pytest.approx(0.4 * 0.08, abs=1e-12)
    assert seen["skill_path_feedback"][1] == pytest.approx(0.4 * 0.015, abs=1e-12)
    assert seen["skill_forgetting"][1] == pytest.approx(0, abs=1e-12)  # practice is 1
    idle = quiet(uptake={"base": -40.0}, skill={"decay": 0.1})
    seen = report(teams(tmp_path, {}, idle, (2,), skill=0.5, start_skill=0.3, ceiling=0.9), 1)
    assert seen["skill_forgetting"][1] == pytest.approx(-0.02, abs=1e-12)
