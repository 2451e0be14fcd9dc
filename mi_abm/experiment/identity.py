"""What makes a run the run it is: the code of the model, scenario, values, weeks and seed, in one hash."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

ROOMS = ("core", "mechanisms", "interventions", "measures", "scenario", "engine")
BYTES = 16


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
