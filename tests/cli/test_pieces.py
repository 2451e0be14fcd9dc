"""Numerals, progress and the number of workers."""

from __future__ import annotations

import io
import sys
import time

import pytest

from mi_abm.cli import progress
from mi_abm.cli.numerals import decimals, plain, signed, span
from mi_abm.cli.progress import Progress, lasting
from mi_abm.cli.workers import affordable, person_weeks
from mi_abm.engine.cores import usable_cores
from mi_abm.scenario.load import load


@pytest.mark.parametrize(
    ("value", "places", "said"),
    [(None, 4, "-"), (0.0, 2, "0.00"), (-0.00001, 4, "0.0000"), (0.017, 4, "+0.0170"), (-1234.5, 1, "-1,234.5")],
)
def test_signed(value: float | None, places: int, said: str) -> None:
    assert signed(value, places) == said


def test_numbers_of_a_row_share_their_decimals() -> None:
    assert [decimals(x) for x in (2.7, -30.0, 747.0, 30_000.0)] == [4, 3, 1, 0]
    assert decimals(None, None) == 4
    assert plain(30_000.4, decimals(30_000.4)) == "30,000"
    assert span(-0.1, 0.2, 1) == "[-0.1, +0.2]"
    assert span(None, 0.2, 1) == "-"


@pytest.mark.parametrize(("seconds", "said"), [(0.2, "1 s"), (59, "59 s"), (90, "2 min"), (7800, "2 h 10 min")])
def test_lasting(seconds: float, said: str) -> None:
    assert lasting(seconds) == said


def spoken(monkeypatch: pytest.MonkeyPatch, live: bool, seconds: float) -> str:
    """Return what a job of so many seconds says on standard error."""
    monkeypatch.setattr(progress, "QUIET", 0.1)
    monkeypatch.setattr(progress, "LIVE", 0.05)
    stream = io.StringIO()
    monkeypatch.setattr(stream, "isatty", lambda: live)
    monkeypatch.setattr(sys, "stderr", stream)
    with Progress("runs", 10) as told:
        told.add(5)
        time.sleep(seconds)
    return stream.getvalue()


def test_short_jobs_say_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    assert spoken(monkeypatch, live=True, seconds=0.0) == spoken(monkeypatch, live=False, seconds=0.0) == ""


def test_a_terminal_has_one_live_line_that_goes_away(monkeypatch: pytest.MonkeyPatch) -> None:
    said = spoken(monkeypatch, live=True, seconds=0.3)
    assert said.startswith("\r\x1b[Kruns: 5 of 10, about 1 s left\r")
    assert said.endswith("\r\x1b[K")
    assert "\n" not in said


def test_a_log_has_plain_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    assert spoken(monkeypatch, live=False, seconds=0.3) == "runs: 5 of 10, about 1 s left\n"


def test_small_jobs_stay_in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mi_abm.cli.workers.usable_cores", lambda: 64)
    pair = [load("baseline"), load("rotation")]
    assert affordable(person_weeks(pair, 4, 10), "numpy") == 1
    assert 2 <= affordable(person_weeks(pair, 200, 52), "numpy") <= 16
    assert affordable(person_weeks(pair, 100_000, 52), "numpy") == 64
    assert affordable(person_weeks(pair, 4, 10), "compiled") == 1
    assert 2 <= affordable(person_weeks(pair, 200, 52), "compiled") <= 64
    assert usable_cores() >= 1
