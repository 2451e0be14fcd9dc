"""What large jobs would take by the laws of cost, on how many workers, and what gives way first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import ceil

from benchmarks.fits import Law
from benchmarks.page import table
from mi_abm.experiment.engines.slurm_profile import MOST_WORKERS
from mi_abm.experiment.plan import MOST_RUNS
from mi_abm.experiment.runner import batch_weight

Laws = Mapping[str, Law]
NODE_CORES, DRIVER_MEMORY = 32, 64e9  # a node of a university cluster, what a driver may ask for
MOST_FILES = 1e6  # in a folder, before listing it takes minutes on a shared disk
HERE = 2  # cores of this machine, whose processes need no Dask
WANTED = 100 * NODE_CORES  # cores that somebody may have in mind, and more than one job can ask for
BURN_IN = 26


@dataclass(frozen=True)
class Work:
    """An experiment by its sizes."""

    name: str
    runs: float
    people: int
    weeks: int
    ties: int

    def core_seconds(self, known: Laws) -> float:
        """Return the seconds of one core."""
        return known["seconds"](runs=self.runs, people=self.people, weeks=self.weeks + BURN_IN, ties=self.ties)

    def driver_seconds(self, known: Laws, workers: int) -> float:
        """Return the driver's seconds: its plan and, where workers come by Dask, handing out chunks."""
        plan = known["experiment driver"](runs=self.runs)
        return plan + (known["handed out"](runs=self.runs, chunks=self.chunks(workers)) if workers > HERE else 0.0)

    def chunks(self, workers: int) -> int:
        """Return how many chunks the runner makes of it."""
        each = self.people * (self.weeks + BURN_IN)
        weight = batch_weight(self.runs * each, self.weeks, workers)
        return ceil(self.runs / max(1, min(MOST_RUNS, weight // each)))

    def hours(self, known: Laws, workers: int) -> tuple[float, str]:
        """Return how long it takes, and who takes so long: the cores or the driver, whichever is later."""
        return max(
            (self.core_seconds(known) / workers / 3600, "cores"), (self.driver_seconds(known, workers) / 3600, "driver")
        )


JOBS = [
    Work("1,000,000 runs", 1e6, 48, 52, 11),
    Work("100,000,000 runs", 1e8, 48, 52, 11),
    Work("100,000,000 runs", 1e8, 200, 104, 15),
]


@dataclass(frozen=True)
class Limit:
    """Something that gives way: at which number of runs, and why."""

    what: str
    runs: float
    why: str


def limits(known: Laws, workers: int) -> list[Limit]:
    """Return what gives way with more and more runs of 48 people and 52 weeks, the first first."""
    memory, disk = known["experiment memory"], known["experiment disk"].costs["a run"]
    enough = (DRIVER_MEMORY - memory.costs["at all"]) / memory.costs["a run"]
    work = Work("", 1e8, 48, 52, 11)
    each = work.runs / work.chunks(workers)
    found = [
        *_pace(known, work, workers),
        Limit("workers", 0.0, f"a profile allows `workers: {MOST_WORKERS}`, {MOST_WORKERS // NODE_CORES} nodes of {NODE_CORES}; {WANTED:,} cores "
              "cannot be asked for in one"),
        Limit("the driver's memory", enough, f"it holds {memory.costs['a run']:,.0f} bytes a run, and {DRIVER_MEMORY / 1e9:.0f} GB are assumed"),
        Limit("files in a folder", MOST_FILES * each, f"a chunk holds {each:,.0f} of these runs, and a million files in one folder are slow to list"),
        Limit("disk", 1e12 / disk, f"a run takes {disk:.0f} bytes before `mi-abm results --compact`, and a terabyte is assumed"),
    ]  # fmt: skip
    return sorted(found, key=lambda limit: limit.runs)


def _pace(known: Laws, work: Work, workers: int) -> Iterator[Limit]:
    """Yield that the driver is slower than so many workers, if it is."""
    a_run = work.driver_seconds(known, workers) / work.runs
    busy = work.core_seconds(known) / work.runs / a_run if a_run else float("inf")
    if busy < workers:
        why = f"planning and handing out take it {a_run * 1e6:.1f} µs a run, so that it keeps {busy:,.0f} cores busy at most"
        yield Limit("the driver's pace", 0.0, why)


def jobs(known: Laws) -> Iterator[str]:
    """Yield the table of large jobs, and what is taken for granted in it."""
    sizes = (HERE, NODE_CORES, 10 * NODE_CORES, MOST_WORKERS)
    heads = (
        "here, two cores",
        f"1 node of {NODE_CORES}",
        "10 nodes",
        f"{MOST_WORKERS:,} workers, the most in a profile",
    )
    rows = []
    for work in JOBS:
        times = (work.hours(known, workers) for workers in sizes)
        what = f"{work.name} x {work.people} people x {work.weeks} weeks, {work.ties} ties"
        disk = in_bytes(known["experiment disk"](runs=work.runs))
        cells = (f"{in_hours(hours)} ({whose})" for hours, whose in times)
        rows.append((what, f"{work.core_seconds(known) / 3600:,.0f}", *cells, disk, _memory(known, work)))
    yield from table(("job", "core hours", *heads, "disk", "driver's memory"), rows)
    yield ""
    yield (
        "Carried on: the largest experiment that was run here has 100,352 runs. A time is the larger of that of the cores and that of "
        "the driver, which makes the plan and, by Dask, hands out chunks; whose it is stands in brackets. Where it is the driver's, more cores do "
        "not help, and cost time where chunks get smaller, so that each worker has four. Cores are taken to add up; on this machine two give about 1.6 times one (benchmarks/RESULTS.md), so ask for a quarter more."
    )


def _memory(known: Laws, work: Work) -> str:
    """Return the memory of a driver, and into how many files the experiment must be cut for a driver to hold it."""
    memory = known["experiment memory"](runs=work.runs)
    files = ceil(memory / DRIVER_MEMORY)
    return in_bytes(memory) + (f": cut it into {files} files" if files > 1 else "")


def in_hours(hours: float) -> str:
    """Return a time in words."""
    if hours < 1 / 60:
        return f"{hours * 3600:.0f} s"
    if hours < 1:
        return f"{hours * 60:.0f} min"
    return f"{hours:,.1f} h" if hours < 48 else f"{hours / 24:,.1f} days"


def in_bytes(count: float) -> str:
    """Return a size in words."""
    for unit, size in (("TB", 1e12), ("GB", 1e9), ("MB", 1e6)):
        if count >= size:
            return f"{count / size:,.3g} {unit}"
    return f"{count / 1e3:,.3g} kB"
