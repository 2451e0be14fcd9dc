"""Mesa's own page over a TeamModel (`examples/mesa_app`): it shows people and curves, steps, and asks nobody else for anything."""

from __future__ import annotations

import io
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np
import pytest

from tests.browser.serving import free_port, running

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
APP = Path(__file__).resolve().parents[2] / "examples" / "mesa_app" / "app.py"
LOADED = (
    "n => { const i = [...document.querySelectorAll('img')]; return i.length >= n && i.every(x => x.naturalWidth > 0) }"
)
AT_MOST = 90  # seconds until anything shows
NETWORK, MITI, PRACTICE = range(3)


@pytest.fixture(scope="module")
def mesa_page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    pytest.importorskip("solara")
    port = free_port()
    command = [sys.executable, "-m", "solara", "run", str(APP), "--production", "--no-open", "--port", str(port)]
    yield from running(command, tmp_path_factory.mktemp("mesa"), f"http://127.0.0.1:{port}/", "")


def inked(page: Any, place: int) -> np.ndarray:
    """Return where a picture is neither grey nor black nor white: people are coloured, and curves, but no axis is."""
    from PIL import Image
    from playwright.sync_api import Error

    while True:
        page.wait_for_function(LOADED, arg=3)
        try:
            taken = page.locator("img").nth(place).screenshot()
            break
        except Error as error:  # the page has put a new picture in its place meanwhile
            if "not attached" not in str(error):
                raise
    shown = Image.open(io.BytesIO(taken)).convert("RGB")
    pixels = np.asarray(shown).astype(int)
    return np.where((np.ptp(pixels, axis=2) > 40)[..., None], pixels, 0)


def changed(page: Any, place: int, before: np.ndarray) -> np.ndarray:
    """Wait until a picture has other colours than before, and return them."""
    end = time.monotonic() + AT_MOST
    while time.monotonic() < end:
        page.wait_for_function(LOADED, arg=3)
        found = inked(page, place)
        if np.any(found) and not np.array_equal(found, before):
            return found
        time.sleep(0.2)
    raise AssertionError(f"picture {place} stays as it was")


def begun(page: Any) -> dict[int, np.ndarray]:
    """Wait until the page has laid itself out, with 48 coloured people and no curve yet; return the pictures' colours."""
    end = time.monotonic() + AT_MOST
    while time.monotonic() < end:
        found = {place: inked(page, place) for place in (NETWORK, MITI, PRACTICE)}
        if np.count_nonzero(np.any(found[NETWORK], axis=2)) > 500 and not np.any(found[MITI]):
            return found
        time.sleep(0.2)
    raise AssertionError("the page does not show people, or shows a curve before the first week")


def test_it_shows_the_people_and_steps_and_nothing_leaves_the_machine(chromium: Any, mesa_page: str) -> None:
    context = chromium.new_context(viewport={"width": 1300, "height": 900})
    page, asked = context.new_page(), set()
    page.set_default_timeout(AT_MOST * 1000)
    page.on("request", lambda r: asked.add(urlsplit(r.url).netloc) if r.url.startswith("http") else None)
    page.on("websocket", lambda s: asked.add(urlsplit(s.url).netloc))
    page.goto(mesa_page)
    page.wait_for_function(LOADED, arg=3)
    page.wait_for_selector("text=Step: 0")
    before = begun(page)
    for week, moved in ((1, (NETWORK, MITI, PRACTICE)), (2, (MITI, PRACTICE))):  # workshop; then colours may well stay
        page.get_by_role("button", name="Step").click()
        page.wait_for_selector(f"text=Step: {week}")
        before |= {place: changed(page, place, before[place]) for place in moved}
    context.close()
    assert asked == {urlsplit(mesa_page).netloc}
