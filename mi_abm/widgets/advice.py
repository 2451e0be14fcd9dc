"""Advice: which pitfalls a plan is about to fall into, and what to set to get out.

The preconditions stand nowhere in prose alone: they are what a pitfall's scenario file changes of the good design, and the
cure is what the mitigated file changes of the pitfall. A number counts as that of the pitfall from half way on.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mi_abm.core.param import declarations
from mi_abm.describe.pitfalls import Pitfall, pitfalls
from mi_abm.report.settings import absent
from mi_abm.scenario.load import Scenario, load
from mi_abm.scenario.vary import paths_below, value_at

SECTIONS = ("organisation", "mechanisms", "interventions")
WINDOW = {"start", "weeks", "coverage"}


@dataclass(frozen=True)
class Case:
    """A pitfall with what its files say: `turns` (path: good value, pitfall's value), `cure`, and what goes with it."""

    pitfall: Pitfall
    turns: Mapping[str, tuple[Any, Any]]
    cure: Mapping[str, Any]
    company: frozenset[str]

    def holds(self, plan: Scenario) -> bool:
        """Say whether its precondition holds in a plan that is not cured of it."""
        if not (
            _at_work(plan, self.pitfall.intervention) or (self.company and all(_at_work(plan, c) for c in self.company))
        ):
            return False
        turned = all(_turned(plan, path, good, bad) for path, (good, bad) in self.turns.items())
        return turned and not all(_met(plan, path, value) for path, value in self.cure.items())

    def sets(self) -> str:
        """Return in words what is set to cure it: not always all that the cure says."""
        names = list(dict.fromkeys(path.split(".")[1] for path in self.cure))
        return "; ".join(f"{name.replace('_', ' ')}: {self._of(name)}" for name in names)

    def _of(self, name: str) -> str:
        """Return what is set of one intervention or mechanism, beyond that it is at work and when."""
        own = {p.rpartition(".")[2]: v for p, v in self.cure.items() if p.split(".")[1] == name}
        said = [f"{key.replace('_', ' ')} {_shown(v)}" for key, v in own.items() if key not in WINDOW]
        return ", ".join([*(["at work"] if WINDOW.intersection(own) else []), *said])


@functools.cache
def cases() -> tuple[Case, ...]:
    """Return all pitfalls as their scenario files show them."""
    return tuple(map(_case, pitfalls()))


def advice(plan: Scenario) -> list[Case]:
    """Return the pitfalls whose preconditions hold in a plan."""
    return [case for case in cases() if case.holds(plan)]


def _case(pitfall: Pitfall) -> Case:
    good, bad, cured = (load(pitfall.files[key]) for key in ("good", "pitfall", "mitigation"))
    home = load("baseline")
    named = [name for name, _ in bad.data.interventions]  # type: ignore[attr-defined]
    company = {n for n in named if _at_work(bad, n) and not _at_work(home, n)} - {pitfall.intervention}
    turns = {path: (value_at(good, path), value_at(bad, path)) for path in _differing(good, bad)}
    return Case(pitfall, turns, {path: value_at(cured, path) for path in _differing(bad, cured)}, frozenset(company))


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:g}" if isinstance(value, (int, float)) else str(value).replace("_", " ")


def _differing(a: Scenario, b: Scenario) -> list[str]:
    paths = [path for section in SECTIONS for path in paths_below(a, section)]
    return [path for path in paths if value_at(a, path) != value_at(b, path)]


def _at_work(scenario: Scenario, name: str) -> bool:
    return not absent(value_at(scenario, f"interventions.{name}").model_dump())


def _turned(plan: Scenario, path: str, good: Any, bad: Any) -> bool:
    """Say whether a value is the pitfall's; of an intervention that is absent, whether that comes to the same."""
    section, name, *_ = path.split(".")
    if section == "interventions" and not _at_work(plan, name):
        params = type(value_at(plan, f"{section}.{name}"))
        return any(d.path == path and d.off == bad for d in declarations(params, f"{section}.{name}"))
    value = value_at(plan, path)
    if isinstance(good, (int, float)) and not isinstance(good, bool):
        return bool((value - good) / (bad - good) >= 0.5)
    return bool(value == bad)


def _met(plan: Scenario, path: str, value: Any) -> bool:
    section, name, *_ = path.split(".")
    if section == "interventions" and not _at_work(plan, name):
        return False
    if path.endswith((".weeks", ".start")):
        return True  # at work is enough: when, is the user's to say
    return bool(value_at(plan, path) == value)
