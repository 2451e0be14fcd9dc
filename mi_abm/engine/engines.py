"""Which engine runs a job. Both read the same rules and give the same bits; they differ in speed and in how they start."""

from __future__ import annotations

from importlib.util import find_spec

from mi_abm.engine.stack import Stack
from mi_abm.scenario.problems import bad

ENGINES = ("auto", "numpy", "compiled")

PACE = {"numpy": 5e-6, "compiled": 6e-7}  # seconds of one person's week, all rules and measures together, as measured
WARM, COLD = 0.5, 20.0  # seconds of work from which code that is kept, or still to be made, pays


def choose(asked: str, person_weeks: float) -> str:
    """Return "numpy" or "compiled": what was asked for, or what is done sooner.

    Raises `InputError` where the compiled engine is asked for and cannot be had.
    """
    if asked not in ENGINES:
        raise bad("--engine", asked, f"is not an engine; {' or '.join(ENGINES)}")
    if asked == "numpy" or (asked == "auto" and find_spec("llvmlite") is None):
        return "numpy"
    from mi_abm.engine.compiled.code import Unavailable, codes

    seconds = PACE["numpy"] * person_weeks
    if asked == "auto" and not codes().started and seconds < (WARM if codes().at_hand() else COLD):
        return "numpy"
    try:
        codes().start()
    except Unavailable as reason:
        if asked == "compiled":
            raise bad("--engine", "compiled", f"cannot be had: {reason}") from None
        return "numpy"
    return "compiled"


def expected(person_weeks: float) -> float:
    """Return about how many seconds a job of this size takes on one core, whichever engine is to do it."""
    compiled = find_spec("llvmlite") is not None and PACE["numpy"] * person_weeks > COLD
    return person_weeks * PACE["compiled" if compiled else "numpy"]


def stack_of(engine: str) -> type[Stack]:
    """Return the kind of stack that an engine runs."""
    if engine == "numpy":
        return Stack
    from mi_abm.engine.compiled.stack import CompiledStack

    return CompiledStack
