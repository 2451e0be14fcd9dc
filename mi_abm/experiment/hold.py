"""Who may write to a folder: one driver at a time, and its workers, as long as it holds the folder.

    DIR/.lock      held by the driver
    DIR/.desk-...  where its workers write what is not finished; finished files are moved into their place

A worker may outlive its driver, on another machine too. The next driver clears its desk away before it looks for what is done:
what was moved by then counts, and nothing can be moved afterwards.
"""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import IO
from uuid import uuid4

from mi_abm.experiment.chunk import unwritable
from mi_abm.scenario.problems import bad

LOCK, DESK = ".lock", ".desk-"
TRIES = 1000  # to clear a desk that somebody still writes to


@contextlib.contextmanager
def held(folder: Path) -> Iterator[Path]:
    """Hold a folder for this process and yield a desk for its workers; raise `InputError` if another process holds it."""
    with _open(folder / LOCK) as lock:
        _hold(lock, folder)
        for left in folder.glob(f"{DESK}*"):
            _clear(left)
        desk = folder.absolute() / f"{DESK}{uuid4().hex}"
        try:
            desk.mkdir()
        except OSError as error:
            raise unwritable(folder, error) from None
        try:
            yield desk
        finally:
            with contextlib.suppress(OSError):
                desk.rmdir()  # not if a worker was killed as it wrote: the next driver clears it away


def _open(lock: Path) -> IO[str]:
    try:
        return lock.open("w")
    except OSError as error:
        raise unwritable(lock.parent, error) from None


def _hold(lock: IO[str], folder: Path) -> None:
    """Lock a file until it is closed or its process ends, however it ends."""
    try:
        import fcntl
    except ImportError:  # Windows: two processes in one folder repeat each other's work, and nothing worse
        return
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise bad(str(folder), "", "is in use by another process that runs this experiment") from None
    except OSError:
        return  # a file system without locks


def _clear(desk: Path) -> None:
    """Remove a desk, although a worker may put files on it meanwhile; once it is gone, none can."""
    for _ in range(TRIES):
        shutil.rmtree(desk, ignore_errors=True)
        if not desk.exists():
            return
    raise bad(str(desk), "", "cannot be removed: does another process still write there?")
