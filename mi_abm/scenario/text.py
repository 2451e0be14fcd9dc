"""YAML text into plain data, each value with the line it stands on.

Builds no objects, refuses duplicate keys, foreign tags and aliases, and stops at 64 KB, 40 levels or 10,000 keys and values, so
that no file takes longer to read than a second or so.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.composer import Composer
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import AliasEvent
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from mi_abm.scenario.problems import InputError, bad, shown

MAX_BYTES, MAX_DEPTH, MAX_VALUES = 65_536, 40, 10_000
TAG = "tag:yaml.org,2002:"
PLAIN = {f"{TAG}{kind}" for kind in ("null", "bool", "int", "float", "str", "timestamp")}
HINTS = {
    "mapping values": "; a text that holds a colon needs quotes",
    "'\\t'": "; indent with spaces, not with tabs",
    "expected ',' or": "; a bracket is not closed",
    "cannot start any token": "; a text that begins with such a character needs quotes",
}


@dataclass
class Text:
    """Plain data; for each dotted path the place it came from ("file:line"), and how a value that is no text was written."""

    data: dict[str, Any]
    places: dict[str, str] = field(default_factory=dict)
    written: dict[str, str] = field(default_factory=dict)


def read(file: Path) -> Text:
    """Read a YAML file whose top is a mapping; raise `InputError` with file and line."""
    try:
        with file.open("rb") as opened:
            raw = opened.read(MAX_BYTES + 1)
    except OSError as error:
        raise bad(str(file), "", f"cannot be read ({error.strerror})") from None
    if len(raw) > MAX_BYTES:
        raise bad(str(file), "", f"is larger than {MAX_BYTES:,} bytes: too large for a scenario")
    try:
        return parse(raw.decode("utf-8-sig"), str(file))
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise bad(f"{file}:{line}", "", "is not UTF-8 text") from None


def parse(text: str, name: str) -> Text:
    """Parse YAML text; `name` stands for the file in errors."""
    yaml = YAML(typ="safe", pure=True)
    yaml.Composer = _Composer
    try:
        node = yaml.compose(text)
        found = Text({})
        if node is None:
            return found
        if not isinstance(node, MappingNode):
            raise bad(f"{name}:1", "", "must be a mapping of keys to values")
        found.data = _Builder(yaml, name, found).mapping(node, "")
        return found
    except InputError:
        raise
    except _RefusedError as error:
        raise bad(f"{name}:{error.args[1]}", "", error.args[0]) from None
    except MarkedYAMLError as error:
        said = str(error.problem or error.context)
        opened = error.context_mark if said.startswith("expected ',' or") else None  # where the bracket stands
        mark = opened or error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        hint = next((hint for words, hint in HINTS.items() if words in said), "")
        raise bad(f"{name}:{line}", "", f"not YAML: {said}{hint}") from None
    except (YAMLError, RecursionError, ValueError) as error:
        raise bad(name, "", f"not YAML: {str(error).splitlines()[0] if str(error) else 'nested too deeply'}") from None


class _RefusedError(Exception):
    """What is YAML and yet not accepted: message, line."""


class _Composer(Composer):
    """Stops while reading, not after: a file of brackets alone would take the parser minutes."""

    def __init__(self, loader: Any = None) -> None:
        super().__init__(loader)
        self.level = self.count = 0
        self.warn_double_anchors = False

    def compose_node(self, parent: Any, index: Any) -> Any:
        event = self.parser.peek_event()
        line = event.start_mark.line + 1
        if isinstance(event, AliasEvent):
            raise _RefusedError("aliases (*name) are not accepted: write the value out", line)
        self.level, self.count = self.level + 1, self.count + 1
        if self.level > MAX_DEPTH + 1:
            raise _RefusedError(f"nested deeper than {MAX_DEPTH} levels", line)
        if self.count > MAX_VALUES:
            raise _RefusedError(f"holds more than {MAX_VALUES:,} keys and values", line)
        node = super().compose_node(parent, index)
        self.level -= 1
        return node


class _Builder:
    def __init__(self, yaml: YAML, name: str, found: Text) -> None:
        self.yaml, self.name, self.found = yaml, name, found

    def value(self, node: Node, path: str) -> Any:
        where = self.found.places[path] = self._place(node)
        if isinstance(node, MappingNode):
            return self.mapping(node, path)
        if isinstance(node, SequenceNode):
            self._plain(node, path, f"{TAG}seq")
            return [self.value(item, f"{path}.{i}") for i, item in enumerate(node.value)]
        assert isinstance(node, ScalarNode)
        self._plain(node, path, *PLAIN)
        if str(node.tag).endswith("timestamp"):
            return node.value
        try:
            value = self.yaml.constructor.construct_object(node)
        except (ValueError, LookupError, TypeError, OverflowError):
            raise bad(where, path, f"{shown(node.value)} is not what its tag says or too long a number") from None
        if value is not None and not isinstance(value, str):
            self.found.written[path] = node.value
        return _whole(value, where, path) if isinstance(value, str) else value

    def mapping(self, node: MappingNode, path: str) -> dict[str, Any]:
        self._plain(node, path, f"{TAG}map")
        out: dict[str, Any] = {}
        for key, (where, item) in self._items(node):
            below = f"{path}.{key}" if path else key
            if key in out:
                raise bad(where, below, "stands twice")
            out[key] = self.value(item, below)
            self.found.places[below] = where
        return out

    def _place(self, node: Node) -> str:
        return f"{self.name}:{node.start_mark.line + 1}"

    def _plain(self, node: Node, path: str, *tags: str) -> None:
        if str(node.tag) not in tags:
            raise bad(self._place(node), path, f"the tag {node.tag} is not accepted")

    def _items(self, node: MappingNode) -> Iterator[tuple[str, tuple[str, Node]]]:
        for key, item in node.value:
            if not isinstance(key, ScalarNode):
                raise bad(self._place(key), "", "a key must be a plain word")
            yield _whole(str(key.value), self._place(key), ""), (self._place(key), item)


def _whole(text: str, where: str, path: str) -> str:
    """Join the halves of characters that JSON writes as two escapes; raise `InputError` if one half is missing."""
    try:
        return text if text.isascii() else text.encode("utf-16", "surrogatepass").decode("utf-16")
    except UnicodeDecodeError:
        raise bad(where, path, "holds half of a character (an escape such as \\ud83d alone)") from None
