"""A session: what a user has set, the two scenarios that follow from it, and their results so far. Knows no widget.

Interventions are the plan's alone. Organisation and mechanisms are assumptions: they hold for the reference too, so that
what differs between the two is due to what is done. `mi-abm compare REFERENCE PLAN --organisation PLAN` compares the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from mi_abm.core.rules import Intervention, Rule
from mi_abm.report.settings import absent
from mi_abm.scenario.catalogue import BUILTIN
from mi_abm.scenario.load import Scenario, load
from mi_abm.scenario.schema import absent as zero
from mi_abm.scenario.vary import value_at, with_values

PLAN = "my_plan"


class Session:
    """What one user has changed of a scenario, compared with a reference.

    `values` holds what was set, by dotted path. Nothing is shared between sessions.
    """

    def __init__(self, scenario: str | Scenario = "baseline", reference: str = "baseline", weeks: int = 52) -> None:
        self.start = scenario if isinstance(scenario, Scenario) else load(scenario)
        guests = [rule for rule in self.start.rules if rule not in BUILTIN]
        self.against = load(reference, rules=guests)
        self.weeks = weeks
        self.values: dict[str, Any] = {}

    def plan(self) -> Scenario:
        """Return the user's scenario; raise `InputError` where its values contradict one another."""
        return with_values(self.start, self.values).renamed(PLAN)

    def reference(self, plan: Scenario) -> Scenario:
        """Return the reference under the assumptions of the plan."""
        same = {key: getattr(plan.data, key) for key in ("organisation", "mechanisms")}
        return replace(self.against, data=self.against.data.model_copy(update=same))

    def value(self, path: str) -> Any:
        """Return the present value at a dotted path."""
        return self.values[path] if path in self.values else value_at(self.start, path)

    def set(self, path: str, value: Any) -> None:
        """Set a value; raise `InputError`, and keep the old one, where it is not allowed."""
        self.apply({path: value})

    def apply(self, values: Mapping[str, Any]) -> None:
        """Set several values at once, all or none; an intervention that they touch is switched on."""
        before = dict(self.values)
        for name in dict.fromkeys(path.split(".")[1] for path in values if path.startswith("interventions.")):
            if not self.on(name) and f"interventions.{name}.weeks" not in values:
                self._fill(name)
        self.values.update(values)
        self._keep_or(before)

    def on(self, name: str) -> bool:
        """Say whether an intervention is at work in the plan."""
        fields = type(value_at(self.start, f"interventions.{name}")).model_fields
        return not absent({key: self.value(f"interventions.{name}.{key}") for key in fields})

    def switch(self, name: str, on: bool) -> None:
        """Switch an intervention on, as the scenario or else its declaration has it, or off; its settings are kept."""
        before = dict(self.values)
        if on:
            self._fill(name)
        else:
            self.values.update({f"interventions.{name}.{key}": x for key, x in self._zero(name).items()})
        self._keep_or(before)

    def reset(self) -> None:
        """Forget whatever was set."""
        self.values.clear()

    def rule(self, name: str) -> type[Rule]:
        """Return the intervention of a name; raise KeyError if there is none."""
        return {rule.name: rule for rule in self.start.rules if issubclass(rule, Intervention)}[name]

    def _fill(self, name: str) -> None:
        """Give an absent intervention its weeks back: those of the scenario, or of its declaration."""
        rule = self.rule(name)
        given = value_at(self.start, f"interventions.{name}")
        full = rule.Params() if absent(given.model_dump()) else given
        if not self.on(name):
            self.values.update({f"interventions.{name}.{key}": getattr(full, key) for key in ("weeks", "coverage")})

    def _zero(self, name: str) -> dict[str, Any]:
        rule = self.rule(name)
        return {key: getattr(zero(rule), key) for key in getattr(rule, "absent", {"weeks": 0})}

    def _keep_or(self, before: dict[str, Any]) -> None:
        """Keep what was set if it makes a scenario; else put back what was before."""
        try:
            self.plan()
        except Exception:
            self.values = before
            raise
