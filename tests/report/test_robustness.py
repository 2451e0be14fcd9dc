"""Shares of signs are counted as they are said, and the page says what was counted."""

import pandas as pd
import pytest

from mi_abm.report.robustness import page, shares


def effects(scenario: str, differences: list[float], reach: float) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {"scenario": scenario, "measure": m, "week": 52, "difference": d, "ci_low": d - reach, "ci_high": d + reach}
            for m in ("miti", "practice") for d in differences
        ]
    )  # fmt: skip


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
