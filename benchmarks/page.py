"""RESULTS.md and its figure, from what was found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from benchmarks.targets import Found, rows
from benchmarks.work import PEOPLE, nanoseconds

HEAD = """# How fast it is

<!-- written by `make bench`; change benchmarks/page.py, not this page -->

Ratios are taken in the same minute on the same machine, in turn, so that what else the machine did falls on both sides.
Figures are medians, with the least and the most of all rounds in brackets. The standard job is the full model with all
interventions of `full_programme`, each in its own window (most act in weeks 2 to 52, none after that): 200 people, 15 ties each,
104 weeks after a burn-in of 26. The yardstick is the second
implementation of the tests, agent by agent in Mesa, drawing from Python's own generator; it records nothing on the way.
"""
COLOURS = {"compiled": "#0072B2", "numpy": "#D55E00"}
AXES = {
    "runs": "runs in one call",
    "people": "people in one organisation",
    "ties": "ties a person",
    "styles": "styles of conversation",
}


def write(found: Found, folder: Path) -> None:
    """Write the page, and the figure if its case was timed."""
    lines = [HEAD, _machine(found), "", "## Targets", "", *table(("what", "target", "measured", ""), rows(found))]
    for title, part in (("Seconds a run", _ratios), ("With all interventions awake in every week", _awake),
                        ("One large organisation", _large), ("Where a week goes", _rules),
                        ("Other frameworks, for orientation", _others)):  # fmt: skip
        if lines_of := list(part(found)):
            lines += ["", f"## {title}", "", *lines_of]
    if "failed" not in found.get("growth", {"failed": ""}):
        _figure(found["growth"], folder / "growth.png")
        lines += [
            "",
            "## Growth",
            "",
            "![Nanoseconds of a person's week against runs, people, ties and styles](growth.png)",
        ]
    if failed := [
        f"* {name}: {case['failed']}" for name, case in found.items() if isinstance(case, dict) and "failed" in case
    ]:
        lines += ["", "## Not measured", "", *failed]
    (folder / "RESULTS.md").write_text("\n".join(lines) + "\n", "utf-8")


def _machine(found: Found) -> str:
    m = found["machine"]
    versions = ", ".join(f"{name} {v}" for name, v in m["packages"].items())
    tiny = "\n\n**Tiny sizes (`--quick`): these figures say only that everything works.**" if found["quick"] else ""
    return (f"{m['date']}, commit {m['commit']}: {m['processor']}, {m['cores']} cores, {m['memory']} GiB, {m['system']}, Python "
            f"{m['python']}; {versions}. Load as it began: {m['load']}.{tiny}")  # fmt: skip


def table(head: Sequence[str], body: Any) -> Iterator[str]:
    """Yield the lines of a table in Markdown."""
    yield f"| {' | '.join(head)} |"
    yield f"|{' --- |' * len(head)}"
    for row in body:
        yield f"| {' | '.join(row)} |"


def _ratios(found: Found) -> Iterator[str]:
    case = found.get("ratios", {})
    if "mesa" in case:
        yield from _jobs(case)
    if "compiled, 2 threads" in case and "mesa" in case:
        best = case["mesa"]["median"] / 2 / case["compiled, 2 threads"]["median"]
        yield ""
        yield (f"`batch_run` does eight runs, and the start of its processes counts. Without that two of them can at best take half "
               f"the yardstick's time; two threads are {best:.3g} times as fast as that.")  # fmt: skip


def _jobs(case: Found) -> Iterator[str]:
    return table(
        ("job", "ms a run", "ns a person's week", "yardstick's time"),
        (
            (name, f"{x['median'] * 1e3:.3g} [{x['least'] * 1e3:.3g} to {x['most'] * 1e3:.3g}]",
             f"{nanoseconds(x['median']):,.0f}", f"1/{case['mesa']['median'] / x['median']:.3g}")
            for name, x in case.items()
        ),
    )  # fmt: skip


def _awake(found: Found) -> Iterator[str]:
    case = found.get("awake", {})
    if "mesa" in case:
        yield from _jobs(case)


def _large(found: Found) -> Iterator[str]:
    case = found.get("large", {})
    if "people" in case:
        yield (f"{case['people']:,} people in teams of ten, two ties out of the team each; no week, {case['weeks']} weeks and twice as "
               "many, each in a process of its own. Visits begin in week 8.")  # fmt: skip
        yield ""
        jobs = [(name, x) for name, x in case.items() if isinstance(x, dict)]
        yield from table(
            ("engine, workers", "set-up (s)", "a week (s)", "ns a person's week", "bytes a person", "the same, twice the weeks"),
            (
                (name, f"{x['set-up']:.3g}", f"{x['week']:.3g}", f"{x['week'] / case['people'] * 1e9:,.0f}",
                 f"{x['bytes a person']:,.0f}", f"{x['bytes a person, twice the weeks']:,.0f}")
                for name, x in jobs
            ),
        )  # fmt: skip


def _rules(found: Found) -> Iterator[str]:
    case = found.get("rules", {})
    if "whole" not in case:
        return
    alone = sum(case["nanoseconds"].values())
    memory = 2 * case["bytes"] / case["bandwidth"] * 1e9
    yield (f"A person's week takes {case['whole']:.0f} ns, measures included; rule by rule, each waited for, {alone:.0f} ns. To read and "
           f"write all of a person's {case['bytes']:,.0f} bytes once takes {memory:.0f} ns at this machine's {case['bandwidth'] / 1e9:.3g} "
           f"GB/s, so that memory allows a week {case['whole'] / memory:.1f} times as quick; its {case['flops'] / 1e9:.3g} Gflop/s (a "
           f"product of matrices, one core's or both's) would do {case['whole'] * case['flops'] / 1e9:,.0f} operations meanwhile.")  # fmt: skip
    yield ""
    yield from table(
        ("rule", "ns a person's week"), ((n, f"{x:.1f}") for n, x in case["nanoseconds"].items() if x >= 0.5)
    )


def _others(found: Found) -> Iterator[str]:
    case = found.get("others", {})
    if not case or "failed" in case:
        return
    yield (f"None of them has this model. {PEOPLE} people with 15 ties take up a habit, or catch an infection, and nothing else "
           "happens: a small part of what the standard job does in a week.")  # fmt: skip
    yield ""
    yield from table(
        ("framework", "ns a person's week of that"),
        (
            (n, x if isinstance(x, str) else f"{x['median']:,.0f} [{x['least']:,.0f} to {x['most']:,.0f}]")
            for n, x in case.items()
        ),
    )


def _figure(case: dict[str, Any], file: Path) -> None:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(12, 3.4), layout="constrained")
    panels = figure.subplots(1, len(AXES), sharey=True)
    for panel, (axis, label) in zip(panels, AXES.items(), strict=True):
        for engine, colour in COLOURS.items():
            points = sorted(
                (int(name.rsplit(" ", 1)[1]), x["median"])
                for name, x in case.items()
                if name.startswith(f"{engine} {axis} ")
            )
            y = [nanoseconds(s, *_size(axis, n)) for n, s in points]
            panel.plot([n for n, _ in points], y, marker="o", color=colour, label=engine)
        panel.set(xscale="log", yscale="log", xlabel=label)
        panel.set_xticks([n for n, _ in points], [f"{n:,}" for n, _ in points])
        panel.minorticks_off()
        panel.grid(alpha=0.3, which="both")
    panels[0].set_ylabel("ns a person's week, one core")
    panels[0].legend(frameon=False)
    figure.suptitle("What a person's week costs, as jobs grow", fontsize=11)
    figure.savefig(file, dpi=120)


def _size(axis: str, n: int) -> tuple[int, int]:
    """Return people and weeks of a job of the case."""
    weeks = {"runs": 104, "people": 26, "ties": 26, "styles": 26}[axis]
    return (n if axis == "people" else PEOPLE), weeks + 26
