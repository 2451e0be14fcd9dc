"""The form of a rule: a statement about columns, which one run, a stack of runs and a compiled engine read alike.

Allowed are arithmetic (+ - * / and, on conditions, & | ~ ^), comparisons, the functions of numpy listed below, the
helpers of `mi_abm.core`, functions of one's own that keep to this, and loops over a fixed number of things.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

import numpy as np

from mi_abm.checks.source import UNKNOWN, Piece, is_authors, is_core, pieces
from mi_abm.core.rules import Rule

EXACT = {
    "abs", "absolute", "add", "asarray", "ceil", "clip", "divide", "equal", "floor", "full", "greater", "greater_equal",
    "isfinite", "less", "less_equal", "logical_and", "logical_not", "logical_or", "maximum", "minimum", "mod", "multiply",
    "negative", "not_equal", "ones", "sign", "sqrt", "subtract", "where", "zeros",
}  # fmt: skip
REDUCE = {
    "all", "amax", "amin", "any", "argmax", "argmin", "argsort", "average", "bincount", "count_nonzero", "cumprod", "cumsum",
    "dot", "einsum", "max", "mean", "median", "min", "nanmean", "nansum", "percentile", "prod", "ptp", "quantile", "sort",
    "sorted", "std", "sum", "tolist", "unique", "var",
}  # fmt: skip
PER_RUN = {"run_mean", "run_sum"}
OURS_INSTEAD = {"exp": "exp", "log": "log", "expit": "logistic", "logistic": "logistic"}
OF_THE_STACK = {"run", "n_runs", "run_rows", "run_teams", "team_names", "key0", "key1", "memo"}
BRANCHES = (ast.If, ast.IfExp, ast.While, ast.Assert, ast.Match, ast.BoolOp, ast.Not)
LOOPS = (ast.For, ast.ListComp, ast.GeneratorExp, ast.SetComp, ast.DictComp, ast.While)
PLAIN = (
    ast.FunctionDef, ast.arguments, ast.arg, ast.Return, ast.Assign, ast.Expr, ast.For, ast.BinOp, ast.UnaryOp, ast.Compare,
    ast.Call, ast.keyword, ast.Attribute, ast.Name, ast.Constant, ast.Tuple, ast.GeneratorExp, ast.ListComp, ast.comprehension,
    ast.expr_context, ast.Add, ast.Sub, ast.Mult, ast.Div, ast.USub, ast.UAdd, ast.BitAnd, ast.BitOr, ast.BitXor, ast.Invert,
    ast.cmpop, ast.Starred, ast.Pass,
)  # fmt: skip
Complaint = str


def check_form(rule: type[Rule]) -> None:
    """Raise AssertionError, naming construct and line, where a rule is more than a statement about columns."""
    found = [complaint for piece in pieces(rule) for complaint in complaints(piece)]
    assert not found, "\n  ".join(dict.fromkeys(found))


def complaints(piece: Piece) -> Iterator[Complaint]:
    """Yield what a function of a rule holds that it may not, each with its place."""
    hints = {id(part) for a in ast.walk(piece.tree) for part in _hints(a)}
    for node in ast.walk(piece.tree):
        if id(node) not in hints:
            yield from (f"{piece.at(node)}: {said}" for said in _about(node, piece))


def _hints(node: ast.AST) -> Iterator[ast.AST]:
    """Yield type annotations and decorators, which no engine reads."""
    if isinstance(node, ast.FunctionDef):
        for part in (node.returns, *node.decorator_list):
            yield from ast.walk(part) if part else ()
    elif isinstance(node, ast.arg) and node.annotation:
        yield from ast.walk(node.annotation)


def _about(node: ast.AST, piece: Piece) -> Iterator[Complaint]:
    if isinstance(node, BRANCHES) or (isinstance(node, ast.comprehension) and node.ifs):
        yield from _branch(node, piece)
    elif isinstance(node, LOOPS):
        yield from _loop(node, piece)
    elif isinstance(node, (ast.Attribute, ast.Subscript)) and isinstance(node.ctx, (ast.Store, ast.Del)):
        yield from _write(node, piece)
    elif isinstance(node, ast.Subscript):
        yield f"{ast.unparse(node)} picks by index or mask; use np.where, or of_place for a particular person"
    elif isinstance(node, ast.AugAssign):
        yield f"{ast.unparse(node)} changes in place; write x = x + ..."
    elif isinstance(node, (ast.Global, ast.Nonlocal)):
        yield f"keeps state in {', '.join(node.names)}, which no saved week holds; declare a state"
    elif isinstance(node, ast.Pow) or (isinstance(node, ast.operator) and not isinstance(node, PLAIN)):
        yield f"{type(node).__name__} differs between engines; write powers as products, % as np.mod, // as np.floor(a / b)"
    elif isinstance(node, ast.Call):
        yield from _call(node, piece)
    elif isinstance(node, ast.Attribute) and node.attr in OF_THE_STACK and _is_role(node.value, piece, "org", "now"):
        yield f"{ast.unparse(node)} knows the place of a run in the stack"
    elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
        yield from _name(node, piece)
    elif isinstance(node, ast.FunctionDef) and node is not piece.tree:
        yield f"defines {node.name} inside; put it beside the rule"
    elif isinstance(node, ast.Compare) and len(node.ops) > 1:
        yield f"{ast.unparse(node)} compares twice; write (a < x) & (x < b)"
    elif not isinstance(node, PLAIN):
        yield f"{type(node).__name__} ({_short(node)}) is more than column arithmetic"


def _is_role(node: ast.expr, piece: Piece, *roles: str) -> bool:
    return isinstance(node, ast.Name) and node.id in {piece.role.get(role) for role in roles}


def _short(node: ast.AST) -> str:
    try:
        return " ".join(ast.unparse(node).split())[:60]
    except (AttributeError, ValueError):
        return "..."


def _branch(node: ast.AST, piece: Piece) -> Iterator[Complaint]:
    test = getattr(node, "test", node)
    asked = [n.attr for n in ast.walk(test) if isinstance(n, ast.Attribute) and _is_role(n.value, piece, "p")]
    what = f"branches on the parameter {asked[0]}" if asked else f"branches ({_short(test)})"
    yield f"{what}, which may differ from row to row; use np.where"


def _loop(node: Any, piece: Piece) -> Iterator[Complaint]:
    for over in [node.iter] if isinstance(node, ast.For) else [g.iter for g in node.generators]:
        fixed = isinstance(over, ast.Tuple) or (
            isinstance(over, ast.Call) and piece.resolve(over.func) is range and all(isinstance(a, ast.Constant) for a in over.args)
        )  # fmt: skip
        if not fixed:
            yield f"loops over {_short(over)}; a rule speaks about whole columns"


def _write(node: ast.Attribute | ast.Subscript, piece: Piece) -> Iterator[Complaint]:
    owner = node.value
    if isinstance(node, ast.Subscript):
        yield f"{ast.unparse(node)} = ... writes into a column; assign the whole of it, with np.where for some"
    elif isinstance(owner, ast.Name) and owner.id in ("self", "cls"):
        yield f"keeps state on {owner.id}.{node.attr}, which no saved week holds; declare a state"
    elif not _is_role(owner, piece, "people"):
        yield f"changes {ast.unparse(node)}, which is not the rule's to change"


def _call(node: ast.Call, piece: Piece) -> Iterator[Complaint]:
    said, found = ast.unparse(node.func), piece.resolve(node.func)
    last = said.rpartition(".")[2]
    if last in PER_RUN and is_core(found):
        yield f"{said} gives one value a run; use run_total or team_mean, which give one a person"
    elif is_core(found) or is_authors(found, piece.rule) or found in (len, range):
        return
    elif last in REDUCE:
        yield f"{said} reduces over the whole stack of runs; use team_mean, run_total or tie_sum"
    elif found is UNKNOWN or not _is_numpy(node.func, piece):
        yield f"calls {said}, which no rule may: helpers are in mi_abm.core"
    elif last not in EXACT:
        ours = f"; use {OURS_INSTEAD[last]} of mi_abm.core" if last in OURS_INSTEAD else ""
        yield f"calls {said}, whose last bit differs between libraries or which is no column arithmetic{ours}"


def _is_numpy(node: ast.expr, piece: Piece) -> bool:
    return isinstance(node, ast.Attribute) and piece.resolve(node.value) is np


def _name(node: ast.Name, piece: Piece) -> Iterator[Complaint]:
    if node.id in ("self", "cls") or node.id in piece.local_names:
        return
    found = piece.look_up(node.id)
    known: tuple[Any, ...] = (bool, int, float, str, type(None), ModuleType)
    if found is not UNKNOWN and not isinstance(found, known) and not isinstance(found, Callable):  # type: ignore[arg-type]
        yield f"uses {node.id}, a {type(found).__name__} outside of the rule, which no saved week holds"
