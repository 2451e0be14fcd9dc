"""One large organisation: time and memory of a week on both engines, each number of weeks in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

WEEKS = 8  # visits begin in week 8; from then on nothing more is allocated
ONE = """
import json, sys, time
from benchmarks.machine import peak
from benchmarks.work import headline, standard
from mi_abm.engine.simulate import simulate

engine, people, weeks, workers = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
small = standard({"burn_in": 2})
simulate([small], range(2), 2, headline(small), workers, engine=engine)
before = peak()
scenario = standard({"burn_in": 0, "organisation.teams": people // 10, "organisation.team_size": 10,
                     "organisation.cross_degree": 2.0})
began = time.perf_counter()
simulate([scenario], [1], weeks, headline(scenario), workers, engine=engine)
print(json.dumps([time.perf_counter() - began, (peak() - before) / people]))
"""


def organisation(people: int) -> dict[str, Any]:
    """Time set-up and weeks of an organisation of teams of ten with 11 ties a person, and what memory it takes."""
    found = {}
    for engine, workers in (("numpy", 1), ("compiled", 1), ("compiled", 2)):
        took, memory = zip(*(_alone(engine, people, weeks, workers) for weeks in (0, WEEKS, 2 * WEEKS)), strict=True)
        found[f"{engine}, {workers}"] = {
            "set-up": took[0], "week": (took[2] - took[1]) / WEEKS,
            "bytes a person": memory[1], "bytes a person, twice the weeks": memory[2],
        }  # fmt: skip
    return {"people": people, "weeks": WEEKS, **found}


def _alone(engine: str, people: int, weeks: int, workers: int) -> list[float]:
    """Return the seconds of a run in a process of its own, and the bytes of a person that it took."""
    command = [sys.executable, "-c", ONE, engine, str(people), str(weeks), str(workers)]
    return list(json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout))
