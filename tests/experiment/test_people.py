"""Tables of people for figures: shares add up, ties are those of one run."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from mi_abm.analysis.influence import influence
from mi_abm.experiment.experiment import Experiment
from mi_abm.experiment.people import BINS, PEOPLE, people_table
from mi_abm.scenario.problems import InputError

SMALL = {"burn_in": 4, "organisation": {"teams": 3, "team_size": 5}}
SIGNAL = "interventions.manager_signal.managers"


def made(kind: str, contrast: dict[str, str], vary: list[dict[str, object]]) -> pd.DataFrame:
    scenarios = {
        "base": {"extends": "baseline", **SMALL},
        "told": {"extends": "manager_signal", **SMALL},
        "coached": {"extends": "coaching", **SMALL, "interventions": {"coaching": {"weeks": [2, 4, 6]}}},
    }
    design = {"kind": "full_factorial", "vary": vary} if vary else {}
    said = {
        "question": "Who?",
        "scenarios": scenarios,
        "contrast": contrast,
        "weeks": 10,
        "replicates": 3,
        "design": design,
    }
    table = people_table(Experiment.load({**said, "figure": kind}))
    assert table is not None
    return table


def test_how_a_state_is_spread() -> None:
    table = made("ridge", {"told": "approval@10"}, [{SIGNAL: {"values": [0.0, 1.0]}}])
    assert len(table) == 2 * BINS
    assert table.groupby(SIGNAL)["share"].sum().to_list() == pytest.approx([1, 1])
    middle = table["low"] <= 0.5 - 1 / BINS
    assert table[middle].groupby(SIGNAL)["share"].sum().to_list() == pytest.approx([0, 0])
    above = table[table["low"] > 0.5].groupby(SIGNAL)["share"].sum()
    assert above[0.0] == 0
    assert above[1.0] > 0.5


def test_how_people_fare() -> None:
    table = made("stacked_bars", {"coached - base": "miti@10"}, [])
    shares = table[["better", "worse", "no_different"]].sum(axis=1)
    assert shares.to_numpy() == pytest.approx(np.ones(len(table)))
    everybody = table[table["group"] == "everybody"].iloc[0]
    assert everybody["better"] > 0.5
    assert everybody["better_low"] <= everybody["better"] <= everybody["better_high"]


def test_who_learned_from_whom() -> None:
    table = made("influence_network", {"base": "miti@10"}, [])
    people, ties = table[table["partner"] < 0], table[table["partner"] >= 0]
    assert people["team"].value_counts().to_list() == [5, 5, 5]
    found = influence(Experiment.load({"question": "?", "scenarios": {"base": {"extends": "baseline", **SMALL}}}).scenarios["base"], 1, 10)  # fmt: skip
    assert people["skill"].to_numpy() == pytest.approx(found.skill.sum(axis=0))
    assert ties["skill"].sum() == pytest.approx(found.skill.sum())


def test_the_people_of_a_coefficient_are_those_of_its_runs(tmp_path: Path) -> None:
    """Correlating people again gives what the folder holds of their runs, also where skill is held constant."""
    base = {"extends": "pair_exercises", **SMALL, "mechanisms": {"meta_perceptions": {"referents": True}}}
    outcomes = ["r_clients_practice@6", "r_clients_practice_at_equal_skill@6", "r_others_attitude@6"]
    experiment = Experiment.load({"question": "Who?", "scenarios": {"base": base}, "contrast": {"base": outcomes}, "weeks": 6, "replicates": 4, "figure": "coefficients"})  # fmt: skip
    results = experiment.run(tmp_path)
    people, runs = pd.read_csv(tmp_path / PEOPLE), results.runs()
    for outcome in outcomes:
        mine = people[people["outcome"] == outcome]
        again = [part["x"].corr(part["y"]) for _, part in mine.groupby("run")]
        assert again == pytest.approx(runs.sort_values("seed")[outcome.partition("@")[0]].to_list(), abs=1e-9)


def test_coefficients_are_of_people() -> None:
    with pytest.raises(InputError, match="miti is none"):
        made("coefficients", {"base": "miti@10"}, [])


def test_other_figures_need_nobody() -> None:
    experiment = Experiment.load(
        {"question": "Who?", "scenarios": {"base": {"extends": "baseline", **SMALL}}, "figure": "table"}
    )
    assert people_table(experiment) is None
