"""A server that ends takes its visitors' files along, and the page that is left says so."""

from __future__ import annotations

import signal
from pathlib import Path
from typing import Any

import pytest

from tests.browser import journey
from tests.browser.serving import served
from tests.browser.visiting import Visit

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.mark.parametrize("end", [signal.SIGHUP, signal.SIGINT], ids=lambda s: s.name)
def test_files_go_with_the_server_and_the_page_says_so(chromium: Any, tmp_path: Path, end: signal.Signals) -> None:
    pytest.importorskip("voila")
    server = served(tmp_path, end=end)
    visit = Visit(chromium, next(server))
    journey.bring_files(visit)
    assert list(tmp_path.glob("mi_abm_*/*/ours.csv"))
    server.close()  # as a closed terminal does, or Ctrl-C
    assert not list(tmp_path.glob("mi_abm_*"))
    said = visit.page.locator(".mi-gone")
    said.wait_for()
    assert "The server of this page has ended" in said.inner_text()
    visit.context.close()
