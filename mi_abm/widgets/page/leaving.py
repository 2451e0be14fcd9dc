"""Leaving: Voila, in which the process of a visitor, and with it the visitor's files, ends as soon as the page is left.

The page asks the server for that as it closes. The server listens only to whoever sends back the cookie against forged
requests; Voila's own page does not hand it out, so its processes stay until they have been idle for long.
"""

from __future__ import annotations

from typing import Any

from voila.app import Voila
from voila.tornado.handler import TornadoVoilaHandler


class Page(TornadoVoilaHandler):  # type: ignore[misc]
    """The page, which brings the cookie along."""

    async def prepare(self) -> None:
        """Hand out the cookie: tornado sets it when it is first looked at."""
        await super().prepare()
        _ = self.xsrf_token


class Server(Voila):  # type: ignore[misc]
    """Voila with that page."""

    def init_handlers(self) -> list[Any]:
        """Return Voila's handlers, its page replaced by ours."""
        found = super().init_handlers()
        return [(at, Page if kind is TornadoVoilaHandler else kind, *more) for at, kind, *more in found]
