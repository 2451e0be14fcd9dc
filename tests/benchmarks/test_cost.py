"""Costs: a planted law is found again, and the page names what gives way first."""

from pathlib import Path
from typing import Any

import pytest

from benchmarks.cost import EXPERIMENTS, FITTED, HELD_OUT, ORGANISATIONS, timed
from benchmarks.cost_page import laws, limits, write
from benchmarks.fits import RUNS, fitted
from tests.benchmarks.test_page import MACHINE


def seconds(runs: float, people: float, weeks: float, ties: float) -> float:
    return runs * people * (4e-6 + weeks * (1e-7 + 2e-8 * ties))


def found(driver: float = 1e-5) -> dict[str, Any]:
    """Return what would have been measured on a machine that follows a law exactly."""

    def cases(sizes: Any) -> list[dict[str, float]]:
        named = [dict(zip(("runs", "people", "weeks", "ties"), size, strict=True)) for size in sizes]
        return [case | {"seconds": seconds(**case)} for case in named]

    big = [{"people": n, "ties": k, "set-up": n * 1e-5, "week": n * (1e-6 + 1e-7 * k), "before": 2e8,
            "memory": n * (2000 + 150 * k)} for n, k in ORGANISATIONS]  # fmt: skip
    many = [{"runs": n, "seconds": 1 + n * 1e-4, "driver": n * driver, "memory": 2e8 + 900 * n, "chunks": n // 2000,
             "disk": 1e5 + 300 * n} for n in EXPERIMENTS]  # fmt: skip
    return {"machine": MACHINE, "runs": cases(FITTED), "held out": cases(HELD_OUT), "organisations": big,
            "experiments": many}  # fmt: skip


def test_a_planted_law_is_found_again() -> None:
    law = fitted(RUNS, found()["runs"], "seconds")
    assert list(law.costs.values()) == pytest.approx([0, 4e-6, 1e-7, 2e-8], rel=1e-6, abs=1e-12)
    assert law.missed(found()["held out"], "seconds")[1] < 1e-6


def test_a_law_that_misses_says_by_how_much() -> None:
    law = fitted(RUNS, found()["runs"], "seconds")
    slower = [case | {"seconds": 2 * case["seconds"]} for case in found()["held out"]]
    assert law.missed(slower, "seconds") == pytest.approx((0.5, 0.5))


def test_what_gives_way_first_depends_on_what_was_measured() -> None:
    first = {slow: limits(laws(found(slow)), 32)[0].what for slow in (1e-9, 1e-1)}
    assert first[1e-9] != first[1e-1]
    assert "driver" in first[1e-1]


def test_the_page_is_written_from_what_was_found(tmp_path: Path) -> None:
    (tmp_path / "images").mkdir()
    write(found(), tmp_path / "cost.md")
    text = (tmp_path / "cost.md").read_text()
    assert "Conditional comparison" not in text  # it compares no scenarios
    assert "| 100,000,000 runs" in text
    assert (tmp_path / "images" / "cost.png").stat().st_size > 10_000


def test_seconds_are_measured() -> None:
    (case,) = timed([(2, 50, 1, 12)], rounds=1)
    assert case["weeks"] == 27
    assert 0 < case["seconds"] < 60
