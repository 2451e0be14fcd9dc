"""Markup: the few HTML elements the report is made of; every text is escaped here and nowhere else."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Sequence
from html import escape

from mi_abm.report.pictures import Picture

SHORT = 12  # rows; a table of so few is not broken between pages


def paragraph(text: str, kind: str = "") -> str:
    """Return a paragraph, of a class if given."""
    return f'<p class="{kind}">{escape(text)}</p>' if kind else f"<p>{escape(text)}</p>"


def heading(text: str, level: int = 2) -> str:
    """Return a heading."""
    return f"<h{level}>{escape(text)}</h{level}>"


def listed(texts: Iterable[str]) -> str:
    """Return a list of points."""
    return "<ul>" + "".join(f"<li>{escape(text)}</li>" for text in texts) + "</ul>"


def verdicts(pairs: Iterable[tuple[str, str]]) -> str:
    """Return a list of points, each beginning with its verdict."""
    return "<ul>" + "".join(f"<li><strong>{escape(a)}.</strong> {escape(b)}</li>" for a, b in pairs) + "</ul>"


def table(head: Sequence[str], rows: Iterable[Sequence[str]], numbers_from: int = 99, caption: str = "") -> str:
    """Return a table that scrolls sideways where it must; columns from `numbers_from` on are set as numbers.

    The first cell of a row is its heading.
    """
    lines = list(rows)
    top = "".join(f'<th scope="col"{_kind(i, numbers_from)}>{escape(text)}</th>' for i, text in enumerate(head))
    body = "".join(f"<tr>{''.join(_cell(i, text, numbers_from) for i, text in enumerate(row))}</tr>" for row in lines)
    kind = ' class="wide"' if len(head) > 3 else ""
    said = f"<caption>{escape(caption)}</caption>" if caption else ""
    inside = f"<table{kind}>{said}<thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"
    return f'<div class="scroll{" short" if len(lines) <= SHORT else ""}" tabindex="0">{inside}</div>'


def _cell(i: int, text: str, numbers_from: int) -> str:
    if i == 0:
        return f'<th scope="row">{escape(text)}</th>'
    return f"<td{_kind(i, numbers_from)}>{escape(text)}</td>"


def _kind(i: int, numbers_from: int) -> str:
    return ' class="number"' if i >= numbers_from else ""


def folded(summary: str, inside: str) -> str:
    """Return a part that is opened by a click, and printed open."""
    return f"<details><summary>{escape(summary)}</summary>{inside}</details>"


def code(text: str) -> str:
    """Return a line of code."""
    return f"<pre><code>{escape(text)}</code></pre>"


def figure(picture: Picture) -> str:
    """Return a figure with its caption, the images inside the page: one for wide screens and paper, one for telephones."""
    # Two images and a style, not one of two sources: browsers print the source that they chose for their window.
    return (
        f'<figure{" class=tall" if picture.tall else ""}><img src="{_data(picture.svg)}" alt="{escape(picture.title)}">'
        f'<img class="narrow" src="{_data(picture.narrow)}" alt="{escape(picture.title)}">'
        f"<figcaption>{escape(picture.caption)}</figcaption></figure>"
    )


def _data(svg: bytes) -> str:
    return "data:image/svg+xml;base64," + base64.b64encode(svg).decode("ascii")
