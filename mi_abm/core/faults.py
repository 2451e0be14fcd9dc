"""Faults: what went wrong in a rule from outside, and where in its file, on one line.

The line travels as a note on the error, from worker processes too; an error of our own rules keeps its traceback alone.
"""

from __future__ import annotations

import builtins
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from difflib import get_close_matches
from traceback import walk_tb

HOUSE = __name__.partition(".")[0]
MARK = "in a rule: "


def did_you_mean(name: str, known: Iterable[str], cutoff: float = 0.6) -> str:
    """Return a hint at the nearest known name, "" if none is near."""
    close = get_close_matches(name, list(known), n=1, cutoff=cutoff)
    return f"; did you mean {close[0]!r}?" if close else ""


@contextmanager
def noted(rule: object, phase: str) -> Iterator[None]:
    """Note on an error that a rule's phase raises where in the rule's file that was, if the rule is a guest's."""
    try:
        yield
    except Exception as error:
        _note(error, rule, phase)
        raise


def _note(error: Exception, rule: object, phase: str) -> None:
    kind = type(rule)
    if kind.__module__.partition(".")[0] == HOUSE or fault(error):
        return
    file = getattr(sys.modules.get(kind.__module__), "__file__", None)
    inside = [(frame, line) for frame, line in walk_tb(error.__traceback__) if frame.f_code.co_filename == file]
    where, hint = f"{kind.__name__}.{phase}", ""
    if inside:
        frame, line = inside[-1]
        where = f"{file}:{line}: {where}"
        if isinstance(error, NameError) and error.name:
            hint = did_you_mean(error.name, {*frame.f_locals, *frame.f_globals, *vars(builtins)})
    error.add_note(f"{MARK}{where}: {type(error).__name__}: {' '.join(str(error).split())}{hint}")


def fault(error: BaseException) -> str:
    """Return the line that was noted on an error, "" if there is none."""
    notes: list[str] = getattr(error, "__notes__", [])
    return next((n.removeprefix(MARK) for n in notes if n.startswith(MARK)), "")
