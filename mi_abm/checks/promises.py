"""What a rule promises to the engine: one run is as many, names mean nothing, off is nothing, luck has addresses."""

from __future__ import annotations

import pickle
import tempfile
from collections.abc import Collection
from pathlib import Path
from typing import Any

import numpy as np

from mi_abm.checks.variants import corners
from mi_abm.checks.worlds import (
    WEEKS,
    History,
    Subject,
    felt,
    first_week,
    histories,
    snapshot,
    started,
    unlike,
    vary,
)
from mi_abm.core import Mechanism, Now, Organisation, View, flow, team_uniform, tie_chance, uniform
from mi_abm.core.rules import Intervention
from mi_abm.engine.ensemble import Run
from mi_abm.engine.stack import Stack
from mi_abm.engine.week import advance
from mi_abm.scenario.catalogue import BUILTIN

LARGE_SEED = 2**63 + 5


def _same(subject: Subject, a: History, b: History, said: str) -> None:
    off = unlike(felt(a), felt(b))
    if off:
        week = min(first_week(a[name], b[name]) for name in off)
        own = {column.name for column in (*subject.rule.columns(), *subject.rule.sets)}
        early = sorted((name for name in off if first_week(a[name], b[name]) == week), key=lambda name: name not in own)
        raise AssertionError(f"{said}: from week {week} on it differs in {', '.join(early[:6])}")


def check_one_is_many(subject: Subject) -> None:
    """A run has the same bits alone and in a stack with other parameters, organisations and seeds."""
    low, high, some = corners(subject, 3)
    runs = [
        Run(subject.world(0), 5),
        Run(vary(subject.world(1), subject.rule, low), LARGE_SEED),
        Run(vary(subject.world(0), subject.rule, high), 5),
        Run(vary(subject.world(2), subject.rule, some), 7),
    ]
    alone = [subject.usual, *(histories([run])[0] for run in runs[1:])]
    try:
        together = histories(runs)
    except (ValueError, IndexError, TypeError) as error:
        raise AssertionError(f"a run alone works, a stack of runs does not: {type(error).__name__}: {error}") from error
    for single, part in zip(alone, together, strict=True):
        _same(subject, single, part, "a run alone and the same run in a stack of others are not the same")


def check_relabelling(subject: Subject) -> None:
    """Other names of people, teams and managers, and another order of rows, change nothing."""
    with tempfile.TemporaryDirectory() as folder:
        plain, other = (subject.world(0, organisation=_files(Path(folder), names)) for names in (False, True))
        a, b = histories([Run(plain, 3), Run(other, 3)], weeks=8)
    _same(subject, a, b, "people, teams and rows under other names are not the same")


def _files(folder: Path, renamed: bool) -> dict[str, Any]:
    """Write an organisation of eleven posts in three teams; renamed: other ids, teams, order of rows."""
    posts, teams = [3 * i + 2 for i in range(11)], [0, 0, 1, 2, 1, 0, 2, 1, 0, 1, 0]
    ids = [f"{(7 * i) % 11:02d}x" if renamed else f"p{i:02d}" for i in range(11)]
    names = ("zeta", "alpha", "mu") if renamed else ("a", "b", "c")
    people = [f"{ids[i]},{posts[i]},{names[teams[i]]}" for i in range(11)]
    ties = [
        f"{ids[i]},{ids[j]},{0.2 + (i + j) / 30}" for i in range(11) for j in range(11) if i != j and (3 * i + j) % 4
    ]
    if renamed:
        people, ties = people[::-1], ties[::-1]
    where = folder / ("renamed" if renamed else "plain")
    where.mkdir()
    (where / "people.csv").write_text("\n".join(["id,post,team", *people, ""]), "utf-8")
    (where / "ties.csv").write_text("\n".join(["source,target,weight", *ties, ""]), "utf-8")
    return {"people": str(where / "people.csv"), "ties": str(where / "ties.csv")}


