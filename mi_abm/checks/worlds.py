"""The small worlds in which a rule is tried, and everything that becomes of everybody in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from mi_abm.core.columns import Array
from mi_abm.core.param import Declaration, declarations
from mi_abm.core.rules import Intervention, Rule
from mi_abm.describe.declared import section
from mi_abm.engine.beginning import burn_in
from mi_abm.engine.ensemble import Run, assemble
from mi_abm.engine.stack import Stack
from mi_abm.engine.week import advance
from mi_abm.interventions import BUILTIN as INTERVENTIONS
from mi_abm.scenario.catalogue import BUILTIN
from mi_abm.scenario.load import Scenario, load

BURN_IN, WEEKS = 2, 12
STYLES = {"questions": 1.0, "reflections": 0.5}
History = dict[str, Array]
HERE = Path(__file__).parent
OWN = {"people": str(HERE / "people.csv"), "ties": str(HERE / "ties.csv"), "initial": {"practice": "practice"}}
# Everything at once; little else; files of one's own, rules that only some settings wake, chance at its expectation.
WORLDS: tuple[dict[str, Any], ...] = (
    {"organisation": {"team_size": [4, 3, 1, 5], "cross_degree": 2.0}},
    {"organisation": {"team_size": [9, 8, 7], "unwanted_models": {"share": 0.3}}},
    {
        "organisation": OWN,
        "noise": "off",
        "mechanisms": {"uptake": {"behaviour_rule": "threshold"}, "meta_perceptions": {"referents": True}},
    },
)
ACTS: tuple[dict[str, dict[str, Any]], ...] = (
    {
        **{rule.name: {} for rule in INTERVENTIONS},
        "workshop": {"start": 3},
        "coaching": {"weeks": [2, 5]},
        "rotation": {"start": 2, "weeks": 8, "stay": 3},
        "peer_feedback": {"rate": 0.8, "threat_prob": 0.4},
        "safety_gate": {"threshold": 0.55, "cap": 2},
        "goals": {"horizon": 3},
    },
    {
        "workshop": {"start": 3},
        "manager_signal": {"style": "inconsistent"},
        "peer_discussion": {"prompt_type": "none"},
        "planning": {"mode": "team"},
        "goals": {
            "level": "team",
            "interdependence": 0.5,
            "difficulty": "fixed",
            "horizon": 3,
            "normalise_setbacks": 0.5,
        },
    },
    {"workshop": {"start": 2}, "pair_exercises": {"scheme": "fixed"}, "peer_feedback": {"setting": "simulation"}},
)


@dataclass(frozen=True)
class Subject:
    """A rule under check, the guests that it needs beside it, and settings (dotted paths) for all worlds."""

    rule: type[Rule]
    beside: tuple[type[Rule], ...] = ()
    settings: tuple[tuple[str, Any], ...] = ()

    @property
    def guests(self) -> tuple[type[Rule], ...]:
        """The rules that are not ours, the one under check first."""
        return tuple(rule for rule in (self.rule, *self.beside) if rule not in BUILTIN)

    @property
    def parameters(self) -> tuple[Declaration, ...]:
        """What the rule lets one set."""
        return tuple(declarations(self.rule.Params, self.rule.name))

    @property
    def independent(self) -> tuple[type[Rule], ...]:
        """The guests that can do without the rule: they neither read nor set its columns, nor those of who does."""
        gone = {self.rule}
        for _ in self.guests:
            lost = {column for rule in gone for column in rule.columns()}
            gone |= {guest for guest in self.guests if lost & {*guest.reads, *guest.sets}}
        return tuple(guest for guest in self.guests if guest not in gone)

    def world(
        self,
        number: int = 0,
        guests: Sequence[type[Rule]] | None = None,
        witness: Sequence[type[Rule]] = (),
        **more: Any,
    ) -> Scenario:
        """Return a world with these guests (default: all) and, behind them, witnesses; `more` replaces its sections."""
        guests = (*(self.guests if guests is None else guests), *witness)
        data = {"title": "check", "burn_in": BURN_IN, **WORLDS[number], **more}
        data["organisation"] = {"styles": STYLES, **data["organisation"]}
        acting = {rule.name: rule for rule in (self.rule, *INTERVENTIONS, *guests) if issubclass(rule, Intervention)}
        acting = {name: rule for name, rule in acting.items() if name in ACTS[number] or rule in (self.rule, *guests)}
        data["interventions"] = {
            name: early(rule) | ACTS[number].get(name, {})
            for name, rule in acting.items()
            if rule in (*BUILTIN, *guests)
        }
        known = {rule.name for rule in (*BUILTIN, *guests)}
        sections = ("mechanisms", "interventions")
        settings = {k: v for k, v in self.settings if k.split(".")[0] not in sections or k.split(".")[1] in known}
        return load(data, settings, rules=guests)

    @cached_property
    def usual(self) -> History:
        """What becomes of everybody in the first world with the rule at its defaults."""
        return histories([Run(self.world(), 5)])[0]


def early(rule: type[Rule]) -> dict[str, Any]:
    """Return the parameters with which an intervention begins early and reaches nearly everybody."""
    return {name: value for name, value in (("start", 2), ("coverage", 0.9)) if name in rule.Params.model_fields}


def vary(scenario: Scenario, rule: type[Rule], own: Mapping[str, Any]) -> Scenario:
    """Return a scenario with some parameters of one rule replaced."""
    part = section(rule)
    rules = getattr(scenario.data, part)
    params = rule.Params(**(getattr(rules, rule.name).model_dump() | dict(own)))
    data = scenario.data.model_copy(update={part: rules.model_copy(update={rule.name: params})})
    return replace(scenario, data=data)


def histories(runs: Sequence[Run], weeks: int = WEEKS, kind: type[Stack] = Stack) -> list[History]:
    """Run as one stack; return, for every run, every column in every week: [week, ..., person or lasting tie]."""
    stack = started(runs, kind)
    kept: dict[str, list[Array]] = {}
    for week in range(1, weeks + 1):
        advance(stack, week)
        for name, x in snapshot(stack).items():
            kept.setdefault(name, []).append(x)
    whole = {name: np.stack(rows) for name, rows in kept.items()}
    return [{name: x[..., span[_is_tie(stack, name)]] for name, x in whole.items()} for span in spans(stack)]


def started(runs: Sequence[Run], kind: type[Stack] = Stack) -> Stack:
    """Return a stack at the end of its burn-in."""
    stack = assemble(runs, kind)
    burn_in(stack, BURN_IN)
    return stack


def snapshot(stack: Stack) -> History:
    """Return a copy of every column as it stands, visit ties left out, and of who holds each post."""
    org = stack.org
    found = {
        name: (stack.monday[name][..., : org.n_known] if column.axis == "tie" else stack.monday[name]).copy()
        for name, column in stack.columns.items()
    }
    return found | {"occupant": stack.luck.occupant.astype(np.float64)}


def _is_tie(stack: Stack, name: str) -> bool:
    return name in stack.columns and stack.columns[name].axis == "tie"


def spans(stack: Stack) -> Iterator[tuple[slice, slice]]:
    """Yield the rows and the lasting ties of each run."""
    rows = stack.org.run_rows
    ties = np.searchsorted(stack.org.row[: stack.org.n_known], rows)
    for i in range(stack.org.n_runs):
        yield slice(rows[i], rows[i + 1]), slice(ties[i], ties[i + 1])


def unlike(a: History, b: History) -> list[str]:
    """Return the columns in which two histories differ in any bit, of those that both have."""
    return [name for name in a if name in b and not np.array_equal(a[name], b[name], equal_nan=True)]


def felt(history: History) -> History:
    """Leave out what an intervention notes for itself: asleep it may note anything, for nobody else reads it."""
    notes = {c.name for rule in INTERVENTIONS for c in rule.columns() if c.kind == "flow"}
    return {name: x for name, x in history.items() if name not in notes}


def first_week(a: Array, b: Array) -> int:
    """Return the first week in which two histories of a column differ."""
    off = [not np.array_equal(x, y, equal_nan=True) for x, y in zip(a, b, strict=True)]
    return 1 + off.index(True)
