"""Networks in print: lines between people, and teams in the place of people where there are too many to draw."""

from __future__ import annotations

from typing import Literal

import numpy as np
import pandas as pd


def lines(ties: pd.DataFrame) -> pd.DataFrame:
    """Return a row a pair tied in either direction: source < target, and the larger `weight` of the two."""
    pairs = np.sort(ties[["source", "target"]].to_numpy(), axis=1)
    table = pd.DataFrame({"source": pairs[:, 0], "target": pairs[:, 1], "weight": ties["weight"].to_numpy()})
    return _merged(table, "max")


def teams(people: pd.DataFrame, ties: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return a row a team in the place of people (means; `size` members), and the summed ties between teams as lines."""
    by = people.groupby("team")
    found = pd.DataFrame({"team": np.arange(by.ngroups), "miti": by["miti"].mean().to_numpy()})
    found["size"], found["newcomer"] = by.size().to_numpy(), False
    team = people["team"].to_numpy()
    between = ties.assign(source=team[ties["source"]], target=team[ties["target"]])
    between = between[between["source"] != between["target"]]
    table = lines(_merged(between, "sum"))
    return found, table.assign(weight=table["weight"] / table["weight"].max())


def _merged(ties: pd.DataFrame, how: Literal["max", "sum"]) -> pd.DataFrame:
    """Return a row a pair, weights put together."""
    found = ties[["source", "target", "weight"]].groupby(["source", "target"]).agg(how)
    return found.reset_index()
