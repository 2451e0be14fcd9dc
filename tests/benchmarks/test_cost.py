"""Costs: a planted law is found again, and the page names what gives way first."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from benchmarks.chunks import SIZES, one_case
from benchmarks.cost import EXPERIMENTS, FITTED, FOUND, HELD_OUT, ORGANISATIONS, timed
from benchmarks.cost_jobs import JOBS, Work, limits
from benchmarks.cost_page import laws, write
from benchmarks.fits import RUNS, fitted
from mi_abm.experiment.engines.slurm_profile import MOST_WORKERS
from tests.benchmarks.test_page import MACHINE

COST = Path(__file__).parents[2] / "docs" / "cost.md"


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
    handed = [{"runs": n * each, "chunks": n, "driver": n * (driver * 100 + each * driver / 10), "seconds": n * driver * 500}
              for each, n in SIZES]  # fmt: skip
    return {"machine": MACHINE, "runs": cases(FITTED), "held out": cases(HELD_OUT), "organisations": big,
            "experiments": many, "chunks": {"machine": MACHINE, "workers": 2, "cases": handed}}  # fmt: skip


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


def test_a_time_is_the_larger_of_cores_and_driver() -> None:
    """So many workers that the cores would be done in seconds: then it takes as long as the driver does."""
    work = Work("", 1e6, 48, 52, 11)
    for slow, whose in ((1e-9, "cores"), (1e-2, "driver")):
        known = laws(found(slow))
        cores, driver = work.core_seconds(known) / 1024, work.driver_seconds(known, 1024)
        assert work.hours(known, 1024) == (pytest.approx(max(cores, driver) / 3600), whose)
    planning = known["experiment driver"](runs=1e6)
    assert work.driver_seconds(known, 1024) > planning
    assert work.driver_seconds(known, 2) == planning  # the processes of one machine need no Dask


def test_no_time_on_the_page_is_below_that_of_the_driver() -> None:
    for line in [line for line in COST.read_text("utf-8").splitlines() if "000,000 runs x" in line]:
        times = re.findall(r"([\d.,]+) (s|min|h|days) \((cores|driver)\)", line)
        assert len(times) == 4
    known = laws(json.loads(FOUND.read_text("utf-8")))
    for work in JOBS:
        for workers in (2, 32, 320, 1024):
            hours, whose = work.hours(known, workers)
            assert hours * 3600 >= work.driver_seconds(known, workers)
            assert (whose == "driver") == (work.driver_seconds(known, workers) > work.core_seconds(known) / workers)


def test_smaller_chunks_for_more_workers() -> None:
    work = Work("", 1e5, 48, 52, 11)
    assert work.chunks(1024) > work.chunks(32) > 0
    assert Work("", 1e8, 2, 1, 11).chunks(32) == 1e8 / 2000  # no more runs in a chunk than that


def test_no_more_cores_are_promised_than_a_profile_can_ask_for() -> None:
    why = {limit.what: limit.why for limit in limits(laws(found()), MOST_WORKERS)}
    assert f"`workers: {MOST_WORKERS}`" in why["workers"]
    assert "3,200 cores cannot be asked for" in why["workers"]
    assert "100 nodes" not in COST.read_text("utf-8")


def test_the_page_is_of_the_numbers_that_are_kept(tmp_path: Path) -> None:
    write(json.loads(FOUND.read_text("utf-8")), tmp_path / "cost.md")
    assert (tmp_path / "cost.md").read_text("utf-8") == COST.read_text("utf-8"), "python -m benchmarks.cost --no-run"


def test_the_page_says_what_the_laws_leave_out() -> None:
    said = COST.read_text("utf-8").partition("## What the laws leave out")[2]
    for what in ("start of jobs", "Handing out by Dask", "no term for weeks", "worker's own memory"):
        assert what in said


def test_chunks_are_handed_out_and_timed() -> None:
    case = one_case(3, 5, first=2)
    assert (case["chunks"], case["runs"]) == (5, 15)
    assert 0 < case["driver"] < 30


def test_the_page_is_written_from_what_was_found(tmp_path: Path) -> None:
    (tmp_path / "images").mkdir()
    write(found(), tmp_path / "cost.md")
    text = (tmp_path / "cost.md").read_text()
    assert "Conditional comparison" not in text  # it compares no scenarios
    assert "| 100,000,000 runs" in text
    assert (tmp_path / "images" / "cost.png").stat().st_size > 10_000


@pytest.mark.slow
def test_seconds_are_measured() -> None:
    (case,) = timed([(2, 50, 1, 12)], rounds=1)
    assert case["weeks"] == 27
    assert 0 < case["seconds"] < 60
