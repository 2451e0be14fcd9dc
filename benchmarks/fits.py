"""Laws of cost: sums of products of sizes with coefficients that are not negative, fitted to what was measured."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

import numpy as np
from scipy.optimize import nnls

Case = Mapping[str, Any]
Term = Callable[[Case], float]
STACK = 6144  # people that the compiled engine stacks (mi_abm.engine.simulate)
RUNS: dict[str, Term] = {
    "a stack's week": lambda c: ceil(c["runs"] * c["people"] / STACK) * c["weeks"],
    "to found a person": lambda c: c["runs"] * c["people"],
    "a person's week": lambda c: c["runs"] * c["people"] * c["weeks"],
    "a tie's week": lambda c: c["runs"] * c["people"] * c["weeks"] * c["ties"],
}
PEOPLE: dict[str, Term] = {"a person": lambda c: c["people"], "a tie": lambda c: c["people"] * c["ties"]}
HANDED: dict[str, Term] = {"a chunk": lambda c: c["chunks"], "a run": lambda c: c["runs"]}
EXPERIMENT: dict[str, Term] = {"at all": lambda c: 1.0, "a run": lambda c: c["runs"]}


@dataclass(frozen=True)
class Law:
    """A fitted law: what each term costs, and by how much it missed what it was fitted to (median and most, relative)."""

    terms: Mapping[str, Term]
    costs: Mapping[str, float]
    misses: tuple[float, float]

    def __call__(self, **sizes: float) -> float:
        """Return the cost of these sizes."""
        return sum(self.costs[name] * term(sizes) for name, term in self.terms.items())

    def missed(self, cases: Sequence[Case], what: str) -> tuple[float, float]:
        """Return by how much it misses measured cases: the median and the most, relative to what was measured."""
        off = [abs(self(**case) / case[what] - 1) for case in cases]
        return float(np.median(off)), max(off)


def fitted(terms: Mapping[str, Term], cases: Sequence[Case], what: str) -> Law:
    """Return the law that misses `what` of the cases least, each relative to what was measured there."""
    measured = np.array([case[what] for case in cases], dtype=np.float64)
    products = np.array([[term(case) for term in terms.values()] for case in cases], dtype=np.float64)
    scale = products.max(axis=0)
    costs, _ = nnls(products / scale / measured[:, None], np.ones(len(cases)))
    law = Law(terms, dict(zip(terms, (costs / scale).tolist(), strict=True)), (0.0, 0.0))
    return Law(terms, law.costs, law.missed(cases, what))
