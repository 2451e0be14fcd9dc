"""How the model meets the facts its defaults may be fitted to (MODEL.md section 3, measured as in 2.7 item 35)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

import numpy as np
from ruamel.yaml import YAML

from mi_abm.core.chance import draw, stream
from mi_abm.core.columns import Array
from mi_abm.core.numbers import bell
from mi_abm.engine.people import Followed, follow
from mi_abm.scenario.load import Scenario, load

Seeds = Sequence[int]
YEAR, HALF = 52, 27


@dataclass(frozen=True)
class Finding:
    """One fact: what was published, what is accepted, what the model gives."""

    key: str
    fact: str
    unit: str
    target: float
    low: float
    high: float
    source: str
    found: float

    @property
    def met(self) -> bool:
        """Whether the model lies within the tolerance."""
        return self.low <= self.found <= self.high


def targets() -> dict[str, dict[str, Any]]:
    """Return the facts by key."""
    found: dict[str, dict[str, Any]] = YAML(typ="safe").load(
        (files("mi_abm.evidence") / "targets.yaml").read_text("utf-8")
    )
    return found


def validate(seeds: Seeds = range(1, 201), keys: Sequence[str] | None = None) -> list[Finding]:
    """Measure the model against every fact (or those named)."""
    return [
        Finding(key, found=MEASURED[key](seeds), **fact) for key, fact in targets().items() if not keys or key in keys
    ]


def as_markdown(found: Sequence[Finding]) -> str:
    """Return the findings as a Markdown table."""
    head = ["| fact | unit | target | accepted | found | |", "|---|---|---|---|---|---|"]
    rows = [
        f"| {f.key}: {f.fact} [{f.source}] | {f.unit} | {f.target:.2f} | {f.low:.2f} to {f.high:.2f} | {f.found:.3f} | {'met' if f.met else 'missed'} |"
        for f in found
    ]
    return "\n".join(head + rows)


def observed(people: Followed, seeds: Seeds, row: int, error_sd: float = 0.13) -> Array:
    """Return everybody's observed skill in one week: with the error of one score, drawn by post and week."""
    n = len(people.run) // len(seeds)
    post = (np.arange(len(people.run)) % n).astype(np.uint64)
    key = np.array([s % 2**64 for s in seeds], dtype=np.uint64)[people.run]
    error = bell(draw(post, row, stream("measures/score"), 0, key & np.uint64(0xFFFFFFFF), key >> np.uint64(32)))
    return people.at("skill", row) + error_sd * error


def spread(people: Followed, x: Array) -> float:
    """Return the SD between practitioners, mean over runs."""
    return float(np.mean([x[people.run == r].std(ddof=1) for r in np.unique(people.run)]))


def standardised_change(scenario: Scenario, seeds: Seeds, first: int, last: int) -> float:
    """Return stayers' change of observed skill, in SDs between practitioners at row 0."""
    people = follow(scenario, seeds, ["skill"], [0, first, last])
    change = observed(people, seeds, last) - observed(people, seeds, first)
    return float(change[people.stayed(0, last)].mean()) / spread(people, observed(people, seeds, 0))


def field_effect(seeds: Seeds) -> float:
    """Return the difference in field scores at row 27 that training and supervision make (MITI points)."""
    weeks = [*range(2, 10), *range(13, 26, 2)]
    trained = follow(load("coaching", {"interventions.coaching.weeks": weeks}), seeds, COLUMNS, [0, HALF])
    none = follow(load("no_training"), seeds, COLUMNS, [0, HALF])
    stayed = trained.stayed(0, HALF)
    return float((_field(trained) - _field(none))[stayed].mean())


COLUMNS = ["skill", "start_skill", "field_transfer"]


def _field(people: Followed) -> Array:
    skill, start, transfer = (people.at(name, HALF) for name in COLUMNS)
    return 1 + 4 * (start + transfer * (skill - start))


def norm_and_intention(seeds: Seeds) -> float:
    """Return the correlation of perceived norm and intention between practitioners at row 52, mean over runs."""
    people = follow(load("baseline"), seeds, ["perceived_norm", "intention"], [YEAR])
    d, i = people.at("perceived_norm", YEAR), people.at("intention", YEAR)
    return float(np.mean([np.corrcoef(d[people.run == r], i[people.run == r])[0, 1] for r in np.unique(people.run)]))


def practice_effect(name: str, seeds: Seeds, overrides: dict[str, Any] | None = None) -> float:
    """Return the difference in mean practice of weeks 27 to 52 from the baseline, in SDs between practitioners."""
    weeks = [0, *range(HALF, YEAR + 1)]
    with_it = follow(load(name, overrides), seeds, ["practice"], weeks)
    without = follow(load("baseline"), seeds, ["practice"], weeks)
    stayed = without.stayed(0, YEAR)
    mean = without.values["practice"][1:].mean(axis=0)
    difference = with_it.values["practice"][1:].mean(axis=0) - mean
    sd = np.mean([mean[stayed & (without.run == r)].std(ddof=1) for r in np.unique(without.run)])
    return float(difference[stayed].mean() / sd)


def half_life(seeds: Seeds) -> float:
    """Return the weeks in which half of a workshop's gain is lost without any use (no practice, no learning)."""
    idle = {
        "mechanisms.uptake.base": -60.0,
        "mechanisms.skill.practice_rate": 0.0,
        "mechanisms.social_modelling.rate": 0.0,
        "mechanisms.turnover.rate": 0.0,
    }
    people = follow(load("baseline", idle), list(seeds)[:4], ["skill", "start_skill"], [1, HALF])
    gain = [(people.at("skill", row) - people.at("start_skill", row)).mean() for row in (1, HALF)]
    return float((HALF - 1) * np.log(0.5) / np.log(gain[1] / gain[0]))


def _goals(level: str) -> Callable[[Seeds], float]:
    return lambda seeds: practice_effect("goals", seeds, {"interventions.goals.level": level})


MEASURED: dict[str, Callable[[Seeds], float]] = {
    "T1": lambda seeds: standardised_change(load("baseline"), seeds, 0, 1),
    "T2": lambda seeds: standardised_change(load("baseline"), seeds, 1, HALF),
    "T3": lambda seeds: standardised_change(load("coaching"), seeds, 1, HALF),
    "T5": field_effect,
    "T11": norm_and_intention,
    "T15": _goals("individual"),
    "T15_public": _goals("public"),
    "T15_team": _goals("team"),
    "T16": lambda seeds: practice_effect("planning", seeds),
    "T17": half_life,
}
