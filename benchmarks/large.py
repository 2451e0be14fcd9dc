"""One large organisation: time and memory of a week on both engines, each in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

WEEKS = 4
ONE = """
import json, resource, sys, time
from benchmarks.work import headline, standard
from mi_abm.engine.engines import stack_of
from mi_abm.engine.ensemble import Run
from mi_abm.engine.simulate import simulate
from mi_abm.engine.week import advance
from mi_abm.engine.ensemble import assemble

engine, people, weeks, workers = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
small = standard({"burn_in": 2})
simulate([small], range(2), 2, headline(small), workers, engine=engine)
before = peak()
scenario = standard({"burn_in": 0, "organisation.teams": people // 10, "organisation.team_size": 10,
                     "organisation.cross_degree": 2.0})
took = []
for last in (0, weeks, 2 * weeks):
    began = time.perf_counter()
    simulate([scenario], [1], last, headline(scenario), workers, engine=engine)
    took.append(time.perf_counter() - began)
    if last == weeks:
        middle = peak()
print(json.dumps({"set-up": took[0], "week": (took[2] - took[1]) / weeks, "bytes a person": (middle - before) / people,
                  "bytes a person, twice the weeks": (peak() - before) / people}))
"""


def organisation(people: int) -> dict[str, Any]:
    """Time set-up and weeks of an organisation of teams of ten with 11 ties a person, and what memory it takes."""
    found = {}
    for engine, workers in (("numpy", 1), ("compiled", 1), ("compiled", 2)):
        command = [sys.executable, "-c", ONE, engine, str(people), str(WEEKS), str(workers)]
        said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        found[f"{engine}, {workers}"] = json.loads(said)
    return {"people": people, "weeks": WEEKS, **found}
