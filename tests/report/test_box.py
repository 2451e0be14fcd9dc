"""The words and the figure of a box: what a condition is called, and which part of a range belongs to it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from mi_abm.analysis.discovery import Box, Counts, Limit
from mi_abm.experiment import discovery
from mi_abm.experiment.schema import Figure as Asked
from mi_abm.report.box import Told
from mi_abm.report.experiment import figure

FACTORS = [
    {"path": "p.q", "kind": "number", "unit": "", "low": 0.0, "high": 1.0},
    {"path": "p.size", "kind": "whole", "unit": "people", "low": 1.0, "high": 9.0},
    {"path": "p.kind", "kind": "text", "unit": "", "values": ["u", "v", "w"]},
]


def effects(good: int, unit: str = "MITI points") -> tuple[dict[str, Any], pd.DataFrame]:
    x = (np.arange(200) + 0.5) / 200
    rows = pd.DataFrame({
        "contrast": "d - a", "point": np.arange(200), "measure": "m", "week": 52, "difference": good * (x - 0.5),
        "ci_low": good * (x - 0.5) - 0.01, "ci_high": good * (x - 0.5) + 0.01, "unit": unit, "title": "M", "good": good, "p.q": x,
    })  # fmt: skip
    manifest = {
        "discovery": {"at_least": None, "held_out": 0.3}, "figure": Asked(kind="box").model_dump(), "design": {"kind": "latin_hypercube", "seed": 1},
        "contrasts": [{"scenario": "d", "reference": "a", "outcomes": ["m@52"]}],
        "factors": FACTORS[:1],
    }  # fmt: skip
    return manifest, rows


@pytest.mark.parametrize("good", [1, -1])
def test_better_is_what_the_measure_calls_good(good: int) -> None:
    manifest, rows = effects(good)
    found = discovery.discovered(manifest, rows)
    assert found.at_least == 0.05
    assert found.box.seen.interest + found.box.held.interest == 90  # x of at least .55
    assert found.borderline == 4
    (limit,) = found.box.limits
    assert (limit.side, limit.at) == ("from", pytest.approx(0.55, abs=0.03))
    assert Told(manifest, found).claim() == "d beats a by at least 0.05 MITI points"


def told(*limits: Limit, hits: int = 9) -> tuple[dict[str, Any], discovery.Condition]:
    manifest, rows = effects(1)
    found = discovery.discovered(manifest, rows)
    manifest["factors"] = FACTORS
    return manifest, replace(found, box=Box(limits, Counts(70, 28, 20, 18), Counts(30, 12, 10, hits)))


WHOLE = Limit("p.size", "from", 2.5, 0.01, 0.01), Limit("p.size", "to", 5.5, 0.01, 0.01)
KIND = Limit("p.kind", "among", ("u", "w"), 0.01, 0.2)


def test_conditions_in_words() -> None:
    said = Told(*told(KIND, *WHOLE))
    assert said.where() == "size (p) is 3 to 5 and kind (p) is u or w (unsure)"
    assert "at 90\N{NARROW NO-BREAK SPACE}% of the points where size" in said.sentence()
    assert (
        "held out: 90\N{NARROW NO-BREAK SPACE}% of 10 points (60 to 98 %), against 40\N{NARROW NO-BREAK SPACE}% of 30"
        in said.sentence()
    )
    assert (
        "75\N{NARROW NO-BREAK SPACE}% of all such points in 33\N{NARROW NO-BREAK SPACE}% of the space"
        in said.sentence()
    )


def test_a_box_that_points_held_out_do_not_bear_out_is_none() -> None:
    said = Told(*told(*WHOLE, hits=4))
    assert "no box of conditions is better than chance: the one that PRIM found, 90" in said.sentence()
    assert "has 40\N{NARROW NO-BREAK SPACE}% of 10 points held out" in said.sentence()


def test_the_parts_of_ranges_are_those_of_the_limits() -> None:
    manifest, found = told(KIND, *WHOLE)
    _, rows = effects(1)
    made = figure(manifest, rows, None, found)
    assert made is not None
    parts = [
        (round(p.get_x(), 3), round(p.get_x() + p.get_width(), 3), bool(p.get_hatch())) for p in made.axes[0].patches
    ]  # type: ignore[attr-defined]
    assert parts == [
        (0, 1, False), (0.25, 0.5, False), (0, 1, False), (0, 0.333, True), (0.667, 1, True),
    ]  # fmt: skip
    words = [text.get_text().replace("\n", " ") for text in made.axes[0].texts]
    assert {"3", "5", "size (people)", "u", "v", "w", "unsure; held out: p 0.20"} <= set(words)
