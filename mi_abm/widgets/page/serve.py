"""Serving the page through Voila: each visitor gets a process, and nothing leaves the machine."""

from __future__ import annotations

import os
import signal
from pathlib import Path

HERE = Path(__file__).parent
SCENARIO = "MI_ABM_PAGE_SCENARIO"  # how the server tells its pages what to begin with


def serve(scenario: str, host: str, port: int, browser: bool) -> None:
    """Serve until interrupted. Raises ImportError without the extra `[app]`."""
    from mi_abm.widgets.page.leaving import Server

    if hasattr(
        signal, "SIGHUP"
    ):  # a terminal that is closed ends the server as a kill does: visitors' files go with it
        signal.signal(signal.SIGHUP, lambda *_: signal.raise_signal(signal.SIGTERM))
    os.environ[SCENARIO] = scenario
    known = os.environ.get("JUPYTER_PATH")
    os.environ["JUPYTER_PATH"] = os.pathsep.join([str(HERE / "jupyter"), *([known] if known else [])])
    Server.launch_instance(argv=options(host, port, browser))


def options(host: str, port: int, browser: bool) -> list[str]:
    """Return Voila's command line: our template and no other, no file to fetch, no traceback to a visitor.

    Voila hands on to a kernel what widgets say, and no code. Ways of serving that open another road to a kernel are off,
    whatever a configuration file of this machine has.
    """
    return [
        str(HERE / "explorer.ipynb"),
        f"--Voila.ip={host}",
        f"--port={port}",
        "--template=mi_abm",
        "--VoilaConfiguration.allow_template_override=NO",
        "--VoilaConfiguration.allow_theme_override=NO",
        "--VoilaConfiguration.file_allowlist=^$",
        "--VoilaConfiguration.show_tracebacks=False",
        "--VoilaConfiguration.progressive_rendering=False",
        "--VoilaConfiguration.preheat_kernel=False",
        "--MappingKernelManager.cull_idle_timeout=3600",
        "--MappingKernelManager.cull_interval=60",
        *([] if browser else ["--no-browser"]),
    ]
