"""Boxes: what choices do, how often noise passes for a box, and what no box is."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from mi_abm.analysis.discovery import Box, Counts, Limit, discover


@pytest.mark.slow
def test_noise_rarely_passes_for_a_box() -> None:
    """Of twenty spaces of noise at most a few have a box that points held out seem to bear out: one in twenty, by chance."""
    passed = 0
    for seed in range(20):
        points = pd.DataFrame(
            {f"p{i}": (7919.0 * (seed + 1) * (np.arange(300) + 1) * np.sqrt(i + 2)) % 1 for i in range(4)}
        )
        passed += discover(points.iloc[:, :3], (points["p3"] < 0.4).to_numpy(), np.arange(300) % 3 == 0).better
    assert passed <= 3


@pytest.mark.slow
def test_choices_are_kept_or_left_out() -> None:
    n = np.arange(600)
    x = pd.DataFrame({"kind": np.array(["u", "v", "w"])[n % 3], "on": n % 2 == 0, "z": (n * 0.618) % 1})
    of_interest = ((x["kind"] != "w") & x["on"]).to_numpy()
    box = discover(x, of_interest, n % 5 == 0)
    assert {(limit.path, limit.at) for limit in box.limits} == {("kind", ("u", "v")), ("on", (True,))}
    assert (box.held.density, box.held.coverage) == (1.0, 1.0)


def test_a_box_without_limits_is_no_box() -> None:
    counts = Counts(10, 5, 10, 5)
    assert not Box((), counts, counts).better
    assert not Box((Limit("a", "from", 1.0),), counts, counts).better
