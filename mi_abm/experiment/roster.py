"""people.parquet: the people of one's own organisation by number, a row a person and scenario; ids only if asked for.

post, team, manager   numbers, counted as the model counts them
attends_to            number of people that this one attends to
attended_by           number of people that attend to this one
id                    only with `--keep-ids`: the key from numbers to people

Without the ids the table names nobody. There are no results a person in it: runs tell what a plan does to an
organisation, not what becomes of its members.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from mi_abm.scenario.load import Scenario
from mi_abm.scenario.populate import surveyed

NAME = "people.parquet"


def write_roster(folder: Path, scenarios: Sequence[Scenario], keep_ids: bool) -> None:
    """Write the people of every scenario that has people of its own; nothing if none has."""
    import pandas as pd

    tables = [_roster(s, keep_ids) for s in scenarios if s.data.organisation.people is not None]
    if tables:
        frame = pd.concat([pd.DataFrame(table) for table in tables], ignore_index=True)
        frame.to_parquet(folder / NAME, engine="pyarrow", compression="zstd", index=False)


def _roster(scenario: Scenario, keep_ids: bool) -> dict[str, object]:
    found = surveyed(scenario)
    org, n = found.organisation, len(found.organisation)
    return {
        "scenario": [scenario.name] * n,
        "post": org.post,
        "team": org.team,
        "manager": org.manager,
        "attends_to": np.bincount(org.row, minlength=n),
        "attended_by": np.bincount(org.idx, minlength=n),
        **({"id": found.ids} if keep_ids else {}),
    }
