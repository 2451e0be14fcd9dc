"""The tornado of an experiment whose design gives indices: a panel an index, the finding as its title."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from mi_abm.experiment import indices
from mi_abm.plots import bars
from mi_abm.plots.bars import Bar
from mi_abm.report.digits import number, percent

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from mi_abm.report.chosen import Chosen

PANELS = {
    "saltelli": {"first": "First order: by itself", "total": "Total: by itself or with others"},
    "morris": {"mu": "Mean effect of the whole range", "mu_star": "Mean size, whatever the sign"},
}
MOST, NAMED = 15, 3


def tornado(manifest: Mapping[str, Any], effects: pd.DataFrame, chosen: Chosen) -> Figure:
    """Draw the indices of one contrast and outcome, the largest at the top."""
    kind, outcome = manifest["design"]["kind"], chosen.outcomes[0]
    rows = chosen.rows(outcome)
    found = indices.indices(manifest, rows)
    panels = [(title, _bars(found[found["index"] == index], chosen)) for index, title in PANELS[kind].items()]
    scales = chosen.scales(outcome, "")
    unit = "share of the variance" if kind == "saltelli" else scales.y
    reach = max([abs(end) for _, some in panels for bar in some for end in (bar.low, bar.high)], default=1.0)
    head = chosen.said["title"] or f"{scales.title}, {chosen.name(chosen.contrast)}: {_finding(found, kind, chosen)}"
    return bars.tornado(panels, head, f"{unit}, 95 % interval over points", reach or 1.0)


def _bars(found: pd.DataFrame, chosen: Chosen) -> list[Bar]:
    order = found["value"].abs().sort_values(ascending=False, kind="stable").index[:MOST]
    return [Bar(_label(r["path"], chosen), r["value"], r["low"], r["high"]) for _, r in found.loc[order].iterrows()]


def _finding(found: pd.DataFrame, kind: str, chosen: Chosen) -> str:
    """Return what decides most, and how much of the variance is noise; or that nothing is more than noise."""
    index = list(PANELS[kind])[-1]
    sure = found[(found["index"] == index) & found["sure"]].sort_values("value", ascending=False)
    if sure.empty:
        return "no parameter is told from noise"
    named = ", ".join(f"{_label(r['path'], chosen)} ({number(r['value'], 2)})" for _, r in sure[:NAMED].iterrows())
    noise = sure["noise"].iloc[0]
    return f"decided most by {named}" + (f"; noise {percent(noise)} of the variance" if noise > 0 else "")


def _label(path: str, chosen: Chosen) -> str:
    return chosen.label(path, unit=False) if path in chosen.units else path
