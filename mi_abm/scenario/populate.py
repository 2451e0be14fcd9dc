"""From a scenario and a seed to an organisation with its measured initial states."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from mi_abm.core.columns import Array
from mi_abm.core.organisation import Organisation
from mi_abm.scenario import networks, survey
from mi_abm.scenario.load import Scenario

FREE = (-100.0, 100.0)


@dataclass(frozen=True)
class Population:
    """An organisation, and what was measured of its people (NaN where nothing was).

    `ids` are the people's ids in order of post; empty where the organisation was generated.
    """

    organisation: Organisation
    given: dict[str, Array] = field(default_factory=dict)
    ids: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def populate(scenario: Scenario, seed: int) -> Population:
    """Generate the scenario's organisation from the seed, or read it from its files."""
    params = scenario.data.organisation
    if params.people is None:
        return Population(networks.generate(params, seed))
    found = survey.read(params, measurable(scenario))
    return Population(found.organisation, found.given, found.ids, found.notes)


def measurable(scenario: Scenario) -> dict[str, tuple[float, float]]:
    """Return the columns that may be given as initial values, each with the limits of its values."""
    columns = [c for rule in scenario.rules for c in rule.columns()]
    kinds = ("state", "trait")
    named = {
        c.name: c.span or FREE
        for c in columns
        if (c.kind in kinds or c.name == "practice") and c.axis in ("person", "style", "team")
    }
    return {name: (float(np.float64(low)), float(np.float64(high))) for name, (low, high) in named.items()}


def style_visibility(scenario: Scenario) -> Array:
    """Return the relative visibility of each style: shape (styles, 1)."""
    return np.array(list(scenario.data.organisation.styles.values()), dtype=np.float64)[:, None]
