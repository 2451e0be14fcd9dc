"""Meta-perceptions: what three people believe to be thought of, worked by hand; L8 and L12 with everything set."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from mi_abm.scenario.load import Scenario
from tests.teams import luck, teams
from tests.worlds import follow, quiet

DEFAULTS = {
    "weight": 1.5, "threshold": 0.5, "steepness": 2.0, "rate": 0.25, "unsafe_cost": 0.1, "fade": 0.02,
    "avoidance": 0.8, "pair_dose": 0.5, "signal_effect": 0.2,
}  # fmt: skip
SKILL = [0.3, 0.5, 0.6]
PAIR = {"scheme": "fixed", "start": 1, "weeks": 3, "teams": ["a"]}


def three(folder: Path, acts: Mapping[str, Any] | None = None, noise: str = "off", **beliefs: Any) -> Scenario:
    """Two in team a, who practise together, and one in team b, who does not; safety .8, skills .3, .5 and .6."""
    mechanisms = quiet(meta_perceptions={**DEFAULTS, **beliefs}, uptake={"base": 0.0})
    acts = {"pair_exercises": PAIR} if acts is None else acts
    return teams(folder, acts, mechanisms, (2, 1), noise=noise, skill=SKILL)


def test_a_pair_and_one_who_stays_apart(tmp_path: Path) -> None:
    """q = .55 + 2 (.3 - .5) - .1 (.2) = .13 for the weaker, .93 for the stronger; M moves a quarter of the way, then fades."""
    seen = follow(three(tmp_path), 3, ("competence", "threat", "threat_pull", "practice", "pair_feedback"))
    m = [[0.55] * 3, [0.4471, 0.6431, 0.55], [0.3714685, 0.7115285, 0.55]]
    assert seen["competence"][:3] == pytest.approx(np.array(m), abs=1e-12)
    assert seen["threat"][2] == pytest.approx([0.1058, 0, 0], abs=1e-12)
    assert seen["threat_pull"][2] == pytest.approx([-0.1587, 0, 0], abs=1e-12)
    assert seen["practice"][2] == pytest.approx([0.46040806099898, 0.5, 0.5], abs=1e-12)
    # M = .445 after the meeting, so h_01 = .11: takes part with .912, and gets .5 (1 - .22) of it
    assert seen["pair_feedback"][1] == pytest.approx([0.912 * 0.39, 0.5, 0], abs=1e-12)
    # M = .367825: h_01 = .26435, takes part with .78852, and gets .5 (1 - .5287)
    assert seen["pair_feedback"][2] == pytest.approx([0.78852 * 0.23565, 0.5, 0], abs=1e-12)


def test_who_is_threatened_may_sit_out(tmp_path: Path) -> None:
    """With chance: takes part if the week's draw is below .912 in week 1, below .78852 in week 2; all or nothing."""
    scenario, came = three(tmp_path, noise="on"), []
    for seed in range(1, 31):
        dose = follow(scenario, 2, ("pair_feedback",), seed=seed)["pair_feedback"][:, 0]
        for week, chance, full in ((1, 0.912, 0.39), (2, 0.78852, 0.23565)):
            comes = luck(seed, "meta_perceptions/takes_part", 0, week) < chance
            assert dose[week] == pytest.approx(full * comes, abs=1e-12)
            came.append(comes)
    assert 0 < sum(came) < len(came)


def test_threshold_zero_is_no_threat(tmp_path: Path) -> None:
    seen = follow(three(tmp_path, threshold=0.0), 3, ("competence", "threat", "pair_feedback"))
    assert seen["competence"][2, 0] == pytest.approx(0.3714685, abs=1e-12)
    assert not seen["threat"].any()
    assert seen["pair_feedback"][3] == pytest.approx([0.5, 0.5, 0], abs=1e-12)


def test_a_fully_threatened_pair_gains_nothing(tmp_path: Path) -> None:
    """With rate 1, M = q = .13: h = .74, so nothing is left of the dose, though .408 still come."""
    seen = follow(three(tmp_path, rate=1.0), 1, ("competence", "pair_feedback", "unsupported"))
    assert seen["competence"][1, 0] == pytest.approx(0.55 - 0.98 * 0.42, abs=1e-12)
    assert seen["pair_feedback"][1] == pytest.approx([0, 0.5, 0], abs=1e-12)
    assert seen["unsupported"][1] == pytest.approx([1, 0, 1], abs=1e-12)


def test_the_mean_is_weighted_by_weeks_together(tmp_path: Path) -> None:
    """Three in turn, one resting: after four weeks a pair has met twice; each belief takes a step when met, and fades."""
    act = {"pair_exercises": {"scheme": "swap_round_robin", "start": 1, "weeks": 4}}
    scenario = teams(tmp_path, act, quiet(meta_perceptions=DEFAULTS), (3,), skill=SKILL)
    seen = follow(scenario, 4, ("partner", "competence"))
    met = np.zeros((3, 3))
    belief = np.full((3, 3), 0.55)
    for week in range(1, 5):
        for i, j in enumerate(seen["partner"][week].astype(int)):
            if j >= 0:
                q = min(1.0, max(0.0, 0.55 + 2 * (SKILL[i] - SKILL[j]) - 0.02))
                belief[i, j] += 0.25 * (q - belief[i, j])
                met[i, j] += 1
        belief = 0.55 + 0.98 * (belief - 0.55)
        expected = (met * belief).sum(axis=1) / np.maximum(met.sum(axis=1), 1)
        expected[met.sum(axis=1) == 0] = 0.55
        assert seen["competence"][week] == pytest.approx(expected, abs=1e-12)
    assert sorted(met.sum(axis=1)) == [2, 3, 3]
    assert met.max() == 2


