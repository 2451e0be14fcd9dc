"""Turnover: people leave, and their posts are filled by newcomers drawn like everybody else.

    hazard a week = 1 - (1 - t)^(1/52)                                                               (16)

t: turnover a year. Nobody leaves in burn-in or in expectation mode. A newcomer is untrained.

References: [DfE2020], [March1991].
"""

import numpy as np

from mi_abm.core import Mechanism, Now, Organisation, View, chance, exp, flow, fraction, log


class Turnover(Mechanism):
    """Everybody is equally likely to leave in any week."""

    class Params(Mechanism.Params):
        rate: float = fraction(0.16, "share of staff who leave in a year", source="DfE2020", range=(0.06, 0.40), off=0.0)  # fmt: skip

    gone = flow(0.0, unit="0/1", meaning="left at the end of this week")

    def leave(self, people: View, p: Params, org: Organisation, now: Now) -> None:
        """Let chance decide who leaves."""
        stay = np.maximum(1 - np.asarray(p.rate), 1e-300)
        leaves = np.where(np.asarray(p.rate) < 1, 1 - exp(log(stay) / 52), 1.0)
        hazard = leaves * np.where(now.week >= 1, 1.0, 0.0)
        people.gone = now.noisy * chance(now, "leaves", hazard + 0.0 * people.gone)
