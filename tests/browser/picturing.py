"""Pictures of the page for docs/trainers.md: `python -m tests.browser.picturing` renews those in docs/images.

With a folder, it also puts the page there as a telephone shows it, and as it looks to eyes without the receptors for green.
"""

from __future__ import annotations

import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.browser.serving import launched, served
from tests.browser.visiting import Visit

IMAGES = Path(__file__).resolve().parents[2] / "docs" / "images"


def planned(chromium: Any, address: str, width: int = 1200) -> Visit:
    """Return a visit with a plan of two interventions, one of which is about to go wrong."""
    visit = Visit(chromium, address, width)
    visit.prepared()
    visit.open("social feedback")
    visit.switch("Peer feedback").check()
    visit.open("Shared cognition")
    visit.switch("Goals").check()
    visit.page.get_by_label("or one level for all").select_option("fixed")
    visit.page.get_by_role("button", name="Cure P8").wait_for()
    visit.complete()
    return visit


def people(visit: Visit) -> None:
    """Open the people, in a later week."""
    visit.open("The people, week by week")
    week = visit.slider("week", visit.page.locator(".mi-results"))
    week.focus()
    visit.page.keyboard.press("End")
    visit.page.wait_for_function("(document.querySelector('.mi-network img') || {alt: ''}).alt.includes('Week 52')")


def main(folder: Path | None) -> None:
    serve, launch = contextmanager(served), contextmanager(launched)
    with tempfile.TemporaryDirectory() as place, serve(Path(place)) as address, launch() as chromium:
        visit = planned(chromium, address)
        visit.page.screenshot(path=(folder or IMAGES) / "page.png", clip={"x": 0, "y": 0, "width": 1200, "height": 1330}, full_page=True)  # fmt: skip
        people(visit)
        visit.page.locator(".mi-network").screenshot(path=(folder or IMAGES) / "page_people.png")
        if folder is None:
            return
        visit.page.screenshot(path=folder / "whole.png", full_page=True)
        sight = visit.context.new_cdp_session(visit.page)
        sight.send("Emulation.setEmulatedVisionDeficiency", {"type": "deuteranopia"})
        visit.page.screenshot(path=folder / "deuteranopia.png", full_page=True)
        narrow = planned(chromium, address, 400)
        people(narrow)
        narrow.page.screenshot(path=folder / "telephone.png", full_page=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
