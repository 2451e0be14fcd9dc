"""What is counted while the page is still coming is shown all the same."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser.serving import served
from tests.browser.visiting import Visit

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

# Runs in every kernel as it starts: the last runs are shown just after the page has been told all, when it makes its widgets of that.
LATE = """
import threading
from ipywidgets import Widget
from mi_abm.widgets.results import Panel
told, tell, show = threading.Event(), Widget._handle_control_comm_msg, Panel.show
def telling(message):
    tell(message)
    told.set()
def late(self, outcome, of):
    if outcome.pairs >= of:
        told.wait()
    show(self, outcome, of)
Widget._handle_control_comm_msg, Panel.show = telling, late
"""


@pytest.fixture
def slow(tmp_path: Path) -> Iterator[str]:
    startup = tmp_path / "ipython" / "profile_default" / "startup"
    startup.mkdir(parents=True)
    (startup / "late.py").write_text(LATE)
    yield from served(tmp_path, {"IPYTHONDIR": str(tmp_path / "ipython")})


def test_the_last_runs_are_shown_to_a_page_that_came_late(chromium: Any, slow: str) -> None:
    visit = Visit(chromium, slow)
    visit.complete()
    visit.context.close()
