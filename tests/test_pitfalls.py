"""Every pitfall goes wrong as the source fears, its cure helps, and both vanish with the mechanism that does it.

Each: good design -> pitfall -> mitigation, 40 paired seeds, 95 % interval of the paired difference; and exactly 0.0 where the
parameters of the responsible mechanism are at zero (with them those of whatever else the two arms differ in: pairs who
meet again also grow closer; a checklist also makes feedback better).
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from mi_abm.analysis.contrasts import contrast
from mi_abm.engine.simulate import simulate
from mi_abm.scenario.load import load
from mi_abm.scenario.text import read

SEEDS = range(1, 41)
FOLDER = Path(__file__).resolve().parents[1] / "scenarios"
NORMS, MODELS, TIES, FEEDBACK, META = (
    f"mechanisms.{name}" for name in ("descriptive_norms", "social_modelling", "attachment_ties", "social_feedback", "meta_perceptions")
)  # fmt: skip


@dataclass(frozen=True)
class Pitfall:
    """`harm` is the sign of pitfall - good in `measure` at `week`; `null` holds what makes it vanish."""

    key: str
    measure: str
    week: int
    harm: int
    null: dict[str, Any]
    against: dict[str, Any] = field(default_factory=dict)  # the arm to compare the pitfall with, if not the good design


PITFALLS = {
    "P1": Pitfall("pair_exercises", "practice", 26, -1, {f"{META}.threshold": 0.0, f"{TIES}.tie_growth": 0.0}),
    "P1 belief": Pitfall("pair_exercises", "competence", 12, -1, {f"{META}.rate": 0.0}),
    "P1 bottom third": Pitfall("pair_exercises", "bottom_tercile", 26, -1, {f"{META}.threshold": 0.0, f"{TIES}.tie_growth": 0.0}),
    "P2": Pitfall("manager_signal", "practice", 52, -1, {"mechanisms.injunctive_norms.weight": 0.0, "mechanisms.uptake.load": 0.0}),
    "P3": Pitfall("eagerness_structure", "practice", 52, -1, {f"{NORMS}.idleness": 0.0}),
    "P4": Pitfall("rotation", "habit", 20, 1, {f"{MODELS}.habit_rate": 0.0}, {"interventions.rotation.weeks": 0}),
    "P5a": Pitfall("peer_discussion", "miti", 26, -1, {"mechanisms.social_support.discussion_dose": 0.0, "mechanisms.social_support.idle_effect": 0.0}),
    "P5b": Pitfall("peer_feedback", "practice", 52, -1, {f"{FEEDBACK}.offence": 0.0, f"{TIES}.threat_loss": 0.0, f"{TIES}.support_gain": 0.0, f"{FEEDBACK}.checklist_effect": 0.0}),
    "P6": Pitfall("competition", "cross_flow", 12, -1, {f"{TIES}.outgroup_discount": 1.0, f"{TIES}.visit_competition": 0.0, f"{TIES}.tie_growth": 0.0}),
    "P6 bias": Pitfall("competition", "in_group_bias", 12, 1, {f"{TIES}.outgroup_discount": 1.0, f"{TIES}.visit_weight": 0.0}),
    "P7": Pitfall("safety_gate", "miti", 52, -1, {
        "interventions.safety_gate.threshold": 0.0, "interventions.safety_building.weeks": 0, f"{FEEDBACK}.safety_weight": 0.0,
        f"{NORMS}.visible_if_safe": 0.0, f"{MODELS}.safety_floor": 1.0, "mechanisms.uptake.conformity": 0.0,
    }),
    "P8": Pitfall("goals", "efficacy", 52, -1, {"mechanisms.shared_cognition.failure": 0.0, "mechanisms.shared_cognition.success": 0.0, "mechanisms.shared_cognition.mastery": 0.0}),
    "P9": Pitfall("individual_path", "practice_introverts", 52, -1, {"mechanisms.relational_self.dose_weight": 0.0, "mechanisms.relational_self.path_dose": 0.0}),
}  # fmt: skip
CASES = pytest.mark.parametrize("name", PITFALLS)


def arms(pitfall: Pitfall, overrides: dict[str, Any], seeds: range) -> tuple[float, float, float, float, float, float]:
    """Return (difference, low, high) of pitfall - good, then of mitigation - pitfall."""
    bad, cured = f"{pitfall.key}_pitfall", f"{pitfall.key}_mitigated"
    good = load(bad, pitfall.against | overrides) if pitfall.against else load(pitfall.key, overrides)
    results = simulate([good, load(bad, overrides), load(cured, overrides)], seeds, weeks=pitfall.week)
    found: list[float] = []
    for a, b in ((1, 0), (2, 1)):
        pair = contrast(results[b], results[a], pitfall.measure, pitfall.week)
        found += [pair.difference, pair.ci_low, pair.ci_high]
    return tuple(found)  # type: ignore[return-value]


@CASES
def test_it_goes_wrong_and_the_cure_helps(name: str) -> None:
    pitfall = PITFALLS[name]
    worse, low, high, better, cure_low, cure_high = arms(pitfall, {}, SEEDS)
    assert worse * pitfall.harm > 0
    assert low * high > 0, "the interval of the harm holds zero"
    assert better * pitfall.harm < 0
    assert cure_low * cure_high > 0, "the interval of the cure holds zero"


@CASES
def test_it_vanishes_with_its_mechanism(name: str) -> None:
    worse, _, _, better, _, _ = arms(PITFALLS[name], PITFALLS[name].null, range(1, 6))
    assert (worse, better) == (0.0, 0.0)


@pytest.mark.parametrize("key", sorted({p.key for p in PITFALLS.values()}))
def test_each_file_differs_from_the_one_before_in_at_most_two_keys(key: str) -> None:
    for name, before in ((f"{key}_pitfall", key), (f"{key}_mitigated", f"{key}_pitfall")):
        data = read(FOLDER / f"{name}.yaml").data
        assert data.pop("extends") == f"{before}.yaml"
        keys = [k for section in ("interventions", "mechanisms", "organisation") for k in leaves(data.get(section, {}))]
        assert 1 <= len(keys) <= 3  # start and weeks of an added intervention belong to it


def leaves(data: dict[str, Any]) -> list[str]:
    found: list[str] = []
    for key, value in data.items():
        found += leaves(value) if isinstance(value, dict) else [key]
    return [k for k in found if k not in ("start", "weeks")]


def test_a_hard_goal_without_failure_still_costs_effort() -> None:
    """P8 states what remains when failing does not wear down efficacy: a goal out of reach draws less effort."""
    worse = arms(PITFALLS["P8"], {"mechanisms.shared_cognition.failure": 0.0}, SEEDS)
    remains = Pitfall("goals", "practice", 20, -1, {})
    lost, low, high, *_ = arms(
        remains, {"mechanisms.shared_cognition.failure": 0.0, "mechanisms.shared_cognition.success": 0.0}, SEEDS
    )
    assert np.isfinite(worse).all()
    assert lost < 0
    assert high < 0 < -low


def test_extraverts_do_not_lose_by_social_formats() -> None:
    """P9 is about introverts: the others' practice changes by less than a tenth of theirs."""
    introverts = arms(PITFALLS["P9"], {}, SEEDS)[0]
    others = arms(Pitfall("individual_path", "practice_others", 52, -1, {}), {}, SEEDS)[0]
    assert abs(others) < abs(introverts) / 10
