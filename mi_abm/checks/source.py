"""The text of a rule: its phases and whatever functions of its author's they call, each with its syntax tree."""

from __future__ import annotations

import ast
import builtins
import inspect
import sys
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any

from mi_abm.core.rules import PHASES, Intervention, Mechanism, Rule

FOUNDING = ("found", "arrive", "founded")
ROLES = ("people", "p", "org", "now")
UNKNOWN = object()


@dataclass(frozen=True, eq=False)
class Piece:
    """A function that runs when a rule does. `role` says which of its names stands for people, p, org or now."""

    name: str
    function: FunctionType
    tree: ast.FunctionDef
    file: str
    shift: int
    role: dict[str, str]
    rule: type[Rule]

    def at(self, node: ast.AST) -> str:
        """Return where a node stands, in words."""
        return f"{self.name} ({self.file}, line {getattr(node, 'lineno', 1) + self.shift})"

    def look_up(self, name: str) -> Any:
        """Return what a name outside of the function means, `UNKNOWN` for a local one."""
        free = dict(zip(self.function.__code__.co_freevars, self.function.__closure__ or (), strict=True))
        if name in free:
            return free[name].cell_contents
        return self.function.__globals__.get(name, getattr(builtins, name, UNKNOWN))

    def resolve(self, node: ast.expr) -> Any:
        """Return the object that a name or a dotted name of modules and classes means, else `UNKNOWN`."""
        if isinstance(node, ast.Name):
            return UNKNOWN if node.id in self.local_names else self.look_up(node.id)
        if isinstance(node, ast.Attribute):
            if isinstance(node.value, ast.Name) and node.value.id in ("self", "cls"):
                return _plain(inspect.getattr_static(self.rule, node.attr, UNKNOWN))
            owner = self.resolve(node.value)
            return getattr(owner, node.attr, UNKNOWN) if isinstance(owner, (ModuleType, type)) else UNKNOWN
        return UNKNOWN

    @cached_property
    def local_names(self) -> set[str]:
        """The names that the function gives itself: arguments and what it assigns."""
        given = {a.arg for a in ast.walk(self.tree) if isinstance(a, ast.arg)}
        return given | {n.id for n in ast.walk(self.tree) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}


def phases(rule: type[Rule]) -> dict[str, FunctionType]:
    """Return the phases that a rule has, as plain functions."""
    found = {name: _plain(inspect.getattr_static(rule, name, None)) for name in (*FOUNDING, *PHASES)}
    return {name: function for name, function in found.items() if isinstance(function, FunctionType)}


def pieces(rule: type[Rule]) -> list[Piece]:
    """Return all functions that run when a rule does, but for those of `mi_abm.core` and of libraries.

    Raises AssertionError where the text of one is not to be had.
    """
    found: list[Piece] = []
    todo = [(f"{rule.__name__}.{name}", f, _by_place(f)) for name, f in phases(rule).items()]
    done: set[Callable[..., Any]] = set()
    while todo:
        name, function, role = todo.pop(0)
        if function not in done:
            done.add(function)
            found.append(_piece(name, function, role, rule))
            todo += list(_called(found[-1]))
    return found


def is_authors(function: Any, rule: type[Rule]) -> bool:
    """Say whether a function belongs to the author of the rule, rather than to the core or to a library."""
    if not isinstance(function, FunctionType):
        return False
    top, own = function.__module__.partition(".")[0], rule.__module__.partition(".")[0]
    if function.__module__.startswith("mi_abm."):
        return not is_core(function)
    library = top in sys.stdlib_module_names or "site-packages" in function.__code__.co_filename
    return top == own or not library


def is_core(function: Any) -> bool:
    """Say whether a function is one of the helpers of `mi_abm.core`."""
    return str(getattr(function, "__module__", "")).startswith("mi_abm.core") and callable(function)


def _plain(found: Any) -> Any:
    return found.__func__ if isinstance(found, (staticmethod, classmethod)) else found


def _by_place(function: FunctionType) -> dict[str, str]:
    """Return the names that a phase gives to people, p, org and now: by their place after self."""
    names = list(inspect.signature(function).parameters)
    return dict(zip(ROLES, names[1:], strict=False))


def _piece(name: str, function: FunctionType, role: dict[str, str], rule: type[Rule]) -> Piece:
    try:
        lines, first = inspect.getsourcelines(function)
    except (OSError, TypeError):
        raise AssertionError(f"the text of {name} is not to be had: keep rules in a file") from None
    tree = ast.parse(textwrap.dedent("".join(lines))).body[0]
    assert isinstance(tree, ast.FunctionDef), f"{name} is no plain function"
    return Piece(name, function, tree, Path(function.__code__.co_filename).name, first - 1, role, rule)


def _called(piece: Piece) -> Iterator[tuple[str, FunctionType, dict[str, str]]]:
    """Yield the functions of the author's that a piece calls, and which of their arguments are people, p, org and now."""
    for node in ast.walk(piece.tree):
        if isinstance(node, ast.Call):
            function = piece.resolve(node.func)
            if is_authors(function, piece.rule):
                yield ast.unparse(node.func), function, _passed_on(piece, node, function)


def _passed_on(piece: Piece, call: ast.Call, function: FunctionType) -> dict[str, str]:
    names = list(inspect.signature(function).parameters)
    if names[:1] in (["self"], ["cls"]):
        names = names[1:]
    given = {**dict(zip(names, call.args, strict=False)), **{k.arg: k.value for k in call.keywords if k.arg}}
    return {
        role: name
        for name, value in given.items()
        for role, known in piece.role.items()
        if isinstance(value, ast.Name) and value.id == known
    }


def kind_of(rule: type[Rule]) -> str:
    """Return "mechanism" or "intervention"; raise AssertionError for anything else."""
    assert isinstance(rule, type), f"{rule!r} is no class"
    assert issubclass(rule, (Mechanism, Intervention)), f"{rule.__name__} is no subclass of Mechanism or Intervention"
    return "intervention" if issubclass(rule, Intervention) else "mechanism"
