"""The command line: one small file a command; heavy imports wait until a command runs."""

import sys

import typer

from mi_abm.cli.app import app as page
from mi_abm.cli.check import check
from mi_abm.cli.compare import compare
from mi_abm.cli.describe import describe
from mi_abm.cli.ending import Ending
from mi_abm.cli.evidence import evidence
from mi_abm.cli.experiment import experiment
from mi_abm.cli.new import new
from mi_abm.cli.options import Version
from mi_abm.cli.report import report
from mi_abm.cli.results import results
from mi_abm.cli.run import run
from mi_abm.cli.schema import schema

app = typer.Typer(
    name="mi-abm",
    cls=Ending,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


@app.callback()
def start(version: Version = False) -> None:
    """Compare interventions on the same people and the same luck.

    Start with: mi-abm compare baseline rotation
    """


for command in (compare, run, experiment, results, check, new, report, evidence, describe, schema):
    app.command()(command)
app.command("app")(page)


def main() -> None:
    """Run the command line."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a title must not stop a terminal that lacks its letters
    app()
