"""Laying texts over one another: what a file extends, the organisation of another file, single values."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from mi_abm.scenario.guests import place
from mi_abm.scenario.problems import bad
from mi_abm.scenario.text import Text

FILES = ("people", "ties")


def absolute(found: Text, folder: Path) -> None:
    """Make the organisation's file names absolute: they are meant from the file that names them."""
    section = found.data.get("organisation")
    if isinstance(section, dict):
        for key in FILES:
            if isinstance(section.get(key), str):
                section[key] = str((folder / section[key]).resolve())


def merge(under: Text, over: Text) -> Text:
    """Lay one text over another, mapping by mapping, guests beside guests; return the lower one, changed."""
    first, then = under.data.get("uses"), over.data.get("uses")

    def lay(below: dict[str, Any], above: dict[str, Any]) -> None:
        for key, value in above.items():
            if isinstance(value, dict) and isinstance(below.get(key), dict):
                lay(below[key], value)
            else:
                below[key] = value

    lay(under.data, over.data)
    if isinstance(first, list) and isinstance(then, list):
        under.data["uses"] = first + [entry for entry in then if entry not in first]
    under.places |= over.places
    return under


def set_path(found: Text, path: str, value: Any) -> None:
    """Set the value at a dotted path, making the mappings on the way."""
    keys = path.split(".")
    if not all(keys):
        raise bad("--set", path, "is not a dotted path such as organisation.teams")
    at = found.data
    for key in keys[:-1]:
        below = at.get(key)
        if not isinstance(below, dict):
            below = at[key] = {}
        at = below
    at[keys[-1]] = value
    if keys[0] == "organisation" and keys[-1] in FILES and isinstance(value, str):
        at[keys[-1]] = str(Path(value).resolve())
    found.places[path] = "--set"
    if path == "uses":
        place(found, Path.cwd())
