"""mi-abm run: one scenario, its measures week by week."""

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
    Weeks,
    Workers,
)


def run(
    file: Annotated[str, typer.Argument(metavar="FILE", help="Scenario: a file or a packaged name.")],
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
    week: Annotated[list[int] | None, typer.Option(help="Week to show; may be repeated.", show_default="a few")] = None,
) -> None:
    """Run one scenario and show its measures week by week."""
    from mi_abm.cli.job import Job, execute, leave, prepare
    from mi_abm.cli.levels import levels, print_levels, to_json

    job = Job(
        (file,),
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
    scenarios = prepare(job, at_least=1)
    chosen = job.chosen(week or sorted({0, min(1, weeks), weeks // 2, weeks}))
    results, used = execute(job, scenarios)
    found = levels(results[0], chosen)
    if as_json:
        print(to_json(results[0], found))
    else:
        print_levels(results[0], found, everything)
    if out is not None:
        leave(job, results, [], used)
