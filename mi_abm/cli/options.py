"""Options that several commands share, each written once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Replicates = Annotated[int, typer.Option(help="Runs of each scenario; the same seeds in all of them.")]
Seed = Annotated[int, typer.Option(help="First seed; the others follow it one by one.")]
Weeks = Annotated[int, typer.Option(help="Weeks to simulate after week 0.")]
Week = Annotated[list[int] | None, typer.Option(help="Week to show; may be repeated.", show_default="the last")]
Changes = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="PATH=VALUE", help="Set a parameter in every scenario; may be repeated."),
]
Setting = Annotated[
    str | None,
    typer.Option(
        "--organisation",
        metavar="FILE",
        help="Lay the organisation and the mechanisms of another scenario over every scenario, "
        "such as organisations/city_agency.",
    ),
]
Out = Annotated[Path | None, typer.Option(metavar="DIR", help="Folder for tables, figures and report.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object instead of the table.")]
Everything = Annotated[bool, typer.Option("--all", help="Show all measures; else those with a good direction.")]
Code = Annotated[
    bool, typer.Option("--allow-code", help="Run the modules that scenarios name under uses: (only if you trust them).")
]
Outside = Annotated[
    bool,
    typer.Option("--allow-outside", help="Let scenarios name files outside their own folder (only if you trust them)."),
]
KeepIds = Annotated[
    bool,
    typer.Option(
        "--keep-ids",
        help="Write the ids of your own people, and the names of their teams, into people.parquet; else only numbers.",
    ),
]
Workers = Annotated[
    int | None,
    typer.Option(help="Processes or threads to use; the results are the same.", show_default="as many as pay"),
]
Engine = Annotated[
    str,
    typer.Option(
        metavar="NAME",
        help="What runs the weeks: numpy, compiled, or auto, which takes what is done sooner. The results are the same.",
    ),
]


def _show_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        print(f"mi_abm {version('mi_abm')}")
        raise typer.Exit


Version = Annotated[
    bool, typer.Option("--version", help="Show the version and exit.", is_eager=True, callback=_show_version)
]
