"""The explorer in JupyterLab, in the notebook that trainers open: the journey, and nothing leaves the machine."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.browser import journey
from tests.browser.serving import free_port, running
from tests.browser.visiting import LabVisit

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
NOTEBOOK = Path(__file__).resolve().parents[2] / "notebooks" / "2_what_if.ipynb"
NAME = "what_if.ipynb"
LAB = [
    "--no-browser", "--allow-root", "--ServerApp.ip=127.0.0.1", "--IdentityProvider.token=", "--LabApp.extension_manager=readonly",
    "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate", "--LabApp.user_settings_dir=settings",
]  # fmt: skip
QUIET = {"fetchNews": "false", "checkForUpdates": False}  # no question about news in front of the notebook


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("lab")
    shutil.copy(NOTEBOOK, found / NAME)
    settings = found / "settings" / "@jupyterlab" / "apputils-extension"
    settings.mkdir(parents=True)
    (settings / "notification.jupyterlab-settings").write_text(json.dumps(QUIET))
    return found


@pytest.fixture(scope="module")
def lab(folder: Path) -> Iterator[str]:
    pytest.importorskip("jupyterlab")
    port = free_port()
    command = [sys.executable, "-m", "jupyterlab", *LAB, f"--ServerApp.port={port}"]
    yield from running(command, folder, f"http://127.0.0.1:{port}/", "api")


def test_the_journey(chromium: Any, lab: str, folder: Path) -> None:
    visit = LabVisit(chromium, f"{lab}lab/tree/{NAME}")
    visit.complete()
    visit.open("Training")
    before = visit.image("miti")
    visit.switch("Coaching").uncheck()  # what the notebook begins with
    visit.redrawn("miti", before)
    journey.look_before_anything_is_set(visit)
    journey.switch_on(visit)
    journey.move(visit)
    journey.play(visit)
    journey.compare(visit, folder)
    journey.bring_files(visit)
    visit.context.close()
    assert visit.asked == {urlsplit(lab).netloc}
