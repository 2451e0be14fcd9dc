"""mi-abm check: are these scenario files right, and the files of one's own organisation?"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mi_abm.cli.ending import BAD_INPUT
from mi_abm.cli.options import Changes, Code, Outside, Setting

if TYPE_CHECKING:
    from mi_abm.scenario.load import Scenario

YEAR = 52  # weeks, unless a command is told otherwise


def check(
    files: Annotated[
        list[str],
        typer.Argument(metavar="FILE...", help="Scenarios: files or packaged names; or a CSV file of people."),
    ],
    changes: Changes = None,
    organisation: Setting = None,
    allow_code: Code = False,
    allow_outside: Outside = False,
) -> None:
    """Check scenario files, and the files of people and ties that they name: say what is wrong and where.

    What is right is summed up, a line a fact: people, teams, ties, layers, isolates, given states.
    """
    from mi_abm.cli.job import parse_changes
    from mi_abm.core.faults import fault
    from mi_abm.scenario.load import load
    from mi_abm.scenario.problems import InputError

    overrides, problems = parse_changes(changes or ())
    if problems:
        raise InputError(problems)
    wrong = False
    for file in files:
        try:
            scenario = load(_source(file), overrides, (), organisation, allow_code, allow_outside)
            _try(scenario)
            print(*_said(file, scenario), sep="\n")
        except InputError as error:
            wrong = True
            print(error, file=sys.stderr)
        except Exception as error:
            if not (line := fault(error)):
                raise
            wrong = True
            print(line, file=sys.stderr)
    if wrong:
        raise typer.Exit(BAD_INPUT)


def _try(scenario: Scenario) -> None:
    """Run a burn-in and two weeks of a scenario with rules from outside: a slip in their phases shows only there."""
    from mi_abm.engine.simulate import simulate
    from mi_abm.scenario.catalogue import BUILTIN

    if not set(scenario.rules) <= set(BUILTIN):
        simulate([scenario], [1], 2, engine="numpy")


def _source(file: str) -> str | dict[str, Any]:
    """Return the scenario to load; a CSV file of people alone stands for an organisation without ties."""
    people = Path(file)
    if people.suffix.lower() != ".csv":
        return file
    return {"title": f"people in {people.name}", "organisation": {"people": file}}


def _said(file: str, scenario: Scenario) -> Iterator[str]:
    from mi_abm.scenario.summary import notes, own, summary

    found = own(scenario)
    yield f"{file}: ok ({scenario.title})"
    yield from (f"{file}: {fact}" for fact in (summary(scenario, found) if found else ()))
    yield from (f"{file}: note: {note}" for note in notes(scenario, YEAR, found))
