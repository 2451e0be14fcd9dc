"""What the files of an organisation say of named people is what those people see."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from mi_abm.scenario.load import load
from mi_abm.scenario.populate import populate
from tests.worlds import Tie, Trajectory, follow, own, write_csv

Random = np.random.Generator
NAMES = ["ada", "ben", "cleo", "dov", "eva", "finn"]
TEAMS = ["east", "east", "east", "west", "west", "west"]
TIES: list[Tie] = [
    ("ada", "dov", "advice", 1.0), ("ada", "ben", "advice", 1.0), ("ben", "ada", "advice", 1.0), ("cleo", "ben", "advice", 1.0),
    ("dov", "eva", "advice", 1.0), ("eva", "finn", "friendship", 1.0), ("ben", "finn", "friendship", 1.0),
]  # fmt: skip


def believe(folder: Path, ties: list[Tie] | None, **organisation: Any) -> Trajectory:
    """Follow the six for ten weeks, by chance, with all mechanisms on."""
    people = {"id": NAMES, "team": TEAMS, "skill": [0.2, 0.4, 0.6, 0.8, 0.3, 0.5]}
    return follow(load({"burn_in": 0, "organisation": own(folder, people, ties, **organisation)}), 10, seed=3)


def moved(a: Trajectory, b: Trajectory, column: str = "perceived_norm") -> set[str]:
    """Return the names of those whose column differs."""
    return {n for i, n in enumerate(NAMES) if not np.array_equal(a[column][..., i], b[column][..., i])}


def equal(a: Trajectory, b: Trajectory) -> bool:
    return all(np.array_equal(a[name], b[name], equal_nan=True) for name in a)


def test_whoever_attends_to_nobody_perceives_nothing_new(tmp_path: Path) -> None:
    seen = believe(tmp_path, TIES)["perceived_norm"][:, 0]
    unmoved = {n for i, n in enumerate(NAMES) if np.all(seen[:, i] == seen[0, i])}
    assert unmoved == {"finn"}


def test_without_the_file_of_ties_nobody_sees_anybody(tmp_path: Path) -> None:
    tied, alone = believe(tmp_path / "a", TIES), believe(tmp_path / "b", None)
    assert np.all(alone["perceived_norm"] == alone["perceived_norm"][0])
    assert moved(tied, alone) == set(NAMES) - {"finn"}
    assert moved(tied, alone, "attitude") == set(NAMES) - {"finn"}


def test_reversed_ties_are_seen_from_the_other_end(tmp_path: Path) -> None:
    """Cleo is watched by nobody; turned round, she sees nobody, and Finn sees Eva and Ben."""
    there, back = believe(tmp_path / "a", TIES), believe(tmp_path / "b", [(b, a, *rest) for a, b, *rest in TIES])  # type: ignore[misc]
    assert moved(there, back) == set(NAMES)
    cleo, finn = NAMES.index("cleo"), NAMES.index("finn")
    assert np.all(back["perceived_norm"][..., cleo] == there["perceived_norm"][0, 0, cleo])
    assert not np.all(back["perceived_norm"][..., finn] == there["perceived_norm"][0, 0, finn])


def test_a_change_of_one_tie_is_seen_first_by_its_source(tmp_path: Path) -> None:
    fewer = [tie for tie in TIES if tie[:2] != ("dov", "eva")]
    a, b = believe(tmp_path / "a", TIES), believe(tmp_path / "b", fewer)
    first = {name: next((w for w in range(11) if not np.array_equal(a["perceived_norm"][w, 0, i], b["perceived_norm"][w, 0, i])), 99) for i, name in enumerate(NAMES)}  # fmt: skip
    assert first["dov"] == 1
    assert first["ada"] > 1  # she sees Dov, and learns of it later
    assert first["eva"] == first["finn"] == 99


def test_a_layer_at_coefficient_zero_is_a_layer_absent(tmp_path: Path) -> None:
    advice = [tie for tie in TIES if tie[2] == "advice"]
    absent = believe(tmp_path / "a", advice)
    for layers in ({"advice": 1.0, "friendship": 0.0}, {"advice": 1.0}):
        assert equal(absent, believe(tmp_path / "b", TIES, layers=layers))
    assert moved(absent, believe(tmp_path / "c", TIES, layers={"advice": 1.0, "friendship": 0.5})) >= {"ben", "eva"}


def test_the_weight_of_a_layer_is_felt(tmp_path: Path) -> None:
    """Ben sees Ada by advice and Finn by friendship: what counts is how the two compare."""
    light, heavy = (believe(tmp_path / str(c), TIES, layers={"advice": 1.0, "friendship": c}) for c in (0.1, 1.0))
    assert "ben" in moved(light, heavy)
    first = light["perceived_norm"][1, 0], heavy["perceived_norm"][1, 0]
    eva, dov = NAMES.index("eva"), NAMES.index("dov")
    assert first[0][eva] == pytest.approx(first[1][eva], abs=1e-15)  # she has one colleague, of whatever weight
    assert first[0][dov] == first[1][dov]


def test_a_real_organisation(lazega: Path, tmp_path: Path) -> None:
    """Lazega's lawyers: 71 people in three offices; nothing is generated beside their ties."""
    section = {"people": str(lazega / "people.csv"), "ties": str(lazega / "ties.csv"), "team": "office"}
    both = {**section, "layers": {"advice": 1.0, "friendship": 0.5}}
    population = populate(load({"organisation": both}), 1)
    org = population.organisation
    with (lazega / "ties.csv").open() as file:
        rows = [row for row in csv.DictReader(file) if row["layer"] in ("advice", "friendship")]
    assert (len(org), len(org.team_size), org.n_ties) == (71, 3, len({(r["source"], r["target"]) for r in rows}))
    by_pair = {(population.ids[i], population.ids[j]): w for i, j, w in zip(org.row, org.idx, org.w0, strict=True)}
    kinds: dict[tuple[str, str], float] = {}
    for r in rows:
        pair = (r["source"], r["target"])
        kinds[pair] = kinds.get(pair, 0.0) + float(r["weight"]) * {"advice": 1.0, "friendship": 0.5}[r["layer"]]
    assert by_pair == pytest.approx({pair: min(1.0, w) for pair, w in kinds.items()})
    advice = write_csv(
        tmp_path / "t.csv", ["source", "target"], [(r["source"], r["target"]) for r in rows if r["layer"] == "advice"]
    )
    alone = {**section, "ties": str(advice)}
    zero = {**section, "layers": {"advice": 1.0, "friendship": 0.0}}
    a, b, c = (follow(load({"burn_in": 2, "organisation": o}), 5) for o in (alone, zero, both))
    assert equal(a, b)
    assert not equal(a, c)
