"""Which file a name means, and which files a scenario may name.

Names without a folder are looked up beside the file first, then among the packaged scenarios. What a file names must lie
in the folder of the scenario that was asked for, below it, or among the packaged ones: so a scenario from somebody else
reads nothing else of one's own. What stands on the command line or in a call from Python is the user's own word.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from mi_abm.scenario.problems import InputError, Problem, bad, nearest, shown

PACKAGED = Path(__file__).resolve().parents[1] / "scenarios"


def packaged() -> Path:
    """Return the folder of the packaged scenarios (in a checkout: `scenarios/` at the top)."""
    return PACKAGED if PACKAGED.is_dir() else PACKAGED.parents[1] / "scenarios"


def find(name: str, folder: Path) -> Path:
    """Return the file of a scenario name or path, beside `folder` or packaged; raise `InputError` if there is none."""
    tries = [folder / name, folder / f"{name}.yaml", packaged() / name, packaged() / f"{name}.yaml"]
    for file in tries:
        if _is_file(file):
            return file
    known = [str(f.relative_to(packaged()).with_suffix("")) for f in packaged().rglob("*.yaml")]
    hint = nearest(name.removesuffix(".yaml"), [*known, *_beside(folder)])
    raise bad(shown(name, quoted=False), "", f"no such scenario file; {hint}")


def _beside(folder: Path) -> list[str]:
    try:
        return [file.stem for file in islice(folder.glob("[!.]*.yaml"), 500)]
    except OSError:
        return []


def _is_file(file: Path) -> bool:
    try:
        return file.is_file()
    except (OSError, ValueError):  # a name that is too long, or holds a NUL
        return False


def real(file: Path, where: str, path: str) -> Path:
    """Return a file's absolute path, links followed; raise `InputError` where it cannot be one."""
    try:
        return file.resolve()
    except (OSError, ValueError, RuntimeError):
        raise bad(where, path, f"{shown(str(file))} is not the name of a file") from None


@dataclass(frozen=True)
class Fence:
    """What may be named: anything in `folder`, below it, or packaged; anything at all if there is no folder."""

    folder: Path | None = None

    def outside(self, file: Path, name: str, where: str, path: str) -> list[Problem]:
        """Return the problem that a file lies outside, if it does."""
        if self.folder is None:
            return []
        at = real(file, where, path)
        if any(at.is_relative_to(folder.resolve()) for folder in (self.folder, packaged())):
            return []
        said = "lies outside the folder of the scenario; if you trust it, allow it with --allow-outside"
        return [Problem(where, path, f"{shown(name)} {said} (in Python: load(..., allow_outside=True))")]

    def check(self, file: Path, name: str, where: str, path: str) -> None:
        """Raise `InputError` if a file lies outside."""
        problems = self.outside(file, name, where, path)
        if problems:
            raise InputError(problems)
