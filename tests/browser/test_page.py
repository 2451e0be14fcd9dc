"""The page in a browser: a plan made by keyboard, one's own files, the people played, two visitors, a telephone."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from mi_abm.report.tables import Effect
from mi_abm.report.words import sentence
from tests.browser.visiting import Visit

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
PEOPLE = b"id,team\n" + b"".join(b"p%02d,%s\n" % (i, b"north" if i < 6 else b"south") for i in range(12))


def test_a_plan_made_by_keyboard_compares_to_the_same_numbers(visit: Visit, tmp_path: Path) -> None:
    page = visit.page
    visit.complete()
    before = visit.image("practice")
    visit.open("Shared cognition")
    page.get_by_label("Goals").focus()
    page.keyboard.press("Space")
    visit.redrawn("practice", before)
    before = visit.image("practice")
    page.get_by_label("or one level for all").select_option("fixed")
    page.get_by_role("button", name="Cure P8").wait_for()  # a pitfall lies ahead, and is told
    visit.redrawn("practice", before)
    before, level = visit.image("practice"), page.locator("[role=slider][aria-label^='one level for all']")
    level.focus()
    page.keyboard.press("ArrowLeft")
    visit.redrawn("practice", before)
    visit.complete()
    assert float(level.get_attribute("aria-valuenow")) < 0.9
    with page.expect_download() as saved:
        page.get_by_role("link", name="Save as scenario").click()
    saved.value.save_as(tmp_path / "my_plan.yaml")
    told = page.locator(".mi-command").inner_text().split()
    for effect in compared(told, tmp_path):
        assert sentence(effect, "Workshop only") in page.locator(".mi-results").inner_text()
    assert (
        "less" in page.locator(".mi-finding").inner_text() or "no practical" in page.locator(".mi-finding").inner_text()
    )
    assert "Also: Practice \N{MINUS SIGN}" in page.locator(".mi-also").inner_text()


def compared(words: list[str], folder: Path) -> list[Effect]:
    """Run the command of the page on the saved file; return the effects that the page tells."""
    run = [sys.executable, "-m", "mi_abm", *words[1:], "--json"]
    found = json.loads(subprocess.run(run, cwd=folder, check=True, capture_output=True, text=True).stdout)
    rows = [row for row in found["contrasts"] if row["measure"] in ("miti", "practice", "bottom_tercile")]
    assert len(rows) == 3
    return [Effect(**row, good=1, pairs=found["replicates"]) for row in rows]


def test_a_cure_is_a_click_and_reset_another(visit: Visit) -> None:
    page = visit.page
    cure = page.get_by_role("button", name="Cure P8")
    cure.click()
    cure.wait_for(state="detached")
    setbacks = page.locator("[role=slider][aria-label^='how much setbacks']")
    page.wait_for_function("e => Number(e.getAttribute('aria-valuenow')) == 1", arg=setbacks.element_handle())
    page.get_by_role("button", name="Reset").click()
    setbacks.wait_for(state="detached")
    assert not page.get_by_label("Goals").is_checked()


def test_broken_and_good_files_and_another_visitor_sees_neither(visit: Visit, chromium: Any, address: str) -> None:
    mine = Visit(chromium, address)
    page = mine.page
    mine.open("Your own organisation")
    mine.choose("People (CSV)", "ours.csv", PEOPLE + b"p03,south\n")
    page.get_by_role("button", name="Check and use").click()
    page.wait_for_selector(".mi-upload .mi-wrong")
    assert "ours.csv, row 14: id: 'p03' stands already in row 5" in page.locator(".mi-upload .mi-wrong").inner_text()
    before = mine.image("miti")
    mine.choose("People (CSV)", "ours.csv", PEOPLE)
    mine.choose("Ties (CSV)", "ties.csv", b"source,target\np00,p07\n")
    page.get_by_role("button", name="Check and use").click()
    page.wait_for_selector(".mi-upload .mi-right")
    assert "people: 12, numbered by id" in page.locator(".mi-upload .mi-right").inner_text()
    mine.redrawn("miti", before)
    assert "--organisation my_plan.yaml" in page.locator(".mi-command").inner_text()
    assert "--organisation" not in visit.page.locator(".mi-command").inner_text()
    assert "ours.csv" not in visit.page.content()
    mine.context.close()


def test_the_people_play(visit: Visit) -> None:
    page = visit.page
    visit.open("The people, week by week")
    page.wait_for_selector(".mi-network img")
    first = visit.image("network")
    page.get_by_role("button", name="Play or pause").click()
    visit.redrawn("network", first)
    page.wait_for_function(
        "e => Number(e.getAttribute('aria-valuenow')) >= 2", arg=page.locator("[aria-label=week]").element_handle()
    )
    alt = page.locator(".mi-network img").get_attribute("alt")
    assert re.search(r"Week \d+: Workshop only: mean \d\.\d\d", alt)


def test_a_telephone_shows_it_all(chromium: Any, address: str) -> None:
    narrow = Visit(chromium, address, width=400)
    narrow.open("Training")
    narrow.page.wait_for_selector("text=share of practitioners reached")
    assert narrow.page.evaluate("document.documentElement.scrollWidth") <= 400
    assert narrow.page.evaluate("Math.max(...[...document.querySelectorAll('.mi-controls *')].map(e => e.getBoundingClientRect().right))") <= 400  # fmt: skip
    narrow.context.close()


def test_axe_finds_nothing_serious(visit: Visit) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    visit.open("Shared cognition")
    visit.page.get_by_label("Goals").check()
    visit.page.wait_for_selector("[role=slider][aria-label^='one level']")
    visit.open("Your own organisation")
    visit.complete()
    found = axe.Axe().run(visit.page).response["violations"]
    serious = {v["id"]: [n["html"][:200] for n in v["nodes"]] for v in found if v["impact"] in ("serious", "critical")}
    assert serious == {}
