"""Our own exp, log, normal quantile and Beta quantile against references with more digits."""

from __future__ import annotations

from decimal import Decimal, localcontext

import numpy as np
import pytest
from scipy import special, stats

from mi_abm.core import beta22, exp, log, logistic
from mi_abm.core.numbers import bell


def exact(x: float, function: str) -> float:
    """Return exp or ln to 40 digits, rounded once."""
    with localcontext() as context:
        context.prec = 40
        return float(getattr(Decimal(x), function)())


def test_exp_against_forty_digits(perturb: np.random.Generator) -> None:
    x = np.concatenate([perturb.uniform(-5, 5, 400), perturb.uniform(-690, 690, 400), [0.0, -0.0, 1e-300, -1e-17]])
    found = exp(x)
    assert found == pytest.approx(np.array([exact(v, "exp") for v in x]), rel=1e-15, abs=0)
    assert exp(np.zeros(1))[0] == 1.0


def test_exp_saturates_instead_of_overflowing() -> None:
    assert exp(np.array([-1e9, -800.0])) == pytest.approx([0, 0], abs=1e-300)
    assert np.all(np.isfinite(exp(np.array([800.0, 1e308]))))


def test_log_against_forty_digits(perturb: np.random.Generator) -> None:
    x = np.concatenate([perturb.uniform(0, 2, 400), 10 ** perturb.uniform(-300, 300, 400), [1 - 1e-16, 1 + 3e-16]])
    assert log(x) == pytest.approx(np.array([exact(v, "ln") for v in x]), rel=1e-15, abs=0)
    assert log(np.ones(1))[0] == 0.0


def test_logistic_is_symmetric_and_bounded(perturb: np.random.Generator) -> None:
    x = perturb.uniform(-40, 40, 500)
    assert logistic(x) == pytest.approx(special.expit(x), rel=1e-14)
    assert logistic(x) + logistic(-x) == pytest.approx(np.ones(500), rel=1e-15)
    assert 0 <= logistic(np.array([-1e6]))[0] < 1e-300
    assert logistic(np.array([1e6]))[0] == 1.0


def test_bell_against_scipy(perturb: np.random.Generator) -> None:
    """The three branches meet at |u - 1/2| = .425 and at r = 5; the smallest u there is is 2^-53."""
    edges = np.array([0.075, 0.925, np.exp(-25.0), 2.0**-53, 1 - 2.0**-53])
    u = np.concatenate(
        [perturb.uniform(0, 1, 2000), 10 ** perturb.uniform(-15, -1, 500), edges, edges[:3] * (1 + 1e-12)]
    )
    assert bell(u) == pytest.approx(special.ndtri(u), rel=1e-14, abs=1e-14)
    assert bell(np.array([0.5]))[0] == 0.0


def test_beta22_against_scipy(perturb: np.random.Generator) -> None:
    u = np.concatenate([perturb.uniform(0, 1, 2000), [1e-9, 0.5, 2.0**-53, 1 - 2.0**-53]])
    x = beta22(u)
    assert x == pytest.approx(stats.beta(2, 2).ppf(u), rel=1e-9, abs=1e-12)
    assert x == pytest.approx(0.5 - np.sin(np.arcsin(1 - 2 * u) / 3), abs=1e-12)  # as MODEL 2.7 item 8 has it


@pytest.mark.parametrize("function", [exp, log, logistic, bell, beta22])
def test_a_value_does_not_depend_on_its_neighbours(function, perturb: np.random.Generator) -> None:  # type: ignore[no-untyped-def]
    u = perturb.uniform(1e-6, 1 - 1e-6, 3000)
    whole = function(u)
    assert all(function(u[i : i + 1])[0] == whole[i] for i in range(0, 3000, 37))
    assert np.array_equal(function(u[::-1].copy())[::-1], whole)
