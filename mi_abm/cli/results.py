"""mi-abm results: what a folder of results holds."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    import pandas as pd

    from mi_abm.experiment.results import ExperimentResults


def results(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder that mi-abm experiment wrote.")],
    sql: Annotated[
        str | None, typer.Option(metavar="TEXT", help="A query of the tables runs and weeks, answered by DuckDB.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    compact: Annotated[
        bool, typer.Option("--compact", help="Merge its chunks into one file; nothing is lost.")
    ] = False,
) -> None:
    """Say what a folder of results holds, or answer a question to it.

    A column whose name holds a dot or an @ stands in double quotes: select avg(miti), avg("practice@26") from runs
    """
    from mi_abm.experiment.results import open_results
    from mi_abm.experiment.store import Store

    found = open_results(folder)
    if compact:
        store = Store(folder)
        with store.locked():
            print(f"merged {store.compact():,} chunks")
    elif sql is not None:
        _answer(found.sql(sql), as_json)
    else:
        _summary(found, as_json)


def _answer(frame: pd.DataFrame, as_json: bool) -> None:
    import sys

    if as_json:
        print(frame.to_json(orient="records", indent=2, force_ascii=False))
        return
    from rich import box
    from rich.table import Table
    from rich.text import Text

    from mi_abm.cli.paper import show

    if not sys.stdout.isatty():
        print(frame.to_csv(index=False, lineterminator="\n"), end="")
        return
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, collapse_padding=True)
    for name, column in frame.items():
        table.add_column(Text(str(name)), justify="right" if column.dtype.kind in "iuf" else "left", no_wrap=True)
    for row in frame.itertuples(index=False):
        table.add_row(
            *(Text("-" if x is None or x != x else f"{x:.6g}" if isinstance(x, float) else str(x)) for x in row)
        )
    show(table)


def _summary(found: ExperimentResults, as_json: bool) -> None:
    import json

    from mi_abm.cli.found import print_findings
    from mi_abm.cli.paper import say

    state = found.state()
    if as_json:
        print(json.dumps(state, indent=2, ensure_ascii=False))
        return
    missing = state["planned"] - state["runs"] - state["failed"]
    if state["effects"]:
        print_findings(found.manifest, found.effects())
        say([""])
    else:
        say([state["question"], ""], style="bold")
    say([
        f"{state['runs']:,} of {state['planned']:,} runs in {state['chunks']:,} files, {state['megabytes']:.1f} MB; "
        f"{state['weeks_kept']} weeks kept of each; {state['failed']:,} failed.",
        f"mi_abm {state['version']}, code {state['code'][:8]}.",
    ])  # fmt: skip
    if missing > 0 or not state["effects"]:
        say([f"To go on: {state['command']}"])
