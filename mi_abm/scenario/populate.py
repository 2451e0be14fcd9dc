"""From a scenario and a seed to an organisation with its measured initial states."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from mi_abm.core.columns import Array
from mi_abm.core.organisation import Organisation
from mi_abm.scenario import networks, survey
from mi_abm.scenario.explain import place_of
from mi_abm.scenario.load import Scenario
from mi_abm.scenario.problems import InputError
from mi_abm.scenario.sense import measurable


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
    found = surveyed(scenario)
    return Population(found.organisation, found.given, found.ids, found.notes)


def surveyed(scenario: Scenario) -> survey.Survey:
    """Read the files of a scenario's own organisation; raise `InputError`, with the place of what the scenario says."""
    try:
        return survey.read(scenario.data.organisation, measurable(scenario.rules))
    except InputError as error:
        raise InputError(
            replace(p, where=p.where or place_of(p.path, scenario.places, scenario.name)) for p in error.problems
        ) from None


def style_visibility(scenario: Scenario) -> Array:
    """Return the relative visibility of each style: shape (styles, 1)."""
    return np.array(list(scenario.data.organisation.styles.values()), dtype=np.float64)[:, None]
