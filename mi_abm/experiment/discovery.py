"""Discovery: from a finished experiment to the conditions under which the contrast of its figure is large enough.

A point is of interest if the scenario is better there than its reference by `at_least` (more, where neither direction is good;
a contrast of one scenario alone: if its level is at least that). A point is held out by an address of its own, from the seed
of the design: it keeps its side when others are added. `box.json` holds what was found (see `analysis.discovery`).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from mi_abm.analysis.discovery import Box, Counts, Limit, Mask, Step, discover, needed
from mi_abm.analysis.mattering import MATTERS
from mi_abm.analysis.shapes import rows_of
from mi_abm.core.chance import draw, stream
from mi_abm.experiment.schema import Discovery, Figure
from mi_abm.scenario.problems import InputError, Problem, bad, nearest

if TYPE_CHECKING:
    from mi_abm.experiment.experiment import Experiment
    from mi_abm.experiment.store import Store

FILE = "box.json"
DESIGNS = ("latin_hypercube", "sobol")  # their points fill a space evenly: a share of them is a share of the space
FEWEST = 30  # points to find a box on, and to test it on; of fewer a share says nothing
HELD_OUT = "discovery/held_out"


@dataclass(frozen=True)
class Condition:
    """What was asked (of which contrast and outcome, how much at least), and the box that was found.

    `borderline`: at how many points the 95 % interval holds the threshold, so that the side of the point is not sure.
    """

    scenario: str
    reference: str
    measure: str
    week: int
    title: str
    unit: str
    good: int
    at_least: float
    borderline: int
    box: Box

    @property
    def contrast(self) -> str:
        """The name of the contrast as files write it."""
        return f"{self.scenario} - {self.reference}" if self.reference else self.scenario


def senseless(experiment: Experiment) -> list[Problem]:
    """Return why an experiment that asks for conditions cannot find any, before anything is run."""
    from mi_abm.experiment.manifest import figure_of

    data = experiment.data
    entry = "discovery" if data.discovery is not None else "figure"
    try:
        needed(entry)
        if data.design.kind not in DESIGNS:
            raise bad("", "design.kind", f"{data.design.kind} does not fill the space, as a box needs; {' or '.join(DESIGNS)} does")  # fmt: skip
        said = data.discovery or Discovery()
        _enough(len(experiment.points), said.held_out)
        pairs = {pair.name: [str(o) for o in pair.outcomes] for pair in experiment.pairs}
        contrast, outcome = _subject(pairs, figure_of(data))
        reference = next(pair.reference for pair in experiment.pairs if pair.name == contrast)
        unit = experiment.measure(outcome.partition("@")[0]).unit
        _at_least(said, reference, unit, entry)
    except InputError as error:
        return list(error.problems)
    return []


def _enough(points: int, share: float) -> None:
    """See that there are points enough on either side of the split."""
    needs = int(np.ceil(FEWEST / min(share, 1 - share)))
    if points < needs:
        said = f"{points} points are too few: {share:g} of them are held out to test the box, and there must be {FEWEST} on either side"
        raise bad("", "design.points", f"{said}; at least {needs} points are needed")


def discovered(manifest: Mapping[str, Any], effects: pd.DataFrame) -> Condition:
    """Return the conditions of the contrast of the figure; raise `InputError` where ema-workbench is not installed."""
    said, figure = Discovery.model_validate(manifest.get("discovery") or {}), Figure.model_validate(manifest["figure"])
    sides = {f"{c['scenario']} - {c['reference']}" if c["reference"] else str(c["scenario"]): c for c in manifest["contrasts"]}  # fmt: skip
    contrast, outcome = _subject({name: [str(o) for o in c["outcomes"]] for name, c in sides.items()}, figure)
    rows = rows_of(effects, contrast, outcome).sort_values("point")
    if rows.empty:
        raise bad("", "figure", f"{contrast} has no result of {outcome}")
    first, reference = rows.iloc[0], str(sides[contrast]["reference"] or "")
    at_least = _at_least(said, reference, str(first["unit"]), "discovery")
    good = int(first["good"])
    sign = (good or 1) if reference else 1
    low, high = ((sign * rows[end]).to_numpy(np.float64) for end in ("ci_low", "ci_high"))
    paths = [str(f["path"]) for f in manifest["factors"]]
    held = held_out(rows["point"].to_numpy(), int(manifest["design"]["seed"]), said.held_out)
    of_interest = (sign * rows["difference"]).to_numpy(np.float64)
    box = discover(rows[paths], of_interest >= at_least if at_least else of_interest > 0, held)
    borderline = int(((np.minimum(low, high) < at_least) & (np.maximum(low, high) > at_least)).sum())
    return Condition(
        str(sides[contrast]["scenario"]), reference, str(first["measure"]), int(first["week"]), str(first["title"]),
        str(first["unit"]), good, at_least, borderline, box,
    )  # fmt: skip


def held_out(points: Any, seed: int, share: float) -> Mask:
    """Say which points are held out; a point's number and the seed of the design decide it, whatever others there are."""
    key = np.uint64(seed)
    words = np.asarray(points, np.uint64)
    return draw(words, 0, stream(HELD_OUT), 0, key & np.uint64(0xFFFFFFFF), key >> np.uint64(32)) < share


def write(store: Store, found: Condition) -> None:
    """Write what was found into the folder of an experiment."""
    store.write(FILE, f"{json.dumps(asdict(found), indent=1, allow_nan=False)}\n".encode())


def read(folder: Path) -> Condition | None:
    """Return what was found from the folder of an experiment, None where it asked for no conditions."""
    file = folder / FILE
    if not file.is_file():
        return None
    said = json.loads(file.read_text("utf-8"))
    box = said.pop("box")
    limits = tuple(
        Limit(**one | {"at": tuple(one["at"]) if one["side"] == "among" else one["at"]}) for one in box["limits"]
    )
    steps = tuple(Step(**step) for step in box["steps"])
    return Condition(**said, box=Box(limits, Counts(**box["seen"]), Counts(**box["held"]), steps))


def _subject(pairs: Mapping[str, list[str]], figure: Figure) -> tuple[str, str]:
    """Return the contrast and the outcome of the figure."""
    contrast = figure.contrast or next(iter(pairs))
    if contrast not in pairs:
        raise bad("", "figure.contrast", f"{contrast!r} is not there; {nearest(contrast, list(pairs))}")
    outcomes = {o.partition("@")[0]: o for o in pairs[contrast]} | {o: o for o in pairs[contrast]}
    said = figure.of or pairs[contrast][0]
    if said not in outcomes:
        raise bad("", "figure.of", f"{said!r} is not there; {nearest(said, pairs[contrast])}")
    return contrast, outcomes[said]


def _at_least(said: Discovery, reference: str, unit: str, entry: str) -> float:
    """Return the threshold: what is said, or the smallest difference of the unit that matters."""
    if said.at_least is not None:
        return said.at_least
    if not reference or unit not in MATTERS:
        of = f"differences in {unit!r}" if reference else "a level"
        raise bad(
            "",
            entry,
            f"lacks 'at_least': from where on {of} would matter is not known; write discovery: {{at_least: ...}}",
        )
    return MATTERS[unit]
