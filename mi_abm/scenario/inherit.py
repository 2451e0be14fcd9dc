"""What a scenario extends: files under files, merged from the bottom up.

`extends:` names one file or several, merged from left to right below the file itself. A circle is refused, and so is a
scenario that needs more than 100 files: each of 40 files that extends the next one twice would be read a million
million times.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from mi_abm.scenario import text
from mi_abm.scenario.files import Fence, find, real
from mi_abm.scenario.guests import place
from mi_abm.scenario.overlay import FILES, absolute, merge
from mi_abm.scenario.problems import InputError, bad, shown

MAX_FILES = 100
SECTIONS = ("organisation", "mechanisms", "interventions")
HEADINGS = ("title", "table2")


class Reading:
    """The reading of one scenario, fenced unless files outside its folder are allowed."""

    def __init__(self, allow_outside: bool = False) -> None:
        self.allow_outside, self.files = allow_outside, 0

    def named(self, name: str, folder: Path) -> tuple[text.Text, str]:
        """Return what the scenario of this name says, all that it extends included, and its short name."""
        file = find(name, folder)
        return self.file(file, self._around(file)), file.stem

    def file(self, file: Path, fence: Fence, trail: tuple[Path, ...] = ()) -> text.Text:
        """Return what a file says, all that it extends included."""
        self.files += 1
        at = real(file, str(file), "")
        return self.over(text.read(file), file.parent, fence, (*trail, at))

    def over(self, found: text.Text, folder: Path, fence: Fence, trail: tuple[Path, ...] = ()) -> text.Text:
        """Merge a text over what it extends; its file names are meant from `folder`."""
        parents = found.data.pop("extends", None)
        for section in SECTIONS:
            if found.data.get(section, {}) is None:
                del found.data[section]  # all its lines are comments
        absolute(found, folder)
        self._fenced(found, fence)
        place(found, folder)
        if parents is None:
            return found
        merged = text.Text({})
        for name in parents if isinstance(parents, list) else [parents]:
            merge(merged, self._parent(name, folder, fence, trail, found.places.get("extends", "")))
        for heading in HEADINGS:
            merged.data.pop(heading, None)
        return merge(merged, found)

    def _around(self, file: Path) -> Fence:
        return Fence(None if self.allow_outside else file.parent)

    def _parent(self, name: Any, folder: Path, fence: Fence, trail: tuple[Path, ...], where: str) -> text.Text:
        if not isinstance(name, str):
            raise bad(where, "extends", f"{shown(name)} is not a file name")
        real(folder / name, where, "extends")
        if (folder / name).parent != folder:  # a bare name lies beside its file, or among the packaged ones
            fence.check(folder / name, name, where, "extends")
        try:
            file = find(name, folder)
        except InputError as error:
            raise bad(where, "extends", str(error)) from None
        fence.check(file, name, where, "extends")  # a link may lead elsewhere
        if real(file, where, "extends") in trail:
            chain = " -> ".join(f.name for f in (*trail, file))
            raise bad(where, "extends", f"goes round in a circle: {chain}")
        if self.files >= MAX_FILES:
            raise bad(where, "extends", f"needs more than {MAX_FILES} files")
        inner = fence if trail or fence.folder else self._around(file)
        return self.file(file, inner, trail)

    def _fenced(self, found: text.Text, fence: Fence) -> None:
        section, problems = found.data.get("organisation"), []
        for key in FILES:
            name, path = section.get(key) if isinstance(section, dict) else None, f"organisation.{key}"
            if isinstance(name, str):
                problems += fence.outside(Path(name), name, found.places.get(path, ""), path)
        if problems:
            raise InputError(problems)
