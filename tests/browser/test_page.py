"""The page in a browser: the journey of a trainer, cure and reset, by keyboard alone, on a telephone, for a screen reader."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.browser import journey
from tests.browser.moves import goals, medians, moves
from tests.browser.visiting import Visit

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def test_the_journey(visit: Visit, tmp_path: Path) -> None:
    journey.look_before_anything_is_set(visit)
    journey.switch_on(visit)
    journey.move(visit)
    journey.compare(visit, tmp_path)
    journey.play(visit)


def test_a_pitfall_is_told_its_cure_is_a_click_and_reset_another(visit: Visit) -> None:
    page = visit.page
    visit.open("Shared cognition")
    visit.switch("Goals").check()
    page.get_by_label("or one level for all").select_option("fixed")
    cure = page.get_by_role("button", name="Cure P8")
    cure.click()
    cure.wait_for(state="detached")
    setbacks = visit.slider("how much setbacks", visit.card("Goals"))
    page.wait_for_function("e => Number(e.getAttribute('aria-valuenow')) == 1", arg=setbacks.element_handle())
    page.get_by_role("button", name="Reset").click()
    setbacks.wait_for(state="detached")
    assert not visit.switch("Goals").is_checked()


def test_the_report_is_handed_out(visit: Visit, tmp_path: Path) -> None:
    visit.page.get_by_role("button", name="Make the report").click()
    with visit.page.expect_download() as saved:
        visit.page.get_by_role("link", name="Save the report").click()
    saved.value.save_as(tmp_path / "report.html")
    text = (tmp_path / "report.html").read_text("utf-8")
    assert "Conditional comparison under stated assumptions, not a forecast." in text
    assert "Workshop only" in text


def test_keyboard_alone_suffices(chromium: Any, address: str) -> None:
    mine = Visit(chromium, address)
    mine.complete()
    before = mine.image("miti")
    reach(mine, "Training")
    mine.page.keyboard.press("Enter")
    reach(mine, "Coaching")
    mine.page.keyboard.press("Space")
    mine.redrawn("miti", before)
    mine.complete()
    before = mine.image("miti")
    reach(mine, "share of practitioners reached")
    mine.page.keyboard.press("ArrowLeft")
    mine.redrawn("miti", before)
    assert "Source: " in mine.page.locator(".mi-tip").inner_text()
    for name in ("Save as scenario", "Reset", "Copy the command", "Make the report", "The people, week by week"):
        reach(mine, name)
    mine.page.keyboard.press("Enter")
    reach(mine, "Play or pause")
    mine.page.wait_for_selector(".mi-network img")
    before = mine.image("network")
    mine.page.keyboard.press("Space")
    mine.redrawn("network", before)
    mine.page.keyboard.press("Space")
    for name in ("Your own organisation", "People (CSV)", "Ties (CSV)", "Check and use"):
        reach(mine, name, "Shift+Tab")
        if name == "Your own organisation":
            mine.page.keyboard.press("Enter")
            mine.page.locator(".mi-upload").wait_for()
            reach(mine, "column of the team")
            reach(mine, "Check and use")
    mine.context.close()


NAME = """e => (e.ariaLabel || (e.labels && e.labels.length ? [...e.labels].map(l => l.textContent).join(' ') : e.textContent))
  .replace(/\\u200b/g, '').trim()"""


def reach(visit: Visit, name: str, key: str = "Tab") -> None:
    """Go on with Tab until something of that name has the focus; fail after once around the page."""
    met = []
    for _ in range(400):
        visit.page.keyboard.press(key)
        met.append(visit.page.evaluate(f"({NAME})(document.activeElement)"))
        if met[-1].startswith(name):
            return
    raise AssertionError(f"{name} cannot be reached; reached: {sorted(set(met))}")


def test_a_telephone_shows_it_all(chromium: Any, address: str) -> None:
    narrow = Visit(chromium, address, width=400)
    narrow.open("Training")
    narrow.page.wait_for_selector("text=share of practitioners reached")
    narrow.open("The people, week by week")
    narrow.page.wait_for_selector(".mi-network img")
    assert narrow.page.evaluate("document.documentElement.scrollWidth") <= 400
    assert violations(narrow) == {}
    narrow.page.get_by_role("button", name="Reset").focus()
    for _ in range(25):  # whatever has the focus is not behind the finding, which stays in sight
        narrow.page.keyboard.press("Shift+Tab")
        assert narrow.page.evaluate(HIDDEN) is False
    farthest = "Math.max(...[...document.querySelectorAll('.mi-explorer *')].filter(e => !e.closest('.mi-network') && e.offsetParent).map(e => e.getBoundingClientRect().right))"
    assert narrow.page.evaluate(farthest) <= 400
    narrow.context.close()


HIDDEN = """() => {
  const focused = document.activeElement.getBoundingClientRect(), finding = document.querySelector('.mi-heading').getBoundingClientRect();
  return focused.height > 0 && focused.bottom <= finding.bottom && focused.top >= finding.top && finding.top <= 0;
}"""


def violations(visit: Visit) -> dict[str, list[str]]:
    """Return what axe finds serious on a page as it is."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    found = axe.Axe().run(visit.page).response["violations"]
    return {v["id"]: [n["html"][:200] for n in v["nodes"]] for v in found if v["impact"] in ("serious", "critical")}


def test_axe_finds_nothing_serious(visit: Visit) -> None:
    visit.open("Shared cognition")
    visit.switch("Goals").check()
    visit.slider("one level for all", visit.card("Goals")).wait_for()
    visit.open("Your own organisation")
    visit.complete()
    assert violations(visit) == {}


def test_a_move_reaches_the_pictures(visit: Visit) -> None:
    """Only that it does, within seconds: how fast is measured by `python -m tests.browser.moves` on a quiet machine."""
    visit.prepared()
    middle = medians(moves(visit, goals(visit), ["ArrowRight"] * 5))
    print(f"first picture {middle.first:.0f} ms, all {middle.whole:.0f} ms")
    assert 0 < middle.first <= middle.whole < 20_000
