"""Draws: uniforms at their addresses, and the normal quantile of whole columns."""

# ruff: noqa: D103  each is the twin of the helper whose name it bears

import numpy as np

from mi_abm.engine.compiled.scalars import bell as bell_at
from mi_abm.engine.compiled.scalars import bell_centre, scalar, uniform_at

_W = np.uint64
_24, _LOW, _0 = _W(24), _W(0xFFFFFFFF), _W(0)
_WEEK0 = 2**15
CHUNK = 512


@scalar
def person(post, occupant):
    return (post + (occupant << _24)) & _LOW


def uniform(lo, n, post, occupant, key0, key1, stream, week, style, out):
    moment, name, partner = _W(week + _WEEK0), _W(stream), _W(style)
    for i in range(n):
        who = person(post[lo + i], occupant[lo + i])
        out[i] = uniform_at(who, moment, name, partner, key0[lo + i], key1[lo + i])


def lasting_uniform(n, rows, post, occupant, key0, key1, stream, style, out):
    name, partner = _W(stream), _W(style)
    for j in range(n):
        i = rows[j]
        out[j] = uniform_at(person(post[i], occupant[i]), _0, name, partner, key0[i], key1[i])


def tie_uniform(
    lo, run_lo, run_hi, run_rows, row, idx, known, visit, post, occupant, key0, key1, stream, week, block, stamp, words,
    who, partner, ties,
):  # fmt: skip
    if stamp[block] == week:
        return
    stamp[block] = week
    moment, name = _W(week + _WEEK0), _W(stream)
    for i in range(run_rows[run_hi] - lo):
        words[i] = person(post[lo + i], occupant[lo + i])
    for side in range(2):  # lasting ties, then visits
        for r in range(run_lo, run_hi):
            a, b = run_rows[r], run_rows[r + 1]
            e0, e1 = (known[a], known[b]) if side == 0 else (visit[a], visit[b])
            for e in range(e0, e1, CHUNK):
                m = min(CHUNK, e1 - e)
                for j in range(m):
                    who[j] = words[np.int64(row[e + j]) - lo]
                for j in range(m):
                    partner[j] = post[np.int64(idx[e + j])]
                for j in range(m):
                    ties[e + j] = uniform_at(who[j], moment, name, partner[j], key0[a], key1[a])


def bell(n, order, work, u, out):
    outside = 0
    for i in range(n):
        order[outside] = i
        outside += abs(u[i] - 0.5) > 0.425
    for i in range(n):
        out[i] = bell_centre(u[i])
    for j in range(outside):
        work[j] = u[order[j]]
    for j in range(outside):
        work[j] = bell_at(work[j])
    for j in range(outside):
        out[order[j]] = work[j]


def some(size, x):
    found = False
    for i in range(size):
        found |= x[i] > 0.0
    return found


def anything(size, x):
    found = False
    for i in range(size):
        found |= x[i] != 0.0
    return found


def fill(n, x, out):
    for i in range(n):
        out[i] = x
