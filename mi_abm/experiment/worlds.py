"""The scenarios of an experiment: files, packaged names, or written out in the experiment's own file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from mi_abm.core.rules import Rule
from mi_abm.experiment.contrast import MINUS
from mi_abm.experiment.schema import ExperimentData
from mi_abm.experiment.space import Explorer
from mi_abm.scenario.files import Fence, find
from mi_abm.scenario.load import Scenario, load
from mi_abm.scenario.problems import InputError, Problem
from mi_abm.scenario.text import Text
from mi_abm.scenario.vary import concerning, with_values

FLAG = "--set"


@dataclass(frozen=True)
class Permission:
    """What the user allows and lays over: code of `uses:`, files outside the folder, another organisation."""

    allow_code: bool = False
    allow_outside: bool = False
    organisation: Path | None = None


NOTHING_ALLOWED = Permission()


def scenarios_of(
    found: Text,
    data: ExperimentData,
    folder: Path,
    rules: Sequence[type[Rule]],
    permission: Permission,
    problems: list[Problem],
) -> tuple[dict[str, Scenario], dict[str, str]]:
    """Return the scenarios by name, and the file of each that has one; add what is wrong to `problems`."""
    scenarios: dict[str, Scenario] = {}
    files: dict[str, str] = {}
    for name, path, said in _entries(data):
        where = found.places.get(path, "")
        try:
            source: Text | str
            if isinstance(said, str):
                source = files[name] = str(_file(said, folder, permission, where, path))
            else:
                source = Text(said, _below(found.places, path), _below(found.written, path))
            scenario = load(source, None, rules, permission.organisation, permission.allow_code, permission.allow_outside, folder)  # fmt: skip
            scenarios[name] = scenario.renamed(name)
        except InputError as error:
            problems += [p if p.where else replace(p, where=where, path=f"{path}: {p.path}") for p in error.problems]
        if MINUS in name or not name.strip():
            problems.append(Problem(where, path, f"a name of a scenario is not empty and holds no {MINUS!r}"))
    return scenarios, files


def overridden(
    scenarios: Mapping[str, Scenario], overrides: Mapping[str, Any], problems: list[Problem]
) -> dict[str, Scenario]:
    """Return the scenarios with parameters set, those of an intervention where a scenario has it."""
    explorer = Explorer(list(scenarios.values()))
    for path in overrides:
        explorer.known(path, path)
    if explorer.problems:
        problems += [replace(p, where=FLAG) for p in explorer.problems]
        return dict(scenarios)
    out = {}
    for name, scenario in scenarios.items():
        try:
            out[name] = with_values(scenario, concerning(scenario, overrides), FLAG)
        except InputError as error:
            problems += [p for p in error.problems if p not in problems]
            out[name] = scenario
    return out


def set_and_varied(overrides: Mapping[str, Any], varied: Sequence[str]) -> list[Problem]:
    """Return a problem for each parameter that is set although the design varies it, so that it would not stay as it is set."""
    said = "is varied by the design, so it cannot be set: take it out of design.vary, or name it in design.fixed"
    return [Problem(FLAG, path, said) for path in overrides if path in varied]


def _entries(data: ExperimentData) -> Iterator[tuple[str, str, str | dict[str, Any]]]:
    """Yield name, place in the file and source of each scenario; of a list, files of one name are told apart."""
    if isinstance(data.scenarios, dict):
        yield from ((name, f"scenarios.{name}", said) for name, said in data.scenarios.items())
        return
    taken: set[str] = set()
    for i, said in enumerate(data.scenarios):
        stem, n = Path(said).stem, 1
        name = stem
        while name in taken:
            n += 1
            name = f"{stem}-{n}"
        taken.add(name)
        yield name, f"scenarios.{i}", said


def _file(said: str, folder: Path, permission: Permission, where: str, path: str) -> Path:
    """Return the file that a name means: beside the experiment or packaged; elsewhere only if that is allowed."""
    try:
        file = find(said, folder)
    except InputError as error:
        raise InputError(Problem(where, path, str(p)) for p in error.problems) from None
    Fence(None if permission.allow_outside else folder).check(file, said, where, path)
    return file


def _below(known: Mapping[str, str], path: str) -> dict[str, str]:
    return {inside[len(path) + 1 :]: said for inside, said in known.items() if inside.startswith(f"{path}.")}
