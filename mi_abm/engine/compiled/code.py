"""Compiled phases in this process: found in memory, else in the cache, else compiled."""

from __future__ import annotations

import hashlib
import json
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from itertools import accumulate
from pathlib import Path
from typing import Any

from mi_abm.engine.compiled import cache as kept
from mi_abm.engine.compiled.graph import Refused, Slot
from mi_abm.engine.compiled.running import Running
from mi_abm.engine.compiled.schedule import Plan

PATIENCE = 1.0  # seconds after which somebody who waits is told why
HERE = Path(__file__).parent
CORE = HERE.parents[1] / "core"


class Unavailable(Exception):
    """There is no compiled engine here; the message says why."""


@dataclass(frozen=True)
class Loaded:
    """A function in memory: its address, what its table must hold, and the columns of Monday that it writes."""

    address: int
    slots: tuple[Slot, ...]
    writes: frozenset[str] = frozenset()


@cache
def engine_digest() -> str:
    """Return a hash of the engine's own sources and of the versions below it."""
    found = hashlib.sha256()
    for file in sorted((*HERE.rglob("*.py"), *CORE.glob("*.py"))):
        found.update(file.read_bytes())
    try:
        below = version("numba")
    except PackageNotFoundError:
        below = "none"
    return f"{found.hexdigest()} numba {below} {_machine().description()}"


def _machine() -> Any:
    try:
        from mi_abm.engine.compiled import machine
    except ImportError as error:
        raise _missing(error) from None
    return machine


def _missing(error: ImportError) -> Unavailable:
    if error.name in ("numba", "llvmlite"):
        return Unavailable("numba is not installed; pip install numba brings it")
    return Unavailable(f"numba does not work here: {error}")


class Codes:
    """All compiled code of this process."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._loaded: dict[str, Loaded | Refused] = {}
        self._library: Any = None
        self._scalars = ""
        self._running: Any = None
        self._said = False
        self._since = 0.0

    @property
    def started(self) -> bool:
        """Whether the kernels are in memory."""
        return self._library is not None

    def at_hand(self) -> bool:
        """Say whether the kernels are in the cache, so that a start takes a moment only."""
        try:
            return kept.has(self._kernels_name())
        except Unavailable:
            return False

    @staticmethod
    def _kernels_name() -> str:
        return f"kernels_{_hash(engine_digest())}.o"

    def start(self) -> None:
        """Load the kernels, from the cache or by numba; raise `Unavailable` where there is neither."""
        with self._lock:
            if self._library is not None:
                return
            machine = _machine()
            parts, self._scalars = self._kernels()
            library = machine.Library()
            for names, code in parts:
                library.add(code, names)
            self._running = Running(library, machine)
            self._library = library

    def _kernels(self) -> tuple[list[tuple[list[str], bytes]], str]:
        name = self._kernels_name()
        data = kept.read(name)
        if data is None:
            self._tell("compiling helpers for this machine, once: this takes some seconds", at_once=True)
            try:
                from mi_abm.engine.compiled.halves import kernels_and_scalars
            except ImportError as error:
                raise _missing(error) from None
            parts, scalars = kernels_and_scalars()
            head: dict[str, Any] = {
                "names": [n for n, _ in parts],
                "sizes": [len(c) for _, c in parts],
                "scalars": scalars,
            }
            kept.write(name, _packed(head, b"".join(code for _, code in parts)))
            kept.prune()
            return parts, scalars
        head, code = _unpacked(data)
        ends = [0, *accumulate(head["sizes"])]
        return [(names, code[a:b]) for names, a, b in zip(head["names"], ends, ends[1:], strict=False)], head["scalars"]

    def get(self, name: str, says: str, make: Callable[[], Plan]) -> Loaded | Refused:
        """Return the code that `says` describes, made from a plan if need be, or why it cannot be made."""
        key = _hash(f"{name} {says} {engine_digest()}")
        with self._lock:
            if key not in self._loaded:
                try:
                    self._loaded[key] = self._load(name, key, make)
                except Refused as reason:
                    self._loaded[key] = reason
            return self._loaded[key]

    def _load(self, name: str, key: str, make: Callable[[], Plan]) -> Loaded:
        self.start()
        symbol = f"{name}_{key}"
        data = kept.read(f"{symbol}.o")
        if data is None:
            started = self._begin()
            data = self._built(symbol, make())
            kept.write(f"{symbol}.o", data)
            self._end(started)
        head, code = _unpacked(data)
        slots = tuple(Slot(*s) for s in head["slots"])
        return Loaded(self._library.add(code, [symbol])[symbol], slots, frozenset(head["writes"]))

    def _built(self, symbol: str, plan: Plan) -> bytes:
        from mi_abm.engine.compiled.phase import write_phase

        machine = _machine()
        target = machine.target()
        try:
            text, slots = write_phase(plan, symbol, target.triple, str(target.target_data), machine.gathers_quickly())
            module = machine.parse(text)
        except (AssertionError, AttributeError, LookupError, TypeError, RuntimeError) as error:
            raise Refused(
                f"it cannot be written as loops: {type(error).__name__} {str(error).splitlines()[0]}"
            ) from error
        if "mi_abm_" in text:
            module.link_in(machine.parse(self._scalars))
        head = {
            "slots": [(s.kind, s.name) for s in slots],
            "writes": sorted(s.name for s in plan.graph.stores if s.kind == "monday"),
        }
        return _packed(head, machine.to_object(machine.optimise(module)))

    def _begin(self) -> float:
        return time.monotonic()

    def _end(self, started: float) -> None:
        self._since += time.monotonic() - started
        if self._since > PATIENCE:
            self._tell("compiling rules for this machine, once: this takes some seconds")

    def _tell(self, what: str, at_once: bool = False) -> None:
        if not self._said or at_once:
            print(f"mi-abm: {what}", file=sys.stderr, flush=True)
            self._said = True

    @property
    def running(self) -> Running:
        """What runs a queue of functions."""
        self.start()
        found: Running = self._running
        return found


@cache
def codes() -> Codes:
    """Return the compiled code of this process."""
    return Codes()


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:24]


def _packed(head: dict[str, Any], code: bytes) -> bytes:
    text = json.dumps(head).encode()
    return len(text).to_bytes(8, "little") + text + code


def _unpacked(data: bytes) -> tuple[dict[str, Any], bytes]:
    end = 8 + int.from_bytes(data[:8], "little")
    return json.loads(data[8:end]), data[end:]
