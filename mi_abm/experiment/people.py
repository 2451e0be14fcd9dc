"""Tables of people, for figures that follow them one by one rather than average over runs; written beside the effects.

ridge               parameters, low, share     how a state of people is spread: the share in each bin from `low` on
stacked_bars        parameters, group, people, and better, worse, no_different with their intervals
coefficients        parameters, outcome, run, x, y: what a correlation between people is of, for each person who has both
influence_network   scenario, person, partner, team, skill, habit: who learned what from whom in the run of the first seed
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd

from mi_abm.analysis.counterfactuals import Share, who
from mi_abm.analysis.influence import influence
from mi_abm.engine.exemplar import exemplars
from mi_abm.engine.people import follow, looked_at
from mi_abm.experiment.contrast import Pair
from mi_abm.experiment.experiment import Experiment
from mi_abm.experiment.manifest import figure_of
from mi_abm.experiment.points import values_at
from mi_abm.measures.relations import Between
from mi_abm.scenario.load import Scenario
from mi_abm.scenario.problems import bad
from mi_abm.scenario.vary import concerning, with_values

PEOPLE = "people.csv"
SEEDS = 20  # runs a point that people are followed in
BINS = 25
COLUMNS = {"miti": "skill"}  # of measures that bear another name


def people_table(experiment: Experiment) -> pd.DataFrame | None:
    """Return the table of the figure that an experiment asks for, None for figures that need none."""
    made: dict[str, Callable[[Experiment], Iterator[dict[str, Any]]]] = {
        "ridge": _spread,
        "stacked_bars": _faring,
        "influence_network": _influence,
        "coefficients": _correlated,
    }
    kind = figure_of(experiment.data).kind
    return pd.DataFrame(made[kind](experiment)) if kind in made else None


def _pair(experiment: Experiment) -> Pair:
    """Return the contrast of the figure."""
    said = figure_of(experiment.data).contrast
    return next((pair for pair in experiment.pairs if pair.name == said), experiment.pairs[0])


def _points(experiment: Experiment) -> Iterator[Mapping[str, Any]]:
    for row in experiment.points:
        yield values_at(experiment.factors, row)


def _at(scenario: Scenario, values: Mapping[str, Any]) -> Scenario:
    return with_values(scenario, concerning(scenario, values))


def _spread(experiment: Experiment) -> Iterator[dict[str, Any]]:
    """Yield how the last outcome of the contrast is spread over people, at each point."""
    pair, edges = _pair(experiment), np.linspace(0, 1, BINS + 1)
    outcome = pair.outcomes[-1]
    column = COLUMNS.get(outcome.measure, outcome.measure)
    for values in _points(experiment):
        scenario = _at(experiment.scenarios[pair.scenario], values)
        x = follow(scenario, experiment.seeds[:SEEDS], [column], [outcome.week]).at(column, outcome.week)
        share = np.histogram(x, edges)[0] / len(x)
        yield from ({**values, "low": low, "share": s} for low, s in zip(edges[:-1], share, strict=True))


def _faring(experiment: Experiment) -> Iterator[dict[str, Any]]:
    """Yield how the same people fare with a scenario and with its reference, at each point."""
    pair = _pair(experiment)
    for values in _points(experiment):
        arms = [_at(experiment.scenarios[name], values) for name in (pair.reference, pair.scenario)]
        for row in who(arms, experiment.seeds[:SEEDS], pair.outcomes[0].week):
            shares = {key: getattr(row, key) for key in ("better", "worse", "no_different")}
            yield {**values, "group": row.group, "people": row.people, **_flat(shares)}


def _flat(shares: Mapping[str, Share]) -> dict[str, float | None]:
    ends = {"": "share", "_low": "ci_low", "_high": "ci_high"}
    return {f"{key}{end}": getattr(share, name) for key, share in shares.items() for end, name in ends.items()}


def _correlated(experiment: Experiment) -> Iterator[dict[str, Any]]:
    """Yield both sides of each correlation of the contrast, a row a person, at each point."""
    pair = _pair(experiment)
    weeks = {outcome.week for outcome in pair.outcomes}
    measures = [experiment.measure(name) for name in dict.fromkeys(o.measure for o in pair.outcomes)]
    other = [m.name for m in measures if not issubclass(m, Between)]
    if other or len(weeks) > 1:
        said = f"{other[0]} is none" if other else f"weeks {', '.join(map(str, sorted(weeks)))} are several"
        raise bad("", "figure.kind", f"coefficients draws correlations between people in one week; {said}")
    (week,) = weeks
    for values in _points(experiment):
        scenario = _at(experiment.scenarios[pair.scenario], values)
        for numbers, found in looked_at(scenario, experiment.seeds[:SEEDS], measures, week):
            for measure, seen in found:
                x, y = measure.of_pairs(seen)  # type: ignore[attr-defined]
                for i in np.flatnonzero(~np.isnan(x)):
                    yield {**values, "outcome": f"{measure.name}@{week}", "run": numbers[seen.org.run[i]], "x": x[i], "y": y[i]}  # fmt: skip


def _influence(experiment: Experiment) -> Iterator[dict[str, Any]]:
    """Yield every tie on which something was learned or taken over, and every person once (partner -1)."""
    seed, weeks = experiment.seeds[0], experiment.data.weeks
    for name in dict.fromkeys(pair.scenario for pair in experiment.pairs):
        scenario = experiment.scenarios[name]
        found, team = influence(scenario, seed, weeks), exemplars([scenario], seed, [0])[0].team
        for i, own in enumerate(team):
            yield {"scenario": name, "person": i, "partner": -1, "team": int(own), "skill": float(found.skill[:, i].sum()), "habit": float(found.habit[:, i].sum())}  # fmt: skip
        for i, j in zip(*np.nonzero(found.skill + found.habit), strict=True):
            yield {"scenario": name, "person": int(i), "partner": int(j), "team": int(team[i]), "skill": float(found.skill[i, j]), "habit": float(found.habit[i, j])}  # fmt: skip
