"""What the tests in a browser share: a server of the page, Chromium, and one visit a file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.browser.serving import launched, served
from tests.browser.visiting import Visit


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    pytest.importorskip("voila")
    yield from served(tmp_path_factory.mktemp("served"))


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    pytest.importorskip("playwright.sync_api")
    yield from launched()


@pytest.fixture(scope="module")
def visit(chromium: Any, address: str) -> Iterator[Visit]:
    found = Visit(chromium, address)
    yield found
    asked = found.asked
    found.context.close()
    assert asked == {urlsplit(address).netloc}  # nothing left the machine
