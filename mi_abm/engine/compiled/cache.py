"""Object code kept from one process to the next, in files named by the hash of everything that they follow from.

The folder is `MI_ABM_CACHE`, else the user's cache folder, else one of the user's own among temporary files. A file is
written aside and then renamed, so that whoever reads it finds all of it, however many processes begin at once.
"""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path

KEPT_DAYS = 60  # how long a file that nobody asks for is kept
_CHECK = 32  # bytes of the hash that a file begins with


def folders() -> Iterator[Path]:
    """Yield the folders that may hold the cache, the best first."""
    if said := os.environ.get("MI_ABM_CACHE"):
        yield Path(said).expanduser()
    if sys.platform == "darwin":
        user = Path("~/Library/Caches")
    else:
        user = Path(os.environ.get("LOCALAPPDATA") or os.environ.get("XDG_CACHE_HOME") or "~/.cache")
    with suppress(RuntimeError):  # a user without a home
        yield user.expanduser() / "mi_abm"
    yield Path(tempfile.gettempdir()) / f"mi_abm-{os.getuid() if hasattr(os, 'getuid') else 'cache'}"


@cache
def folder() -> Path | None:
    """Return the first folder that can be written and belongs to this user; None if there is none."""
    for path in folders():
        with suppress(OSError):
            path.mkdir(mode=0o700, parents=True, exist_ok=True)
            if hasattr(os, "getuid") and path.stat().st_uid != os.getuid():
                continue  # code of another user is not run
            with tempfile.TemporaryFile(dir=path):
                return path
    return None


def read(name: str) -> bytes | None:
    """Return what was kept under a name, None if there is nothing, or not all of it."""
    place = folder()
    if place is None:
        return None
    with suppress(OSError):
        data = (place / name).read_bytes()
        if hashlib.sha256(data[_CHECK:]).digest() == data[:_CHECK]:
            _touch(place / name)
            return data[_CHECK:]
    return None


def has(name: str) -> bool:
    """Say whether something is kept under a name."""
    place = folder()
    return place is not None and (place / name).is_file()


def write(name: str, data: bytes) -> None:
    """Keep something under a name; where that fails, it is made again next time."""
    place = folder()
    if place is None:
        return
    with suppress(OSError):
        handle, aside = tempfile.mkstemp(dir=place, prefix=".")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(hashlib.sha256(data).digest() + data)
            os.replace(aside, place / name)
        except OSError:
            Path(aside).unlink(missing_ok=True)
            raise


def prune(days: float = KEPT_DAYS) -> None:
    """Remove files that nobody has asked for in a long time."""
    place, now = folder(), time.time()
    if place is None:
        return
    with suppress(OSError):
        for file in place.iterdir():
            with suppress(OSError):
                if now - file.stat().st_mtime > days * 86400:
                    file.unlink()


def _touch(file: Path) -> None:
    """Note that a file was asked for, once a day."""
    with suppress(OSError):
        if time.time() - file.stat().st_mtime > 86400:
            os.utime(file)
