"""What makes a run the run it is: the code of the model, scenario, values, weeks and seed, in one hash."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mi_abm.scenario.load import Scenario

ROOMS = ("core", "mechanisms", "interventions", "measures", "scenario", "engine")
BYTES = 16
LABELS = ("title", "table2", "uses")  # these change no run


@cache
def code() -> str:
    """Return the hash of all code that decides results; guests' code is part of their scenario's digest."""
    house = Path(__file__).resolve().parents[1]
    files = sorted(file for room in ROOMS for file in (house / room).rglob("*.py"))
    told = hashlib.sha256()
    for file in files:
        told.update(file.relative_to(house).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    return told.hexdigest()


def key_of(digest: str, values: Mapping[str, Any], weeks: int, limits: str) -> str:
    """Return the hash of all that the replicates of a scenario at a point share.

    `limits` is the key of where the limit of the bottom tercile comes from, "" for the scenario itself.
    """
    text = json.dumps([code(), digest, sorted(values.items()), weeks, limits], default=str)
    return hashlib.blake2b(text.encode(), digest_size=BYTES).hexdigest()


def difference(was: Mapping[str, Any], now: Scenario) -> str:
    """Return in what a scenario differs from its entry in a manifest: the first value, else its code or files."""
    before, after = (dict(_flat(x)) for x in (was["data"], json.loads(now.data.model_dump_json())))
    for path in dict.fromkeys((*before, *after)):
        if path not in LABELS and before.get(path) != after.get(path):
            return f"{path} was {before.get(path, 'not there')}, is {after.get(path, 'not there')}"
    return "its own code or its tables are not as they were"


def _flat(x: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(x, dict):
        for key, value in x.items():
            yield from _flat(value, f"{path}.{key}" if path else str(key))
    else:
        yield path, x


def run_ids(key: str, seeds: Iterable[int]) -> list[str]:
    """Return the id of the run of each seed."""
    begun = hashlib.blake2b(key.encode(), digest_size=BYTES)
    found = []
    for seed in seeds:
        told = begun.copy()
        told.update(seed.to_bytes(8, "little"))
        found.append(told.hexdigest())
    return found


def content(ids: Iterable[str]) -> str:
    """Return the name of a chunk that holds these runs."""
    return hashlib.blake2b("".join(sorted(ids)).encode(), digest_size=BYTES).hexdigest()
