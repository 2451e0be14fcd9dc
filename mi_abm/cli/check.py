"""mi-abm check: are these scenario files right?"""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from mi_abm.cli.ending import BAD_INPUT
from mi_abm.cli.options import Changes, Code, Setting


def check(
    files: Annotated[list[str], typer.Argument(metavar="FILE...", help="Scenarios: files or packaged names.")],
    changes: Changes = None,
    organisation: Setting = None,
    allow_code: Code = False,
) -> None:
    """Check scenario files: say what is wrong and where."""
    from mi_abm.cli.job import parse_changes, try_out
    from mi_abm.scenario.load import load
    from mi_abm.scenario.problems import InputError

    overrides, problems = parse_changes(changes or ())
    if problems:
        raise InputError(problems)
    wrong = False
    for file in files:
        try:
            scenario = load(file, overrides, organisation=organisation, allow_code=allow_code)
            notes = try_out(scenario, seed=1)
            print(f"{file}: ok ({scenario.title})")
            for note in notes:
                print(f"{file}: note: {note}")
        except InputError as error:
            wrong = True
            print(error, file=sys.stderr)
    if wrong:
        raise typer.Exit(BAD_INPUT)
