"""What a comparison leaves behind: tables that R, Python and a spreadsheet read, and a manifest that says how.

runs.parquet    a row a run: scenario, seed, every measure in the last week
weeks.parquet   a row a run and week: scenario, seed, week, every measure (hours: since week 1)
effects.csv     a row a contrast, see `analysis.contrasts.Contrast`
people.parquet, ties.parquet    one run of each scenario looked at closely, see `experiment.exemplar`
manifest.json   versions, scenarios and their hashes, seeds, weeks, measures, files

`report.page` reads these, and only these, so that a report can be made again at any time.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from inspect import getdoc
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mi_abm.analysis.contrasts import CONDITIONAL, METHOD, Contrast, frame
from mi_abm.engine.exemplar import Exemplar, exemplars
from mi_abm.engine.results import Results
from mi_abm.experiment.exemplar import counts, people_table, ties_table
from mi_abm.experiment.folder import MANIFEST
from mi_abm.experiment.provenance import provenance

if TYPE_CHECKING:
    import pandas as pd

TABLES = ("runs.parquet", "weeks.parquet", "effects.csv", MANIFEST)
EXEMPLARS = ("people.parquet", "ties.parquet")  # older folders lack them; a report does without


@dataclass(frozen=True)
class Circumstances:
    """How results came about, beyond what they are: the command line, workers, and the file of each scenario.

    With `keep_ids` the people and teams of one's own organisation are written with their ids and names.
    """

    command: str
    workers: int
    files: dict[str, str] = field(default_factory=dict)
    keep_ids: bool = False


def write(folder: Path, results: Sequence[Results], effects: Sequence[Contrast], how: Circumstances) -> None:
    """Write tables and manifest to an existing, empty folder; the first of `results` is the reference."""
    import pandas as pd

    last_week = results[0].weeks
    closely = exemplars([r.scenario for r in results], results[0].seeds[0], (0, last_week))
    weeks = pd.concat([r.frame() for r in results], ignore_index=True)
    last = weeks[weeks["week"] == last_week].drop(columns="week")
    _parquet(weeks, folder / "weeks.parquet")
    _parquet(last.reset_index(drop=True), folder / "runs.parquet")
    frame(effects).to_csv(folder / "effects.csv", index=False, encoding="utf-8", lineterminator="\n")
    for name, table in zip(EXEMPLARS, (people_table(closely, how.keep_ids), ties_table(closely)), strict=True):
        _parquet(table, folder / name)
    text = json.dumps(manifest(results, effects, how, closely), indent=2, ensure_ascii=False, allow_nan=False)
    (folder / MANIFEST).write_text(text + "\n", "utf-8")


def _parquet(table: pd.DataFrame, file: Path) -> None:
    table.to_parquet(file, engine="pyarrow", compression="zstd", index=False)


def manifest(
    results: Sequence[Results], effects: Sequence[Contrast], how: Circumstances, closely: Sequence[Exemplar]
) -> dict[str, Any]:
    """Return everything that is needed to judge and to repeat the results, as plain JSON values.

    `organisation` is that of the reference; every scenario has its own beside its data. Ties are those of the exemplar.
    """
    first, sizes = results[0], [counts(one) for one in closely]
    return {
        "statement": CONDITIONAL,
        "interval": METHOD,
        "command": how.command,
        "reference": first.scenario.name,
        "organisation": sizes[0],
        "scenarios": [
            _scenario(r, how.files.get(r.scenario.name), size) for r, size in zip(results, sizes, strict=True)
        ],
        "seeds": list(first.seeds),
        "replicates": len(first.seeds),
        "weeks": first.weeks,
        "effect_weeks": sorted({c.week for c in effects}),
        "measures": list({m.name: _measure(m) for r in results for m in r.measures}.values()),
        "workers": how.workers,
        **provenance(),
    }


def _scenario(results: Results, file: str | None, size: dict[str, Any]) -> dict[str, Any]:
    scenario = results.scenario
    return {
        "name": scenario.name,
        "title": scenario.title,
        "file": file,
        "digest": scenario.digest(),
        "code": scenario.code(),
        "organisation": size,
        "data": scenario.data.model_dump(mode="json"),
    }


def _measure(measure: Any) -> dict[str, Any]:
    said = ("name", "title", "unit", "good", "personal", "cumulative")
    return {key: getattr(measure, key) for key in said} | {"meaning": (getdoc(measure) or "").partition("\n\n")[0]}


def as_json(reference: str, replicates: int, effects: Sequence[Contrast]) -> str:
    """Return contrasts as one JSON object; what is not defined is null."""
    hidden = ("good", "pairs")
    rows = [{key: value for key, value in asdict(c).items() if key not in hidden} for c in effects]
    found = {"reference": reference, "replicates": replicates, "contrasts": rows}
    return json.dumps(found, indent=2, ensure_ascii=False, allow_nan=False)
