"""docs/cost.md and its figure: laws fitted to what was measured, what large jobs would take by them, and what gives way first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.cost_jobs import BURN_IN, Laws, in_bytes, in_hours, jobs, limits
from benchmarks.fits import EXPERIMENT, HANDED, PEOPLE, RUNS, Law, fitted
from benchmarks.page import table
from mi_abm.experiment.engines.slurm_profile import MOST_WORKERS

NODE_MEMORY = 192e9  # of a node of a university cluster
MOST_PEOPLE = 2**24  # posts that have an address of their own (mi_abm.core.chance)
HEAD = """# What an experiment costs

<!-- written by `python -m benchmarks.cost`; change benchmarks/cost_page.py, not this page -->

How much time, memory and disk will a sweep take, on how many nodes, and what gives way first? Sizes were measured on one
machine, laws fitted to them, and the laws carried on to sizes that nobody here has run. **Where a figure is carried on, it
says so.** Another machine has other figures; `python -m benchmarks.cost` measures there, in some six minutes.
"""


def laws(found: Mapping[str, Any]) -> Laws:
    """Return the laws of what was found."""
    organisations, experiments = found["organisations"], found["experiments"]
    return {
        "seconds": fitted(RUNS, found["runs"], "seconds"),
        **{name: fitted(PEOPLE, organisations, name) for name in ("set-up", "week", "memory")},
        "handed out": fitted(HANDED, found["chunks"]["cases"], "driver"),
        **{f"experiment {name}": fitted(EXPERIMENT, experiments, name) for name in ("driver", "memory", "disk")},
    }


def write(found: Mapping[str, Any], page: Path) -> None:
    """Write the page, and the figure into its folder of images."""
    from benchmarks.cost_figure import draw

    known = laws(found)
    draw(found, known, page.parent / "images" / "cost.png")
    parts = (("Laws", _laws(found, known)), ("What large jobs would take", jobs(known)),
             ("One large organisation", _large(known)), ("What gives way first", _first(known)),
             ("What the laws leave out", _left_out(found["chunks"])))  # fmt: skip
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
            ("a driver's seconds to plan", _terms(known["experiment driver"], 1e6, "µs"), _missed(known["experiment driver"].misses)),
            ("its seconds to hand out, by Dask", _terms(known["handed out"], 1e6, "µs"), _missed(known["handed out"].misses)),
            ("its memory", _terms(known["experiment memory"], 1.0, "bytes"), _missed(known["experiment memory"].misses)),
            ("disk", _terms(known["experiment disk"], 1.0, "bytes"), _missed(known["experiment disk"].misses))]  # fmt: skip
    yield from table(("what", "cost", "misses what it was fitted to by (median, most)"), rows)
    yield ""
    yield (f"On {len(found['held out'])} sizes that the first law was not fitted to, it misses by {median:.0%} (median) and {most:.0%} "
           "(most). Weeks count the burn-in. Organisations of up to 3,000 people follow the first law; larger ones leave the cache, "
           "and follow the second and third. The driver's figures are of runs that do next to nothing (two people, one week), each with "
           "every parameter of descriptive norms varied; what it hands out by Dask, chunks of 1 to 2,000 such runs to workers that do nothing.")  # fmt: skip


def _terms(law: Law, factor: float, unit: str) -> str:
    said = [f"{_three(cost * factor)} {unit} {name}" for name, cost in law.costs.items() if cost > 0]
    return " + ".join(said)


def _three(x: float) -> str:
    """Return a number with three digits, written out."""
    return f"{float(f'{x:.3g}'):,.0f}" if abs(x) >= 100 else f"{x:.3g}"


def _missed(misses: Sequence[float]) -> str:
    return ", ".join(f"{x:.0%}" for x in misses)


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
                in_hours((found + (52 + BURN_IN) * week) / 3600),
                in_bytes(memory),
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
    yield f"With runs of 48 people and 52 weeks, 11 ties each, on {MOST_WORKERS:,} workers:"
    yield ""
    for limit in limits(known, MOST_WORKERS):
        at = f"at {limit.runs:,.3g} runs" if limit.runs else "at any number"
        yield f"* **{limit.what}**, {at}: {limit.why}."
    yield ""
    yield ("A larger question is best cut into several experiment files (other seeds, other points): folders are independent, each has "
           "a driver and a profile of its own, and DuckDB reads them together ([experiments.md](experiments.md)).")  # fmt: skip


def _left_out(handed: Mapping[str, Any]) -> Iterator[str]:
    """Yield what the laws were not fitted to."""
    m, rates = handed["machine"], sorted(case["chunks"] / case["seconds"] for case in handed["cases"])
    yield from (
        f"* **Handing out by Dask** was measured {m['date']}, commit {m['commit']}, {m['processor']}, {m['cores']} cores, load {m['load']} as it "
        f"began: {handed['workers']} workers on this machine that do nothing, {rates[0]:.0f} to {rates[-1]:.0f} chunks a second by the clock. {_more_chunks(handed['cases'])}Not measured: "
        "more workers (each has a heartbeat, and is looked at once a second), a network, a shared disk.",
        "* **The start of jobs** is in no law: waiting in the queue, starting Python and compiling are not measured, and differ between clusters.",
        "* **What follows the runs**, reading them again for effects, table and figure, is not in the driver's seconds.",
        "* **Processes of one machine** (`--workers`, without Dask): handing out to them was not measured.",
        "* **Memory has no term for weeks.** That of an organisation was measured over 12 weeks, that of a driver and disk with experiments of one "
        "week that keep no weeks; `keep_weeks` takes more of each.",
        "* **A worker's own memory** was not fitted: a profile asks for 2 GB each unless it says otherwise.",
        "* **Driver and cores together**: the larger of both times is taken, as if neither waited for the other.",
    )


def _more_chunks(cases: Sequence[Mapping[str, float]]) -> str:
    """Return what the smallest chunks took the driver each, few and many of them."""
    least = min(case["runs"] / case["chunks"] for case in cases)
    alike = sorted((c for c in cases if c["runs"] / c["chunks"] == least), key=lambda c: c["chunks"])
    few, many = (
        f"{1e3 * c['driver'] / c['chunks']:.1f} ms each for {c['chunks']:,} chunks" for c in (alike[0], alike[-1])
    )
    return f"The smallest took the driver {few}, {many}; a larger experiment may find them dearer than the law. "
