"""mi-abm schema: what editors need to complete and check scenario and experiment files."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from mi_abm.cli.options import Code


def schema(
    file: Annotated[
        str | None,
        typer.Argument(metavar="SCENARIO", help="A scenario whose rules of one's own (uses:) belong to it."),
    ] = None,
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="File to write; else it is printed.")] = None,
    allow_code: Code = False,
    experiments: Annotated[bool, typer.Option("--experiments", help="The schema of experiment files instead.")] = False,
) -> None:
    """Print the JSON Schema of scenario files, or of experiment files, for editors.

    VS Code (with its YAML extension) and others complete and check a scenario file that names the schema in its first
    line: # yaml-language-server: $schema=schema.json
    """
    import json

    from mi_abm.describe.editor import HEADER, editor_schema
    from mi_abm.experiment.editor import experiment_schema
    from mi_abm.scenario.catalogue import BUILTIN
    from mi_abm.scenario.load import load
    from mi_abm.scenario.problems import bad

    made = experiment_schema if experiments else editor_schema
    text = json.dumps(made(load(file, allow_code=allow_code).rules if file else BUILTIN), indent=1, ensure_ascii=False)
    if out is None:
        print(text)
        return
    try:
        out.write_text(f"{text}\n", "utf-8")
    except OSError as error:
        raise bad(str(out), "", f"cannot be written ({error.strerror})") from None
    print(
        f"{out}: put this line at the head of {'experiment' if experiments else 'scenario'} files beside it: {HEADER.format(out.name)}",
        file=sys.stderr,
    )
