"""Runs an experiment as a process of its own that tests may kill: `python -m tests.experiment.driver FILE DIR WORKERS BATCH`.

With DIE_BEFORE_RENAME=FILE, whoever writes a chunk is killed between writing and renaming, once: FILE says that it was.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from mi_abm.experiment import chunk

MARK = os.environ.get("DIE_BEFORE_RENAME")
AFTER = 3  # chunks that are finished first
sync = chunk.sync


def die(path: Path) -> None:
    """Bring a file to the disk; then die, if it is a chunk, some are there, and nobody has died yet."""
    sync(path)
    if path.is_dir() or ".parquet." not in path.name or len(list(path.parents[1].glob("runs/*.parquet"))) < AFTER:
        return
    if MARK and not Path(MARK).exists():
        Path(MARK).write_text(path.name)
        os.kill(os.getpid(), signal.SIGKILL)


if MARK:
    chunk.sync = die  # in the worker processes too, which read this file as well

if __name__ == "__main__":
    from mi_abm.experiment.experiment import load_experiment
    from mi_abm.experiment.runner import Runner

    file, folder, workers, batch = sys.argv[1:]
    Runner(load_experiment(file), Path(folder)).run(workers=int(workers), batch=float(batch))
