"""A job: from what was asked on the command line to results, and to the folder that keeps them."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mi_abm.analysis.contrasts import Contrast
from mi_abm.cli.progress import Progress
from mi_abm.cli.workers import affordable, person_weeks
from mi_abm.engine.engines import choose
from mi_abm.engine.results import Results
from mi_abm.engine.simulate import simulate
from mi_abm.experiment.folder import check_free, replacing
from mi_abm.experiment.output import Circumstances, write
from mi_abm.scenario import text
from mi_abm.scenario.load import Scenario, find, load
from mi_abm.scenario.overlay import FLAG
from mi_abm.scenario.problems import InputError, Problem, shown
from mi_abm.scenario.summary import notes, own
from mi_abm.scenario.vary import concerning, with_values

LAST_SEED = 2**64 - 1  # the key of a run's chance has 64 bits
LAST_WEEK = 10_000
INTERVENTIONS = "interventions."


@dataclass(frozen=True)
class Job:
    """What was asked for."""

    files: tuple[str, ...]
    replicates: int
    seed: int
    weeks: int
    changes: tuple[str, ...]
    organisation: str | None
    out: Path | None
    workers: int | None
    allow_code: bool = False
    allow_outside: bool = False
    keep_ids: bool = False
    engine: str = "auto"

    @property
    def seeds(self) -> range:
        """The seeds of the replicates."""
        return range(self.seed, self.seed + self.replicates)

    def chosen(self, weeks: Sequence[int]) -> list[int]:
        """Return the weeks to show, in order; raise `InputError` if one is not simulated."""
        outside = [week for week in weeks if not 0 <= week <= self.weeks]
        wrong = [Problem("--week", "", f"{w} is not simulated; weeks 0 to {self.weeks} are") for w in outside]
        if wrong:
            raise InputError(wrong)
        return sorted(set(weeks))

    def problems(self, at_least: int) -> list[Problem]:
        """Return what is wrong with the numbers asked for."""
        limits = {
            "--replicates": (self.replicates, 1, 1_000_000),
            "--seed": (self.seed, 0, LAST_SEED + 1 - max(self.replicates, 1)),
            "--weeks": (self.weeks, 0, LAST_WEEK),
            "--workers": (1 if self.workers is None else self.workers, 1, 1024),
        }
        found = [
            Problem(option, "", f"{value} is not allowed; it must be between {low} and {high}")
            for option, (value, low, high) in limits.items()
            if not low <= value <= high
        ]
        if len(self.files) < at_least:
            found.append(
                Problem("compare", "", "needs a reference and a scenario, as in mi-abm compare baseline rotation")
            )
        return found


def prepare(job: Job, at_least: int) -> list[Scenario]:
    """Load a job's scenarios and try them out; raise `InputError` with all problems before anything is run."""
    overrides, problems = parse_changes(job.changes)
    setting, misplaced = _places(job)
    problems = [*job.problems(at_least), *problems, *misplaced]
    noted: list[str] = []
    scenarios = _loaded(job, overrides, setting, problems)
    for scenario in scenarios:
        try:
            noted += try_out(scenario, job.weeks)
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(dict.fromkeys(problems))
    if job.replicates == 1:
        noted.append("one replicate has no interval: take at least 2")
    for note in dict.fromkeys(noted):
        print(f"note: {note}", file=sys.stderr)
    return told_apart(scenarios, job.files)


