"""From a scenario and a seed to an organisation with its measured initial states."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

import numpy as np

from mi_abm.core.columns import Array
from mi_abm.core.organisation import Organisation, stack
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


def populate_all(scenarios: Sequence[Scenario], seeds: Sequence[int]) -> tuple[Organisation, dict[str, Array]]:
    """Return the organisation of each scenario and seed, stacked, and what was measured of their people."""
    parts: list[Population] = []
    files: dict[int, Population] = {}
    for drawn, group in groupby(
        zip(scenarios, seeds, strict=True), lambda one: one[0].data.organisation.people is None
    ):
        some = list(group)
        if drawn:
            parts.append(
                Population(networks.generate_all([s.data.organisation for s, _ in some], [k for _, k in some]))
            )
        else:
            parts += [files.get(id(s)) or files.setdefault(id(s), populate(s, k)) for s, k in some]
    given = {}
    for name in dict.fromkeys(name for p in parts for name in p.given):
        given[name] = np.concatenate([p.given.get(name, np.full(len(p.organisation), np.nan)) for p in parts])
    return stack([p.organisation for p in parts]), given


def surveyed(scenario: Scenario) -> survey.Survey:
    """Read the files of a scenario's own organisation; raise `InputError`, with the place of what the scenario says."""
    try:
        return survey.read(scenario.data.organisation, measurable(scenario.rules))
    except InputError as error:
        raise InputError(
            replace(p, where=p.where or place_of(p.path, scenario.places, scenario.name)) for p in error.problems
        ) from None


def style_visibility(scenario: Scenario) -> Array:
    """Return the relative visibility of each style."""
    return np.array(list(scenario.data.organisation.styles.values()), dtype=np.float64)
