"""Layout: wrapped paragraphs, formulas, pairs and cards, each a list of lines no wider than the terminal if that can be."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

INDENT, GAP = "  ", 2
GAPPED = re.compile(r"\s*\S.*?\s{2,}(?=\S)")
NUMBER = re.compile(r"\s{3,}(\(\d[\d, ]*\))$")  # of an equation, set to the right


@dataclass(frozen=True)
class Card:
    """A heading with a word about it, a row of cells below it, and lines of text below that."""

    head: str
    cells: tuple[str, ...]
    below: tuple[str, ...] = ()


def fill(text: str, width: int, indent: str = "", hang: str = "") -> list[str]:
    """Wrap a text; `hang` indents all lines after the first further. Names and numbers are never broken."""
    wrapper = textwrap.TextWrapper(
        width, initial_indent=indent, subsequent_indent=indent + hang, break_long_words=False, break_on_hyphens=False
    )
    return wrapper.wrap(text) or [indent.rstrip()]


def prose(text: str, width: int) -> list[str]:
    """Lay out a docstring: paragraphs are wrapped anew, indented lines (formulas) stay as they are as far as they fit."""
    lines: list[str] = []
    for block in re.split(r"\n\s*\n", text):
        rows = block.splitlines()
        indents = [_indent(row) for row in rows if row.startswith(" ")]
        if indents:
            lines += _formulas([row[min(indents) - len(INDENT) :] if row[0] == " " else row for row in rows], width)
        else:
            lines += fill(" ".join(rows), width)
        lines.append("")
    return lines[:-1]


def _indent(row: str) -> int:
    return len(row) - len(row.lstrip())


def _formulas(rows: Sequence[str], width: int) -> list[str]:
    """Lay out formulas, or terms with what they mean, one a row; a deep indent goes on with the row before."""
    if all(len(row) <= width for row in rows):
        return [row.rstrip() for row in rows]
    whole: list[str] = []
    for row in rows:
        if whole and _indent(row) > 2 * len(INDENT):
            whole[-1] += f" {row.strip()}"
        else:
            whole.append(NUMBER.sub(r"  \1", row))
    return [line for row in whole for line in ([row] if len(row) <= width else _broken(row, width))]


def _broken(row: str, width: int) -> list[str]:
    """Break a row, under what stands behind its first gap if that is well to the left."""
    gap = GAPPED.match(row)
    hang = gap.end() if gap and gap.end() <= width // 3 else _indent(row) + 2 * len(INDENT)
    return fill(row.strip(), width, " " * _indent(row), " " * (hang - _indent(row)))


def pairs(rows: Sequence[tuple[str, str]], width: int) -> list[str]:
    """Lay out a name and a text a row, the texts below one another."""
    left = max((len(name) for name, _ in rows), default=0)
    lines: list[str] = []
    for name, text in rows:
        lines += fill(text, width, f"{INDENT}{name:<{left}}{' ' * GAP}", "")[:1]
        rest = fill(text, width, INDENT + " " * (left + GAP))
        lines += rest[1:]
    return lines


def cards(header: Sequence[str], rows: Sequence[Card], width: int) -> list[str]:
    """Lay out cards whose cells stand below one another, the header above them."""
    spans = _spans([header, *(card.cells for card in rows)], width - 2 * len(INDENT))
    lines = _cells(header, spans)
    for card in rows:
        lines += fill(card.head, width, INDENT, INDENT)
        lines += _cells(card.cells, spans)
        lines += [line for text in card.below for line in fill(text, width, INDENT * 2, INDENT)]
    return lines


def _spans(rows: Sequence[Sequence[str]], room: int) -> list[int]:
    """Return the width of each column: what its longest cell needs; if that is too much, the widest give way to their longest word."""
    columns = list(zip(*rows, strict=True))
    spans = [max(map(len, column)) for column in columns]
    least = [max(len(word) for cell in column for word in cell.split() or [""]) for column in columns]
    while sum(spans) + GAP * (len(spans) - 1) > room:
        slack = [span if span > low else 0 for span, low in zip(spans, least, strict=True)]
        if not any(slack):
            break
        spans[slack.index(max(slack))] -= 1
    return spans


def _cells(cells: Sequence[str], spans: Sequence[int]) -> list[str]:
    parts = [fill(cell, span) for cell, span in zip(cells, spans, strict=True)]
    lines = []
    for number in range(max(map(len, parts))):
        row = [part[number] if number < len(part) else "" for part in parts]
        line = (" " * GAP).join(f"{cell:<{span}}" for cell, span in zip(row, spans, strict=True))
        lines.append(f"{INDENT * 2}{line}".rstrip())
    return lines
