"""Reads a rule's phase statement by statement, as Python would run it, and puts down in a graph what it does to columns.

Values are nodes of the graph, things such as `people` and `org`, and plain Python constants. Helpers that work on whole
columns have a meaning of their own (`vocabulary.py`); any other function is read in its turn. What cannot be read
exactly raises `Refused`: the rule then stays numpy.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from types import FunctionType, MethodType
from typing import Any

from mi_abm.engine.compiled.expressions import Expressions, Native, Thing
from mi_abm.engine.compiled.graph import Graph, Node, Refused
from mi_abm.engine.compiled.source import free_names, tree_of

Helper = Callable[..., Any]
DEPTH = 20  # functions that call one another


class Returned(Exception):
    """A function has come to its end; `value` is what it returns."""

    def __init__(self, value: Any) -> None:
        self.value = value


class Reader(Expressions):
    """Reads functions into one graph."""

    def __init__(self, graph: Graph, helpers: Mapping[Any, Helper]) -> None:
        super().__init__(graph)
        self.helpers = helpers

    def call(self, function: Any, args: Sequence[Any], kwargs: Mapping[str, Any] | None = None) -> Any:
        """Return what a function makes of these values."""
        kwargs = dict(kwargs or {})
        if isinstance(function, Native):
            return function.meaning(*args, **kwargs)
        if isinstance(function, MethodType):
            return self.call(function.__func__, [function.__self__, *args], kwargs)
        if isinstance(function, partial):
            return self.call(function.func, [*function.args, *args], {**function.keywords, **kwargs})
        try:
            helper = self.helpers.get(function)
        except TypeError:
            helper = None
        if helper is not None:
            try:
                return helper(self, *args, **kwargs)
            except TypeError as error:
                raise Refused(f"{getattr(function, '__name__', function)}(): {error}") from None
        if isinstance(function, FunctionType):
            return self._inline(function, args, kwargs)
        raise Refused(f"{getattr(function, '__name__', function)}() is not known")

    def _inline(self, function: FunctionType, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
        if len(self.frames) >= DEPTH:
            raise Refused(f"{function.__name__}() calls itself")
        tree = tree_of(function)
        names = [a.arg for a in (*tree.args.posonlyargs, *tree.args.args)]
        if tree.args.vararg or tree.args.kwarg or len(args) > len(names):
            raise Refused(f"{function.__name__}() takes any number of arguments")
        defaults = dict(zip(names[::-1], (function.__defaults__ or ())[::-1], strict=False))
        env = {**defaults, **(function.__kwdefaults__ or {}), **dict(zip(names, args, strict=False)), **kwargs}
        self.frames.append((env, {**function.__globals__, **free_names(function)}))
        try:
            self._block(tree.body)
        except Returned as end:
            return end.value
        finally:
            self.frames.pop()
        return None

    def _block(self, statements: Sequence[ast.stmt]) -> None:
        for statement in statements:
            try:
                self._statement(statement)
            except Refused as reason:
                if reason.args and not str(reason).startswith("line "):
                    raise Refused(f"line {statement.lineno}: {reason}") from None
                raise

    def _statement(self, s: ast.stmt) -> None:
        if isinstance(s, ast.Expr) and isinstance(s.value, ast.Constant | ast.Call):
            self.value(s.value)
        elif isinstance(s, ast.Assign):
            value = self.value(s.value)
            for target in s.targets:
                self.assign(target, value)
        elif isinstance(s, ast.AnnAssign) and s.value is not None:
            self.assign(s.target, self.value(s.value))
        elif isinstance(s, ast.Return):
            raise Returned(None if s.value is None else self.value(s.value))
        elif isinstance(s, ast.If):
            self._block(s.body if self.known(s.test) else s.orelse)
        elif isinstance(s, ast.For) and not s.orelse:
            for value in self.plain(s.iter):
                self.assign(s.target, value)
                self._block(s.body)
        elif not isinstance(s, ast.Pass | ast.Assert):
            raise Refused(f"`{ast.unparse(s).splitlines()[0]}`: not a statement about columns")

    def assign(self, target: ast.expr, value: Any) -> None:
        """Give a value to a name, to names, or to a column."""
        env = self.frames[-1][0]
        if isinstance(target, ast.Name):
            if isinstance(value, Node) and not value.name:
                value.name = target.id
            env[target.id] = value
        elif isinstance(target, ast.Tuple | ast.List):
            values = self.items(value)
            if len(values) != len(target.elts):
                raise Refused(f"{len(values)} values for {len(target.elts)} names")
            for t, v in zip(target.elts, values, strict=True):
                self.assign(t, v)
        elif isinstance(target, ast.Attribute):
            thing = self.value(target.value)
            if not isinstance(thing, Thing):
                raise Refused(f"an assignment to {ast.unparse(target)}")
            thing.set(target.attr, value)
        else:
            raise Refused(f"an assignment to {ast.unparse(target)}: use np.where")
