"""mi-abm app: the page for trainers, on this machine."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from typing import Annotated

import typer


def app(
    scenario: Annotated[str, typer.Argument(metavar="SCENARIO", help="What the page begins with.")] = "baseline",
    port: Annotated[int, typer.Option(help="Port of the page.")] = 8866,
    host: Annotated[
        str, typer.Option(help="Address to serve on; the default is this machine alone, and nobody else can reach it.")
    ] = "127.0.0.1",
    browser: Annotated[bool, typer.Option(help="Open the page in a browser.")] = True,
) -> None:
    """Serve a page on which plans are tried without programming: sliders, pictures, a report to hand out.

    Needs the extra [app]. Everything stays on this machine; Ctrl-C ends it.
    """
    from pathlib import Path

    from mi_abm.scenario.load import find, load
    from mi_abm.scenario.problems import bad

    load(scenario)  # what is wrong with it is said here, not on the page
    if find_spec("voila") is None or find_spec("ipywidgets") is None:
        raise bad("mi-abm app", "", "needs more than is installed: pip install 'mi_abm[app]'")
    from mi_abm.widgets.page.serve import serve

    where = "on this machine alone" if host in ("127.0.0.1", "localhost") else "others can reach it too"
    print(f"mi-abm app: http://{host}:{port}/ ({where}); Ctrl-C in this window ends it", file=sys.stderr, flush=True)
    serve(str(find(scenario, Path.cwd()).resolve()), host, port, browser)
