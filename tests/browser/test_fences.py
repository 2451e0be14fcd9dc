"""The page's fences: no file but its own is handed out, no code is run for who sits at it, and no visitor sees another's plan.

Each check is tried on a server that lacks the fence, too, where it must find something.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.browser import journey
from tests.browser.probing import BOTH, executed, got, open_server
from tests.browser.serving import running, served
from tests.browser.visiting import Visit

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
UP = ("../" * 12, "%2e%2e/" * 12, "..%2f" * 12)
ABOVE = [f"{place}{up}etc/hostname" for up in UP for place in (
    "", "voila/files/", "voila/static/", "static/", "files/", "voila/templates/mi_abm/static/", "voila/labextensions/",
    "voila/api/themes/", "voila/render/",
)]  # fmt: skip
PLAIN = [
    "etc/hostname", "etc/passwd", "voila/files/", "voila/files/etc/hostname", "voila/files//etc/hostname", "files/etc/hostname",
    "explorer.ipynb", "voila/files/explorer.ipynb", "voila/files/serve.py", "page.py", "voila/render/explorer.ipynb", "log",
    "voila/files/log", "voila/tree/", "voila/api/contents/", "api/contents", "api/contents/etc/hostname", "api/kernels",
    "voila/files/jupyter/voila/templates/mi_abm/conf.json", "api/sessions", "api/terminals", "api/config/notebook", "voila/templates/mi_abm/conf.json",
]  # fmt: skip


@pytest.fixture(scope="module")
def unfenced(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    command, address = open_server()
    yield from running(command, tmp_path_factory.mktemp("unfenced"), address, "voila/static/nothing")


@pytest.mark.parametrize("path", [*PLAIN, *ABOVE])
def test_no_file_is_handed_out(address: str, path: str) -> None:
    status, content = got(address, path)
    assert 400 <= status < 600
    assert not any(
        part in content
        for part in (b"root:", b"nbformat", b"import", b"base_template", Path("/etc/hostname").read_bytes())
    )


def test_a_file_would_be_found(unfenced: str) -> None:
    status, content = got(unfenced, "voila/files/jupyter/voila/templates/mi_abm/conf.json")
    assert (status, b"base_template" in content) == (200, True)


@pytest.mark.parametrize("version", BOTH)
def test_no_code_is_run_for_who_sits_at_the_page(visit: Visit, tmp_path: Path, version: str) -> None:
    assert not executed(visit.page, tmp_path / "written", version)


@pytest.mark.parametrize("version", BOTH)
def test_code_that_is_run_would_be_noticed(chromium: Any, unfenced: str, tmp_path: Path, version: str) -> None:
    mine = Visit(chromium, unfenced)
    assert executed(mine.page, tmp_path / "written", version)
    mine.context.close()


def test_visitors_at_the_same_time_see_nothing_of_each_other(chromium: Any, address: str) -> None:
    assert seen_of_another(chromium, address) == set()


def test_the_files_go_when_the_page_is_left(chromium: Any, tmp_path: Path) -> None:
    with contextmanager(served)(tmp_path) as address:
        mine = Visit(chromium, address)
        journey.bring_files(mine)
        assert list(tmp_path.glob("mi_abm_*/*/ours.csv"))
        mine.page.goto("about:blank")
        end = time.monotonic() + 60
        while list(tmp_path.glob("mi_abm_*")):
            assert time.monotonic() < end, (tmp_path / "log").read_text()[-2000:]
            time.sleep(0.2)
        mine.context.close()


# Runs in every kernel as it starts: what one visitor sets, whoever comes later begins with.
SHARING = """
import pickle
from pathlib import Path
from mi_abm.widgets.explorer import Explorer
shared, begin, told = Path({!r}), Explorer.__init__, Explorer.told
def known():
    return pickle.loads(shared.read_bytes()) if shared.exists() else {{}}
def begun(self, *given):
    begin(self, *given)
    self.session.values.update(known())
    self.refresh()
def heard(self, wrong=""):
    shared.write_bytes(pickle.dumps(known() | self.session.values))
    told(self, wrong)
Explorer.__init__, Explorer.told = begun, heard
"""


@pytest.fixture
def shared(tmp_path: Path) -> Iterator[str]:
    startup = tmp_path / "ipython" / "profile_default" / "startup"
    startup.mkdir(parents=True)
    (startup / "sharing.py").write_text(SHARING.format(str(tmp_path / "values")))
    yield from served(tmp_path, {"IPYTHONDIR": str(tmp_path / "ipython")})


def test_what_visitors_share_would_be_noticed(chromium: Any, shared: str) -> None:
    assert seen_of_another(chromium, shared) == {"files", "plan"}


def seen_of_another(chromium: Any, address: str) -> set[str]:
    """Return what is seen of a visitor with files and a plan by one who was there before, at work too, and one who comes later."""
    before, mine = Visit(chromium, address), Visit(chromium, address)
    journey.bring_files(mine)
    mine.open("social feedback")
    mine.switch("Peer feedback").check()
    mine.complete()
    before.open("Shared cognition")
    before.switch("Goals").check()
    before.complete()
    after = Visit(chromium, address)
    after.complete()
    found = set()
    for other in (before, after):
        command = other.page.locator(".mi-command").inner_text()
        found |= {"files"} if "--organisation" in command or "ours.csv" in other.page.content() else set()
        found |= {"plan"} if other.page.locator(".mi-calendar input[title='Peer feedback']").count() else set()
    found |= {"plan"} if mine.page.locator(".mi-calendar input[title='Goals']").count() else set()
    for one in (before, mine, after):
        one.context.close()
    return found