def _loaded(job: Job, overrides: Mapping[str, Any], setting: Path | None, problems: list[Problem]) -> list[Scenario]:
    """Load a job's scenarios, each at the values that concern it.

    What an intervention is set to concerns the scenarios that have it, or all of them where none has; else
    `--set interventions.rotation.stay=2` would bring rotation into the baseline that it is compared with.
    """

    def loaded(values: Mapping[str, Any]) -> Iterator[Scenario]:
        for file in job.files:
            try:
                yield load(file, values, (), setting, job.allow_code, job.allow_outside)
            except InputError as error:
                problems.extend(p for p in error.problems if p not in problems)

    apart = {path: value for path, value in overrides.items() if path.startswith(INTERVENTIONS)}
    rest = {path: value for path, value in overrides.items() if path not in apart}
    plain = list(loaded(rest))
    if len(plain) < len(job.files):
        return plain
    some = {path for scenario in plain for path in concerning(scenario, apart)}
    everywhere = plain if len(some) == len(apart) else list(loaded(rest | {p: v for p, v in apart.items() if p not in some}))  # fmt: skip
    found: list[Scenario] = []
    for scenario in everywhere:
        try:
            ours = concerning(scenario, {path: apart[path] for path in apart if path in some})
            found.append(with_values(scenario, ours, FLAG))
        except InputError as error:
            problems += [p for p in error.problems if p not in problems]
    return found


def _places(job: Job) -> tuple[Path | None, list[Problem]]:
    """Return the file of the organisation, if one is laid over the scenarios, and what is wrong with files and folders."""
    problems: list[Problem] = []
    setting = None
    try:
        if job.out is not None:
            check_free(job.out)
    except InputError as error:
        problems += error.problems
    try:
        setting = None if job.organisation is None else find(job.organisation, Path.cwd())
    except InputError as error:
        problems += [Problem("--organisation", p.where, p.message) for p in error.problems]
    return setting, problems


def parse_changes(changes: Sequence[str]) -> tuple[dict[str, Any], list[Problem]]:
    """Return the dotted paths and values of `--set PATH=VALUE`, and what is wrong with them.

    Values are read as YAML; of equal paths the last counts.
    """
    found: dict[str, Any] = {}
    problems: list[Problem] = []
    for change in changes:
        path, equals, value = change.partition("=")
        if not equals:
            problems.append(Problem("--set", change, "is not PATH=VALUE, as in --set organisation.teams=4"))
            continue
        try:
            found[path.strip()] = text.parse(f"value: {value}", "--set").data["value"]
        except InputError as error:
            problems += [Problem("--set", path, f"{shown(value)}: {p.message}") for p in error.problems]
    return found, problems


def try_out(scenario: Scenario, weeks: int) -> list[str]:
    """Read the files of one's own organisation, so that what is wrong with them shows; return what is worth noting."""
    return list(notes(scenario, weeks, own(scenario)))


def told_apart(scenarios: Sequence[Scenario], files: Sequence[str]) -> list[Scenario]:
    """Return scenarios with different names: the second `rotation` is `rotation-2`; say on stderr which file that is."""
    found: dict[str, Scenario] = {}
    for scenario, file in zip(scenarios, files, strict=True):
        name, n = scenario.name, 1
        while name in found:
            n += 1
            name = f"{scenario.name}-{n}"
        if n > 1:
            print(f"note: {name} is {find(file, Path.cwd())}", file=sys.stderr)
        found[name] = scenario.renamed(name)
    return list(found.values())


def execute(job: Job, scenarios: Sequence[Scenario]) -> tuple[list[Results], int]:
    """Run all scenarios with all seeds; return the results and the number of workers used."""
    work = person_weeks(scenarios, job.replicates, job.weeks)
    engine = choose(job.engine, work)
    workers = job.workers or affordable(work, engine)
    with Progress("runs", len(scenarios) * job.replicates) as progress:
        return simulate(scenarios, job.seeds, job.weeks, None, workers, progress.add, engine), workers


def leave(job: Job, results: Sequence[Results], effects: Sequence[Contrast], workers: int) -> None:
    """Write tables and manifest to the job's folder, and figures and report if something was compared: all or nothing."""
    from mi_abm.report.page import write as write_page

    assert job.out is not None
    files = [str(find(file, Path.cwd())) for file in job.files]
    named = dict(zip((r.scenario.name for r in results), files, strict=True))
    how = Circumstances(shlex.join(["mi-abm", *sys.argv[1:]]), workers, named, job.keep_ids)
    with Progress("writing"), replacing(job.out) as new:
        write(new, results, effects, how)
        if effects:
            write_page(new)
    print(f"{'tables, figures and report' if effects else 'tables'}: {job.out}", file=sys.stderr)
