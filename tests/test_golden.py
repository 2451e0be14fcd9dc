"""The baseline gives the numbers that somebody last looked at (`python -m tests.golden` renews them)."""

from __future__ import annotations

import pytest

from tests.golden.numbers import ROWS, Numbers, computed, keep, kept, moved


@pytest.fixture(scope="module")
def today() -> Numbers:
    return computed()


def test_the_baseline_has_not_moved(today: Numbers) -> None:
    lines = moved(kept(), today)
    assert not lines, "\n".join(["renew with `python -m tests.golden` if this is meant:", *lines])


def test_what_moved_is_said(today: Numbers) -> None:
    other = today | {
        "practice": [x if x is None else x * (1 + 1e-8) for x in today["practice"]],
        "joy": [None] * len(ROWS),
    }
    other.pop("miti")
    assert [line.partition(":")[0] for line in moved(today, other)] == ["miti", "joy", "practice"]
    assert moved(today, other)[2].startswith("practice: row 0: 0.")
    assert moved(today, dict(today)) == []


def test_what_is_kept_is_read_as_it_was(today: Numbers, tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr("tests.golden.numbers.FILE", tmp_path / "numbers.yaml")
    keep(today)
    assert kept() == today
