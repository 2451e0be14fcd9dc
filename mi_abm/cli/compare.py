"""mi-abm compare: scenarios against a reference, run by run with the same seeds."""

from __future__ import annotations

from typing import Annotated

import typer

from mi_abm.cli.options import (
    AsJson,
    Changes,
    Code,
    Engine,
    Everything,
    KeepIds,
    Out,
    Outside,
    Replicates,
    Seed,
    Setting,
    Week,
    Weeks,
    Workers,
)


def compare(
    files: Annotated[
        list[str], typer.Argument(metavar="A.yaml B.yaml...", help="Scenarios; the first is the reference.")
    ],
    replicates: Replicates = 200,
    seed: Seed = 1,
    weeks: Weeks = 52,
    changes: Changes = None,
    organisation: Setting = None,
    out: Out = None,
    as_json: AsJson = False,
    everything: Everything = False,
    workers: Workers = None,
    engine: Engine = "auto",
    allow_code: Code = False,
    allow_outside: Outside = False,
    keep_ids: KeepIds = False,
    week: Week = None,
    who: Annotated[
        bool, typer.Option("--who", help="Also compare each person with himself: who does better, and who does worse.")
    ] = False,
) -> None:
    """Compare scenarios with a reference, seed by seed.

    All scenarios meet the same people and the same luck. Scenarios are files or packaged names such as baseline and
    rotation; --set applies to all of them, the reference included.
    """
    from mi_abm.analysis.contrasts import contrasts
    from mi_abm.analysis.counterfactuals import who as counterfactuals
    from mi_abm.cli.effects import print_effects
    from mi_abm.cli.job import Job, execute, leave, prepare
    from mi_abm.cli.who import print_who, with_who
    from mi_abm.experiment.output import as_json as to_json

    job = Job(
        tuple(files),
        replicates,
        seed,
        weeks,
        tuple(changes or ()),
        organisation,
        out,
        workers,
        allow_code,
        allow_outside,
        keep_ids,
        engine,
    )
    scenarios = prepare(job, at_least=2)
    chosen = job.chosen(week or [weeks])
    results, used = execute(job, scenarios)
    found = contrasts(results, chosen)
    people = counterfactuals(scenarios, job.seeds, chosen[-1]) if who else []
    if as_json:
        text = to_json(scenarios[0].name, replicates, found)
        print(with_who(text, people) if who else text)
    else:
        print_effects(results, found, everything)
        if who:
            print_who(people, chosen[-1])
    if out is not None:
        leave(job, results, found, used)
