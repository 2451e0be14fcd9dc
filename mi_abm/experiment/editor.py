"""A JSON Schema of experiment files, for editors; scenarios that are written out in them are checked as scenario files are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mi_abm.core.rules import Rule
from mi_abm.describe.editor import editor_schema, scenario_names
from mi_abm.experiment.experiment import ROWS
from mi_abm.experiment.schema import ExperimentData
from mi_abm.measures import BUILTIN as MEASURES
from mi_abm.scenario.catalogue import BUILTIN

Node = dict[str, Any]
NAME = "schema.json"


def experiment_schema(rules: Sequence[type[Rule]] = BUILTIN) -> Node:
    """Return the schema of experiment files (draft 7, without references) whose scenarios have these rules."""
    found = ExperimentData.model_json_schema()
    whole: Node = _inline(found, found.pop("$defs"))
    at: dict[str, Node] = whole["properties"]
    file = {"type": "string", "examples": scenario_names()}
    written = {k: v for k, v in editor_schema(rules).items() if k not in ("$schema", "title")}
    at["scenarios"] |= {
        "anyOf": [
            {"type": "object", "minProperties": 1, "additionalProperties": {"anyOf": [file, written]}},
            {"type": "array", "minItems": 1, "items": file},
        ]
    }
    at["table2"] = {"description": at["table2"]["description"], "enum": [*ROWS, None]}
    at["measures"]["items"] = {"type": "string", "examples": [m.name for m in MEASURES]}
    return {"$schema": "http://json-schema.org/draft-07/schema#", "title": "mi_abm experiment"} | whole


def _inline(node: Any, known: dict[str, Node]) -> Any:
    """Return a schema with references written out, without the titles that pydantic makes of names."""
    if isinstance(node, list):
        return [_inline(item, known) for item in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        target = _inline(known[node["$ref"].rpartition("/")[2]], known)
        return target | {key: _inline(value, known) for key, value in node.items() if key != "$ref"}
    return {
        key: {name: _inline(item, known) for name, item in value.items()}
        if key == "properties"
        else _inline(value, known)
        for key, value in node.items()
        if not (key == "title" and isinstance(value, str))
    }
