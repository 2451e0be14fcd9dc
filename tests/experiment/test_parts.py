"""Parts and whole, worked by hand on two seeds."""

import pandas as pd
import pytest

from mi_abm.experiment.parts import parts

ROWS = {"base": (1.0, 2.0), "full": (4.0, 6.0), "only_a": (2.0, 3.0), "only_b": (1.5, 2.5), "no_a": (1.5, 2.0), "no_b": (4.0, 6.5)}  # fmt: skip


def test_by_hand() -> None:
    runs = pd.DataFrame([(name, seed, x[seed]) for name, x in ROWS.items() for seed in (0, 1)], columns=["scenario", "seed", "miti"])  # fmt: skip
    found = parts(runs, "miti", "base", "full")
    assert (found.whole.value, found.summed.value, found.beyond.value) == (3.5, 1.5, 2.0)
    assert found.beyond.ci_low == pytest.approx(2 - 12.706 * 0.5, abs=1e-3)
    assert [(p.name, p.alone.value, p.last.value, p.together.value) for p in found.parts] == [("a", 1, 3.25, 2.25), ("b", 0.5, -0.25, -0.75)]  # fmt: skip
