"""Chunks: Parquet files that are there as a whole or not at all; that a file is there is the record of its runs.

    DIR/runs/<hash of its run ids>.parquet     a row a run
    DIR/weeks/<the same>.parquet               a row a run and week, where weeks are kept; written first

A file is written to a temporary name that begins with a dot, brought to the disk, and renamed. Several processes may write to
one folder: names depend on content alone. They write on the desk of their driver (a folder in the folder, see `hold`).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from mi_abm.experiment.identity import content
from mi_abm.scenario.problems import InputError, bad

if TYPE_CHECKING:
    import pyarrow as pa

RUNS, WEEKS = "runs", "weeks"
TEMPORARY = ".tmp"
GROUP = 65_536  # rows that are written at once when chunks are merged


def publish(folder: Path, desk: Path, ids: Iterable[str], runs: pa.Table, weeks: pa.Table | None) -> None:
    """Write the tables of a chunk; raise `InputError` where that cannot be done, leaving nothing behind."""
    name = f"{content(ids)}.parquet"
    try:
        for part, table in ((WEEKS, weeks), (RUNS, runs)):
            # a killed process may have got as far as the weeks, a slow one as far as both
            if table is not None and not (folder / part / name).exists():
                put(table, folder / part / name, desk)
    except OSError as error:
        raise unwritable(folder, error) from None


def put(table: pa.Table, file: Path, desk: Path) -> None:
    """Write a table to a file, all or nothing."""
    import pyarrow.parquet as pq

    replace_by(file, lambda new: pq.write_table(table, new, compression="zstd"), desk)


def merge(files: Sequence[Path], into: Path, metadata: Mapping[bytes, bytes]) -> None:
    """Write the rows of several files to one, all or nothing, a part at a time; a column that some lack is null there."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    if not files:
        return
    schemas = [pq.read_schema(f).remove_metadata() for f in files]
    schema = pa.unify_schemas(schemas, promote_options="permissive").with_metadata(metadata)

    def write(new: Path) -> None:
        with pq.ParquetWriter(new, schema, compression="zstd") as writer:
            for part in _parts(files):
                tables = [schema.empty_table(), *(pq.read_table(f) for f in part)]
                writer.write_table(pa.concat_tables(tables, promote_options="permissive"))

    replace_by(into, write)


def _parts(files: Sequence[Path]) -> Iterator[list[Path]]:
    """Yield files that together make a good group of rows."""
    import pyarrow.parquet as pq

    part, rows = list[Path](), 0
    for file in files:
        part.append(file)
        rows += pq.read_metadata(file).num_rows
        if rows >= GROUP:
            yield part
            part, rows = [], 0
    if part:
        yield part


def replace_by(file: Path, write: Callable[[Path], object], desk: Path | None = None) -> None:
    """Let `write` write a temporary file, beside `file` or on a desk, then put that in the place of `file`."""
    new = temporary(file, desk or file.parent)
    try:
        write(new)
        sync(new)
        new.replace(file)
        sync(file.parent)
    except BaseException:
        new.unlink(missing_ok=True)
        raise


def temporary(file: Path, place: Path) -> Path:
    """Return a name for a file to come that no reader takes for a chunk, and no other process uses, on no machine."""
    return place / f".{file.name}.{uuid4().hex}{TEMPORARY}"


def sync(path: Path) -> None:
    """See that a file, or the names in a folder, are on the disk."""
    flags = os.O_RDONLY if path.is_dir() else os.O_RDWR
    if path.is_dir() and os.name == "nt":
        return  # a folder cannot be opened there; renaming is written through
    handle = os.open(path, flags)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def unwritable(folder: Path, error: OSError) -> InputError:
    """Return what is said where a folder cannot be written."""
    return bad(str(folder), "", f"cannot be written ({error.strerror or error}); what is finished is kept")
