"""What is wrong with an input, said so that it can be mended: where, which value, what is allowed, the nearest known name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches


@dataclass(frozen=True)
class Problem:
    """One thing wrong: `where` is "file:line" or "file, row n"; `path` the dotted path or column."""

    where: str
    path: str
    message: str

    def __str__(self) -> str:
        return ": ".join(part for part in (self.where, self.path, self.message) if part)


class InputError(ValueError):
    """Bad input: one line a problem."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(p) for p in self.problems))

    def __reduce__(self) -> tuple[type[InputError], tuple[tuple[Problem, ...]]]:
        return InputError, (self.problems,)  # it may come home from a worker process


def bad(where: str, path: str, message: str) -> InputError:
    """Return the error of a single problem."""
    return InputError([Problem(where, path, message)])


def nearest(name: str, known: Iterable[str]) -> str:
    """Return a hint that names the nearest known name, or a few of those there are."""
    names = sorted(set(known))
    close = get_close_matches(name, names, n=1, cutoff=0.5)
    if close:
        return f"did you mean {close[0]!r}?"
    shown = ", ".join(names[:12]) + (", ..." if len(names) > 12 else "")
    return f"known: {shown}" if names else "there are none"
