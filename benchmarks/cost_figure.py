"""The figure of what experiments cost: what was measured, beside the fitted laws."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.fits import Law

FITTED, HELD_OUT = "#0072B2", "#D55E00"


def draw(found: Mapping[str, Any], laws: Mapping[str, Law], file: Path) -> None:
    """Draw seconds of runs, memory of an organisation, and memory of a driver."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(11, 3.6), layout="constrained")
    seconds, memory, driver = figure.subplots(1, 3)
    _seconds(seconds, found, laws["seconds"])
    _memory(memory, found["organisations"], laws["memory"])
    _driver(driver, found["experiments"], laws["experiment memory"])
    for panel in (seconds, memory, driver):
        panel.grid(alpha=0.3)
        panel.spines[["top", "right"]].set_visible(False)
        panel.legend(frameon=False, fontsize=8)
    file.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(file, dpi=130)


def _seconds(panel: Any, found: Mapping[str, Any], law: Law) -> None:
    for name, colour, mark in (("runs", FITTED, "o"), ("held out", HELD_OUT, "D")):
        cases = found[name]
        said = "fitted to these" if name == "runs" else "not fitted to these"
        panel.plot([law(**c) for c in cases], [c["seconds"] for c in cases], mark, color=colour, label=said, mfc="none")
    ends = np.array(panel.get_xlim())
    panel.axline((1.0, 1.0), (2.0, 2.0), color="0.4", lw=1, label="as fitted")
    panel.set(xscale="log", yscale="log", xlabel="seconds by the law", ylabel="seconds measured, one core")
    panel.set_xlim(max(ends[0], 0.05), ends[1])
    panel.set_title("Time of runs", fontsize=10)


def _memory(panel: Any, cases: list[Mapping[str, Any]], law: Law) -> None:
    for ties, colour, mark in ((11, FITTED, "o"), (20, HELD_OUT, "D")):
        some = [c for c in cases if c["ties"] == ties]
        panel.plot(
            [c["people"] for c in some],
            [c["memory"] / 1e9 for c in some],
            mark,
            color=colour,
            mfc="none",
            label=f"{ties} ties a person",
        )
        people = np.array([0, max(c["people"] for c in cases)])
        panel.plot(people, [law(people=float(n), ties=ties) / 1e9 for n in people], color=colour, lw=1)
    panel.set(xlabel="people in one organisation, thousands", ylabel="memory, GB")
    panel.xaxis.set_major_formatter(lambda x, _: f"{x / 1000:,.0f}")
    panel.set_title("Memory of one organisation", fontsize=10)


def _driver(panel: Any, cases: list[Mapping[str, Any]], law: Law) -> None:
    panel.plot(
        [c["runs"] for c in cases], [c["memory"] / 1e6 for c in cases], "o", color=FITTED, mfc="none", label="measured"
    )
    runs = np.array([0, max(c["runs"] for c in cases)])
    panel.plot(runs, [law(runs=float(n)) / 1e6 for n in runs], color=FITTED, lw=1, label="fitted")
    panel.set(xlabel="runs of an experiment, thousands", ylabel="memory of the process, MB", ylim=(0, None))
    panel.xaxis.set_major_formatter(lambda x, _: f"{x / 1000:,.0f}")
    panel.set_title("Memory of an experiment", fontsize=10)
