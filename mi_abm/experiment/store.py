"""The store: a folder of chunks (see `chunk`) with a manifest that says of what, and nothing that is half done.

    DIR/manifest.json   question, scenarios, what is kept of each run, versions
    DIR/runs, DIR/weeks the chunks
    DIR/failed          a file a batch with runs that failed: parameters, error, traceback
    DIR/.lock, .desk-... of the process that runs the experiment, and its workers (see `hold`)

A store belongs to one state of the code and of each scenario, and to one set of columns. More replicates, points or scenarios
add to it.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from mi_abm.experiment.chunk import RUNS, TEMPORARY, WEEKS, merge, replace_by, unwritable
from mi_abm.experiment.folder import MANIFEST, check_free, read_manifest
from mi_abm.experiment.hold import DESK, LOCK, held
from mi_abm.experiment.identity import code, content, difference
from mi_abm.experiment.layout import Layout, layout_from
from mi_abm.experiment.plan import Ids
from mi_abm.experiment.work import Failure
from mi_abm.scenario.problems import InputError, bad

if TYPE_CHECKING:
    import pyarrow as pa

    from mi_abm.scenario.load import Scenario

FAILED = "failed"
KIND = "experiment"
MERGED = b"mi_abm.merged"  # in the metadata of a merged chunk: the names of those it stands for


class Store:
    """A folder of runs."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def exists(self) -> bool:
        """Whether the folder holds an experiment."""
        try:
            return read_manifest(self.folder).get("kind") == KIND
        except InputError:
            return False

    def manifest(self) -> dict[str, Any]:
        """Return the manifest; raise `InputError` if the folder holds no experiment."""
        found = read_manifest(self.folder)
        if found.get("kind") != KIND:
            raise bad(str(self.folder), "", "holds no results of an experiment")
        return found

    def prepare(self, layout: Layout, scenarios: Mapping[str, Scenario]) -> Layout:
        """Make the folder; return the columns that it keeps of every run, at least these.

        Raises `InputError` if it holds something else, runs of other code, of another state of a scenario, or that lack a column.
        """
        if self.exists:
            kept = self._kept(layout)
            self._check_scenarios(scenarios)
            return kept
        if not self._begun():
            check_free(self.folder)
            if (self.folder / MANIFEST).exists():
                raise bad(str(self.folder), "", "holds results of another command: choose another folder with --out")
        self._make(".")
        return layout

    def _begun(self) -> bool:
        """Say whether there is nothing but what a process left that was killed in its first moments."""
        try:
            names = [file.name for file in self.folder.iterdir()]
        except OSError:
            return False
        return bool(names) and all(
            n == LOCK or n.startswith(DESK) or (n.startswith(".") and n.endswith(TEMPORARY)) for n in names
        )

    def _make(self, *parts: str) -> None:
        try:
            for part in parts:
                (self.folder / part).mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise unwritable(self.folder, error) from None

    def _kept(self, layout: Layout) -> Layout:
        found = self.manifest()
        if found["code"] != code():
            was, now = f"{found['versions']['mi_abm']}, code {found['code'][:8]}", f"code {code()[:8]}"
            raise bad(
                str(self.folder), "", f"holds runs of another version of mi_abm ({was}; this is {now}): "
                "choose another folder with --out",
            )  # fmt: skip
        kept = layout_from(found["layout"], layout.parameters)
        if not kept.holds(layout):
            raise bad(str(self.folder), "", f"{kept.lacking(layout)}: choose another folder with --out")
        return replace(kept, parameters=layout.parameters)

    def _check_scenarios(self, scenarios: Mapping[str, Scenario]) -> None:
        """See that runs under one name are runs of one scenario: tables of the folder tell them apart by nothing else."""
        for was in self.manifest()["scenarios"]:
            now = scenarios.get(was["name"])
            if now is not None and now.digest() != was["digest"]:
                raise bad(
                    str(self.folder), "", f"holds runs of another state of {was['name']} ({difference(was, now)}): "
                    "choose another folder with --out",
                )  # fmt: skip

    def describe(self, manifest: Mapping[str, Any]) -> None:
        """Write the manifest, and make room for chunks."""
        text = json.dumps({"kind": KIND, **manifest}, indent=1, ensure_ascii=False, default=str)
        self.write(MANIFEST, f"{text}\n".encode())
        self._make(RUNS, FAILED, *([WEEKS] if manifest["layout"]["weeks"] else []))

    def write(self, name: str, data: bytes) -> None:
        """Write a file of the folder, all or nothing."""
        try:
            replace_by(self.folder / name, lambda new: new.write_bytes(data))
        except OSError as error:
            raise unwritable(self.folder, error) from None

    @contextlib.contextmanager
    def locked(self) -> Iterator[Path]:
        """Hold the folder for this process (see `hold`), clean up after one that was killed, and yield the desk of its workers."""
        with held(self.folder) as desk:
            self.clean()
            yield desk

    def clean(self) -> None:
        """Remove what killed processes left: temporary files, and chunks that have been merged into another."""
        merged = self._merged()
        for part in (".", RUNS, WEEKS, FAILED):
            for file in (self.folder / part).glob(f".*{TEMPORARY}"):
                file.unlink(missing_ok=True)
        for part in (RUNS, WEEKS):
            for name in merged:
                (self.folder / part / name).unlink(missing_ok=True)

    def chunks(self, part: str = RUNS) -> list[Path]:
        """Return the files of finished chunks, each run in one of them."""
        merged = self._merged()
        names = sorted(f.name for f in (self.folder / RUNS).glob("*.parquet") if f.name not in merged)
        files = (self.folder / part / name for name in names)
        return [file for file in files if part == RUNS or file.is_file()]

    def _merged(self) -> set[str]:
        import pyarrow.parquet as pq

        found: set[str] = set()
        for file in (self.folder / RUNS).glob("merged-*.parquet"):
            said = (pq.read_schema(file).metadata or {}).get(MERGED, b"")
            found |= set(said.decode().split()) - {file.name}
        return found

    def done(self) -> Ids:
        """Return the ids of all finished runs, sorted."""
        import pyarrow.parquet as pq

        parts = []
        for file in self.chunks():
            try:
                parts.append(pq.read_table(file, columns=["run_id"])["run_id"].to_numpy().astype("S32"))
            except (OSError, ValueError) as error:
                raise bad(str(file), "", f"cannot be read ({str(error).splitlines()[0]}): delete it, then continue") from None  # fmt: skip
        return np.sort(np.concatenate(parts)) if parts else np.empty(0, "S32")

    def count(self) -> int:
        """Return the number of finished runs."""
        import pyarrow.parquet as pq

        return sum(pq.read_metadata(file).num_rows for file in self.chunks())

    def tables(self, columns: Sequence[str] | None = None, part: str = RUNS) -> Iterator[pa.Table]:
        """Yield the tables of all chunks, one at a time; a column that a chunk lacks is null."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        for file in self.chunks(part):
            have = set(pq.read_schema(file).names)
            table = pq.read_table(file, columns=None if columns is None else [c for c in columns if c in have])
            for name in columns or ():
                if name not in have:
                    table = table.append_column(name, pa.nulls(len(table), pa.float64()))
            yield table

    def fail(self, failures: Sequence[Failure]) -> None:
        """Record runs that failed."""
        name = f"{FAILED}/{content(f.run_id for f in failures)}.json"
        self.write(name, json.dumps([asdict(f) for f in failures], indent=1, default=str).encode())

    def failures(self) -> list[dict[str, Any]]:
        """Return what was recorded of runs that failed."""
        return [row for file in sorted((self.folder / FAILED).glob("*.json")) for row in json.loads(file.read_bytes())]

    def forget(self) -> None:
        """Remove what was concluded from fewer runs, and the records of failed runs, which are tried again."""
        for pattern in ("effects.csv", "figure.*", f"{FAILED}/*.json"):
            for file in self.folder.glob(pattern):
                file.unlink(missing_ok=True)

    def compact(self) -> int:
        """Merge all chunks into one, runs and weeks; return how many there were."""
        files = self.chunks()
        if len(files) < 2:
            return len(files)
        name = f"merged-{content(file.stem for file in files)}.parquet"
        known = {MERGED: " ".join(file.name for file in files).encode()}
        try:
            for part in (WEEKS, RUNS):
                merge(self.chunks(part), self.folder / part / name, known)
        except OSError as error:
            raise unwritable(self.folder, error) from None
        self.clean()
        return len(files)
