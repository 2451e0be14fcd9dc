"""A server of the page, a browser, and visits to pages that may ask nobody else for anything."""

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

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
]  # fmt: skip
PATIENCE = 120  # seconds


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def served(folder: Path) -> Iterator[str]:
    """Serve the page as a user would; yield its address, which is this machine's alone."""
    port = free_port()
    yield from running(
        [sys.executable, "-m", "mi_abm", "app", "--no-browser", "--port", str(port)],
        folder,
        f"http://127.0.0.1:{port}/",
        "voila/static/nothing",
    )


def running(command: list[str], folder: Path, address: str, answers: str) -> Iterator[str]:
    """Run a server in a folder until whoever uses it is done; `answers`: a path at which it answers, be it with an error."""
    with (folder / "log").open("w") as log:
        server = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log, env=os.environ | {"TMPDIR": str(folder)})
    try:
        _wait(f"{address}{answers}", server, folder / "log")
        yield address
    finally:
        server.terminate()
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

    def prepared(self) -> None:
        """Wait until nothing is compiled any more."""
        self.page.wait_for_function("!document.querySelector('.mi-results').textContent.includes('Preparing')")

    def open(self, title: str, within: str = "") -> None:
        """Open a fold by keyboard, unless it is open; `within`: the fold in which it is."""
        place = self.page.locator(".jupyter-widget-Collapse", has=self.fold(within)).first if within else self.page
        header = place.locator(".jupyter-widget-Collapse-header", has_text=title).first
        if header.get_attribute("aria-expanded") != "true":
            header.focus()
            self.page.keyboard.press("Enter")

    def card(self, title: str) -> Any:
        """Return the card of an intervention, in its section."""
        return self.page.get_by_role("group", name=title, exact=True)

    def fold(self, title: str) -> Any:
        return self.page.locator(".jupyter-widget-Collapse-header", has_text=title)

    def choose(self, button: str, name: str, content: bytes) -> None:
        """Choose a file of this machine."""
        with self.page.expect_file_chooser() as chooser:
            self.page.get_by_role("button", name=button).click()
        chooser.value.set_files({"name": name, "mimeType": "text/csv", "buffer": content})
        self.page.wait_for_selector(f"text={button} (1)")
