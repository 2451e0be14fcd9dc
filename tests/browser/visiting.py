"""Visits: the explorer in a page or in JupyterLab, used as its user would, that may ask nobody else for anything."""

from __future__ import annotations

import base64
import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.browser.serving import PATIENCE

KERNEL = "Python 3 (ipykernel)"
HEARD, TRIES = 20_000, 3  # milliseconds until a kernel has begun, and how often it is asked to
QUIET = 300  # milliseconds that all runs have been done for: a slider that was let go may still have something to say
DONE = f"""() => {{
  const done = document.querySelector('.mi-state').textContent.startsWith('100 pairs of runs,');
  window.doneSince = done ? window.doneSince || performance.now() : 0;
  return done && performance.now() - window.doneSince > {QUIET};
}}"""
NUMBERS = re.compile(r'<polyline points="([^"]*)"')


class Visit:
    """A page that shows the explorer; `asked` are the hosts that it asked for anything."""

    def __init__(self, browser: Any, address: str, width: int = 1200, **settings: Any) -> None:
        self.context = browser.new_context(viewport={"width": width, "height": 800}, **settings)
        self.page = self.context.new_page()
        self.asked: set[str] = set()
        self.page.on("request", lambda r: self.asked.add(urlsplit(r.url).netloc) if "data:" not in r.url else None)
        self.page.on("websocket", lambda s: self.asked.add(urlsplit(s.url).netloc))
        self.page.set_default_timeout(PATIENCE * 1000)
        self.page.goto(address)
        self.begin()
        self.page.wait_for_selector(".mi-finding")
        self.page.wait_for_function("document.querySelectorAll('.mi-results img').length >= 3")

    def begin(self) -> None:
        """Do what it takes until the explorer shows: nothing, on the page."""

    @property
    def finding(self) -> str:
        return str(self.page.locator(".mi-finding").inner_text())

    def image(self, name: str) -> str:
        return str(self.page.locator(f".mi-{name} img").get_attribute("src"))

    def heights(self, name: str) -> list[float]:
        """Return how far down the curves of a picture end, in its own units: those of the plan first."""
        drawn = base64.b64decode(self.image(name).partition(",")[2]).decode()
        return [float(points.split()[-1].split(",")[1]) for points in NUMBERS.findall(drawn)]

    def redrawn(self, name: str, before: str) -> None:
        """Wait until an image is another one."""
        self.page.wait_for_function(
            "([name, old]) => document.querySelector(`.mi-${name} img`).src != old", arg=[name, before]
        )

    def complete(self) -> None:
        """Wait until all runs are done, and nothing more is asked for."""
        self.page.evaluate("window.doneSince = 0")
        self.page.wait_for_function(DONE)

    def prepared(self) -> None:
        """Wait until nothing is compiled any more."""
        self.page.wait_for_function("!document.querySelector('.mi-results').textContent.includes('Preparing')")

    def open(self, title: str, within: str = "") -> None:
        """Open a fold by keyboard, unless it is open; `within`: the fold in which it is."""
        headers = ".jupyter-widget-Collapse-header"
        outer = self.page.locator(".jupyter-widget-Collapse", has=self.page.locator(headers, has_text=within))
        header = (outer.first if within else self.page).locator(headers, has_text=title).first
        if "jupyter-widget-Collapse-open" not in str(header.locator("..").get_attribute("class")):
            self.unfold(header)

    def unfold(self, header: Any) -> None:
        header.focus()
        self.page.keyboard.press("Enter")

    def card(self, title: str) -> Any:
        """Return the card of an intervention, in its section."""
        return self.page.locator(".mi-card", has=self.page.locator(f"input[title='{title}']"))

    def switch(self, title: str) -> Any:
        """Return the checkbox that switches an intervention, in its section."""
        return self.card(title).locator(f"input[title='{title}']")

    def slider(self, label: str, within: Any = None, upper: bool = False) -> Any:
        """Return what is moved of a slider."""
        labelled = self.page.locator(".widget-label", has_text=label)
        found = (within or self.page).locator(".widget-slider", has=labelled).first
        return found.locator(".noUi-handle").nth(1 if upper else 0)

    def drag(self, handle: Any, share: float) -> None:
        """Drag a handle by mouse by a share of the width of its slider."""
        handle.scroll_into_view_if_needed()
        box, track = (
            handle.bounding_box(),
            handle.locator("xpath=ancestor::*[contains(@class,'noUi-base')]").bounding_box(),
        )
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        self.page.mouse.move(x, y)
        self.page.mouse.down()
        self.page.mouse.move(x + share * track["width"], y, steps=8)
        self.page.mouse.up()

    def choose(self, button: str, name: str, content: bytes) -> None:
        """Choose a file of this machine."""
        with self.page.expect_file_chooser() as chooser:
            self.page.get_by_role("button", name=button).click()
        chooser.value.set_files({"name": name, "mimeType": "text/csv", "buffer": content})
        self.page.wait_for_selector(f"text={button} (1)")

    def saved(self, folder: Path) -> None:
        """Save the plan as a scenario into a folder."""
        with self.page.expect_download() as saved:
            self.page.get_by_role("link", name="Save as scenario").click()
        saved.value.save_as(folder / "my_plan.yaml")


class LabVisit(Visit):
    """A notebook in JupyterLab, all of it run; scenarios are written beside it."""

    def begin(self) -> None:
        """Run all cells through the menu, as the notebook's reader would: again, if its kernel did not begin."""
        from playwright.sync_api import TimeoutError as NotYet

        self.page.add_locator_handler(self.page.locator(".jp-Dialog"), self._agree)
        begun = self.page.locator(".jp-InputPrompt", has_text=re.compile(r"\[(\*|\d+)\]"))
        for again in range(TRIES):
            if again:
                self.page.reload()
            try:
                self._run_all()
                begun.first.wait_for(timeout=HEARD)
                return
            except NotYet as error:
                print("once more:", str(error).splitlines()[0])
        raise AssertionError("the notebook's cells do not run")

    def _run_all(self) -> None:
        """Press "Run All Cells" when the kernel is there: before it is joined, JupyterLab asks which to take, and takes another."""
        for there in (
            ".jp-Notebook .jp-CodeCell",
            f".jp-Toolbar-kernelName:has-text('{KERNEL}')",
            ".jp-Notebook-ExecutionIndicator[data-status=idle]",
        ):
            self.page.wait_for_selector(there, timeout=3 * HEARD)
        self.page.locator("li.lm-MenuBar-item", has_text="Run").click(timeout=HEARD)
        self.page.locator("li.lm-Menu-item", has_text="Run All Cells").first.click(timeout=HEARD)

    def _agree(self, dialog: Any) -> None:
        """Do as JupyterLab proposes when it asks something all the same, as whether to wait for a slow kernel."""
        print("JupyterLab asks:", " ".join(dialog.first.inner_text().split()))
        dialog.first.locator(".jp-mod-accept").click()

    def unfold(self, header: Any) -> None:
        header.click()

    def saved(self, folder: Path) -> None:
        """Save the plan as a scenario; it is written into the folder of the notebook."""
        self.page.get_by_role("button", name="Save as scenario").click()
        self.page.wait_for_selector("text=Saved:")
