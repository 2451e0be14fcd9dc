"""What an experiment costs: time, memory and disk against runs, people, weeks and ties, measured and fitted.

`python -m benchmarks.cost` measures for some six minutes and writes docs/cost.md with its figure. Time is that of the processor, so that
other work on the machine falls on it less. Memory is the most that a process held, each size in a process of its own.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from benchmarks.work import headline, standard
from mi_abm.engine.simulate import simulate

HERE = Path(__file__).parent
FOUND = HERE / "cost.json"
BURN_IN, SIZE = 26, 10
Case = dict[str, float]
FITTED = [(runs, people, weeks, ties) for runs, people in ((16, 50), (128, 50), (32, 200), (8, 800), (2, 3000))
          for weeks, ties in ((13, 12), (52, 12), (52, 30), (104, 20))]  # fmt: skip
HELD_OUT = [(64, 100, 26, 16), (20, 400, 78, 24), (256, 50, 52, 10), (4, 1500, 156, 14)]
ORGANISATIONS = [(people, ties) for people in (100_000, 300_000, 1_000_000) for ties in (11, 20)]
EXPERIMENTS = (4_000, 16_000, 64_000)
ONE = """
import json, sys, time
from benchmarks.machine import peak
from benchmarks.cost import organisation
from benchmarks.work import headline
from mi_abm.engine.simulate import simulate
people, ties = int(sys.argv[1]), int(sys.argv[2])
small, large = organisation(100, ties, 0), organisation(people, ties, 0)
simulate([small], range(2), 12, headline(small), engine="compiled")
before, took = peak(), []
for weeks in (0, 12):
    began = time.process_time()
    simulate([large], [1], weeks, headline(large), engine="compiled")
    took.append(time.process_time() - began)
print(json.dumps({"people": people, "ties": ties, "set-up": took[0], "week": (took[1] - took[0]) / 12,
                  "before": before, "memory": peak() - before}))
"""
MANY = """
import json, sys, time
from benchmarks.machine import peak
from pathlib import Path
from mi_abm.experiment.experiment import Experiment
from mi_abm.experiment.plan import Plan
runs, folder = int(sys.argv[1]), Path(sys.argv[2])
made_of = Experiment.load({
    "question": "What does a run cost beside its weeks?", "weeks": 1, "replicates": 20, "contrast": ["miti"],
    "scenarios": {"home": {"extends": "baseline", "burn_in": 0, "organisation": {"teams": 1, "team_size": 2}}},
    "design": {"kind": "latin_hypercube", "points": runs // 20, "vary": ["mechanisms.descriptive_norms"]}})
began = time.process_time()
plan = Plan(made_of)
for batch in plan.batches(plan.every_id()[:0].ravel(), 2000.0):
    pass
driven = time.process_time() - began
began = time.process_time()
done = made_of.run(folder, 1)
took = time.process_time() - began
state = done.state()
print(json.dumps({"runs": runs, "seconds": took, "driver": driven, "memory": peak(), "chunks": state["chunks"],
                  "disk": sum(f.stat().st_size for f in folder.rglob("*") if f.is_file())}))
"""


def organisation(people: int, ties: int, burn_in: int = BURN_IN) -> Any:
    """Return the scenario with all interventions, for teams of ten and so many ties a person."""
    return standard({"burn_in": burn_in, "organisation.teams": people // SIZE, "organisation.team_size": SIZE,
                     "organisation.cross_degree": float(ties - SIZE + 1)})  # fmt: skip


def main() -> None:
    """Measure, keep what was found, and write the page."""
    from benchmarks.chunks import chunks
    from benchmarks.cost_page import write
    from benchmarks.machine import machine

    asked = argparse.ArgumentParser(prog="benchmarks.cost", description=__doc__)
    asked.add_argument("--page", type=Path, default=HERE.parent / "docs" / "cost.md")
    asked.add_argument("--no-run", action="store_true", help="write the page from what was found last time")
    asked.add_argument(
        "--chunks", action="store_true", help="measure only what handing out chunks costs; keep the rest as it is"
    )
    said = asked.parse_args()
    if said.chunks:
        _keep({**json.loads(FOUND.read_text("utf-8")), "chunks": chunks()})
    elif not said.no_run:
        _keep({"machine": machine(), "runs": timed(FITTED), "held out": timed(HELD_OUT),
                 "organisations": [_alone(ONE, *size) for size in ORGANISATIONS],
                 "experiments": list(_experiments()), "chunks": chunks()})  # fmt: skip
    write(json.loads(FOUND.read_text("utf-8")), said.page)


def _keep(found: Mapping[str, Any]) -> None:
    FOUND.write_text(json.dumps(found, indent=1) + "\n", "utf-8")


def timed(cases: list[tuple[int, int, int, int]], rounds: int = 3) -> list[Case]:
    """Return the least seconds of each (runs, people, weeks, ties) over some rounds."""
    first = organisation(50, 12)
    simulate([first], range(2), 1, headline(first), engine="compiled")
    found = []
    for runs, people, weeks, ties in cases:
        scenario = organisation(people, ties)
        seconds = min(_seconds(scenario, runs, weeks, k) for k in range(rounds))
        print(f"{runs} runs x {people} people x {weeks} weeks x {ties} ties: {seconds:.2f} s", flush=True)
        found.append({"runs": runs, "people": people, "weeks": weeks + BURN_IN, "ties": ties, "seconds": seconds})
    return found


def _seconds(scenario: Any, runs: int, weeks: int, turn: int) -> float:
    began = time.process_time()
    simulate([scenario], range(1 + turn * 1000, 1 + turn * 1000 + runs), weeks, headline(scenario), engine="compiled")
    return time.process_time() - began


def _alone(program: str, *values: object) -> Mapping[str, Any]:
    command = [sys.executable, "-c", program, *map(str, values)]
    said = subprocess.run(command, check=True, capture_output=True, text=True, cwd=HERE.parent).stdout
    print(said.strip(), flush=True)
    return dict(json.loads(said))


def _experiments() -> Iterator[Mapping[str, Any]]:
    from tempfile import TemporaryDirectory

    for runs in EXPERIMENTS:
        with TemporaryDirectory() as folder:
            yield _alone(MANY, runs, f"{folder}/out")


if __name__ == "__main__":
    main()
