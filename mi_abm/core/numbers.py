"""Exponential, logarithm and normal quantile of our own, in plain arithmetic.

Libraries differ in the last bit of these three; every engine and machine must give the same bits, so all use these.
Accuracy: relative error below 1e-15 for `exp` and `log`; `bell` agrees with the exact quantile to 1e-14.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from mi_abm.core.columns import Array

_LOG2_E = 1.4426950408889634
_LN2_HIGH, _LN2_LOW = 6.93147180369123816490e-01, 1.90821492927058770002e-10
_EXP = [
    1 / 479001600,
    1 / 39916800,
    1 / 3628800,
    1 / 362880,
    1 / 40320,
    1 / 5040,
    1 / 720,
    1 / 120,
    1 / 24,
    1 / 6,
    0.5,
    1.0,
    1.0,
]
_LOG = [1 / (2 * n + 1) for n in range(11, -1, -1)]
_SQRT2 = 1.4142135623730951
# Wichura (1988), algorithm AS 241, PPND16: numerators and denominators for the centre, the shoulder and the far tail.
_CENTRE = (
    [2.5090809287301226727e3, 3.3430575583588128105e4, 6.7265770927008700853e4, 4.5921953931549871457e4,
     1.3731693765509461125e4, 1.9715909503065514427e3, 1.3314166789178437745e2, 3.3871328727963666080e0],
    [5.2264952788528545610e3, 2.8729085735721942674e4, 3.9307895800092710610e4, 2.1213794301586595867e4,
     5.3941960214247511077e3, 6.8718700749205790830e2, 4.2313330701600911252e1, 1.0],
)  # fmt: skip
_SHOULDER = (
    [7.74545014278341407640e-4, 2.27238449892691845833e-2, 2.41780725177450611770e-1, 1.27045825245236838258e0,
     3.64784832476320460504e0, 5.76949722146069140550e0, 4.63033784615654529590e0, 1.42343711074968357734e0],
    [1.05075007164441684324e-9, 5.47593808499534494600e-4, 1.51986665636164571966e-2, 1.48103976427480074590e-1,
     6.89767334985100004550e-1, 1.67638483018380384940e0, 2.05319162663775882187e0, 1.0],
)  # fmt: skip
_TAIL = (
    [2.01033439929228813265e-7, 2.71155556874348757815e-5, 1.24266094738807843860e-3, 2.65321895265761230930e-2,
     2.96560571828504891230e-1, 1.78482653991729133580e0, 5.46378491116411436990e0, 6.65790464350110377720e0],
    [2.04426310338993978564e-15, 1.42151175831644588870e-7, 1.84631831751005468180e-5, 7.86869131145613259100e-4,
     1.48753612908506148525e-2, 1.36929880922735805310e-1, 5.99832206555887937690e-1, 1.0],
)  # fmt: skip


def _polynomial(coefficients: Sequence[float], x: Array) -> Array:
    """Evaluate by Horner's rule, highest power first."""
    y = np.full_like(x, coefficients[0])
    for c in coefficients[1:]:
        y *= x
        y += c
    return y


def exp(x: Array) -> Array:
    """Return e to the power x, with |x| cut at 700."""
    x = np.minimum(np.maximum(np.asarray(x, dtype=np.float64), -700.0), 700.0)
    k = np.floor(x * _LOG2_E + 0.5)
    r = x - k * _LN2_HIGH
    r -= k * _LN2_LOW
    y = _polynomial(_EXP, r)
    y *= ((k.astype(np.int64) + 1023) << 52).view(np.float64)
    return y


def log(x: Array) -> Array:
    """Return the natural logarithm of positive, normal numbers."""
    bits = np.asarray(x, dtype=np.float64).view(np.int64)
    e = ((bits >> 52) - 1023).astype(np.float64)
    m = ((bits & 0xFFFFFFFFFFFFF) | (1023 << 52)).view(np.float64)
    big = m > _SQRT2
    m, e = np.where(big, m * 0.5, m), np.where(big, e + 1.0, e)
    s = (m - 1.0) / (m + 1.0)
    y = _polynomial(_LOG, np.asarray(s * s))
    return np.asarray(e * _LN2_HIGH + (2.0 * s * y + e * _LN2_LOW))


def logistic(x: Array) -> Array:
    """Return 1 / (1 + e^-x)."""
    return 1.0 / (1.0 + exp(-np.asarray(x)))


def bell(u: Array) -> Array:
    """Return the standard normal value below which the share u in (0, 1) lies (AS 241)."""
    q = np.asarray(u - 0.5)
    r = 0.180625 - q * q
    z = q * _polynomial(_CENTRE[0], r) / _polynomial(_CENTRE[1], r)
    outer = np.abs(q) > 0.425
    if outer.any():
        z[outer] = _outer_bell(u[outer], q[outer])
    return z


def _outer_bell(u: Array, q: Array) -> Array:
    """Return the quantile outside the central 85 per cent."""
    r = np.sqrt(-log(np.where(q < 0, u, 1.0 - u)))
    near, far = r - 1.6, r - 5.0
    shoulder = _polynomial(_SHOULDER[0], near) / _polynomial(_SHOULDER[1], near)
    tail = _polynomial(_TAIL[0], far) / _polynomial(_TAIL[1], far)
    z = np.where(r <= 5.0, shoulder, tail)
    return np.where(q < 0, -z, z)


def beta22(u: Array) -> Array:
    """Return the quantile of Beta(2, 2) at u: the root of 3 x^2 - 2 x^3 = u, which is 1/2 - sin(asin(1 - 2u) / 3)."""
    low = np.minimum(u, 1.0 - u)
    root = np.sqrt(low / 3.0)
    x = root + low / 9.0
    for _ in range(6):
        x = x - (x * x * (3.0 - 2.0 * x) - low) / (6.0 * x * (1.0 - x))
    return np.where(u < 0.5, x, 1.0 - x)
