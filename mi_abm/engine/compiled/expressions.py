"""Expressions of a rule, as Python and numpy would compute them, into values of a graph."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import ModuleType
from typing import Any

from mi_abm.engine.compiled.graph import Graph, Node, Refused, Slot

_NUMBERS: dict[type[ast.operator], str] = {ast.Add: "add", ast.Sub: "sub", ast.Mult: "mul", ast.Div: "div"}
_MASKS: dict[type[ast.operator], str] = {
    ast.BitAnd: "and", ast.BitOr: "or", ast.BitXor: "xor", ast.Mult: "and", ast.Add: "or",
}  # fmt: skip
_COMPARE: dict[type[ast.cmpop], tuple[str, Callable[[Any, Any], bool]]] = {
    ast.Lt: ("lt", operator.lt), ast.LtE: ("le", operator.le), ast.Gt: ("gt", operator.gt),
    ast.GtE: ("ge", operator.ge), ast.Eq: ("eq", operator.eq), ast.NotEq: ("ne", operator.ne),
}  # fmt: skip
_PLAIN: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv,
    ast.Pow: operator.pow, ast.FloorDiv: operator.floordiv, ast.Mod: operator.mod,
}  # fmt: skip


class Thing:
    """What a phase is given beside columns: it answers to some attributes, and to nothing else.

    `truth` is what it is as a condition, if that is known now.
    """

    truth: bool | None = None

    def get(self, name: str) -> Any:
        """Return an attribute."""
        raise Refused(f"{type(self).__name__.lower()}.{name}")

    def set(self, name: str, value: Any) -> None:
        """Assign to an attribute."""
        raise Refused(f"an assignment to {type(self).__name__.lower()}.{name}")

    def item(self, key: Any) -> Any:
        """Return a part."""
        raise Refused(f"a part of {type(self).__name__.lower()}")


class Native(Thing):
    """A method of a thing."""

    def __init__(self, meaning: Callable[..., Any]) -> None:
        self.meaning = meaning


class Expressions:
    """Evaluates expressions among the names of the function that is being read."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.stale: dict[Node, str] = {}
        self.frames: list[tuple[dict[str, Any], Mapping[str, Any]]] = []

    def call(self, function: Any, args: Sequence[Any], kwargs: Mapping[str, Any] | None = None) -> Any:
        """Return what a function makes of these values."""
        raise NotImplementedError

    def assign(self, target: ast.expr, value: Any) -> None:
        """Give a value to names."""
        raise NotImplementedError

    def value(self, e: ast.expr) -> Any:
        """Return the value of an expression."""
        method = getattr(self, "_" + type(e).__name__.lower(), None)
        if method is None:
            raise Refused(f"`{ast.unparse(e)}`")
        return method(e)

    def node(self, x: Any) -> Node:
        """Return a number as a node."""
        if isinstance(x, Node):
            return x
        if isinstance(x, bool | int | float):
            return self.graph.constant(float(x))
        raise Refused(f"{x!r} where a number is wanted")

    def known(self, test: ast.expr) -> bool:
        """Return whether a condition holds, which must be known now."""
        value = self.value(test)
        if isinstance(value, Thing) and value.truth is not None:
            return value.truth
        if isinstance(value, Node | Thing):
            raise Refused(f"`{ast.unparse(test)}` is a branch on values: use np.where")
        return bool(value)

    @staticmethod
    def items(value: Any) -> list[Any]:
        """Return the parts of a tuple or list."""
        if isinstance(value, Node | Thing | str) or not hasattr(value, "__iter__"):
            raise Refused(f"{value!r} taken apart")
        return list(value)

    def plain(self, e: ast.expr) -> list[Any]:
        """Return what a loop runs through, which must be known now."""
        values = self.items(self.value(e))
        if any(isinstance(v, Node | Thing) for v in values):
            raise Refused(f"a loop over {ast.unparse(e)}")
        return values

    def _constant(self, e: ast.Constant) -> Any:
        return e.value

    def _name(self, e: ast.Name) -> Any:
        env, names = self.frames[-1]
        builtins = names.get("__builtins__", {})
        builtins = vars(builtins) if isinstance(builtins, ModuleType) else builtins
        for known in (env, names, builtins):
            if e.id in known:
                value = known[e.id]
                if isinstance(value, Node) and value in self.stale:
                    raise Refused(f"{e.id} is people.{self.stale[value]}, which has been written since")
                return value
        raise Refused(f"{e.id} is not defined")

    def _tuple(self, e: ast.Tuple | ast.List) -> Any:
        return tuple(self.value(x) for x in e.elts)

    _list = _tuple

    def _attribute(self, e: ast.Attribute) -> Any:
        return self.attribute(self.value(e.value), e.attr)

    def attribute(self, owner: Any, name: str) -> Any:
        """Return an attribute of a thing, a module or a class."""
        if isinstance(owner, Thing):
            return owner.get(name)
        if isinstance(owner, Node) or not hasattr(owner, name):
            raise Refused(f".{name} of a value: use the helpers")
        return getattr(owner, name)

    def _call(self, e: ast.Call) -> Any:
        if any(isinstance(a, ast.Starred) for a in e.args) or any(k.arg is None for k in e.keywords):
            raise Refused(f"`{ast.unparse(e)}`: arguments in a bundle")
        args = [self.value(a) for a in e.args]
        kwargs = {str(k.arg): self.value(k.value) for k in e.keywords}
        if isinstance(e.func, ast.Attribute):
            owner = self.value(e.func.value)
            if isinstance(owner, Node):
                return self.call((Node, e.func.attr), [owner, *args], kwargs)
            return self.call(self.attribute(owner, e.func.attr), args, kwargs)
        return self.call(self.value(e.func), args, kwargs)

    def _subscript(self, e: ast.Subscript) -> Any:
        owner = self.value(e.value)
        if isinstance(owner, Node | Thing):
            return self.item(owner, self.value(e.slice))
        raise Refused(f"`{ast.unparse(e)}`")

    def item(self, owner: Node | Thing, key: Any) -> Any:
        """Return a part of a thing, or of a value of runs what each person's run has."""
        if isinstance(owner, Thing):
            return owner.item(key)
        if isinstance(key, Node) and key.data == Slot("org", "run") and owner.axis in ("block", "run"):
            return self.graph.of_run(owner)
        if isinstance(key, int) and owner.axis == "style" and isinstance(owner.data, Slot):
            return self.graph.column(Slot("style_row", f"{key} {owner.data.name}"), "person")
        raise Refused("a part of a column: use the helpers")

    def _generatorexp(self, e: ast.GeneratorExp) -> Iterator[Any]:
        if len(e.generators) != 1 or e.generators[0].ifs:
            raise Refused(f"`{ast.unparse(e)}`")
        env = dict(self.frames[-1][0])
        self.frames.append((env, self.frames[-1][1]))
        try:
            found = []
            for value in self.plain(e.generators[0].iter):
                self.assign(e.generators[0].target, value)
                found.append(self.value(e.elt))
            return iter(found)
        finally:
            self.frames.pop()

    def _ifexp(self, e: ast.IfExp) -> Any:
        return self.value(e.body if self.known(e.test) else e.orelse)

    def _unaryop(self, e: ast.UnaryOp) -> Any:
        x = self.value(e.operand)
        if not isinstance(x, Node):
            if isinstance(e.op, ast.Not):
                return not self.known(e.operand)
            return -x if isinstance(e.op, ast.USub) and isinstance(x, int | float) else self.node(x)
        if isinstance(e.op, ast.USub) and not x.mask:
            return self.graph.apply("neg", x)
        if isinstance(e.op, ast.Invert) and x.mask and not x.python:  # Python's own ~True is -2
            return self.graph.apply("not", x)
        raise Refused(f"`{ast.unparse(e)}`")

    def _binop(self, e: ast.BinOp) -> Any:
        a, b = self.value(e.left), self.value(e.right)
        kind = type(e.op)
        if not isinstance(a, Node | Thing) and not isinstance(b, Node | Thing):
            if kind not in _PLAIN:
                raise Refused(f"`{ast.unparse(e)}`")
            return _PLAIN[kind](a, b)
        if isinstance(e.op, ast.Pow):
            return self._power(e, self.node(a), b)
        a, b = self.node(a), self.node(b)
        if a.mask and b.mask and kind in _MASKS and not (kind in (ast.Add, ast.Mult) and a.python and b.python):
            return self.graph.apply(_MASKS[kind], a, b)
        if kind not in _NUMBERS or (a.mask and b.mask):
            raise Refused(f"`{ast.unparse(e)}`: numpy has rules of its own for this")
        return self.graph.apply(_NUMBERS[kind], a, b)

    def _power(self, e: ast.BinOp, x: Node, n: Any) -> Node:
        """Only the powers that numpy itself computes by multiplication and square root; others depend on the library."""
        if n == 2 and not isinstance(n, Node) and not x.mask:
            return self.graph.apply("mul", x, x)
        if n == 0.5 and not isinstance(n, Node):
            return self.graph.apply("sqrt", x)
        raise Refused(f"`{ast.unparse(e)}`: powers other than 2 and .5 differ between machines; use exp and log")

    def _compare(self, e: ast.Compare) -> Any:
        if len(e.ops) > 1:
            raise Refused(f"`{ast.unparse(e)}`: numpy cannot chain comparisons")
        a, b, op = self.value(e.left), self.value(e.comparators[0]), e.ops[0]
        if isinstance(op, ast.Is | ast.IsNot):
            return (a is b) == isinstance(op, ast.Is)
        if type(op) not in _COMPARE:
            raise Refused(f"`{ast.unparse(e)}`")
        name, plain = _COMPARE[type(op)]
        if not isinstance(a, Node | Thing) and not isinstance(b, Node | Thing):
            return plain(a, b)
        return self.graph.apply(name, self.node(a), self.node(b))
