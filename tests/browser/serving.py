"""Servers for the tests, and Chromium."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from pathlib import Path
from shutil import which
from types import MappingProxyType
from typing import Any

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
]  # fmt: skip
PATIENCE = 240  # seconds


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def served(
    folder: Path, environment: Mapping[str, str] = MappingProxyType({}), end: signal.Signals = signal.SIGTERM
) -> Iterator[str]:
    """Serve the page as a user would; yield its address, which is this machine's alone."""
    port = free_port()
    yield from running(
        [sys.executable, "-m", "mi_abm", "app", "--no-browser", "--port", str(port)],
        folder,
        f"http://127.0.0.1:{port}/",
        "voila/static/nothing",
        environment,
        end,
    )


def running(
    command: list[str],
    folder: Path,
    address: str,
    answers: str,
    environment: Mapping[str, str] = MappingProxyType({}),
    end: signal.Signals = signal.SIGTERM,
) -> Iterator[str]:
    """Run a server in a folder until whoever uses it is done; `answers`: a path at which it answers, be it with an error."""
    known = os.environ | {"TMPDIR": str(folder), **environment}
    with (folder / "log").open("w") as log:
        server = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log, env=known)
    try:
        _wait(f"{address}{answers}", server, folder / "log")
        yield address
    finally:
        server.send_signal(end)
        server.wait(PATIENCE)


def _wait(place: str, server: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and server.poll() is None:
        try:
            urllib.request.urlopen(place, timeout=5)
            return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.2)
    raise AssertionError(log.read_text())


def launched() -> Iterator[Any]:
    """Yield Chromium."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as found:
        browser = found.chromium.launch(executable_path=which("chromium"), args=FLAGS)
        yield browser
        browser.close()