def test_l8_and_l12_one_fixed_pair_that_then_stops(tmp_path: Path, perturb: np.random.Generator) -> None:
    """With fading f, M -> q* = (a q + f .55 / (1 - f)) / (a + f / (1 - f)) at rate (1 - a)(1 - f); then back at (1 - f)."""
    rate, fade, steep = (float(x) for x in perturb.uniform([0.05, 0.01, 0.2], [0.5, 0.2, 1.0]))
    act = {"pair_exercises": {**PAIR, "weeks": 10}}
    scenario = three(tmp_path, act, rate=rate, fade=fade, steepness=steep, unsafe_cost=0.0)
    seen = follow(scenario, 25, ("competence",))["competence"]
    q = 0.55 + steep * np.array([-0.2, 0.2])
    kept = (1 - rate) * (1 - fade)
    rest = 0.55 + (1 - fade) * rate * (q - 0.55) / (1 - kept)
    together, after = np.arange(11)[:, None], np.arange(15)[:, None] + 1
    assert seen[:11, :2] == pytest.approx(rest + (0.55 - rest) * kept**together, abs=1e-12)
    assert seen[11:, :2] == pytest.approx(0.55 + (seen[10, :2] - 0.55) * (1 - fade) ** after, abs=1e-12)
    assert np.all(seen[:, 2] == 0.55)


def test_with_referents_manager_and_clients_count_too(tmp_path: Path) -> None:
    """m = .5 partners + .3 manager + .2 clients, each of the latter a twentieth of the way from .55 to its impression.

    Manager: .55 + 2 (s - team mean) + .2 (.5); clients: .55 + 2 (s - .3725), times practice .5.
    """
    act = {"manager_signal": {"start": 1, "support": 0.5}}
    scenario = three(tmp_path, act, referents=True)
    seen = follow(scenario, 2, ("manager_view", "client_view", "competence"))
    manager = [0.55 + 0.05 * x for x in (-0.1, 0.3, 0.1)]
    client = [0.55 + 0.025 * x for x in (-0.145, 0.255, 0.45)]  # the last impression is cut at 1
    assert seen["manager_view"][1] == pytest.approx(manager, abs=1e-12)
    assert seen["client_view"][1] == pytest.approx(client, abs=1e-12)
    m = [0.5 * 0.55 + 0.3 * a + 0.2 * b for a, b in zip(manager, client, strict=True)]
    assert seen["competence"][1] == pytest.approx(m, abs=1e-12)
    assert seen["competence"][1, 0] == pytest.approx(0.547775, abs=1e-12)


def test_impressions_of_managers_are_cut_too(tmp_path: Path) -> None:
    """.55 + 2 x .4 and .55 - 2 x .4: 1 and 0."""
    scenario = teams(tmp_path, {}, quiet(meta_perceptions={**DEFAULTS, "referents": True}), (2,), skill=[0.9, 0.1])
    seen = follow(scenario, 1, ("manager_view",))["manager_view"]
    assert seen[1] == pytest.approx([0.55 + 0.05 * 0.45, 0.55 - 0.05 * 0.55], abs=1e-12)


def test_beliefs_about_a_post_end_with_its_occupant(tmp_path: Path) -> None:
    """Whoever meets a newcomer starts from .55 again; a newcomer knows nobody."""
    mechanisms = quiet(meta_perceptions=DEFAULTS, turnover={"rate": 0.99}, skill={"sd": 0.0})
    act = {"pair_exercises": {"scheme": "fixed", "start": 1, "weeks": 12}}
    scenario = teams(tmp_path, act, mechanisms, (2,), noise="on", safety=0.4)
    seen = follow(scenario, 12, ("competence",), seed=6, occupant=lambda stack: stack.luck.occupant)
    came = np.diff(seen["occupant"], axis=0).any(axis=1)
    assert 0 < came.sum() < 12
    first_step = 0.55 + 0.98 * 0.25 * -0.06
    for week in range(1, 13):
        new = seen["occupant"][week] > seen["occupant"][week - 1]
        assert np.all(seen["competence"][week][new] == 0.55)
        if week == 1 or came[week - 2]:  # the pair of this week has never met
            assert seen["competence"][week][~new] == pytest.approx([first_step] * int((~new).sum()), abs=1e-12)
        elif not new.any():
            assert np.all(seen["competence"][week] < first_step - 1e-6)


def test_sixteen_partners_are_remembered(tmp_path: Path) -> None:
    """The 17th takes the place of the one not met for longest."""
    act = {"pair_exercises": {"scheme": "swap_round_robin", "start": 1, "weeks": 17}}
    scenario = teams(tmp_path, act, quiet(meta_perceptions=DEFAULTS), (18,), skill=list(np.linspace(0.2, 0.8, 18)))
    seen = follow(scenario, 17, ("partner", "note_partner"))
    for i in range(18):
        met = seen["partner"][1:, i]
        assert sorted(met) == [j for j in range(18) if j != i]
        assert seen["note_partner"][-1][:, i].tolist() == met[:0:-1].tolist()
