"""The folder of results: complete or not there.

Files are written to a temporary folder and moved into place when all are there, `manifest.json` last. A folder that
holds something else is never touched; in a folder of ours, files that are not ours stay.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from mi_abm.scenario.problems import InputError, bad

MANIFEST = "manifest.json"
TEMPORARY = ".new-"


def check_free(folder: Path) -> None:
    """Raise `InputError` if results must not or cannot be written to this folder."""
    if folder.exists() and not folder.is_dir():
        raise bad(str(folder), "", "is a file, not a folder")
    if folder.is_dir() and not _empty(folder) and not _ours(folder):
        raise bad(str(folder), "", f"is not empty and holds no {MANIFEST} of mi_abm: choose another folder or empty it")
    above = next(f for f in (folder, *folder.absolute().parents) if f.exists())
    try:
        tempfile.TemporaryDirectory(prefix=TEMPORARY, dir=above).cleanup()  # permissions alone do not tell
    except OSError as error:
        raise _unwritable(folder, error) from None


@contextmanager
def replacing(folder: Path) -> Iterator[Path]:
    """Yield a new, temporary folder; on leaving, move its files into `folder`, listed in its manifest.

    Nothing of `folder` changes if the block or the writing fails; failures to write are raised as `InputError`.
    """
    try:
        check_free(folder)
        place = folder if folder.is_dir() else folder.absolute().parent
        place.mkdir(parents=True, exist_ok=True)
        # Beside a folder to come, inside one that is there: the same file system either way, so moving is renaming.
        new = Path(tempfile.mkdtemp(prefix=TEMPORARY, dir=place))
        try:
            yield new
            _seal(new)
            _publish(new, folder)
        finally:
            shutil.rmtree(new, ignore_errors=True)
    except OSError as error:
        raise _unwritable(folder, error) from None


def read_manifest(folder: Path) -> dict[str, Any]:
    """Return the manifest of a folder of results; raise `InputError` if there is none that can be read."""
    file = folder / MANIFEST
    try:
        found = json.loads(file.read_text("utf-8"))
    except OSError as error:
        raise bad(str(file), "", f"cannot be read ({error.strerror}): {folder} is no folder of results") from None
    except ValueError:
        raise bad(str(file), "", "is not JSON") from None
    if not (isinstance(found, dict) and "mi_abm" in (found.get("versions") or ())):
        raise bad(str(file), "", "is no manifest of mi_abm")
    return found


def _empty(folder: Path) -> bool:
    return all(inside.name.startswith(TEMPORARY) for inside in folder.iterdir())  # what a killed process left


def _ours(folder: Path) -> bool:
    try:
        return bool(read_manifest(folder))
    except InputError:
        return False


def _unwritable(folder: Path, error: OSError) -> InputError:
    return bad(str(folder), "", f"cannot be written ({error.strerror or error})")


def _files(folder: Path) -> list[str]:
    """Return all files of a folder, the manifest last."""
    names = sorted(f.relative_to(folder).as_posix() for f in folder.rglob("*") if f.is_file())
    return [name for name in names if name != MANIFEST] + [MANIFEST]


def _seal(new: Path) -> None:
    """List the folder's files in its manifest, and see that all are on the disk."""
    manifest = read_manifest(new) | {"files": _files(new)}
    (new / MANIFEST).write_text(json.dumps(manifest, indent=2, ensure_ascii=False) + "\n", "utf-8")
    for name in _files(new):
        with (new / name).open("rb+") as file:
            os.fsync(file.fileno())


def _publish(new: Path, folder: Path) -> None:
    if not folder.exists():
        new.chmod(0o777 & ~_umask())
        new.rename(folder)
        return
    before = read_manifest(folder).get("files", []) if _ours(folder) else []
    names = _files(new)
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (new / name).replace(folder / name)
    for name in set(map(str, before)) - set(names):
        if ".." not in Path(name).parts and not Path(name).is_absolute():
            (folder / name).unlink(missing_ok=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
