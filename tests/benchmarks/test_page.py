"""The page says of each target whether it is met, from what was found; what was not measured says so."""

from pathlib import Path
from typing import Any

import pytest

from benchmarks.cases import Size, styles
from benchmarks.page import write
from benchmarks.targets import TARGETS, rows

MACHINE = {
    "date": "2026-11-25", "commit": "abc", "processor": "any", "cores": 2, "memory": 24, "system": "any", "python": "3.11",
    "packages": {"numpy": "2"}, "load": 0.1,
}  # fmt: skip


def spread(x: float) -> dict[str, float]:
    return {"median": x, "least": x / 2, "most": x * 2}


def found(**cases: Any) -> dict[str, Any]:
    return {"machine": MACHINE, "quick": False, **cases}


def test_targets_are_met_or_missed_by_a_factor() -> None:
    ratios = {"mesa": spread(3.0), "compiled": spread(0.02), "numpy": spread(0.05)}
    said = {what: rest for what, *rest in rows(found(ratios=ratios))}
    assert said["compiled against the Mesa yardstick, one core"] == [
        "at least 50 x, aim 75",
        "150 x [37.5 to 600]",
        "met",
    ]
    assert said["compiled against numpy stacked, one core"][1:] == ["2.5 x [0.625 to 10]", "missed by a factor 2"]
    assert said["`mi-abm --help`"][1:] == ["not measured", "-"]
    assert len(said) == len(TARGETS)


def test_the_page_holds_what_there_is(tmp_path: Path) -> None:
    write(
        found(ratios={"mesa": spread(3.0), "compiled": spread(0.02)}, large={"failed": "not done after 900 s"}),
        tmp_path,
    )
    text = (tmp_path / "RESULTS.md").read_text()
    assert "| compiled | 20 [10 to 40] |" in text
    assert "* large: not done after 900 s" in text
    assert "## Growth" not in text


@pytest.mark.slow
def test_a_case_gives_numbers() -> None:
    numbers = styles(Size(rounds=1, runs=1, weeks=1, many=1, people=100))
    assert set(numbers) == {"1", "4"}
    assert all(0 < x["least"] <= x["median"] <= x["most"] for x in numbers.values())
