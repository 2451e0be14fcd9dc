"""What is wrong with an input, said so that it can be mended: where, which value, what is allowed, the nearest known name."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

MAX_LINES = 40  # problems printed; all of them are kept
MAX_SHOWN = 60  # characters of a value
MANY = 400  # names


@dataclass(frozen=True)
class Problem:
    """One thing wrong: `where` is "file:line" or "file, row n"; `path` the dotted path or column."""

    where: str
    path: str
    message: str

    def __str__(self) -> str:
        said = ": ".join(part for part in (self.where, self.path, self.message) if part)
        return "".join(c if c.isprintable() else repr(c)[1:-1] for c in said)  # names may hold line ends: one line each


class InputError(ValueError):
    """Bad input: one line a problem."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        lines = [str(p) for p in self.problems[:MAX_LINES]]
        if len(self.problems) > MAX_LINES:
            lines.append(f"... and {len(self.problems) - MAX_LINES:,} more")
        super().__init__("\n".join(lines))

    def __reduce__(self) -> tuple[type[InputError], tuple[tuple[Problem, ...]]]:
        return InputError, (self.problems,)  # it may come home from a worker process


def bad(where: str, path: str, message: str) -> InputError:
    """Return the error of a single problem."""
    return InputError([Problem(where, path, message)])


def shown(value: Any, quoted: bool = True) -> str:
    """Return a value as it may stand in a line: a long one is cut, a mapping or list only named."""
    if isinstance(value, dict) and value:
        return "a mapping"
    text = repr(value[:MAX_SHOWN] if isinstance(value, str) else value) if quoted else str(value)
    return text if len(text) <= MAX_SHOWN + 2 and not _cut(value) else f"{text[:MAX_SHOWN]}..."


def _cut(value: Any) -> bool:
    return isinstance(value, str) and len(value) > MAX_SHOWN


def digits(x: float) -> str:
    """Return a limit as one would write it: 1,000,000 and not 1e+06."""
    return f"{int(x):,}" if x == int(x) else f"{x:g}"


def nearest(name: str, known: Iterable[str]) -> str:
    """Return a hint that names the nearest known name, or a few of those there are."""
    names = {known.casefold(): known for known in sorted(set(known), reverse=True)}
    near = _around(name[:MAX_SHOWN].casefold(), sorted(names))
    close = get_close_matches(name[:MAX_SHOWN].casefold(), near, n=1, cutoff=0.5)
    if close:
        return f"did you mean {names[close[0]]!r}?"
    some = sorted(names.values())
    text = ", ".join(some[:12]) + (", ..." if len(some) > 12 else "")
    return f"known: {text}" if some else "there are none"


def _around(name: str, ordered: list[str]) -> list[str]:
    """Return where in an ordered list a name would stand, and its neighbours: comparing with all of many takes long."""
    at = bisect(ordered, name)
    return ordered[max(0, at - MANY // 2) : at + MANY // 2] if len(ordered) > MANY else ordered
