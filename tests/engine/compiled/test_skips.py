"""What nothing would come of is left out; that the bits are the same all the same, the traps say."""

from __future__ import annotations

import numpy as np
import pytest

from mi_abm.engine.compiled.compiling import read
from mi_abm.engine.compiled.listing import listing
from mi_abm.engine.compiled.scalars import remainder
from tests.engine.compiled import traps
from tests.engine.compiled.test_traps import Statement, rule_of


def left_out(statement: Statement) -> list[str]:
    """Return what each helper, loop or sum of a trap is left out for."""
    lines = listing(read(rule_of(statement), "settle", True))
    return [line.partition(", only if ")[2].partition("  [")[0] for line in lines if ", only if " in line]


@pytest.mark.parametrize(("statement", "conditions"), [
    (traps.one_of_two, {"(p.x > 1)", "not (p.x > 1)"}),
    (traps.one_within_another, {"(now.week > 2) and (p.x > 1)", "(p.x > 0.5)", "not (p.x > 0.5)", "not (p.x > 1)"}),
    (traps.switched, {"any(monday:off)"}),
    (traps.a_helper_of_a_helper, {"(p.x > 0.5)"}),
    (traps.switched_and_used, set()),
    (traps.switched_then_written, set()),
])  # fmt: skip
def test_what_is_left_out(statement: Statement, conditions: set[str]) -> None:
    assert set(left_out(statement)) == conditions


def test_remainders_are_numpys() -> None:
    rng = np.random.default_rng(5)
    found = [0.0, -0.0, 1.0, -3.0, 0.5, 1e300, -1e-310, 2.0**26, 2.0**53, np.inf, -np.inf, np.nan]
    found += [
        *(rng.normal(size=60) * 10.0 ** rng.integers(-20, 20, 60)),
        *rng.integers(-(10**8), 10**8, 60).astype(float),
    ]
    x, y = (each.ravel() for each in np.meshgrid(found, found))
    with np.errstate(all="ignore"):
        expected = np.mod(x, y)
    ours = np.array([remainder(a, b) for a, b in zip(x, y, strict=True)])
    same = (ours.view(np.int64) == expected.view(np.int64)) | (np.isnan(ours) & np.isnan(expected))
    assert same.all(), list(zip(x[~same], y[~same], strict=True))[:5]
