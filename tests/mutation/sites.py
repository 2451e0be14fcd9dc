"""All places where one sign or one term can be changed, found in the syntax trees of the rules."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

OTHER = {ast.Add: "-", ast.Sub: "+"}
SIGN = {ast.Add: "+", ast.Sub: "-"}
TURNED = {ast.Lt: ("<", ">"), ast.Gt: (">", "<"), ast.LtE: ("<=", ">="), ast.GtE: (">=", "<=")}


@dataclass(frozen=True)
class Site:
    """A change at a place: the characters `start` ... `end` of a file become `after`."""

    file: str
    line: int
    before: str
    start: int
    end: int
    after: str

    @property
    def name(self) -> str:
        """What it is, on one line."""
        return f"{self.file}, line {self.line}: {' '.join(self.before.split())}  ->  {' '.join(self.after.split()) or 'nothing'}"

    def made(self, text: str) -> str:
        """Return the changed text of the file."""
        return text[: self.start] + self.after + text[self.end :]


def sites(file: str, text: str) -> Iterator[Site]:
    """Yield the changes of one file: other signs, terms and factors left out, extremes and comparisons turned round."""
    place = Places(text)
    for function in ast.walk(ast.parse(text)):
        if isinstance(function, ast.FunctionDef):
            for node in ast.walk(function):
                if isinstance(node, ast.expr):
                    for start, end, after in _changes(node, place):
                        yield Site(file, node.lineno, text[slice(*place.of(node))], start, end, after)


class Places:
    """Where the nodes of a text stand in it, in characters."""

    def __init__(self, text: str) -> None:
        self.text, self.lines = text, [0]
        for line in text.splitlines(keepends=True):
            self.lines.append(self.lines[-1] + len(line))

    def of(self, node: ast.expr) -> tuple[int, int]:
        """Return first and last + 1 character of a node (the rules are written in ASCII)."""
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        return self.lines[node.lineno - 1] + node.col_offset, self.lines[node.end_lineno - 1] + node.end_col_offset


def _changes(node: ast.expr, place: Places) -> Iterator[tuple[int, int, str]]:
    start, end = place.of(node)
    if isinstance(node, ast.BinOp):
        (left, after_left), (right, _) = place.of(node.left), place.of(node.right)
        if type(node.op) in OTHER:
            at = after_left + place.text[after_left:right].index(SIGN[type(node.op)])
            yield at, at + 1, OTHER[type(node.op)]
        if isinstance(node.op, (ast.Add, ast.Sub, ast.Mult)):
            yield start, end, f"({place.text[left:after_left]})"
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub) and not isinstance(node.operand, ast.Constant):
        yield start, start + 1, ""
    elif isinstance(node, ast.Attribute) and node.attr in ("maximum", "minimum"):
        yield start, end, "np.minimum" if node.attr == "maximum" else "np.maximum"
    elif isinstance(node, ast.Compare) and type(node.ops[0]) in TURNED:
        sign, turned = TURNED[type(node.ops[0])]
        after_left, right = place.of(node.left)[1], place.of(node.comparators[0])[0]
        at = after_left + place.text[after_left:right].index(sign)
        yield at, at + len(sign), turned


def every(package: Path) -> list[Site]:
    """Return the changes of all rules."""
    files = [f for part in ("mechanisms", "interventions") for f in sorted((package / part).glob("*.py"))]
    return [
        site
        for file in files
        if file.name != "__init__.py"
        for site in sites(f"{file.parent.name}/{file.stem}", file.read_text("utf-8"))
    ]
