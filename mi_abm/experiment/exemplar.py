"""People and ties of one run of each scenario, that with the first seed: what a picture of the network is drawn from.

people.parquet   a row a person, scenario and week (0 and the last)
    person, team, manager       numbers from 0, people in order of post; they name nobody
    attends_to, attended_by     number of people that this one attends to, and that attend to this one
    miti, practice              MITI global score (1 + 4 skill, styles averaged), and share of conversations with MI
    introversion, newcomer      from 0 to 1; whether somebody else held this post in week 0
    id, team_name               only of generated teams, or with `--keep-ids`: who and what the numbers are
ties.parquet     a row a lasting tie and scenario
    source, target              numbers of people: source attends to target; the layers of a file are added up
    weight_start, weight_end    strength in week 0 and in the last week, before any discount on other teams

One run is an example and full of chance: it does not say what becomes of a person, real or not.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from mi_abm.engine.exemplar import Exemplar
from mi_abm.scenario.populate import surveyed

if TYPE_CHECKING:
    import pandas as pd


def people_table(found: Sequence[Exemplar], keep_ids: bool) -> pd.DataFrame:
    """Return people.parquet."""
    import pandas as pd

    return pd.concat([pd.DataFrame(table) for one in found for table in _people(one, keep_ids)], ignore_index=True)


def ties_table(found: Sequence[Exemplar]) -> pd.DataFrame:
    """Return ties.parquet."""
    import pandas as pd

    return pd.concat([pd.DataFrame(_ties(one)) for one in found], ignore_index=True)


def counts(one: Exemplar) -> dict[str, Any]:
    """Return how many people, teams and ties an organisation has, and ties in each layer of its file."""
    own = one.scenario.data.organisation.ties is not None
    layers = surveyed(one.scenario).layers if own else {}
    return {
        "people": len(one.team),
        "teams": len(one.team_names),
        "ties": len(one.source),
        "layers": {name: n for name, n in layers.items() if name},
    }


def _people(one: Exemplar, keep_ids: bool) -> Iterator[dict[str, Any]]:
    """Yield the people of a run, week by week."""
    n, own = len(one.team), one.scenario.data.organisation.people is not None
    lasting = {
        "person": np.arange(n),
        "team": one.team,
        "manager": one.manager,
        "attends_to": np.bincount(one.source, minlength=n),
        "attended_by": np.bincount(one.target, minlength=n),
    }
    # Teams of one's own may bear the names of those who lead them.
    said: dict[str, Any] = {}
    if keep_ids or not own:
        said["team_name"] = np.array(one.team_names)[one.team]
    if keep_ids and own:
        said["id"] = surveyed(one.scenario).ids
    for row, week in enumerate(one.weeks):
        yield {
            "scenario": np.repeat(one.scenario.name, n),
            "seed": one.seed,
            "week": week,
            **lasting,
            "miti": 1 + 4 * one.people["skill"][row],
            "practice": one.people["practice"][row],
            "introversion": one.people["introversion"][row],
            "newcomer": one.newcomer[row],
            **said,
        }


def _ties(one: Exemplar) -> dict[str, Any]:
    return {
        "scenario": np.repeat(one.scenario.name, len(one.source)),
        "seed": one.seed,
        "source": one.source,
        "target": one.target,
        "weight_start": one.strength[0],
        "weight_end": one.strength[-1],
    }
