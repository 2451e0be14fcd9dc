"""Engine: the compiled one as soon as it is at hand, made beside the page where this machine has not had it yet."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from importlib.util import find_spec

from mi_abm.core.rules import Intervention
from mi_abm.engine.simulate import simulate
from mi_abm.scenario.load import Scenario
from mi_abm.scenario.problems import InputError
from mi_abm.widgets.outcome import MEASURES, Runs
from mi_abm.widgets.session import Session

PREPARING = "Preparing this machine for quick answers, once; for the next half minute pictures come more slowly."


def warm(scenario: Scenario, runs: Runs, say: Callable[[str], None]) -> None:
    """Let `runs` use the compiled engine, at once where its code is kept on this machine, else once it is made.

    What is still to be made is made in a thread, which says so; where there is no compiler, everything stays as it is.
    """
    if find_spec("llvmlite") is None:
        return
    from mi_abm.engine.compiled.code import codes

    if codes().at_hand():
        runs.engine = "compiled"
    else:
        say(PREPARING)
    threading.Thread(target=_warm, args=(scenario, runs, say), daemon=True).start()


def _warm(scenario: Scenario, runs: Runs, say: Callable[[str], None]) -> None:
    try:
        simulate(everything(scenario), [1], runs.weeks, MEASURES, engine="compiled")
        runs.engine = "compiled"
    except InputError:  # it cannot be had here
        runs.engine = "auto"
    finally:
        say("")


def everything(scenario: Scenario) -> Scenario:
    """Return a scenario with all its interventions on, so that running it makes the code of each."""
    session = Session(scenario)
    for rule in scenario.rules:
        if issubclass(rule, Intervention):
            with suppress(InputError):  # it contradicts another: then it is made when it is asked for
                session.switch(rule.name, True)
    return session.plan()
