"""docs/cost.md and its figure: laws fitted to what was measured, what large jobs would take by them, and what gives way first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.fits import EXPERIMENT, PEOPLE, RUNS, Law, fitted
from benchmarks.page import table

Laws = Mapping[str, Law]
NODE_CORES, NODE_MEMORY, DRIVER_MEMORY = 32, 192e9, 64e9  # a node of a university cluster, what a driver may ask for
MOST_PEOPLE = 2**24  # posts that have an address of their own (mi_abm.core.chance)
MOST_FILES = 1e6  # in a folder, before listing it takes minutes on a shared disk
JOBS = [
    ("1,000,000 runs", 1e6, 48, 52, 11),
    ("100,000,000 runs", 1e8, 48, 52, 11),
    ("100,000,000 runs", 1e8, 200, 104, 15),
]
BURN_IN = 26
HEAD = """# What an experiment costs

<!-- written by `python -m benchmarks.cost`; change benchmarks/cost_page.py, not this page -->

How much time, memory and disk will a sweep take, on how many nodes, and what gives way first? Sizes were measured on one
machine, laws fitted to them, and the laws carried on to sizes that nobody here has run. **Where a figure is carried on, it
says so.** Another machine has other figures; `python -m benchmarks.cost` measures there, in some five minutes.
"""


@dataclass(frozen=True)
class Limit:
    """Something that gives way: at which number of runs, and why."""

    what: str
    runs: float
    why: str


def laws(found: Mapping[str, Any]) -> Laws:
    """Return the laws of what was found."""
    organisations, experiments = found["organisations"], found["experiments"]
    return {
        "seconds": fitted(RUNS, found["runs"], "seconds"),
        **{name: fitted(PEOPLE, organisations, name) for name in ("set-up", "week", "memory")},
        **{f"experiment {name}": fitted(EXPERIMENT, experiments, name) for name in ("driver", "memory", "disk")},
    }


def limits(known: Laws, nodes: int) -> list[Limit]:
    """Return what gives way with more and more runs of 48 people and 52 weeks, the first first."""
    driver, memory = known["experiment driver"].costs["a run"], known["experiment memory"]
    run = known["seconds"](runs=12_800, people=48, weeks=52 + BURN_IN, ties=11) / 12_800
    busy = run / driver if driver else float("inf")
    enough = (DRIVER_MEMORY - memory.costs["at all"]) / memory.costs["a run"]
    disk = known["experiment disk"].costs["a run"]
    found = [
        Limit("the driver's memory", enough, f"it holds {memory.costs['a run']:.0f} bytes a run, and {DRIVER_MEMORY / 1e9:.0f} GB are assumed"),
        Limit("files in a folder", MOST_FILES * 2000, "a chunk holds 2,000 small runs, and a million files in one folder are slow to list"),
        Limit("disk", 1e12 / disk, f"a run takes {disk:.0f} bytes before `mi-abm results --compact`, and a terabyte is assumed"),
    ]  # fmt: skip
    if busy < nodes * NODE_CORES:
        found.append(
            Limit(
                "the driver's pace",
                0.0,
                f"its planning alone takes {driver * 1e6:.1f} µs a run, so that it keeps {busy:,.0f} cores busy at most",
            )
        )
    return sorted(found, key=lambda limit: limit.runs)


def write(found: Mapping[str, Any], page: Path) -> None:
    """Write the page, and the figure into its folder of images."""
    from benchmarks.cost_figure import draw

    known = laws(found)
    draw(found, known, page.parent / "images" / "cost.png")
    parts = (("Laws", _laws(found, known)), ("What large jobs would take", _jobs(known)),
             ("One large organisation", _large(known)), ("What gives way first", _first(known)))  # fmt: skip
    lines = [HEAD, _machine(found["machine"]), "", "![Measured against fitted](images/cost.png)"]
    for title, body in parts:
        lines += ["", f"## {title}", "", *body]
    page.write_text("\n".join(lines) + "\n", "utf-8")


def _machine(m: Mapping[str, Any]) -> str:
    return (f"Measured {m['date']}, commit {m['commit']}: {m['processor']}, {m['cores']} cores, {m['memory']} GiB, {m['system']}, "
            f"Python {m['python']}, load {m['load']} as it began. Seconds are the processor's, one core, compiled engine, "
            "all interventions of `full_programme` in their own windows, headline measures.")  # fmt: skip


def _laws(found: Mapping[str, Any], known: Laws) -> Iterator[str]:
    seconds = known["seconds"]
    median, most = seconds.missed(found["held out"], "seconds")
    rows = [("seconds of runs", _terms(seconds, 1e9, "ns"), _missed(seconds.misses)),
            ("founding of a large organisation", _terms(known["set-up"], 1e9, "ns"), _missed(known["set-up"].misses)),
            ("its week", _terms(known["week"], 1e9, "ns"), _missed(known["week"].misses)),
            ("its memory", _terms(known["memory"], 1.0, "bytes"), _missed(known["memory"].misses)),
            ("a driver's seconds", _terms(known["experiment driver"], 1e6, "µs"), _missed(known["experiment driver"].misses)),
            ("its memory", _terms(known["experiment memory"], 1.0, "bytes"), _missed(known["experiment memory"].misses)),
            ("disk", _terms(known["experiment disk"], 1.0, "bytes"), _missed(known["experiment disk"].misses))]  # fmt: skip
    yield from table(("what", "cost", "misses what it was fitted to by (median, most)"), rows)
    yield ""
    yield (f"On {len(found['held out'])} sizes that the first law was not fitted to, it misses by {median:.0%} (median) and {most:.0%} "
           "(most). Weeks count the burn-in. Organisations of up to 3,000 people follow the first law; larger ones leave the cache, "
           "and follow the second and third. The driver's figures are of runs that do next to nothing (two people, one week), each with "
           "every parameter of descriptive norms varied.")  # fmt: skip


def _terms(law: Law, factor: float, unit: str) -> str:
    said = [f"{_three(cost * factor)} {unit} {name}" for name, cost in law.costs.items() if cost > 0]
    return " + ".join(said)


def _three(x: float) -> str:
    """Return a number with three digits, written out."""
    return f"{float(f'{x:.3g}'):,.0f}" if abs(x) >= 100 else f"{x:.3g}"


def _missed(misses: Sequence[float]) -> str:
    return ", ".join(f"{x:.0%}" for x in misses)


def _jobs(known: Laws) -> Iterator[str]:
    head = (
        "job",
        "core hours",
        "here, two cores",
        f"1 node of {NODE_CORES}",
        "10 nodes",
        "100 nodes",
        "disk",
        "driver's memory",
    )
    rows = []
    for name, runs, people, weeks, ties in JOBS:
        hours = known["seconds"](runs=runs, people=people, weeks=weeks + BURN_IN, ties=ties) / 3600
        nodes = [_hours(hours / cores) for cores in (2, NODE_CORES, 10 * NODE_CORES, 100 * NODE_CORES)]
        memory, disk = known["experiment memory"](runs=runs), known["experiment disk"](runs=runs)
        rows.append(
            (
                f"{name} x {people} people x {weeks} weeks, {ties} ties",
                f"{hours:,.0f}",
                *nodes,
                _bytes(disk),
                _bytes(memory),
            )
        )
    yield from table(head, rows)
    yield ""
    yield ("Carried on: the largest experiment that was run here has 100,352 runs. Cores are taken to add up; on this machine two give "
           "about 1.6 times one (benchmarks/RESULTS.md), so ask for a quarter more.")  # fmt: skip


def _large(known: Laws) -> Iterator[str]:
    rows = []
    for people in (100_000, 1_000_000, 10_000_000):
        week, found = known["week"](people=people, ties=11), known["set-up"](people=people, ties=11)
        memory = known["memory"](people=people, ties=11)
        rows.append(
            (
                f"{people:,}",
                f"{found:,.1f} s",
                f"{week:,.2f} s",
                _hours((found + (52 + BURN_IN) * week) / 3600),
                _bytes(memory),
            )
        )
    yield from table(("people, 11 ties each", "founding", "a week", "52 weeks and burn-in", "memory"), rows)
    yield ""
    most = NODE_MEMORY / (known["memory"](people=1, ties=11) or 1)
    first = "memory" if most < MOST_PEOPLE else "addresses"
    yield (f"Carried on beyond a million people. One organisation runs on one core: more nodes do other runs, not this one. What gives way "
           f"first is {first}: a node of {NODE_MEMORY / 1e9:.0f} GB holds {most:,.0f} people, and {MOST_PEOPLE:,} have an address of "
           "their own for their luck.")  # fmt: skip


def _first(known: Laws) -> Iterator[str]:
    yield "With runs of 48 people and 52 weeks, 11 ties each, on 100 nodes:"
    yield ""
    for limit in limits(known, 100):
        at = f"at {limit.runs:,.3g} runs" if limit.runs else "at any number"
        yield f"* **{limit.what}**, {at}: {limit.why}."
    yield ""
    yield ("A larger question is best cut into several experiment files (other seeds, other points): folders are independent, and DuckDB "
           "reads them together ([experiments.md](experiments.md)).")  # fmt: skip


def _hours(hours: float) -> str:
    if hours < 1 / 60:
        return f"{hours * 3600:.0f} s"
    if hours < 1:
        return f"{hours * 60:.0f} min"
    return f"{hours:,.1f} h" if hours < 48 else f"{hours / 24:,.1f} days"


def _bytes(count: float) -> str:
    for unit, size in (("TB", 1e12), ("GB", 1e9), ("MB", 1e6)):
        if count >= size:
            return f"{count / size:,.3g} {unit}"
    return f"{count / 1e3:,.3g} kB"
