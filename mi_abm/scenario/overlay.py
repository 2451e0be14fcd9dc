"""Laying texts over one another: what a file extends, the organisation of another file, single values."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from mi_abm.scenario.files import real
from mi_abm.scenario.guests import place
from mi_abm.scenario.problems import bad
from mi_abm.scenario.text import Text

FILES = ("people", "ties")
FLAG = "--set"


def absolute(found: Text, folder: Path) -> None:
    """Make the organisation's file names absolute: they are meant from the file that names them."""
    section = found.data.get("organisation")
    if isinstance(section, dict):
        for key in FILES:
            if isinstance(section.get(key), str):
                path = f"organisation.{key}"
                section[key] = str(real(folder / section[key], found.places.get(path, ""), path))


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
    under.written |= over.written
    return under


def set_path(found: Text, path: str, value: Any) -> None:
    """Set the value at a dotted path, making the mappings on the way; files are meant from the working folder."""
    keys = path.split(".")
    if not all(keys):
        raise bad(FLAG, path, "is not a dotted path such as organisation.teams")
    if keys[0] == "extends":
        raise bad(FLAG, path, "cannot be set: name the file itself, or lay over it with --organisation")
    at = found.data
    for key in keys[:-1]:
        below = at.get(key)
        if not isinstance(below, dict):
            below = at[key] = {}
        at = below
    at[keys[-1]] = value
    for known in (found.places, found.written):
        for inside in [p for p in known if p == path or p.startswith(f"{path}.")]:
            del known[inside]  # what stood there stood in a file
    found.places[path] = FLAG
    if keys[0] == "organisation":
        absolute(found, Path.cwd())
    if path == "uses":
        place(found, Path.cwd())
