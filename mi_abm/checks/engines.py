"""Both engines give the same bits, wherever they read the same rule."""

from __future__ import annotations

from importlib.util import find_spec

import numpy as np

from mi_abm.checks.variants import corners
from mi_abm.checks.worlds import WEEKS, History, Subject, first_week, histories, unlike, vary
from mi_abm.engine.compiled.account import reasons
from mi_abm.engine.engines import stack_of
from mi_abm.engine.ensemble import Run


def check_engines(subject: Subject) -> None:
    """Raise AssertionError where the compiled engine has other bits than numpy, the reference, in any column or week.

    Tried in all worlds, with the rule at its defaults and at three settings of its parameters. Where nothing can be
    compiled, there is nothing to hold against numpy.
    """
    if find_spec("llvmlite") is None:
        return
    runs = [Run(subject.world(number), 5) for number in range(3)]
    runs += [Run(vary(run.scenario, subject.rule, own), 7) for run, own in zip(runs, corners(subject, 3), strict=True)]
    with np.errstate(all="ignore"):
        numpy, again, compiled = (histories(runs, WEEKS, stack_of(name)) for name in ("numpy", "numpy", "compiled"))
    assert not any(unlike(a, b) for a, b in zip(numpy, again, strict=True)), "numpy itself is not the same twice"
    for a, b in zip(numpy, compiled, strict=True):
        _same(subject, a, b)


def _same(subject: Subject, a: History, b: History) -> None:
    off = unlike(a, b)
    if not off:
        return
    week = min(first_week(a[name], b[name]) for name in off)
    own = [column.name for column in (*subject.rule.columns(), *subject.rule.sets)]
    first = sorted((n for n in off if first_week(a[n], b[n]) == week), key=lambda name: name not in own)
    read = [phase for phase, why in reasons(subject.rule, one_style=False).items() if not why]
    raise AssertionError(
        f"numpy and the compiled engine differ from week {week} on in {', '.join(first[:6])}: the compiled engine reads "
        f"{', '.join(read) or 'another rule'} wrongly. Please report it; --engine numpy is right meanwhile, and "
        f"mi-abm describe --engine {subject.rule.name} shows what was read"
    )
