"""Tables: what `mi-abm compare --out` left in a folder, read back; the report knows nothing else."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import pandas as pd

from mi_abm.experiment.output import EXEMPLARS
from mi_abm.scenario.problems import InputError, Problem


@dataclass(frozen=True)
class Effect:
    """A row of effects.csv (see `analysis.contrasts.Contrast`); NaN where there is no number."""

    scenario: str
    measure: str
    title: str
    unit: str
    week: int
    reference_mean: float
    scenario_mean: float
    difference: float
    ci_low: float
    ci_high: float
    effect_size: float
    better: float
    per_100_hours: float
    good: int
    pairs: int


@dataclass(frozen=True)
class Tables:
    """The folder's tables. `effects` is the frame of the last week, `rows` the same by scenario and measure.

    `people` and `ties` are of one run (see `experiment.exemplar`), or None in folders that do not have them.
    """

    folder: Path
    manifest: Mapping[str, Any]
    effects: pd.DataFrame
    rows: Mapping[tuple[str, str], Effect]
    weeks: pd.DataFrame
    runs: pd.DataFrame
    people: pd.DataFrame | None = None
    ties: pd.DataFrame | None = None

    @property
    def reference(self) -> str:
        """The name of the scenario that the others are compared with."""
        return str(self.manifest["reference"])

    @property
    def titles(self) -> dict[str, str]:
        """What each scenario is called, in the order of the files, the reference first; equal titles get their names."""
        said = {str(s["name"]): str(s.get("title") or s["name"]) for s in self.manifest["scenarios"]}
        twice = [t for t in said.values() if list(said.values()).count(t) > 1]
        named = {name: f"{title} ({name})" if title in twice else title for name, title in said.items()}
        return {self.reference: named.pop(self.reference), **named}

    @property
    def others(self) -> dict[str, str]:
        """What the scenarios other than the reference are called."""
        return {name: title for name, title in self.titles.items() if name != self.reference}

    @property
    def measures(self) -> list[str]:
        """The measures, in the order of effects.csv."""
        return list(dict.fromkeys(measure for _, measure in self.rows))

    def data(self, scenario: str) -> Mapping[str, Any]:
        """Return the resolved scenario as the manifest has it."""
        return next(dict(s["data"]) for s in self.manifest["scenarios"] if s["name"] == scenario)

    def counts(self, scenario: str) -> Mapping[str, Any]:
        """Return how many people, teams, ties and layers a scenario has; empty in folders that do not say."""
        return next(dict(s.get("organisation") or {}) for s in self.manifest["scenarios"] if s["name"] == scenario)

    def effect(self, scenario: str, measure: str) -> Effect | None:
        """Return one row of effects.csv; None if there is none."""
        return self.rows.get((scenario, measure))


def read(folder: Path) -> Tables:
    """Read a folder's tables; raise `InputError` with a line for each that is missing or not what it should be."""
    readers: dict[str, Callable[[Path], Any]] = {
        "manifest.json": lambda file: json.loads(file.read_text(encoding="utf-8")),
        "effects.csv": pd.read_csv,
        "weeks.parquet": pd.read_parquet,
        "runs.parquet": pd.read_parquet,
        **{name: pd.read_parquet for name in EXEMPLARS if (folder / name).is_file()},
    }
    found: dict[str, Any] = {}
    wrong: list[Problem] = []
    for name, reader in readers.items():
        try:
            found[name] = reader(folder / name)
        except FileNotFoundError:
            wrong.append(Problem(str(folder / name), "", "no such file; `mi-abm compare ... --out DIR` writes it"))
        except (ValueError, OSError) as error:
            wrong.append(Problem(str(folder / name), "", f"cannot be read: {str(error).splitlines()[0]}"))
    wrong = wrong or [Problem(str(folder / n), "", said) for n, said in _lacking(found)]
    if wrong:
        raise InputError(wrong)
    effects = found["effects.csv"]
    effects = effects[effects["week"] == effects["week"].max()]
    closely = [found.get(name) for name in EXEMPLARS] if all(name in found for name in EXEMPLARS) else [None, None]
    return Tables(
        folder, found["manifest.json"], effects, _rows(effects), found["weeks.parquet"], found["runs.parquet"], *closely
    )


def _lacking(found: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return what the tables ought to have and have not."""
    needed = {
        "manifest.json": ["reference", "scenarios", "seeds", "weeks"],
        "effects.csv": [f.name for f in fields(Effect)],
        "weeks.parquet": ["scenario", "seed", "week"],
        "runs.parquet": ["scenario", "seed"],
        "people.parquet": ["scenario", "seed", "week", "person", "team", "miti", "newcomer"],
        "ties.parquet": ["scenario", "source", "target", "weight_start", "weight_end"],
    }
    there = [(name, key) for name, keys in needed.items() if name in found for key in keys]
    lacking = [(name, f"has no {key!r}") for name, key in there if key not in found[name]]
    if not lacking and found["effects.csv"].empty:
        return [("effects.csv", "has no rows: a report compares at least two scenarios")]
    return lacking


def _rows(effects: pd.DataFrame) -> dict[tuple[str, str], Effect]:
    """Return the frame's rows by scenario and measure."""
    names = [f.name for f in fields(Effect)]
    found = [Effect(**{str(k): v for k, v in record.items()}) for record in effects[names].to_dict("records")]
    return {(effect.scenario, effect.measure): effect for effect in found}
