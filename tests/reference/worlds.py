"""Random scenarios and organisations, from a fixed seed: what the two implementations must agree on."""

from __future__ import annotations

import csv
from pathlib import Path
from random import Random
from typing import Any

from mi_abm.core.param import Declaration, declarations
from mi_abm.core.rules import Intervention
from mi_abm.scenario.catalogue import catalogue
from mi_abm.scenario.load import Scenario, load

SEED = 20260403
COUNT, ALIKE = 48, 3
WEEKS = 14
STYLES = ({"mi": 1.0}, {"asking": 1.0, "reflecting": 0.6, "affirming": 0.0})
BURN_IN = (0, 4, 26)
MEASURED = {
    "skill": (0, 1), "start_skill": (0, 1), "habit": (0, 1), "attitude": (0, 1), "anchor": (0, 1), "efficacy": (0, 1),
    "introversion": (0, 1), "commitment": (0, 0.8), "trained": (0, 1), "inferred_idleness": (0, 2), "practice": (0, 1),
    "perceived_norm": (0, 1), "perceived_habit": (0, 1), "approval": (0, 1), "habit_approval": (0, 1), "plan": (0, 1),
    "propensity": (-1, 1), "conformity": (0, 0.9), "caseload": (0, 1), "threshold": (0, 3), "competence": (0, 1),
}  # fmt: skip


def worlds(folder: Path, count: int = COUNT) -> list[Scenario]:
    """Return the random scenarios; organisations from files are written to `folder`.

    Each `ALIKE` neighbours share styles and burn-in, and can be stacked.
    """
    luck = Random(SEED)
    return [load(_plain(luck, k, folder), None, ()) for k in range(count)]


def _plain(luck: Random, k: int, folder: Path) -> dict[str, Any]:
    group = k // ALIKE
    styles = STYLES[group % 2]
    found: dict[str, Any] = {"title": f"world {k}", "noise": "off" if luck.random() < 0.25 else "on"}
    found["burn_in"] = BURN_IN[group % 3]
    found["organisation"] = _from_files(luck, k, folder) if luck.random() < 0.5 else _generated(luck)
    found["organisation"]["styles"] = styles
    found["mechanisms"], found["interventions"] = {}, {}
    for rule in catalogue(()):
        told = list(declarations(rule.Params, rule.name))
        if issubclass(rule, Intervention):
            if luck.random() < 0.3:
                found["interventions"][rule.name] = _intervention(luck, rule.name, told, list(styles))
        else:
            found["mechanisms"][rule.name] = {d.name: _value(luck, d) for d in told if luck.random() < 0.5}
    if luck.random() < 0.5:
        found["mechanisms"].setdefault("turnover", {})["rate"] = 0.4
    found["mechanisms"]["uptake"]["behaviour_rule"] = "threshold" if luck.random() < 0.2 else "logistic"
    return found


def _value(luck: Random, d: Declaration) -> Any:
    """Return a value within the declared range, now and then at its ends."""
    if d.choices:
        return luck.choice(d.choices)
    if isinstance(d.default, bool):
        return luck.random() < 0.5
    assert d.range is not None, d.path
    low, high = d.range
    if isinstance(d.default, int):
        return luck.randint(int(low), int(high))
    return luck.choice([low, high]) if luck.random() < 0.15 else luck.uniform(low, high)


def _intervention(luck: Random, name: str, told: list[Declaration], styles: list[str]) -> dict[str, Any]:
    """Return an intervention's parameters, its window within the few weeks that are run."""
    own: dict[str, Any] = {}
    for d in told:
        if d.name == "teams":
            if luck.random() < 0.4:
                own["teams"] = ["1"]
        elif d.name == "styles":
            if luck.random() < 0.5:
                own["styles"] = styles[:1]
        elif d.name == "start":
            own["start"] = luck.randint(1, 5)
        elif d.name == "weeks":
            own["weeks"] = sorted(luck.sample(range(1, 12), 4)) if name == "coaching" else luck.randint(1, 12)
        elif d.name in ("every", "horizon", "stay", "rotate_every"):
            own[d.name] = luck.randint(1, 5)
        elif d.name == "coverage":
            own["coverage"] = 1.0 if luck.random() < 0.4 else luck.uniform(0.3, 1.0)
        elif luck.random() < 0.7:
            own[d.name] = _value(luck, d)
    return own


def _generated(luck: Random) -> dict[str, Any]:
    teams = luck.randint(1, 4)
    return {
        "teams": teams,
        "team_size": [luck.randint(1, 6) for _ in range(teams)] if luck.random() < 0.8 else luck.randint(2, 5),
        "cross_degree": luck.uniform(0, 4),
        "cross_weight": luck.random(),
        "unwanted_models": {"share": luck.choice([0.0, 0.3]), "habit": luck.uniform(0.5, 1)},
    }


def _from_files(luck: Random, k: int, folder: Path) -> dict[str, Any]:
    """Write people of ragged teams, one of them an isolate, with ties of two layers; return what names them."""
    n = luck.randint(5, 14)
    ids = [f"p{luck.randrange(10**6):06d}" for _ in range(n)]
    posts = luck.sample(range(500), n)
    teams = [luck.choice("1abc") for _ in range(n)]
    teams[0] = "1"
    measured = luck.sample(sorted(MEASURED), 7)
    people, ties = folder / f"people{k}.csv", folder / f"ties{k}.csv"
    with people.open("w", newline="") as file:
        out = csv.writer(file)
        out.writerow(["id", "post", "team", *measured, "calm"])
        calm = {t: luck.random() for t in teams}
        for i in range(n):
            cells = [luck.uniform(*MEASURED[m]) if luck.random() < 0.8 else "" for m in measured]
            out.writerow([ids[i], posts[i], teams[i], *cells, calm[teams[i]]])
    with ties.open("w", newline="") as file:
        out = csv.writer(file)
        out.writerow(["source", "target", "layer", "weight"])
        for layer in ("advice", "friends"):
            for a in range(1, n):
                known = [b for b in range(1, n) if a != b and (luck.random() < 0.35 or (a, b) == (1, 2))]
                out.writerows([ids[a], ids[b], layer, luck.uniform(0, 3)] for b in known)
    initial = {name: name for name in measured} | ({luck.choice(["safety", "set_point"]): "calm"} if k % 2 else {})
    return {
        "people": str(people), "ties": str(ties), "directed": luck.random() < 0.7,
        "complete_teams": luck.random() < 0.3,
        "layers": {"advice": 0.7, "friends": 0.4}, "initial": initial,
    }  # fmt: skip
