"""What a rule declares: its parameters, its columns, and what its docstring says."""

from __future__ import annotations

import ast
import inspect
import re
import sys
from collections.abc import Collection, Iterator
from typing import Any

from mi_abm.checks.source import Piece, kind_of, phases, pieces
from mi_abm.core.columns import Column
from mi_abm.core.param import Declaration, declarations
from mi_abm.core.rules import Intervention, Rule
from mi_abm.describe.declared import ASSUMED, references
from mi_abm.describe.sheet import KEY

FORMULA = re.compile(r"\w.* (<-|\+=|-=|=|~) \S|with probability|no formula", re.IGNORECASE)
HOURS = re.compile(r"\bhours?\b", re.IGNORECASE)
GIVEN = ("covered",)  # what the engine gives an intervention to read


def check_parameters(rule: type[Rule], known: Collection[str] = ()) -> None:
    """Raise AssertionError where a parameter lacks meaning, unit, range or source, or these do not agree.

    `known` are the author's own citation keys, beside those of `references.yaml`.
    """
    kind_of(rule)
    found = [
        f"the parameter {d.name} {said}" for d in declarations(rule.Params, rule.name) for said in _about(d, known)
    ]
    assert not found, "\n  ".join(found)
    for end in (0, 1):
        ends = {d.name: _end(d, end) for d in declarations(rule.Params, rule.name) if d.range}
        rule.Params(**ends)  # what is plausible is accepted


def _end(said: Declaration, end: int) -> Any:
    assert said.range
    return round(said.range[end]) if said.kind is int else said.range[end]


def _about(said: Declaration, known: Collection[str]) -> Iterator[str]:
    for word, what in (("meaning", said.meaning), ("unit", said.unit), ("source", said.source)):
        if not what:
            yield f"has no {word}; declare it with param(default, meaning, unit=..., source=...)"
    if said.source and said.source not in (ASSUMED, *references(), *known):
        yield f"has the source {said.source!r}, which is neither {ASSUMED!r} nor a key of references.yaml"
    if isinstance(said.default, (int, float)) and not isinstance(said.default, bool):
        yield from _about_number(said)
    elif said.choices and said.default not in said.choices:
        yield f"has the default {said.default!r}, which is none of its choices"


def _about_number(said: Declaration) -> Iterator[str]:
    if said.range is None:
        yield "has no range; a plausible span is what sweeps and sensitivity analyses use"
        return
    low, high = said.range
    least, most = (-float("inf") if said.bounds[0] is None else said.bounds[0], float("inf") if said.bounds[1] is None else said.bounds[1])  # fmt: skip
    if not low < high:
        yield f"has the range {low:g} ... {high:g}, which is empty"
    if not low <= said.default <= high:
        yield f"has the default {said.default:g}, outside of its range {low:g} ... {high:g}"
    for name, value in (("range", low), ("range", high), ("default", said.default), ("off value", said.off)):
        if value is not None and not least <= value <= most:
            yield f"has a {name} of {value:g}, outside of its bounds {least:g} ... {most:g}"


def check_docstring(rule: type[Rule], known: Collection[str] = ()) -> None:
    """Raise AssertionError where docstrings give no formula (an intervention: no hours), or references do not resolve."""
    own, module = inspect.getdoc(rule) or "", inspect.getdoc(sys.modules[rule.__module__]) or ""
    assert vars(rule).get("__doc__"), "the class has no docstring"
    text = f"{own}\n\n{module}"
    if not phases(rule):
        return
    if issubclass(rule, Intervention):
        said = FORMULA.search(text) or HOURS.search(own)
        assert said, "the docstring says neither which hours it takes (or that it takes no hours) nor a formula"
    else:
        assert FORMULA.search(text), "neither class nor module has a formula in its docstring (or says that there is no formula)"  # fmt: skip
    cited = KEY.findall(text)
    assert cited, "neither class nor module cites a reference, as in References: [Bandura1977]"
    lost = sorted({key for key in cited if key not in references() and key not in known})
    assert not lost, f"references that do not resolve: {', '.join(lost)}"


def check_columns(rule: type[Rule]) -> None:
    """Raise AssertionError, naming column and line, where a rule reads what it does not declare or writes what is not its own."""
    foreign = [c.name for c in rule.sets if c.kind != "exposure"]
    assert not foreign, f"sets {', '.join(foreign)}, which are no exposures: only the owner writes a column"
    assert all(c.meaning for c in rule.columns()), f"columns without meaning: {', '.join(c.name for c in rule.columns() if not c.meaning)}"  # fmt: skip
    own, sets = set(rule.columns()), set(rule.sets)
    may_write = {c.name for c in own | sets if c.kind != "total"}
    extra = GIVEN if issubclass(rule, Intervention) else ()
    may_read = {c.name for c in own | sets | set(rule.reads)}.union(extra)
    found: list[str] = []
    used: set[str] = set()
    for piece in pieces(rule):
        for node in _touched(piece):
            writes = isinstance(node.ctx, ast.Store)
            used.add(node.attr)
            if writes and node.attr not in may_write:
                found.append(f"{piece.at(node)}: writes {node.attr}, which is not its own nor among what it sets")
            elif not writes and node.attr not in may_read:
                found.append(f"{piece.at(node)}: reads {node.attr} without declaring it in `reads`")
    assert not found, "\n  ".join(dict.fromkeys(found))
    _no_idle(rule.reads, used, "reads")
    _no_idle(rule.sets, used, "sets")


def _no_idle(columns: tuple[Column, ...], used: set[str], word: str) -> None:
    idle = sorted({c.name for c in columns} - used)
    assert not idle, f"declares that it {word} {', '.join(idle)}, and does not"


def _touched(piece: Piece) -> Iterator[ast.Attribute]:
    people = piece.role.get("people")
    for node in ast.walk(piece.tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == people:
            yield node
