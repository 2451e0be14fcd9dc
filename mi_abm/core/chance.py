"""Chance has an address, not a sequence.

    u = Philox4x32-10(key = the run's 64-bit seed; counter = (post + 2^24 occupant, week + 2^15, crc32("rule/process"), partner))

The same address gives the same number in every scenario, engine and machine, whatever else is drawn; so two scenarios
with one seed share the luck of all that they have in common. Traits have week word 0, so they do not depend on when
their owner came. Team draws carry the team's number in place of the post. An event of probability p happens if u < p;
in expectation mode (`noise: off`) its probability stands in its place.

References: [Salmon2011], [Wichura1988].
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from mi_abm.core.columns import Array
from mi_abm.core.numbers import bell

Words = NDArray[np.uint64]
Word = Words | np.uint64
_W = np.uint64
_LOW, _32 = _W(0xFFFFFFFF), _W(32)
_MUL0, _MUL1 = _W(0xD2511F53), _W(0xCD9E8D57)
_BUMP0, _BUMP1 = _W(0x9E3779B9), _W(0xBB67AE85)
_WEEK0 = 2**15
_BLOCK = 16384  # counters worked on at once: what fits in the cache


def philox(c0: Word, c1: Word, c2: Word, c3: Word, k0: Word, k1: Word) -> tuple[Any, Any, Any, Any]:
    """Return the four 32-bit words of Philox4x32-10, one block per counter; all words held in uint64.

    What lies above the 32 bits of a word is cut off where it would matter, once a turn, and not where it arises.
    """
    for turn in range(10):
        if turn:
            k0, k1 = k0 + _BUMP0, k1 + _BUMP1
        p0, p1 = c0 * _MUL0, c2 * _MUL1
        c0, c1, c2, c3 = ((p1 >> _32) ^ c1 ^ k0) & _LOW, p1, ((p0 >> _32) ^ c3 ^ k1) & _LOW, p0
    return c0, c1 & _LOW, c2, c3 & _LOW


@lru_cache(maxsize=4096)
def stream(name: str) -> np.uint64:
    """Return the counter word of a process named "rule/process"."""
    return _W(crc32(name.encode()))


@dataclass(frozen=True)
class Now:
    """The address of a draw, less the process: who (one entry a row), in which run, in which week.

    `noisy` is 1 for chance and 0 for expectation mode, a number or one per row. `memo` keeps the week's draws on ties.
    """

    week: int
    post: Words
    occupant: Words
    team: Words
    key0: Words
    key1: Words
    noisy: Array | float = 1.0
    rule: str = ""
    memo: dict[np.uint64, Array] = field(default_factory=dict, repr=False)

    def of(self, rule: str) -> Now:
        """Return the same moment with the draws of `rule`."""
        return replace(self, rule=rule)

    def in_week(self, week: int) -> Now:
        """Return the addresses of another week."""
        return replace(self, week=week, memo={})

    def rows(self, rows: NDArray[np.intp]) -> Now:
        """Return the addresses of some rows only."""
        noisy = self.noisy[rows] if isinstance(self.noisy, np.ndarray) else self.noisy
        return replace(
            self, post=self.post[rows], occupant=self.occupant[rows], team=self.team[rows],
            key0=self.key0[rows], key1=self.key1[rows], noisy=noisy,
        )  # fmt: skip

    @property
    def person(self) -> Words:
        """The first counter word of each row: who is meant."""
        return (self.post + (self.occupant << _W(24))) & _LOW

    def name(self, process: str) -> np.uint64:
        """Return the stream of a process of this rule ("rule/process" names another rule's)."""
        return stream(process if "/" in process else f"{self.rule}/{process}")


def draw(who: Words, week: int, name: np.uint64, partner: Words | int, key0: Word, key1: Word) -> Array:
    """Return one uniform in (0, 1) per address; `week` counts from -2^15 (which is where traits are)."""
    shape = np.broadcast_shapes(np.shape(who), np.shape(partner), np.shape(key0))
    size = int(np.prod(shape))
    words = [np.ravel(np.broadcast_to(np.asarray(w, dtype=_W), shape)) for w in (who, partner, key0, key1)]
    out = np.empty(size)
    moment = _W(week + _WEEK0)
    for a in range(0, size, _BLOCK):
        who_, partner_, k0, k1 = (w[a : a + _BLOCK] for w in words)
        w0, w1, _, _ = philox(who_, moment, name, partner_, k0, k1)
        out[a : a + _BLOCK] = (((w0 << _W(20)) | (w1 >> _W(12))).astype(np.float64) + 0.5) * 2.0**-52
    return out.reshape(shape)


def uniform(now: Now, process: str) -> Array:
    """Return this week's uniform draw of each person."""
    return draw(now.person, now.week, now.name(process), 0, now.key0, now.key1)


def normal(now: Now, process: str) -> Array:
    """Return this week's standard normal draw of each person; 0 in expectation mode."""
    return now.noisy * bell(uniform(now, process)) if np.any(now.noisy) else np.zeros(len(now.post))


def chance(now: Now, process: str, p: Array) -> Array:
    """Return 1 where this week's event of probability `p` happens to a person, else 0 (expectation mode: `p`)."""
    return happens(now.noisy, p, lambda: uniform(now, process))


def team_chance(now: Now, process: str, p: Array) -> Array:
    """Return 1 where this week's event of probability `p` happens to a team, the same for all its members."""
    return happens(now.noisy, p, lambda: draw(now.team, now.week, now.name(process), 0, now.key0, now.key1))


def happens(noisy: Array | float, p: Array, luck: Callable[[], Array]) -> Array:
    """Compare luck with probability, or give the probability itself; no draw where nothing can happen."""
    if not np.any(noisy) or not np.any(p):
        return np.asarray(p, dtype=np.float64)
    event = (luck() < p).astype(np.float64)
    return event if np.all(noisy) else np.where(np.asarray(noisy) > 0, event, p)


def lasting_uniform(now: Now, process: str) -> Array:
    """Return a uniform draw that belongs to the person, whatever the week."""
    return draw(now.person, -_WEEK0, now.name(process), 0, now.key0, now.key1)


def lasting_normal(now: Now, process: str) -> Array:
    """Return a standard normal draw that belongs to the person, whatever the week."""
    return bell(lasting_uniform(now, process))


def post_uniform(now: Now, process: str) -> Array:
    """Return a uniform draw that belongs to the post, whoever holds it."""
    return draw(now.post, -_WEEK0, now.name(process), 0, now.key0, now.key1)


def style_normal(now: Now, process: str, styles: int) -> Array:
    """Return standard normal draws that belong to the person, one per style: shape (styles, people)."""
    k = np.arange(styles, dtype=_W)[:, None]
    return bell(draw(now.person, -_WEEK0, now.name(process), k, now.key0, now.key1))


def post_normal(now: Now, process: str, styles: int) -> Array:
    """Return this week's standard normal draws of each post, whoever holds it, one per style: shape (styles, people)."""
    k = np.arange(styles, dtype=_W)[:, None]
    return bell(draw(now.post, now.week, now.name(process), k, now.key0, now.key1))


def team_uniform(now: Now, process: str) -> Array:
    """Return this week's uniform draw of each team, given to all its members."""
    return draw(now.team, now.week, now.name(process), 0, now.key0, now.key1)


def lasting_team_uniform(now: Now, process: str) -> Array:
    """Return a uniform draw that belongs to the team, whatever the week, given to all its members."""
    return draw(now.team, -_WEEK0, now.name(process), 0, now.key0, now.key1)


def lasting_team_normal(now: Now, process: str) -> Array:
    """Return a standard normal draw that belongs to the team, given to all its members."""
    return bell(lasting_team_uniform(now, process))
