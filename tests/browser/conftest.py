"""A server of the page, and a browser that may ask nobody else for anything."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from shutil import which
from typing import Any
from urllib.parse import urlsplit

import pytest

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
]  # fmt: skip
PATIENCE = 60  # seconds


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the page for the tests, as a user would; the address is this machine's alone."""
    pytest.importorskip("voila")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    folder = tmp_path_factory.mktemp("served")
    command = [sys.executable, "-m", "mi_abm", "app", "--no-browser", "--port", str(port)]
    with (folder / "log").open("w") as log:
        server = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log, env=os.environ | {"TMPDIR": str(folder)})
    here = f"http://127.0.0.1:{port}/"
    try:
        _wait(here, server, folder / "log")
        yield here
    finally:
        server.terminate()
        server.wait(20)


def _wait(here: str, server: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and server.poll() is None:
        try:
            urllib.request.urlopen(f"{here}voila/static/nothing", timeout=5)
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.2)
    raise AssertionError(log.read_text())


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as found:
        browser = found.chromium.launch(executable_path=which("chromium"), args=FLAGS)
        yield browser
        browser.close()


class Visit:
    """A page that has opened; `asked` are the hosts that it asked for anything."""

    def __init__(self, browser: Any, address: str, width: int = 1200) -> None:
        self.context = browser.new_context(viewport={"width": width, "height": 800})
        self.page = self.context.new_page()
        self.asked: set[str] = set()
        self.page.on("request", lambda r: self.asked.add(urlsplit(r.url).netloc) if "data:" not in r.url else None)
        self.page.on("websocket", lambda s: self.asked.add(urlsplit(s.url).netloc))
        self.page.set_default_timeout(PATIENCE * 1000)
        self.page.goto(address)
        self.page.wait_for_selector(".mi-finding")
        self.page.wait_for_function("document.querySelectorAll('.mi-results img').length >= 2")

    def image(self, name: str) -> str:
        return str(self.page.locator(f".mi-{name} img").get_attribute("src"))

    def redrawn(self, name: str, before: str) -> None:
        """Wait until an image is another one."""
        self.page.wait_for_function(
            "([name, old]) => document.querySelector(`.mi-${name} img`).src != old", arg=[name, before]
        )

    def complete(self) -> None:
        """Wait until all runs are done."""
        self.page.wait_for_function("document.querySelector('.mi-state').textContent.startsWith('100 pairs of runs,')")

    def open(self, title: str) -> None:
        """Open a fold by keyboard, unless it is open."""
        header = self.page.locator(".jupyter-widget-Collapse-header", has_text=title).first
        if header.get_attribute("aria-expanded") != "true":
            header.focus()
            self.page.keyboard.press("Enter")

    def choose(self, button: str, name: str, content: bytes) -> None:
        """Choose a file of this machine."""
        with self.page.expect_file_chooser() as chooser:
            self.page.get_by_role("button", name=button).click()
        chooser.value.set_files({"name": name, "mimeType": "text/csv", "buffer": content})
        self.page.wait_for_selector(f"text={button} (1)")


@pytest.fixture(scope="module")
def visit(chromium: Any, address: str) -> Iterator[Visit]:
    found = Visit(chromium, address)
    yield found
    asked = found.asked
    found.context.close()
    assert asked == {urlsplit(address).netloc}  # nothing left the machine
