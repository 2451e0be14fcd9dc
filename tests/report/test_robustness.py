"""Shares of signs are counted as they are said, and the page says what was counted."""

import re

import pandas as pd
import pytest

from mi_abm.core.rules import Intervention
from mi_abm.experiment.experiment import load_experiment
from mi_abm.report.robustness import CONCLUSIONS, MEASURES, ROOT, SPACE, _called, page, shares
from mi_abm.scenario.load import Scenario

ROW = re.compile(r"^\| ([a-z ]+?) \| \S+ \[.*?\] \| \d+% \[\d+%, \d+%\] \|", re.M)


def effects(scenario: str, differences: list[float], reach: float) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {"scenario": scenario, "reference": "baseline", "contrast": f"{scenario} - baseline", "measure": m, "week": 52, "difference": d, "ci_low": d - reach, "ci_high": d + reach}
            for m in ("miti", "practice") for d in differences
        ]
    )  # fmt: skip


def active(scenario: Scenario) -> set[str]:
    """Return the interventions that a scenario has."""
    there = (rule for rule in scenario.rules if issubclass(rule, Intervention))
    return {
        str(rule.name)
        for rule in there
        if any(getattr(scenario.parameters(rule), name) != off for name, off in rule.absent.items())
    }


@pytest.mark.parametrize(("conclusion", "same", "sure", "other"), [(0.2, 0.75, 0.5, 0.25), (-0.2, 0.25, 0.25, 0.5)])
def test_shares(conclusion: float, same: float, sure: float, other: float) -> None:
    points = effects("rotation", [0.5, 0.4, 0.05, -0.3], 0.1).query("measure == 'miti'")
    (share, low, high), surely, wrongly = shares(conclusion, points)
    assert (share, surely, wrongly) == (same, sure, other)
    assert 0 < low < share < high < 1


def test_the_page_orders_conclusions_by_how_far_they_hold() -> None:
    conclusions = pd.concat([effects("rotation", [0.1], 0.01), effects("goals", [-0.1], 0.01)])
    points = pd.concat([effects("rotation", [0.1, -0.2], 0.01), effects("goals", [-0.1, -0.2], 0.01)])
    text = page(conclusions, points, {"defaults": 100, "replicates": 10, "points": 2, "parameters": 7})
    assert text.index("| goals |") < text.index("| rotation |")
    assert "| goals | \N{MINUS SIGN}0.100 [\N{MINUS SIGN}0.110, \N{MINUS SIGN}0.090] | 100% " in text
    assert "| rotation | +0.100 [+0.090, +0.110] | 50% " in text
    assert "not a forecast" in text


def test_every_intervention_is_set_against_what_its_scenario_has_beside_it() -> None:
    """So that a row says what this intervention adds, and not what comes with it."""
    experiment = load_experiment(ROOT / "experiments" / f"{SPACE}.yaml")
    for pair in experiment.pairs:
        mine, theirs = (active(experiment.scenarios[name]) for name in (pair.scenario, pair.reference))
        assert mine - theirs == {pair.scenario} or pair.scenario == "full_programme"
        assert theirs <= mine


def test_every_conclusion_is_listed_with_the_share_of_the_space_in_which_its_sign_holds() -> None:
    """On the page that is kept: each intervention of all_interventions.yaml, in each outcome that it is contrasted in."""
    concluded, space = (load_experiment(ROOT / "experiments" / f"{name}.yaml") for name in (CONCLUSIONS, SPACE))
    asked = {(_called(pair.scenario, pair.reference), o.measure) for pair in concluded.pairs for o in pair.outcomes}
    assert {(_called(pair.scenario, pair.reference), o.measure) for pair in space.pairs for o in pair.outcomes} == asked
    parts = (ROOT / "docs" / "robustness.md").read_text("utf-8").split("\n## ")[1:]
    listed = [(name, measure) for measure, part in zip(MEASURES, parts, strict=True) for name in ROW.findall(part)]
    assert sorted(listed) == sorted(asked)
    assert f"all {len(space.factors)} parameters" in " ".join(
        (ROOT / "docs" / "robustness.md").read_text("utf-8").split()
    )
