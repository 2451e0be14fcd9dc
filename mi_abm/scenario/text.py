"""YAML text into plain data, each value with the line it stands on.

Builds no objects, refuses duplicate keys, foreign tags and aliases, and stops at 1 MB, 40 levels or 100,000 values.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from mi_abm.scenario.problems import bad

MAX_BYTES, MAX_DEPTH, MAX_VALUES = 1_000_000, 40, 100_000
PLAIN = {f"tag:yaml.org,2002:{kind}" for kind in ("null", "bool", "int", "float", "str", "timestamp")}


@dataclass
class Text:
    """Plain data and, for each dotted path, the place it came from ("file:line")."""

    data: dict[str, Any]
    places: dict[str, str] = field(default_factory=dict)


def read(file: Path) -> Text:
    """Read a YAML file whose top is a mapping; raise `InputError` with file and line."""
    try:
        raw = file.read_bytes()
    except OSError as error:
        raise bad(str(file), "", f"cannot be read ({error.strerror})") from None
    if len(raw) > MAX_BYTES:
        raise bad(str(file), "", f"is larger than {MAX_BYTES:,} bytes")
    try:
        return parse(raw.decode("utf-8-sig"), str(file))
    except UnicodeDecodeError:
        raise bad(str(file), "", "is not UTF-8 text") from None


def parse(text: str, name: str) -> Text:
    """Parse YAML text; `name` stands for the file in errors."""
    yaml = YAML(typ="safe", pure=True)
    try:
        aliases = [event for event in yaml.parse(text) if type(event).__name__ == "AliasEvent"]
        if aliases:
            raise bad(
                f"{name}:{aliases[0].start_mark.line + 1}", "", "aliases (*name) are not accepted: write the value out"
            )
        node = yaml.compose(text)
        found = Text({})
        if node is None:
            return found
        if not isinstance(node, MappingNode):
            raise bad(f"{name}:1", "", "must be a mapping of keys to values")
        found.data = _Builder(yaml, name, found.places).mapping(node, "", 0)
        return found
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise bad(f"{name}:{line}", "", f"not YAML: {error.problem or error.context}") from None
    except (YAMLError, RecursionError, ValueError) as error:
        if isinstance(error, ValueError) and hasattr(error, "problems"):
            raise
        raise bad(name, "", f"not YAML: {str(error).splitlines()[0] if str(error) else 'nested too deeply'}") from None


class _Builder:
    def __init__(self, yaml: YAML, name: str, places: dict[str, str]) -> None:
        self.yaml, self.name, self.places, self.count = yaml, name, places, 0

    def _enter(self, node: Node, path: str, depth: int) -> str:
        self.count += 1
        where = f"{self.name}:{node.start_mark.line + 1}"
        self.places[path] = where
        if depth > MAX_DEPTH or self.count > MAX_VALUES:
            raise bad(where, path, f"nested deeper than {MAX_DEPTH} levels or more than {MAX_VALUES:,} values")
        return where

    def value(self, node: Node, path: str, depth: int) -> Any:
        where = self._enter(node, path, depth)
        if isinstance(node, MappingNode):
            return self.mapping(node, path, depth)
        if isinstance(node, SequenceNode):
            return [self.value(item, f"{path}.{i}", depth + 1) for i, item in enumerate(node.value)]
        assert isinstance(node, ScalarNode)
        if str(node.tag) not in PLAIN:
            raise bad(where, path, f"the tag {node.tag} is not accepted")
        if str(node.tag).endswith("timestamp"):
            return node.value
        return self.yaml.constructor.construct_object(node)

    def mapping(self, node: MappingNode, path: str, depth: int) -> dict[str, Any]:
        out: dict[str, Any] = {}
        for key, (where, item) in self._items(node):
            below = f"{path}.{key}" if path else key
            if key in out:
                raise bad(where, below, "stands twice")
            out[key] = self.value(item, below, depth + 1)
            self.places[below] = where
        return out

    def _items(self, node: MappingNode) -> Iterator[tuple[str, tuple[str, Node]]]:
        for key, item in node.value:
            where = f"{self.name}:{key.start_mark.line + 1}"
            if not isinstance(key, ScalarNode):
                raise bad(where, "", "a key must be a plain word")
            yield str(key.value), (where, item)
