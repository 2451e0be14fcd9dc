"""The journey of a trainer, the same in JupyterLab and on the page: from a first switch to the numbers of `mi-abm compare`."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
from pathlib import Path

from mi_abm.report.tables import Effect
from mi_abm.report.words import sentence
from tests.browser.visiting import Visit

PEOPLE = b"id,team\n" + b"".join(b"p%02d,%s\n" % (i, b"north" if i < 6 else b"south") for i in range(12))
TIES = b"source,target\np00,p07\n"
PICTURES = ("miti", "gap", "practice")


def gain(visit: Visit) -> float:
    """Return by how much the plan's MITI score is higher, as the words say."""
    said = visit.page.locator(".mi-results li").first.inner_text()
    return float(re.findall(r": (\d\.\d+) higher", said)[0])


def look_before_anything_is_set(visit: Visit) -> None:
    """Nothing is set, and nothing is set by looking: no slider moves by itself."""
    visit.complete()
    assert "gives exactly" in visit.finding
    assert len(set(visit.heights("miti"))) == 1


def switch_on(visit: Visit) -> None:
    """Switch peer feedback on: words and pictures show that it helps, and it stands on the calendar."""
    visit.open("social feedback")
    before = {name: visit.image(name) for name in PICTURES}
    visit.switch("Peer feedback").check()
    for name in PICTURES:
        visit.redrawn(name, before[name])
    visit.complete()
    plan, reference = visit.heights("miti")
    assert plan < reference  # its curve ends higher up
    assert gain(visit) > 0
    assert visit.page.locator(".mi-calendar input[title='Peer feedback']").is_checked()


def move(visit: Visit) -> None:
    """Reach fewer, by keyboard and then by mouse: there is less to gain each time."""
    reached = visit.slider("share of practitioners reached", visit.card("Peer feedback"))
    for way in ("keyboard", "mouse"):
        value, gained, before = float(reached.get_attribute("aria-valuenow")), gain(visit), visit.image("gap")
        if way == "keyboard":
            reached.focus()
            visit.page.keyboard.press("ArrowLeft")
        else:
            visit.drag(reached, -0.5)
        visit.redrawn("gap", before)
        visit.complete()
        assert 0 < float(reached.get_attribute("aria-valuenow")) < value
        assert gain(visit) < gained


def compare(visit: Visit, folder: Path) -> None:
    """Save the plan into a folder, run the command that is shown, and find its numbers on the page."""
    visit.complete()
    visit.saved(folder)
    words = shlex.split(visit.page.locator(".mi-command").inner_text())
    run = [sys.executable, "-m", "mi_abm", *words[1:], "--json"]
    found = json.loads(subprocess.run(run, cwd=folder, check=True, capture_output=True, text=True).stdout)
    rows = [row for row in found["contrasts"] if row["measure"] in ("miti", "practice", "bottom_tercile")]
    assert len(rows) == 3
    shown = visit.page.locator(".mi-results").inner_text()
    for row in rows:
        assert sentence(Effect(**row, good=1, pairs=found["replicates"]), "Workshop only") in shown


def bring_files(visit: Visit) -> None:
    """Upload a broken file, which is told in the words of `mi-abm check`, and then a good one, which is used."""
    visit.open("Your own organisation")
    visit.choose("People (CSV)", "ours.csv", PEOPLE + b"p03,south\n")
    visit.page.get_by_role("button", name="Check and use").click()
    wrong = visit.page.locator(".mi-upload .mi-wrong")
    wrong.wait_for()
    assert "ours.csv, row 14: id: 'p03' stands already in row 5" in wrong.inner_text()
    before = visit.image("miti")
    visit.choose("People (CSV)", "ours.csv", PEOPLE)
    visit.choose("Ties (CSV)", "ties.csv", TIES)
    visit.page.get_by_role("button", name="Check and use").click()
    right = visit.page.locator(".mi-upload .mi-right")
    right.wait_for()
    assert "people: 12, numbered by id" in right.inner_text()
    visit.redrawn("miti", before)
    visit.complete()
    assert "--organisation my_plan.yaml" in visit.page.locator(".mi-command").inner_text()


def play(visit: Visit) -> None:
    """Let the weeks pass: the people change colour."""
    visit.open("The people, week by week")
    image = visit.page.locator(".mi-network img")
    image.wait_for()
    first = visit.image("network")
    assert "Week 0: " in image.get_attribute("alt")
    visit.page.locator(".widget-play button").first.click()
    visit.redrawn("network", first)
    visit.page.wait_for_function("!/Week [01]: /.test(document.querySelector('.mi-network img').alt)")
    visit.page.locator(".widget-play button").first.click()
    assert re.search(r"Week \d+: Workshop only: mean \d\.\d\d", image.get_attribute("alt"))
