"""Questions to the tables of an experiment in SQL, answered by DuckDB without reading more than is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mi_abm.experiment.chunk import RUNS, WEEKS
from mi_abm.experiment.store import Store
from mi_abm.scenario.problems import bad

if TYPE_CHECKING:
    import pandas as pd


class Query:
    """The tables `runs` and `weeks` of a store."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def frame(self, text: str) -> pd.DataFrame:
        """Return what a query gives; raise `InputError` where it is wrong, or DuckDB is not installed."""
        duckdb = _duckdb()
        files = {part: [str(f) for f in self.store.chunks(part)] for part in (RUNS, WEEKS)}
        if not files[RUNS]:
            raise bad(str(self.store.folder), "", "holds no finished runs yet")
        connection = duckdb.connect()
        try:
            for part, names in files.items():
                if names:
                    connection.read_parquet(names, union_by_name=True).create_view(part)
            found: pd.DataFrame = connection.sql(text).df()
        except (duckdb.Error, AttributeError) as error:
            raise bad("--sql", "", self._explained(str(error), files[WEEKS])) from None
        finally:
            connection.close()
        return found

    def _explained(self, error: str, weeks: list[str]) -> str:
        if "weeks does not exist" in error and not weeks:
            return "there is no table weeks: say keep_weeks: all in the experiment"
        if "NoneType" in error:
            return "is no query that returns rows"
        return " ".join(error.split())


def _duckdb() -> Any:
    try:
        import duckdb
    except ImportError:
        raise bad("--sql", "", "needs DuckDB: pip install 'mi_abm[query]'") from None
    return duckdb