def check_off(subject: Subject, remains: Collection[str] = ()) -> None:
    """Off, absent, of no coverage and of no team: exactly nothing of it is there. `remains`: parts that `off` leaves by design."""
    ways = _ways_off(subject)
    assert ways, "no parameter declares off=..., the value at which the rule does nothing"
    world = subject.world()
    found = dict(zip(ways, histories([Run(vary(world, subject.rule, own), 5) for own in ways.values()]), strict=True))
    if issubclass(subject.rule, Mechanism) and subject.rule in BUILTIN:
        _no_part(subject, found["off"], remains)
        return
    if subject.rule in BUILTIN:
        reference = found.pop("absent")
    else:
        (reference,) = histories([Run(subject.world(0, subject.independent), 5)])
    for way, history in found.items():
        _same(subject, reference, history, f"{way} is not as if the rule were not there")


def _ways_off(subject: Subject) -> dict[str, dict[str, Any]]:
    rule, names = subject.rule, subject.rule.Params.model_fields
    if issubclass(rule, Intervention):
        ways = {"absent": dict(rule.absent), "coverage: 0": {"coverage": 0.0}, "teams: []": {"teams": []}}
        return {way: own for way, own in ways.items() if set(own) <= set(names)}
    neutral = {said.name: said.off for said in subject.parameters if said.off is not None}
    acts = any(column.kind == "part" for column in rule.columns()) or rule.sets
    return {"off": neutral} if neutral or not acts else {}


def _no_part(subject: Subject, history: History, remains: Collection[str]) -> None:
    """A built-in mechanism cannot be taken out, for others read it; but none of its parts may be left."""
    parts = [column.name for column in subject.rule.columns() if column.kind == "part"]
    left = [name for name in parts if np.any(history[name] != 0)]
    assert set(left) == set(remains), f"off leaves {', '.join(left) or 'nothing'} in force; expected: {', '.join(remains) or 'nothing'}"  # fmt: skip


class Witness(Mechanism):
    """Draws in the names of others, and takes down what it got."""

    person_luck = flow(unit="u")
    team_luck = flow(unit="u")
    tie_luck = flow(unit="u", axis="tie")

    def settle(self, people: View, p: Any, org: Organisation, now: Now) -> None:
        """Draw."""
        people.person_luck = uniform(now, "uptake/noise")
        people.team_luck = team_uniform(now, "retrospective/held")
        people.tie_luck = tie_chance(org, now, "descriptive_norms/seen", np.full(org.n_ties, 0.5))


def check_chance(subject: Subject) -> None:
    """The same run is the same again, and whether the rule is there or not moves nobody else's draws."""
    with_rule = histories([Run(subject.world(0, witness=[Witness]), 5)])[0]
    _same(
        subject,
        subject.usual,
        with_rule,
        "the same run twice is not the same; chance comes from helpers, never from a sequence",
    )
    absent = subject.world(0, subject.independent, [Witness]) if subject.rule not in BUILTIN else _silent(subject)
    without = histories([Run(absent, 5)])[0]
    drawn = (*(column.name for column in Witness.columns()), "occupant")
    a, b = ({name: history[name] for name in drawn} for history in (with_rule, without))
    _same(subject, a, b, "with the rule there, other rules draw other luck")


def _silent(subject: Subject) -> Any:
    ways = _ways_off(subject)
    return vary(subject.world(0, witness=[Witness]), subject.rule, next(iter(ways.values()), {}))


def check_resumes(subject: Subject) -> None:
    """A run goes on from a saved week with fresh rules as it does without a break: all it knows stands in columns."""
    stack = started([Run(subject.world(), 5)])
    for week in range(1, WEEKS // 2 + 1):
        advance(stack, week)
    try:
        saved = pickle.dumps(stack)
    except (pickle.PicklingError, AttributeError, TypeError) as error:
        raise AssertionError(
            f"a run with it cannot be saved ({error}): define the class at the top of a module"
        ) from error
    on = _on(stack)
    copy: Stack = pickle.loads(saved)
    copy.rules = [type(rule)() for rule in copy.rules]
    _same(subject, on, _on(copy), "a run that goes on from a saved week is not the same; state belongs in columns")


def _on(stack: Stack) -> History:
    rows: dict[str, list[Any]] = {}
    for week in range(stack.week + 1, WEEKS + 1):
        advance(stack, week)
        for name, x in snapshot(stack).items():
            rows.setdefault(name, []).append(x)
    return {name: np.stack(x) for name, x in rows.items()}
