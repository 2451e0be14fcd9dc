"""Where luck comes from: Philox4x32-10 by address, in plain integers, or Python's own generator for timing.

The address of a draw is (who, week, process, partner); `who` is post + 2^24 x occupant, or the number of a team.
"""

from __future__ import annotations

import math
from random import Random
from statistics import NormalDist
from zlib import crc32

LOW = 0xFFFFFFFF
LASTING = 0
WEEK_ZERO = 1 << 15

bell = NormalDist().inv_cdf


def stream(name: str) -> int:
    """Return the number of a process "rule/process"."""
    return crc32(name.encode())


def key_schedule(seed: int) -> tuple[tuple[int, int], ...]:
    """Return the ten pairs of round keys of a 64-bit seed."""
    k0, k1 = seed & LOW, (seed >> 32) & LOW
    return tuple(((k0 + 0x9E3779B9 * r) & LOW, (k1 + 0xBB67AE85 * r) & LOW) for r in range(10))


def philox(c0: int, c1: int, c2: int, c3: int, keys: tuple[tuple[int, int], ...]) -> tuple[int, int, int, int]:
    """Return the four words of Philox4x32-10 (Salmon et al. 2011)."""
    for k0, k1 in keys:
        p0 = 0xD2511F53 * c0
        p1 = 0xCD9E8D57 * c2
        c0 = p1 >> 32 ^ c1 ^ k0
        c1 = p1 & 0xFFFFFFFF
        c2 = p0 >> 32 ^ c3 ^ k1
        c3 = p0 & 0xFFFFFFFF
    return c0, c1, c2, c3


class Chance:
    """Luck with an address: the same whatever else is drawn, and in whatever order."""

    __slots__ = ("keys", "noisy", "week_word")

    def __init__(self, seed: int, noisy: bool) -> None:
        self.keys = key_schedule(seed % 2**64)
        self.noisy = noisy
        self.week_word = WEEK_ZERO

    def begin(self, week: int) -> None:
        """Move on to a week."""
        self.week_word = week + WEEK_ZERO

    def draw(self, who: int, process: int, partner: int = 0) -> float:
        """Return this week's uniform draw."""
        w0, w1, _, _ = philox(who, self.week_word, process, partner, self.keys)
        return ((w0 << 20 | w1 >> 12) + 0.5) * 2.0**-52

    def lasting(self, who: int, process: int, partner: int = 0) -> float:
        """Return the uniform draw that holds for good."""
        w0, w1, _, _ = philox(who, LASTING, process, partner, self.keys)
        return ((w0 << 20 | w1 >> 12) + 0.5) * 2.0**-52

    def happens(self, p: float, who: int, process: int) -> float:
        """Return 1.0 or 0.0; in expectation mode the probability itself. Nothing is drawn where nothing is open."""
        if p <= 0.0:
            return 0.0
        if p >= 1.0:
            return 1.0
        if not self.noisy:
            return p
        return 1.0 if self.draw(who, process) < p else 0.0

    def normal(self, who: int, process: int) -> float:
        """Return this week's standard normal; 0 in expectation mode."""
        return bell(self.draw(who, process)) if self.noisy else 0.0

    def lasting_normal(self, who: int, process: int, partner: int = 0) -> float:
        """Return the standard normal that holds for good."""
        return bell(self.lasting(who, process, partner))


class Dice(Chance):
    """Luck in sequence, from Python's own generator: quicker, but any change shifts everybody's luck."""

    __slots__ = ("_next",)

    def __init__(self, seed: int, noisy: bool) -> None:
        super().__init__(seed, noisy)
        self._next = Random(seed).random

    def draw(self, who: int, process: int, partner: int = 0) -> float:
        """Return the next uniform draw."""
        return self._next() or 2.0**-53

    def lasting(self, who: int, process: int, partner: int = 0) -> float:
        """Return the next uniform draw."""
        return self._next() or 2.0**-53


def beta22(u: float) -> float:
    """Return the u-quantile of Beta(2, 2)."""
    return 0.5 - math.sin(math.asin(1.0 - 2.0 * u) / 3.0)


def room(z: float, mean: float, shape: float) -> float:
    """Return the room for growth that belongs to a standard normal (Wilson and Hilferty's form of the Gamma)."""
    return mean * max(0.0, 1.0 - 1.0 / (9.0 * shape) + z / (3.0 * math.sqrt(shape))) ** 3
