"""March's organisation (1991): members learn from a code, and the code from the best of them. A reference kernel, no driver.

    reality   m dimensions, each 1 or -1; beliefs of n members and the code are 1, 0 or -1; the code begins at 0
    members   where the code is not 0, a belief that differs becomes the code's with probability p1
    code      takes what most of those who know more than it does believe, with probability 1 - (1 - p2)^k; k: those of them who
              differ from the code less those who do not
    gradual   as in March's own programme, by those who recreated it: a contrary belief first becomes 0; members act, by a coin
              where they believe nothing; the code compares itself with acts and copies them, k: most less the others

Both learn from what stood at the start of the period. Knowledge is the mean over dimensions of code times reality. In an open
organisation members leave (`turnover`) and dimensions of reality turn (`turbulence`), each with its probability a period.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Signs = NDArray[np.int8]
SIDES = np.array([-1, 1], dtype=np.int8)


@dataclass
class March:
    """Many organisations at once: reality and code [run, dimension], beliefs [run, member, dimension]."""

    rng: np.random.Generator
    p1: float
    p2: float
    gradual: bool
    reality: Signs
    beliefs: Signs
    code: Signs

    @classmethod
    def found(cls, rng: np.random.Generator, p1: float, p2: float, gradual: bool, runs: int, n: int, m: int) -> March:
        """Found organisations in which members believe anything and the code nothing."""
        beliefs = rng.integers(-1, 2, (runs, n, m), dtype=np.int8)
        return cls(rng, p1, p2, gradual, rng.choice(SIDES, (runs, m)), beliefs, np.zeros((runs, m), dtype=np.int8))

    @property
    def knowledge(self) -> NDArray[np.float64]:
        """What the code of each run has right, less what it has wrong."""
        return np.asarray((self.code * self.reality).mean(axis=1))

    def step(self) -> None:
        """Let members and code learn from one another."""
        wanted, k = self._majority()
        learns = self.rng.random(self.code.shape) < 1 - (1 - self.p2) ** k
        beliefs = self._members()
        self.code = np.where(learns, wanted, self.code).astype(np.int8)
        self.beliefs = beliefs

    def at_rest(self) -> NDArray[np.bool_]:
        """Return the runs in which nothing can change any more."""
        apart = self.beliefs != self.code[:, None, :]
        if self.gradual:  # where the code is 0, acts go on
            return np.asarray(~(apart.any(axis=(1, 2)) | (self.code == 0).any(axis=1)))
        wanted, k = self._majority()
        may_learn = ((k > 0) & (wanted != self.code)).any(axis=1)
        return np.asarray(~(may_learn | (apart & (self.code != 0)[:, None, :]).any(axis=(1, 2))))

    def _members(self) -> Signs:
        code = self.code[:, None, :]
        learns = (self.rng.random(self.beliefs.shape, dtype=np.float32) < self.p1) & (code != 0)
        new = np.clip(self.beliefs + code, -1, 1) if self.gradual else code
        return np.where(learns, new, self.beliefs).astype(np.int8)

    def _majority(self) -> tuple[Signs, NDArray[np.int64]]:
        """Return what most of those who are better than the code hold, and k: 0 where they are split or agree with it."""
        shown = self.beliefs
        if self.gradual:
            shown = np.where(shown == 0, self.rng.integers(0, 2, shown.shape, dtype=np.int8) * 2 - 1, shown)
        score = np.einsum("rnm,rm->rn", shown, self.reality, dtype=np.int32, casting="unsafe")
        better = score > (self.code * self.reality).sum(axis=1)[:, None]
        yes, no = (np.einsum("rnm,rn->rm", shown == side, better, dtype=np.int32, casting="unsafe") for side in (1, -1))
        size = better.sum(axis=1)[:, None]
        same = np.select([self.code == 1, self.code == -1], [yes, no], size - yes - no)
        k = np.abs(yes - no) if self.gradual else np.maximum(size - 2 * same, 0)
        return np.sign(yes - no).astype(np.int8), np.where(yes != no, k, 0)

    def disturb(self, turnover: float, turbulence: float) -> None:
        """Replace members by others who believe anything; turn dimensions of reality."""
        leaves = self.rng.random(self.beliefs.shape[:2]) < turnover
        self.beliefs[leaves] = self.rng.integers(-1, 2, (int(leaves.sum()), self.beliefs.shape[2]), dtype=np.int8)
        turns = self.rng.random(self.reality.shape) < turbulence
        self.reality = np.where(turns, -self.reality, self.reality).astype(np.int8)

    def keep(self, which: NDArray[np.bool_]) -> None:
        """Go on with some of the runs only."""
        self.reality, self.beliefs, self.code = self.reality[which], self.beliefs[which], self.code[which]


def settled(p1: float, p2: float, seed: int, gradual: bool = False, runs: int = 400, n: int = 50, m: int = 30) -> float:
    """Return mean knowledge once nothing can change any more."""
    org = March.found(np.random.default_rng(seed), p1, p2, gradual, runs, n, m)
    total = 0.0
    while len(org.code):
        org.step()
        rest = org.at_rest()
        total += float(org.knowledge[rest].sum())
        org.keep(~rest)
    return total / runs


def in_motion(p1: float, p2: float, seed: int, turnover: float, turbulence: float, periods: int, runs: int = 100) -> NDArray[np.float64]:  # fmt: skip
    """Return mean knowledge in each period of an open organisation (textbook rule, n = 50, m = 30)."""
    org = March.found(np.random.default_rng(seed), p1, p2, False, runs, 50, 30)
    seen = np.zeros(periods)
    for period in range(periods):
        org.disturb(turnover, turbulence)
        org.step()
        seen[period] = org.knowledge.mean()
    return seen
