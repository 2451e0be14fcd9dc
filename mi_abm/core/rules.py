"""Rules: what a mechanism, an intervention and a measure declare, and the phases of the week they may have.

A phase is a method `phase(self, people, p, org, now)`; whoever lacks it sits that phase out. Rule bodies hold
arithmetic, ufuncs, `np.where/clip/minimum/maximum` and the helpers of this package: no loop over people, no run index,
no branch on a parameter. That is what lets one body serve one run, a stack of runs, and a compiled engine.
"""

from __future__ import annotations

import re
from functools import cache
from inspect import isfunction
from typing import Any, ClassVar, Literal, get_args

import numpy as np

from mi_abm.core.columns import Column
from mi_abm.core.faults import did_you_mean
from mi_abm.core.param import Params as Declared
from mi_abm.core.param import fraction, param

Phase = Literal[
    "found", "arrive", "apply", "prepare", "meet", "appraise", "act", "perceive", "learn", "settle", "leave"
]
METHODS = (*get_args(Phase), "founded", "columns", "covers_teams", "awake")
NEAR = 0.8  # how like a phase's name a method may be called before it is taken for a slip
PHASES: tuple[Phase, ...] = ("apply", "prepare", "meet", "appraise", "act", "perceive", "learn", "settle", "leave")


def snake_case(name: str) -> str:
    """Return the YAML name of a class: `DescriptiveNorms` is `descriptive_norms`."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


class Rule:
    """What mechanisms and interventions share: a name, parameters, columns read."""

    class Params(Declared):
        """Nothing to set."""

    name: ClassVar[str] = ""
    reads: ClassVar[tuple[Column, ...]] = ()
    sets: ClassVar[tuple[Column, ...]] = ()

    def __init_subclass__(cls) -> None:
        cls.name = snake_case(cls.__name__)
        for name, made in vars(cls).items():
            if (
                isfunction(made)
                and name[0] != "_"
                and name not in METHODS
                and (hint := did_you_mean(name, METHODS, NEAR))
            ):
                line = made.__code__.co_firstlineno
                raise TypeError(f"line {line}: {cls.__name__}.{name} is no phase{hint} (else call it _{name})")

    @classmethod
    @cache
    def columns(cls) -> tuple[Column, ...]:
        """Return the columns that this rule declares and alone may write."""
        return tuple(v for klass in reversed(cls.__mro__) for v in vars(klass).values() if isinstance(v, Column))


class Mechanism(Rule):
    """How one thing moves another, week by week; owns the columns it declares."""


class Intervention(Rule):
    """What one can do about it: contributes to exposures of mechanisms, within its window of weeks and its coverage.

    `people.covered` is 1 for whoever it reaches (coverage and teams), and `weeks: 0` is absence.
    """

    class Params(Rule.Params):
        """The window of weeks and who is covered."""

        start: int = param(2, "first week in which it acts", unit="week", source="assumption", range=(1, 52))
        weeks: int = param(51, "number of weeks in which it acts; 0 is absence", unit="weeks", source="assumption", range=(0, 104), bounds=(0, None), off=0)  # fmt: skip
        coverage: float = fraction(1.0, "share of practitioners reached", off=0.0)
        teams: list[str | int] | None = param(None, "names or numbers of the teams it is limited to", unit="teams", source="assumption")  # fmt: skip

    late: ClassVar[int] = 0  # weeks by which it may be put off, where a rule that `delays` is at work
    delays: ClassVar[bool] = False
    absent: ClassVar[dict[str, Any]] = {"weeks": 0}

    @classmethod
    def covers_teams(cls, params: Any) -> bool:
        """Say whether, with these parameters, coverage is drawn by team in the whole scenario."""
        return False

    @classmethod
    def awake(cls, p: Any, week: int, late: bool) -> bool:
        """Say whether it may act in this week in any run (asleep is neutral anyway); `late`: training may be put off."""
        if not hasattr(p, "start"):
            return bool(p.weeks)
        acts = (p.weeks > 0) & (week >= p.start) & (week < p.start + p.weeks + cls.late * late)
        return acts if isinstance(acts, bool) else bool(np.any(acts))
