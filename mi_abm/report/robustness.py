"""Robustness: over how much of the declared ranges a conclusion keeps its sign; writes docs/robustness.md.

`python -m mi_abm.report.robustness` runs `experiments/all_interventions.yaml`, whose signs are the conclusions, and
`experiments/robustness.yaml`, a Latin hypercube over every mechanism's ranges, and counts.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from mi_abm.analysis.contrasts import CONDITIONAL
from mi_abm.analysis.shares import share_interval
from mi_abm.report.digits import number

if TYPE_CHECKING:
    import pandas as pd

ROOT = Path(__file__).parents[2]
CONCLUSIONS, SPACE = "all_interventions", "robustness"
WEEK, WORKSHOP = 52, "baseline"  # which has a workshop only
MEASURES = {"miti": ("MITI points", 3, 1.0), "practice": ("practice, of 100 conversations", 2, 100.0)}
HEAD = """# How far the conclusions about single interventions hold

> {conditional}

<!-- written by `python -m mi_abm.report.robustness`; change mi_abm/report/robustness.py, not this page -->

Each row is a conclusion of `experiments/all_interventions.yaml`: what an intervention adds within a year, at the default of
every parameter ({defaults} replicates), with the 95 % interval over seeds; to a workshop, or, *beyond* the others that its
scenario file brings with it, to these. Then all {parameters} parameters of all mechanisms that have a range are moved at once, each over the whole of it, to {points} points of a Latin hypercube
(`experiments/robustness.yaml`, {replicates} replicates a point, seeds 1, 2, ...). **Same sign** is the share of points at which
the mean effect has the sign of the conclusion, with its 95 % interval (Wilson) for the whole space; **surely** the share at
which the 95 % interval of the point lies wholly on that side, **surely other** wholly on the other. *Over the points* is the
median, with the range of the middle 90 %. Behaviour follows intention by the logistic rule at all points: by the threshold
rule, which the analytic limits need, nobody practises where nobody begins, and no intervention changes that. Ranges are mostly
our own assumptions: a share of the space is no probability.
"""


def main() -> None:
    """Run what is missing of both experiments, and write the page."""
    from mi_abm.experiment.experiment import Experiment

    asked = argparse.ArgumentParser(prog="mi_abm.report.robustness", description=__doc__)
    asked.add_argument("--workers", type=int, default=2)
    asked.add_argument("--out", type=Path, default=ROOT / "out" / "experiments", help="folder of the runs")
    asked.add_argument("--page", type=Path, default=ROOT / "docs" / "robustness.md")
    said = asked.parse_args()
    found = {}
    for name in (CONCLUSIONS, SPACE):
        made_of = Experiment.load(ROOT / "experiments" / f"{name}.yaml")
        found[name] = made_of, made_of.run(said.out / name, said.workers).effects()
    (plain, conclusions), (space, points) = found[CONCLUSIONS], found[SPACE]
    counts = {
        "defaults": plain.data.replicates, "replicates": space.data.replicates,
        "points": len(space.points), "parameters": len(space.factors),
    }  # fmt: skip
    said.page.write_text(page(conclusions, points, counts), "utf-8")


def page(conclusions: pd.DataFrame, points: pd.DataFrame, counts: dict[str, int]) -> str:
    """Return the page, from the effects of both experiments and the numbers that its head names."""
    lines = [HEAD.format(conditional=CONDITIONAL, **counts)]
    for measure, (words, digits, factor) in MEASURES.items():
        lines += [f"## {words[0].upper()}{words[1:]}, week {WEEK}", "",
                  "| intervention | at the defaults | same sign | surely | surely other | over the points |",
                  "| --- | --- | --- | --- | --- | --- |"]  # fmt: skip
        lines += _rows(_of(conclusions, measure), _of(points, measure), digits, factor)
        lines.append("")
    return "\n".join(lines)


def _of(effects: pd.DataFrame, measure: str) -> pd.DataFrame:
    return effects[(effects["measure"] == measure) & (effects["week"] == WEEK)]


def _rows(conclusions: pd.DataFrame, points: pd.DataFrame, digits: int, factor: float) -> Iterator[str]:
    """Yield a row a conclusion, the surest sign first."""

    def said(x: float) -> str:
        return number(x * factor, digits, True)

    rows = []
    for at in conclusions.to_dict("records"):
        there = points[points["contrast"] == at["contrast"]]
        rows.append((*shares(at["difference"], there), at, there))
    for same, sure, other, at, there in sorted(rows, key=lambda row: -row[0][0]):
        low, middle, high = there["difference"].quantile([0.05, 0.5, 0.95])
        yield (
            f"| {_called(at['scenario'], at['reference'])} "
            f"| {said(at['difference'])} [{said(at['ci_low'])}, {said(at['ci_high'])}] "
            f"| {same[0]:.0%} [{same[1]:.0%}, {same[2]:.0%}] | {sure:.0%} | {other:.0%} "
            f"| {said(middle)} ({said(low)} to {said(high)}) |"
        )


def _called(scenario: str, reference: str) -> str:
    """Return what a conclusion is about: an intervention, and beyond which others."""
    name = f"{scenario} beyond {reference}" if reference != WORKSHOP else scenario
    return name.replace("_", " ")


def shares(conclusion: float, points: pd.DataFrame) -> tuple[tuple[float, float, float], float, float]:
    """Return the share of points of a conclusion's sign with its interval, the share surely so, and that surely not."""
    sign = 1.0 if conclusion >= 0 else -1.0
    low, high = (points["ci_low"], points["ci_high"]) if sign > 0 else (-points["ci_high"], -points["ci_low"])
    same = int((sign * points["difference"] > 0).sum())
    return (same / len(points), *share_interval(same, len(points))), float((low > 0).mean()), float((high < 0).mean())


if __name__ == "__main__":
    main()
