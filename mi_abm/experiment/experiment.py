"""An experiment: its file read and checked, with the scenarios, contrasts and points that it means."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from mi_abm.core.measure import Measure
from mi_abm.core.rules import Rule
from mi_abm.engine.recorder import every_measure, nameable
from mi_abm.experiment.contrast import Outcome, Pair, Reader
from mi_abm.experiment.designs import Row
from mi_abm.experiment.points import explored
from mi_abm.experiment.schema import ExperimentData
from mi_abm.experiment.space import Factor
from mi_abm.experiment.worlds import NOTHING_ALLOWED, Permission, overridden, scenarios_of, set_and_varied
from mi_abm.scenario import text
from mi_abm.scenario.explain import explained, place_of
from mi_abm.scenario.load import Scenario
from mi_abm.scenario.problems import InputError, Problem, bad, nearest
from mi_abm.scenario.settle import settle

if TYPE_CHECKING:
    from mi_abm.experiment.results import ExperimentResults

HOURS = "hours"
LAST_SEED = 2**64 - 1  # the key of a run's chance has 64 bits
ROWS = (
    "meta_perceptions", "injunctive_norms", "descriptive_norms", "social_modelling", "social_support", "social_feedback",
    "attachment_ties", "shared_cognition", "relational_self",
)  # fmt: skip


@dataclass(frozen=True)
class Experiment:
    """A question with all that is needed to answer it: every scenario runs at every point with every seed."""

    name: str
    data: ExperimentData
    scenarios: Mapping[str, Scenario]
    files: Mapping[str, str]
    reference: str
    pairs: tuple[Pair, ...]
    factors: tuple[Factor, ...]
    points: Sequence[Row]
    measures: tuple[str, ...]

    @property
    def seeds(self) -> range:
        """The seeds of the replicates."""
        return range(self.data.seed, self.data.seed + self.data.replicates)

    @property
    def title(self) -> str:
        """What the experiment is called: its title, or its question."""
        return self.data.title or self.data.question

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """Every measure and week that is contrasted, and the hours until then."""
        found = {outcome for pair in self.pairs for outcome in pair.outcomes}
        hours = {Outcome(HOURS, outcome.week) for outcome in found} if HOURS in self.measures else set()
        return tuple(sorted(found | hours))

    @property
    def kept_weeks(self) -> tuple[int, ...]:
        """The weeks of which every measure is kept."""
        said = self.data.keep_weeks
        if isinstance(said, str):
            return tuple(range(self.data.weeks + 1)) if said == "all" else ()
        return tuple(sorted(set(said)))

    @staticmethod
    def load(
        source: str | Path | Mapping[str, Any],
        changes: Mapping[str, Any] | None = None,
        overrides: Mapping[str, Any] | None = None,
        rules: Sequence[type[Rule]] = (),
        permission: Permission = NOTHING_ALLOWED,
    ) -> Experiment:
        """Load an experiment from a file or a mapping (see `load_experiment`)."""
        return load_experiment(source, changes, overrides, rules, permission)

    def run(self, folder: str | Path, workers: int = 1, engine: str = "") -> ExperimentResults:
        """Do every run that a folder does not hold yet, write the effects, and return what the folder holds."""
        from mi_abm.experiment.conclude import run_experiment

        return run_experiment(self, folder, engine, workers)

    def measure(self, name: str) -> type[Measure]:
        """Return a measure by its name."""
        every = (m for scenario in self.scenarios.values() for m in nameable(scenario))
        return next(m for m in every if m.name == name)


def load_experiment(
    source: str | Path | Mapping[str, Any],
    changes: Mapping[str, Any] | None = None,
    overrides: Mapping[str, Any] | None = None,
    rules: Sequence[type[Rule]] = (),
    permission: Permission = NOTHING_ALLOWED,
) -> Experiment:
    """Load an experiment from a file or a mapping; raise `InputError` with a line for everything that is wrong.

    First with its form, then with its scenarios, then with what is asked of them: the later can only be read if the earlier can.

    `changes` replaces entries of the file, such as replicates; `overrides` sets parameters of its scenarios by dotted path,
    those of an intervention where a scenario has it.
    """
    found, folder, name = _read(source)
    for key, value in (changes or {}).items():
        found.data[key] = value
        found.places[key] = f"--{key.replace('_', '-')}"
    data = _validated(found, name if isinstance(source, Mapping) else str(source))
    problems: list[Problem] = []
    scenarios, files = scenarios_of(found, data, folder, rules, permission, problems)
    if problems:
        raise InputError(problems)
    scenarios = overridden(scenarios, overrides or {}, problems)
    measures = _measures(data, scenarios, problems)
    reader = Reader(data, list(scenarios), _nameable(scenarios))
    reference, pairs = reader.reference(), reader.pairs()
    problems += reader.problems
    factors, points = explored(data.design, list(scenarios.values()), folder, problems)
    problems += set_and_varied(overrides or {}, [factor.path for factor in factors])
    needed = {HOURS, *measures, *(o.measure for pair in pairs for o in pair.outcomes)}
    kept = tuple(m for m in _nameable(scenarios) if m in needed)
    experiment = Experiment(name, data, scenarios, files, reference, pairs, factors, points, kept)
    problems += _conditions(experiment) if not problems else ()
    if problems:
        placed = (replace(p, where=p.where or place_of(p.path, found.places, name)) for p in problems)
        raise InputError(dict.fromkeys(placed))
    return experiment


def _conditions(experiment: Experiment) -> list[Problem]:
    """Return why an experiment cannot find the conditions that it asks for; what that needs is imported only if it asks."""
    if not experiment.data.discovers:
        return []
    from mi_abm.experiment.discovery import senseless

    return senseless(experiment)


def _read(source: str | Path | Mapping[str, Any]) -> tuple[text.Text, Path, str]:
    """Return the text of an experiment, the folder that its names are meant from, and its name."""
    if isinstance(source, Mapping):
        return text.Text(deepcopy(dict(source))), Path.cwd(), str(source.get("title") or "experiment")
    file = Path(source)
    if not file.is_file():
        raise bad(str(source), "", "no such experiment file")
    return text.read(file), file.absolute().parent, file.stem


def _validated(found: text.Text, name: str) -> ExperimentData:
    problems = settle(found, ExperimentData, name)
    try:
        data = ExperimentData.model_validate(found.data)
    except ValidationError as error:
        said = {p.path for p in problems}
        problems += [p for p in explained(error, found, name, ExperimentData) if p.path not in said]
        raise InputError(problems) from None
    problems += [
        Problem(place_of(path, found.places, name), path, message) for path, message in _senseless(data) if message
    ]
    if problems:
        raise InputError(problems)
    return data


def _senseless(data: ExperimentData) -> list[tuple[str, str]]:
    """Return what the form cannot say."""
    late = [w for w in data.keep_weeks if not 0 <= w <= data.weeks] if isinstance(data.keep_weeks, list) else []
    row = "" if data.table2 in (None, *ROWS) else f"{data.table2!r} is no module; known: {', '.join(ROWS)}"
    last = data.seed + data.replicates - 1 > LAST_SEED
    return [
        ("question", "" if data.question.rstrip().endswith("?") else "must end in a question mark"),
        ("table2", row),
        (
            "seed",
            "leaves no room for the others: it must be at most 2^64 less the number of replicates" if last else "",
        ),
        ("keep_weeks", f"week {late[0]} is not simulated; weeks 0 to {data.weeks} are" if late else ""),
        ("design.table", "belongs to the kind table" if data.design.table and data.design.kind != "table" else ""),
        ("design.table", "is missing" if data.design.kind == "table" and not data.design.table else ""),
    ]


def _nameable(scenarios: Mapping[str, Scenario]) -> list[str]:
    """Return the names of all measures that can be asked for."""
    return list(dict.fromkeys(m.name for scenario in scenarios.values() for m in nameable(scenario)))


def _usual(scenarios: Mapping[str, Scenario]) -> list[str]:
    """Return the names of the measures that are kept if none are named, in their order."""
    return list(dict.fromkeys(m.name for scenario in scenarios.values() for m in every_measure(scenario)))


def _measures(data: ExperimentData, scenarios: Mapping[str, Scenario], problems: list[Problem]) -> list[str]:
    known = _nameable(scenarios)
    unknown = [(i, name) for i, name in enumerate(data.measures) if name not in known]
    problems += [Problem("", f"measures.{i}", f"{name!r} is no measure; {nearest(name, known)}") for i, name in unknown]
    return list(data.measures) or _usual(scenarios)
