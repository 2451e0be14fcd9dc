"""The source of a function, as a tree; and a fingerprint of all that it says, through every function that it calls."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from functools import lru_cache
from types import CodeType, FunctionType, ModuleType
from typing import Any

from mi_abm.engine.compiled.graph import Refused


def free_names(function: FunctionType) -> dict[str, Any]:
    """Return the names that a function has from the function around it."""
    found = {}
    for name, cell in zip(function.__code__.co_freevars, function.__closure__ or (), strict=True):
        try:
            found[name] = cell.cell_contents
        except ValueError:
            raise Refused(f"{name} has no value yet") from None
    return found


@lru_cache(maxsize=4096)
def _tree(code: CodeType) -> ast.FunctionDef:
    trees, codes = _file(code.co_filename, "".join(inspect.findsource(code)[0]))
    key = code.co_name, code.co_firstlineno
    if key not in trees or not any(_said(code) == _said(c) for c in codes.get(key, ())):
        raise Refused(f"the file of {code.co_name}() has changed since it was imported")
    return trees[key]


Key = tuple[str, int]


@lru_cache(maxsize=256)
def _file(name: str, text: str) -> tuple[dict[Key, ast.FunctionDef], dict[Key, list[CodeType]]]:
    """Read a whole file: its functions as trees, and as they are compiled where they stand."""
    module = ast.parse(text)
    trees = {
        (f.name, min([f.lineno, *(d.lineno for d in f.decorator_list)])): f
        for f in ast.walk(module)
        if isinstance(f, ast.FunctionDef)
    }
    codes: dict[Key, list[CodeType]] = {}
    left = [compile(module, name, "exec", dont_inherit=True)]
    while left:
        code = left.pop()
        codes.setdefault((code.co_name, code.co_firstlineno), []).append(code)
        left += [c for c in code.co_consts if isinstance(c, CodeType)]
    return trees, codes


def tree_of(function: FunctionType) -> ast.FunctionDef:
    """Return a function's source as a tree; raise `Refused` if it is not there, or not what runs."""
    try:
        return _tree(function.__code__)
    except (OSError, TypeError, SyntaxError, IndexError):
        raise Refused(f"the source of {function.__name__}() is not at hand") from None


@lru_cache(maxsize=4096)
def _said(code: CodeType) -> tuple[Any, ...]:
    consts = tuple(_said(c) if isinstance(c, CodeType) else (type(c).__name__, repr(c)) for c in code.co_consts)
    return code.co_code, code.co_names, code.co_varnames, code.co_freevars, consts


def fingerprint(function: Any, owner: type | None = None) -> str:
    """Return a text that changes whenever the function, or anything of the rules' own that it uses, says another thing."""
    return "\n".join(sorted(_fingerprints(function, owner, set())))


def _fingerprints(value: Any, owner: type | None, seen: set[int]) -> Iterator[str]:
    value = getattr(value, "__func__", value)
    value = getattr(value, "__wrapped__", value)
    if isinstance(value, FunctionType):
        if id(value) in seen:
            return
        seen.add(id(value))
        yield f"{value.__qualname__} {_said(value.__code__)!r} {value.__defaults__!r} {value.__kwdefaults__!r}"
        try:
            free = free_names(value)
        except Refused:
            free = {}
        names = set(_names(value.__code__))
        for name in names:
            if name in free or name in value.__globals__:
                yield from _of_name(name, free.get(name, value.__globals__.get(name)), names, owner, seen)
            elif owner is not None and (own := vars_of(owner, name)) is not None:
                yield from _of_name(f"self.{name}", own, names, owner, seen)


def _of_name(name: str, value: Any, names: set[str], owner: type | None, seen: set[int]) -> Iterator[str]:
    if isinstance(value, staticmethod | classmethod) or isinstance(getattr(value, "__wrapped__", value), FunctionType):
        yield from _fingerprints(value, owner, seen)
    elif isinstance(value, ModuleType):
        if value.__name__.partition(".")[0] != "numpy":
            for inner in names:
                if not isinstance(getattr(value, inner, None), ModuleType | type | None):
                    yield from _of_name(f"{value.__name__}.{inner}", getattr(value, inner), names, owner, seen)
    elif hasattr(value, "func") and hasattr(value, "keywords"):
        yield f"{name} = partial {value.args!r} {value.keywords!r}"
        yield from _fingerprints(value.func, owner, seen)
    elif not isinstance(value, type):
        yield f"{name} = {value!r}"


def vars_of(owner: type, name: str) -> Any:
    """Return what a class or its bases say of a name, unbound."""
    return next((vars(klass)[name] for klass in owner.__mro__ if name in vars(klass)), None)


def _names(code: CodeType) -> Iterator[str]:
    yield from code.co_names
    yield from code.co_freevars
    for const in code.co_consts:
        if isinstance(const, CodeType):
            yield from _names(const)
