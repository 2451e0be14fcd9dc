"""mi-abm experiment: run an experiment file, and go on where it was stopped."""

from __future__ import annotations

import shlex
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mi_abm.cli.ending import INTERRUPTED
from mi_abm.cli.options import Changes, Code, Outside, Setting, Workers
from mi_abm.cli.runners import Asked, Named, ProfileFile, Scheduler

if TYPE_CHECKING:
    from mi_abm.experiment.experiment import Experiment
    from mi_abm.experiment.runner import Ended, Runner

SOME_FAILED = 3


def experiment(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Experiment file.")],
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Folder of the results.", show_default="out/NAME")
    ] = None,
    replicates: Annotated[
        int | None, typer.Option(help="Runs of each scenario and point.", show_default="as the file says")
    ] = None,
    seed: Annotated[int | None, typer.Option(help="First seed.", show_default="as the file says")] = None,
    changes: Changes = None,
    organisation: Setting = None,
    workers: Workers = None,
    runner: Named = "local",
    scheduler: Scheduler = None,
    profile: ProfileFile = None,
    allow_code: Code = False,
    allow_outside: Outside = False,
) -> None:
    """Run an experiment file, or go on where it was stopped.

    What is finished is kept, whatever happens: the same command goes on. More replicates or points add to what is there.
    """
    from mi_abm.experiment.runner import Runner

    asked = Asked(runner, scheduler, profile, workers)
    asked.check()
    said = {"replicates": replicates, "seed": seed}
    loaded = _loaded(
        file, {k: v for k, v in said.items() if v is not None}, changes, organisation, allow_code, allow_outside
    )
    folder = out or Path("out") / loaded.name
    _check_figure(loaded, file)
    run = Runner(loaded, folder, shlex.join(["mi-abm", *sys.argv[1:]]))
    ended = _run(run, asked)
    _tell(run)
    print(f"tables and figure: {folder}", file=sys.stderr)
    if ended.failed:
        print(f"{ended.failed:,} of {len(run.plan):,} runs failed: see {folder / 'failed'}", file=sys.stderr)
        raise typer.Exit(SOME_FAILED)


def _check_figure(asked_for: Experiment, file: Path) -> None:
    """See that the figure can be drawn; raise `InputError` before anything runs."""
    from mi_abm.experiment.manifest import asked
    from mi_abm.report.drawable import check
    from mi_abm.scenario.explain import place_of
    from mi_abm.scenario.problems import InputError
    from mi_abm.scenario.text import read

    try:
        check(asked(asked_for), len(asked_for.points))
    except InputError as error:
        places = read(file).places
        raise InputError(replace(p, where=place_of(p.path, places, str(file))) for p in error.problems) from None


def _tell(runner: Runner) -> None:
    """Write and print what was found; what that needs is imported only now, so that the first run starts soon."""
    from mi_abm.cli.found import print_findings
    from mi_abm.cli.paper import say
    from mi_abm.experiment.conclude import conclude
    from mi_abm.report.experiment import write_figure
    from mi_abm.report.findings import write_finding

    if runner.experiment.data.discovers:
        print("looking for conditions: some seconds", file=sys.stderr)
    found = conclude(runner)
    write_figure(runner.store, found)
    print_findings(runner.store.manifest(), found)
    say(["", write_finding(runner.store, found)])


def _loaded(
    file: Path, said: dict[str, Any], changes: list[str] | None, organisation: str | None, code: bool, outside: bool
) -> Experiment:
    """Return the experiment; raise `InputError` with all that is wrong."""
    from mi_abm.cli.job import parse_changes
    from mi_abm.experiment.experiment import load_experiment
    from mi_abm.experiment.worlds import Permission
    from mi_abm.scenario.load import find
    from mi_abm.scenario.problems import InputError

    overrides, problems = parse_changes(changes or ())
    if problems:
        raise InputError(problems)
    setting = None if organisation is None else find(organisation, Path.cwd()).absolute()
    return load_experiment(file, said, overrides, (), Permission(code, outside, setting))


def _run(runner: Runner, asked: Asked) -> Ended:
    """Run what is missing, saying how far it is; on Ctrl-C say how to go on."""
    from mi_abm.cli.sweep import SweepProgress, announce

    engine, workers = asked.crew(runner)
    announce(runner, workers)
    progress = SweepProgress()
    try:
        with progress:
            return runner.run(engine, workers, told=progress.told, begun=progress.begin)
    except KeyboardInterrupt:
        print(f"interrupted; {progress.done:,} runs of this time are kept. To go on: {runner.command}", file=sys.stderr)
        raise typer.Exit(INTERRUPTED) from None
