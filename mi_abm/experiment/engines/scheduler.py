"""A Dask scheduler that is there already: its address, whether it answers, and what its workers must have."""

from __future__ import annotations

import asyncio
import pkgutil
import re
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from mi_abm.scenario.problems import bad

if TYPE_CHECKING:
    from distributed import Client

OPTION = "--scheduler"
FORM = re.compile(r"((tcp|tls|ws|wss)://)?([^\s/:@\[\]]+|\[[0-9a-fA-F:.%\w]+\]):(?P<port>\d{1,5})")
PORTS = 65_535
PATIENCE = 10.0  # seconds until a scheduler must have answered
QUIET, PACE = 5.0, 30.0  # seconds without workers before that is said, and until it is said again, which grows
OURS = "mi_abm:__version__"
Say = Callable[[str], None]


def check_address(address: str) -> None:
    """Raise `InputError` if an address does not have the form of a scheduler's."""
    found = FORM.fullmatch(address)
    if not found or not 1 <= int(found["port"]) <= PORTS:
        raise bad(OPTION, "", f"{address!r} is no address of a Dask scheduler; it must be such as tcp://host:8786")


def guests() -> None:
    """Raise `InputError` if what the workers of a cluster need is not installed."""
    if any(find_spec(name) is None for name in ("distributed", "dask_jobqueue", "cryptography")):
        raise bad("--runner", "", "needs Dask: pip install 'mi_abm[cluster]'")


@contextmanager
def reached(address: str) -> Iterator[Client]:
    """Yield a client of the scheduler at an address."""
    guests()
    check_address(address)
    from distributed import Client

    try:
        with ThreadPoolExecutor(1) as alone:  # a notebook has a loop of its own
            kind = alone.submit(lambda: asyncio.run(asyncio.wait_for(_who(address), PATIENCE))).result()
        if kind != "Scheduler":
            raise ValueError(f"what answers is a {kind.lower()}")
        client = Client(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError) as error:
        said = str(error).splitlines()[0] if str(error) else "no answer"
        raise bad(OPTION, address, f"no Dask scheduler can be reached there ({said})") from None
    with client:
        yield client


async def _who(address: str) -> str:
    """Return what it is that answers; a client that fails to connect would end with a traceback."""
    from distributed.core import connect
    from distributed.security import Security

    comm = await connect(address, timeout=PATIENCE, **Security().get_connection_args("client"))
    try:
        await comm.write({"op": "identity", "reply": True})
        told: Any = await comm.read()
        return str(told.get("type", "stranger")) if isinstance(told, dict) else "stranger"
    finally:
        comm.abort()


class Visit:
    """Looks after work at somebody else's scheduler: says if there is no worker, and refuses those without mi_abm."""

    def __init__(self, client: Client, address: str, say: Say) -> None:
        self.client, self.address, self.say = client, address, say
        self.known: set[str] = set()
        self.alone, self.next = time.monotonic(), QUIET
        said = _tried(lambda: client.run_on_scheduler(pkgutil.resolve_name, OURS))
        self._refuse("the scheduler", address, said)

    def tend(self, there: Mapping[str, str]) -> None:
        """See to the workers that are there: their names by address."""
        if not there:
            self._wait()
            return
        self.alone, self.next = time.monotonic(), QUIET
        new = sorted(set(there) - self.known)
        if new:
            self.known |= set(new)
            said = _tried(lambda: self.client.run(pkgutil.resolve_name, OURS, workers=new, on_error="return"))
            for worker, answer in said.items() if isinstance(said, dict) else ():
                self._refuse("the worker", worker, answer)

    def _wait(self) -> None:
        passed = time.monotonic() - self.alone
        if passed >= self.next:
            when = "any more" if self.known else "yet"
            self.say(f"no workers at {self.address} {when}: waiting for some (dask worker {self.address} --nthreads 1)")
            self.next = passed + max(PACE, passed / 5)

    def _refuse(self, who: str, where: str, answer: object) -> None:
        if isinstance(answer, ImportError):
            raise bad(where, "", f"{who} there has no mi_abm ({answer}): install the same as on this machine")


def _tried(ask: Callable[[], Any]) -> Any:
    """Return what is answered, or why it cannot be; that somebody goes away meanwhile is seen elsewhere."""
    try:
        return ask()
    except (ImportError, OSError, ValueError) as error:
        return error
