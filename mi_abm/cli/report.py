"""mi-abm report: figures and report again, from the tables of an earlier comparison."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer


def report(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder that compare --out wrote.")],
) -> None:
    """Make figures and report again from a folder of tables."""
    import shutil

    from mi_abm.cli.progress import Progress
    from mi_abm.experiment.folder import read_manifest, replacing
    from mi_abm.experiment.output import EXEMPLARS, TABLES
    from mi_abm.report.page import write
    from mi_abm.scenario.problems import InputError, Problem, bad

    if len(read_manifest(folder).get("scenarios", ())) < 2:
        raise bad(str(folder), "", "holds a single scenario: a report needs a comparison, as compare --out leaves it")
    missing = [Problem(str(folder / name), "", "is missing") for name in TABLES if not (folder / name).is_file()]
    if missing:
        raise InputError(missing)
    with Progress("figures and report"), replacing(folder) as new:
        for name in (*TABLES, *(name for name in EXEMPLARS if (folder / name).is_file())):
            shutil.copy2(folder / name, new / name)
        write(new)
    print(f"figures and report: {folder}", file=sys.stderr)
