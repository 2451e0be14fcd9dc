"""Sheets, overview and assumptions as plain data, for programs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from mi_abm.core.param import Declaration
from mi_abm.describe.declared import ASSUMED, ROWS, Use, cite, references
from mi_abm.describe.sheet import Sheet


def parameter(said: Declaration) -> dict[str, Any]:
    """Return one declared parameter; its source is written out unless it is an assumption."""
    return {
        "path": said.path,
        "default": said.default,
        "range": said.range,
        "bounds": said.bounds,
        "choices": list(said.choices) or None,
        "unit": said.unit,
        "source": said.source,
        "reference": cite(said.source) if said.source in references() else None,
        "assumed": said.source == ASSUMED,
        "off": said.off,
        "meaning": said.meaning,
    }


def column(use: Use) -> dict[str, Any]:
    """Return one column and who has to do with it."""
    said = use.column
    return {
        "name": said.name,
        "kind": said.kind,
        "axis": said.axis,
        "unit": said.unit,
        "span": said.span,
        "part_of": said.of.name if said.of else None,
        "meaning": said.meaning,
        "set_by": list(use.setters),
        "read_by": list(use.readers),
        "measured_by": list(use.measures),
    }


def rule(sheet: Sheet) -> dict[str, Any]:
    """Return everything on a rule's sheet."""
    return {
        "name": sheet.name,
        "kind": sheet.kind,
        "title": sheet.title,
        "row": ROWS.get(sheet.row),
        "module": sheet.row or None,
        "summary": sheet.summary,
        "formula": sheet.formula,
        "hours": sheet.hours or None,
        "parameters": [parameter(said) for said in sheet.parameters],
        "columns": [column(use) for use in sheet.columns],
        "reads": sheet.reads,
        "sets": sheet.sets,
        "phases": sheet.phases,
        "references": {key: cite(key) for key in sheet.sources},
        "pitfalls": [asdict(p) | {"files": p.files} for p in sheet.goes_wrong],
        "cures": [p.id for p in sheet.cures],
    }


def overview(sheets: Iterable[Sheet]) -> list[dict[str, Any]]:
    """Return a line a rule."""
    return [
        {"name": s.name, "kind": s.kind, "row": ROWS.get(s.row), "title": s.title, "pitfalls": [p.id for p in s.goes_wrong]}
        for s in sheets
    ]  # fmt: skip
