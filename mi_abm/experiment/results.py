"""Results of an experiment in the hand: what its folder holds, as pandas frames or by SQL."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mi_abm.experiment.chunk import RUNS, WEEKS
from mi_abm.experiment.query import Query
from mi_abm.experiment.store import Store
from mi_abm.scenario.problems import bad

if TYPE_CHECKING:
    import pandas as pd

EFFECTS = "effects.csv"


@dataclass(frozen=True)
class ExperimentResults:
    """A folder of results: tables of runs and weeks (see `layout`), effects, failures, and the manifest that says of what."""

    folder: Path

    @cached_property
    def manifest(self) -> Mapping[str, Any]:
        """Question, scenarios, measures, what was varied, versions."""
        return Store(self.folder).manifest()

    @property
    def titles(self) -> dict[str, str]:
        """What each scenario is called."""
        return {str(s["name"]): str(s["title"]) for s in self.manifest["scenarios"]}

    @property
    def parameters(self) -> list[str]:
        """The paths of the parameters that were varied."""
        return [str(f["path"]) for f in self.manifest["factors"]]

    def state(self) -> dict[str, Any]:
        """Return how far the experiment is, and what it takes."""
        store, said = Store(self.folder), self.manifest
        files = [file for part in (RUNS, WEEKS) for file in store.chunks(part)]
        return {
            "question": said["question"],
            "planned": int(said["runs"]),
            "runs": store.count(),
            "failed": len(store.failures()),
            "chunks": len(store.chunks()),
            "megabytes": sum(file.stat().st_size for file in files) / 1e6,
            "weeks_kept": len(said["layout"]["weeks"]),
            "effects": (self.folder / EFFECTS).is_file(),
            "version": said["versions"]["mi_abm"],
            "code": said["code"],
            "command": said["command"],
        }

    def runs(self, columns: Sequence[str] | None = None) -> pd.DataFrame:
        """Return a row a run; of some columns only, if they are named."""
        return self._frame(RUNS, columns)

    def weeks(self, columns: Sequence[str] | None = None) -> pd.DataFrame:
        """Return a row a run and week that was kept; raise `InputError` if none were."""
        if not Store(self.folder).chunks(WEEKS):
            raise bad(str(self.folder), "", "holds no weeks: say keep_weeks: all in the experiment")
        return self._frame(WEEKS, columns)

    def effects(self) -> pd.DataFrame:
        """Return a row a contrast, point and outcome; raise `InputError` while the experiment is not finished."""
        import pandas as pd

        file = self.folder / EFFECTS
        if not file.is_file():
            raise bad(str(self.folder), "", f"has no {EFFECTS} yet: continue with {self.manifest['command']}")
        found = pd.read_csv(file, keep_default_na=False, na_values=[""])
        return found.assign(reference=found["reference"].astype(object).where(found["reference"].notna(), ""))

    def failures(self) -> list[dict[str, Any]]:
        """Return what is known of runs that failed: parameters, error, traceback."""
        return Store(self.folder).failures()

    def sql(self, text: str) -> pd.DataFrame:
        """Return what a query of the tables `runs` and `weeks` gives (needs DuckDB: mi_abm[query])."""
        return Query(Store(self.folder)).frame(text)

    def _frame(self, part: str, columns: Sequence[str] | None) -> pd.DataFrame:
        import pyarrow as pa

        tables = list(Store(self.folder).tables(columns, part))
        if not tables:
            raise bad(str(self.folder), "", "holds no finished runs yet")
        frame: pd.DataFrame = pa.concat_tables(tables, promote_options="permissive").to_pandas()
        keys = [key for key in ("scenario", "seed", "run_id", "week") if key in frame.columns]
        return frame.sort_values(keys, ignore_index=True) if keys else frame


def open_results(folder: str | Path) -> ExperimentResults:
    """Open a folder of results; raise `InputError` if it holds none."""
    found = ExperimentResults(Path(folder))
    assert found.manifest
    return found
