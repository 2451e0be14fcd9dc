"""mi-abm evidence: how the defaults meet the published facts that they may be fitted to."""

from __future__ import annotations

from typing import Annotated

import typer


def evidence(
    replicates: Annotated[int, typer.Option(min=2, help="Seeds: 1, 2, ...")] = 200,
    markdown: Annotated[bool, typer.Option("--markdown", help="Print the table of docs/calibration.md.")] = False,
) -> None:
    """Measure the model against the facts that its defaults may be fitted to."""
    from mi_abm.evidence.validate import as_markdown, validate

    found = validate(range(1, replicates + 1))
    if markdown:
        print(as_markdown(found))
        return
    from rich.table import Table

    from mi_abm.cli.paper import say, show

    table = Table("fact", "unit", "target", "accepted", "found", "", box=None, pad_edge=False)
    for f in found:
        accepted = f"{f.low:.2f} to {f.high:.2f}"
        table.add_row(
            f"{f.key} {f.fact}", f.unit, f"{f.target:.2f}", accepted, f"{f.found:.2f}", "" if f.met else "missed"
        )
    show(table)
    say(["", f"{replicates} seeds; measured as the specification says (section 2.7, item 35)."])
