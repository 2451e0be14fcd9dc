"""How long a move of a slider takes to reach the pictures, in the browser: `python -m tests.browser.moves` prints medians.

The clock runs in the page, from the key on a slider to the first picture that changes, and until the last picture of all
100 pairs of runs stands there; after each, the browser has painted.
"""

from __future__ import annotations

import statistics
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.browser.serving import launched, served
from tests.browser.visiting import Visit

MOVES = 20
# Notes the time of a key, and of the pictures after it; a picture counts when the browser has painted it.
WATCH = """slider => {
  const times = window.moved = {start: 0, first: 0, last: 0, waiting: 0};
  const painted = () => new Promise(f => requestAnimationFrame(() => setTimeout(() => f(performance.now()))));
  slider.addEventListener('keydown', () => times.start = performance.now(), {capture: true, once: true});
  if (window.watching) window.watching.disconnect();
  window.watching = new MutationObserver(changes => {
    const images = changes.flatMap(c => [...c.addedNodes]).filter(n => n.nodeName == 'IMG');
    if (!times.start || !images.length) return;
    times.waiting += 1;
    Promise.all(images.map(i => i.decode())).then(painted).then(now => {
      times.first = times.first || now; times.last = now; times.waiting -= 1;
    });
  });
  window.watching.observe(document.querySelector('.mi-results'), {childList: true, subtree: true});
}"""
DONE = """() => window.moved.last && !window.moved.waiting
  && document.querySelector('.mi-state').textContent.startsWith('100 pairs of runs,')"""


@dataclass(frozen=True)
class Times:
    """Milliseconds from a move to the first picture, and to all pictures of all runs."""

    first: float
    whole: float


def moves(visit: Visit, slider: Any, keys: list[str]) -> list[Times]:
    """Press keys on a slider, each after the last has been answered in full."""
    found = []
    for key in keys:
        slider.evaluate(WATCH)
        slider.focus()
        visit.page.keyboard.press(key)
        visit.page.wait_for_function(DONE)
        times = visit.page.evaluate("window.moved")
        found.append(Times(times["first"] - times["start"], times["last"] - times["start"]))
    return found


def medians(found: list[Times]) -> Times:
    return Times(statistics.median(t.first for t in found), statistics.median(t.whole for t in found))


def goals(visit: Visit) -> Any:
    """Switch goals on; return the slider of their first week."""
    visit.open("Shared cognition")
    visit.switch("Goals").check()
    return _ready(visit, visit.slider("weeks, first to last", visit.card("Goals")))


def norms(visit: Visit) -> Any:
    """Return the slider of an assumption: at each of its moves both scenarios are run anew, from their founding on."""
    visit.open("Descriptive norms")
    visit.open("Assumptions", within="Descriptive norms")
    return _ready(visit, visit.slider("weight of the perceived practice"))


def _ready(visit: Visit, slider: Any) -> Any:
    slider.wait_for()
    visit.complete()
    return slider


if __name__ == "__main__":
    served, launched = contextmanager(served), contextmanager(launched)
    with tempfile.TemporaryDirectory() as folder, served(Path(folder)) as address, launched() as chromium:
        visit = Visit(chromium, address)
        visit.prepared()
        for name, find in (("of the plan", goals), ("of an assumption, both scenarios anew", norms)):
            done = moves(visit, find(visit), ["ArrowRight"] * MOVES)
            middle = medians(done)
            print(
                f"setting {name}: first picture {middle.first:.0f} ms, all {middle.whole:.0f} ms (median of {len(done)} moves)"
            )
