"""Scalar twins of `core/numbers.py` and `core/chance.py`, for numba: the same operations in the same order, the same bits.

Inlined by force wherever they are called, or the loop around them would not be vectorised. Branches are choices between
two computed values, for the same reason.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

from mi_abm.core import numbers

scalar = njit(error_model="numpy", forceinline=True)

_LOG2_E, _LN2_HIGH, _LN2_LOW, _SQRT2 = numbers._LOG2_E, numbers._LN2_HIGH, numbers._LN2_LOW, numbers._SQRT2
_EXP, _LOG = tuple(numbers._EXP), tuple(numbers._LOG)
_CENTRE, _SHOULDER, _TAIL = (
    tuple(tuple(c) for c in pair) for pair in (numbers._CENTRE, numbers._SHOULDER, numbers._TAIL)
)
_CENTRE_A, _CENTRE_B = _CENTRE
_SHOULDER_A, _SHOULDER_B = _SHOULDER
_TAIL_A, _TAIL_B = _TAIL
_WHOLE = 2.0**26
_W = np.uint64
_LOW, _32, _20, _12 = _W(0xFFFFFFFF), _W(32), _W(20), _W(12)
_MUL0, _MUL1 = _W(0xD2511F53), _W(0xCD9E8D57)
_BUMP0, _BUMP1 = _W(0x9E3779B9), _W(0xBB67AE85)


@scalar
def _polynomial(c: Any, x: float) -> float:
    y = c[0]
    for n in range(1, len(c)):
        y = y * x + c[n]
    return y


@scalar
def exp(x: float) -> float:
    """Return e to the power x, with |x| cut at 700."""
    x = -700.0 if x < -700.0 else x
    x = 700.0 if x > 700.0 else x
    k = np.floor(x * _LOG2_E + 0.5)
    r = x - k * _LN2_HIGH
    r -= k * _LN2_LOW
    return _polynomial(_EXP, r) * np.int64((np.int64(k) + 1023) << 52).view(np.float64)


@scalar
def log(x: float) -> float:
    """Return the natural logarithm of a positive, normal number."""
    bits = np.float64(x).view(np.int64)
    e = np.float64((bits >> 52) - 1023)
    m = np.int64((bits & 0xFFFFFFFFFFFFF) | (1023 << 52)).view(np.float64)
    big = m > _SQRT2
    m = m * 0.5 if big else m
    e = e + 1.0 if big else e
    s = (m - 1.0) / (m + 1.0)
    y = _polynomial(_LOG, s * s)
    return e * _LN2_HIGH + (2.0 * s * y + e * _LN2_LOW)


@scalar
def bell_centre(u: float) -> float:
    """Return the standard normal quantile of u in the central 85 per cent."""
    q = u - 0.5
    r = 0.180625 - q * q
    return q * _polynomial(_CENTRE_A, r) / _polynomial(_CENTRE_B, r)


@scalar
def bell(u: float) -> float:
    """Return the standard normal quantile of u (AS 241)."""
    q = u - 0.5
    r = np.sqrt(-log(u if q < 0 else 1.0 - u))
    near, far = r - 1.6, r - 5.0
    shoulder = _polynomial(_SHOULDER_A, near) / _polynomial(_SHOULDER_B, near)
    tail = _polynomial(_TAIL_A, far) / _polynomial(_TAIL_B, far)
    z = shoulder if r <= 5.0 else tail
    z = -z if q < 0 else z
    return z if abs(q) > 0.425 else bell_centre(u)


@scalar
def remainder(x: float, y: float) -> float:
    """Return x modulo y with the sign of y, as `np.mod`."""
    if x == np.floor(x) and abs(x) < _WHOLE and y == np.floor(y) and 0 < y < _WHOLE:
        return x - np.floor(x / y) * y  # of weeks, say: no quotient of such numbers is rounded to another whole one
    m = np.copysign(rest(abs(x), abs(y)), x)
    return m + y if m != 0 and (y < 0) != (m < 0) else (m if m != 0 else np.copysign(0.0, y))


@scalar
def rest(x: float, y: float) -> float:
    """Return what is left of x when y has been taken away as often as it can be; each difference is exact."""
    if not (x < np.inf and y > 0):
        return np.nan
    while x >= y:
        some = y
        while some <= 0.5 * x:
            some += some
        x -= some
    return x


@scalar
def uniform_at(c0: np.uint64, c1: np.uint64, c2: np.uint64, c3: np.uint64, k0: np.uint64, k1: np.uint64) -> float:
    """Return the uniform draw of one address: who, moment, stream, partner, and the run's key."""
    for turn in range(10):
        if turn:
            k0 = (k0 + _BUMP0) & _LOW
            k1 = (k1 + _BUMP1) & _LOW
        p0 = (c0 & _LOW) * _MUL0  # as they are anyway: told so, LLVM multiplies halves and not wholes
        p1 = (c2 & _LOW) * _MUL1
        c0, c1, c2, c3 = (p1 >> _32) ^ c1 ^ k0, p1 & _LOW, (p0 >> _32) ^ c3 ^ k1, p0 & _LOW
    return (np.float64((c0 << _20) | (c1 >> _12)) + 0.5) * 2.0**-52
