"""What a comparison leaves behind: tables that R, Python and a spreadsheet read, and a manifest that says how.

runs.parquet    a row a run: scenario, seed, every measure in the last week
weeks.parquet   a row a run and week: scenario, seed, week, every measure (hours: since week 1)
effects.csv     a row a contrast, see `analysis.contrasts.Contrast`
manifest.json   versions, scenarios and their hashes, seeds, weeks, measures, files

`report.page` reads these, and only these, so that a report can be made again at any time.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mi_abm.analysis.contrasts import CONDITIONAL, METHOD, Contrast, frame
from mi_abm.engine.results import Results
from mi_abm.experiment.folder import MANIFEST
from mi_abm.experiment.provenance import provenance

if TYPE_CHECKING:
    import pandas as pd

TABLES = ("runs.parquet", "weeks.parquet", "effects.csv", MANIFEST)


@dataclass(frozen=True)
class Circumstances:
    """How results came about, beyond what they are: the command line, workers, and the file of each scenario."""

    command: str
    workers: int
    files: dict[str, str] = field(default_factory=dict)


def write(folder: Path, results: Sequence[Results], effects: Sequence[Contrast], how: Circumstances) -> None:
    """Write tables and manifest to an existing, empty folder; the first of `results` is the reference."""
    import pandas as pd

    weeks = pd.concat([r.frame() for r in results], ignore_index=True)
    last = weeks[weeks["week"] == results[0].weeks].drop(columns="week")
    _parquet(weeks, folder / "weeks.parquet")
    _parquet(last.reset_index(drop=True), folder / "runs.parquet")
    frame(effects).to_csv(folder / "effects.csv", index=False, encoding="utf-8", lineterminator="\n")
    text = json.dumps(manifest(results, effects, how), indent=2, ensure_ascii=False, allow_nan=False)
    (folder / MANIFEST).write_text(text + "\n", "utf-8")


def _parquet(table: pd.DataFrame, file: Path) -> None:
    table.to_parquet(file, engine="pyarrow", compression="zstd", index=False)


def manifest(results: Sequence[Results], effects: Sequence[Contrast], how: Circumstances) -> dict[str, Any]:
    """Return everything that is needed to judge and to repeat the results, as plain JSON values."""
    first = results[0]
    return {
        "statement": CONDITIONAL,
        "interval": METHOD,
        "command": how.command,
        "reference": first.scenario.name,
        "scenarios": [_scenario(r, how.files.get(r.scenario.name)) for r in results],
        "seeds": list(first.seeds),
        "replicates": len(first.seeds),
        "weeks": first.weeks,
        "effect_weeks": sorted({c.week for c in effects}),
        "measures": list({m.name: _measure(m) for r in results for m in r.measures}.values()),
        "workers": how.workers,
        **provenance(),
    }


def _scenario(results: Results, file: str | None) -> dict[str, Any]:
    scenario = results.scenario
    return {
        "name": scenario.name,
        "title": scenario.title,
        "file": file,
        "digest": scenario.digest(),
        "code": scenario.code(),
        "data": scenario.data.model_dump(mode="json"),
    }


def _measure(measure: Any) -> dict[str, Any]:
    said = ("name", "title", "unit", "good", "personal", "cumulative")
    return {key: getattr(measure, key) for key in said}


def as_json(reference: str, replicates: int, effects: Sequence[Contrast]) -> str:
    """Return contrasts as one JSON object; what is not defined is null."""
    hidden = ("good", "pairs")
    rows = [{key: value for key, value in asdict(c).items() if key not in hidden} for c in effects]
    found = {"reference": reference, "replicates": replicates, "contrasts": rows}
    return json.dumps(found, indent=2, ensure_ascii=False, allow_nan=False)
