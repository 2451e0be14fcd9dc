"""A JSON Schema of scenario files, for editors that complete, explain and check YAML while one writes.

Draft 7 without references, which every editor reads. It is the schema that `load` validates by, and beside it what `load`
takes before it validates: `extends`, and `off` in the place of a rule.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mi_abm.core.rules import Intervention, Rule
from mi_abm.describe.declared import ASSUMED, ROWS, references, section, shown
from mi_abm.describe.sheet import Sheet, sheet
from mi_abm.scenario.catalogue import BUILTIN
from mi_abm.scenario.load import packaged
from mi_abm.scenario.schema import scenario_schema

Node = dict[str, Any]
NAME = "schema.json"
HEADER = "# yaml-language-server: $schema={}"
# Accepted, but not for an editor to suggest: it suggests what stands in `enum`, `const` and `type`.
TRUTH = {"type": "string", "pattern": "^(yes|no|on|off)$"}
FALSE = {"not": {"anyOf": [{"type": ["object", "array", "string", "number", "null"]}, {"const": True}]}}
SILENT = ("range", "off", "default")  # nothing to say if empty
HEADINGS = {
    "title": "What a reader would call the scenario.",
    "table2": "The module of the source table that the scenario is about.",
    "organisation": "Who works with whom: generated, or one's own from two CSV files.",
    "mechanisms": "How each part of the social context moves uptake; what is not named has its defaults.",
    "interventions": "What is done; what is not named is not done.",
    "uses": "Python modules with rules of one's own (they run only with --allow-code).",
}


def editor_schema(rules: Sequence[type[Rule]] = BUILTIN) -> Node:
    """Return the schema of scenario files with these rules."""
    found = scenario_schema(rules).model_json_schema()
    whole: Node = _inline(found, found.pop("$defs"))
    at: dict[str, Node] = whole["properties"]
    for key, meaning in HEADINGS.items():
        at[key]["description"] = meaning
    for rule in rules:
        below = at[section(rule)]["properties"]
        below[rule.name] = _rule(below[rule.name], sheet(rule, rules))
    at["table2"] = {"description": HEADINGS["table2"], "type": "string", "examples": list(ROWS)}
    name = {"type": "string", "examples": scenario_names()}
    extends = {
        "description": "The scenario, or scenarios, that this one changes: files beside it, or packaged ones. Later ones lie over earlier ones.",
        "anyOf": [name, {"type": "array", "items": name}],
    }
    at["uses"] |= {"anyOf": [{"type": "string"}, {"type": at["uses"].pop("type"), "items": at["uses"].pop("items")}]}
    properties = {"title": at.pop("title"), "table2": at.pop("table2"), "extends": extends, **at}
    dialect = "http://json-schema.org/draft-07/schema#"
    return {"$schema": dialect, "title": "mi_abm scenario", **whole, "properties": properties}


def scenario_names() -> list[str]:
    """Return the names of the packaged scenarios."""
    return sorted(file.relative_to(packaged()).with_suffix("").as_posix() for file in packaged().rglob("*.yaml"))


def _inline(node: Any, known: dict[str, Node]) -> Any:
    """Return a schema with references written out, without titles made of names, each parameter with its whole declaration."""
    if isinstance(node, list):
        return [_inline(item, known) for item in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        target = _inline(known[node["$ref"].rpartition("/")[2]], known)
        return target | ({"description": node["description"]} if "description" in node else {})
    out = {
        key: {name: _inline(item, known) for name, item in value.items()} if key == "properties" else _inline(value, known)
        for key, value in node.items()
        if not (key == "title" and isinstance(value, str)) and not (key in SILENT and value in (None, "", [], {}))
    }  # fmt: skip
    if "unit" in out:
        out["description"] = _said(out)
    if out.get("type") == "boolean":
        out["anyOf"] = [{"type": out.pop("type")}, TRUTH]
    return out


def _said(node: Node) -> str:
    """Return meaning, unit, default, plausible range and source of a parameter as sentences."""
    source = node["source"]
    parts = [f"{node['description'][0].upper()}{node['description'][1:]}", f"Unit: {node['unit']}"]
    if node.get("default") is not None:
        parts.append(f"Default: {shown(node['default'])}")
    if "range" in node:
        parts.append(f"Plausible: {node['range'][0]:g} to {node['range'][1]:g}")
    said = "an assumption" if source == ASSUMED else "your own data"
    if source in references():
        said = f"{references()[source]['authors']} ({references()[source]['year']})"
    return ". ".join([*parts, f"Source: {said}"]).rstrip(".") + "."


def _rule(node: Node, said: Sheet) -> Node:
    """Return the schema of a rule's entry: its parameters, or `off`."""
    node.pop("description", None)
    words = [f"{said.title}.", said.hours, *(f"Pitfall {p.id}: {p.goes_wrong}" for p in said.goes_wrong)]
    if said.row:
        words.insert(1, f"Row of the source table: {ROWS[said.row]}.")
    words.append("off: it is not done." if issubclass(said.rule, Intervention) else "off: each of its effects is zero.")
    settings = {"label": "settings", "body": "\n  $1"}  # what is inserted after the name: a line for the first setting
    description = " ".join(word for word in words if word)
    return {"description": description, "anyOf": [node, {"const": "off"}, FALSE], "defaultSnippets": [settings]}
