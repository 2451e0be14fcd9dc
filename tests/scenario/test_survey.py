"""One's own organisation: what its files mean, what does not matter in them, and what is wrong with them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from mi_abm.core.organisation import Organisation
from mi_abm.scenario.load import load
from mi_abm.scenario.populate import Population, populate
from mi_abm.scenario.problems import InputError

PEOPLE = "id,team,skill\nann,x,0.3\nbob,x,\ncat,y,0.5\ndan,y,0.6\n"
TIES = "source,target,layer,weight\nann,bob,advice,1\nbob,cat,advice,0.5\ncat,ann,friendship,4\nann,bob,friendship,2\n"


def read(folder: Path, people: str = PEOPLE, ties: str | None = TIES, **organisation: Any) -> Population:
    (folder / "people.csv").write_text(people, encoding="utf-8")
    section: dict[str, Any] = {"people": str(folder / "people.csv"), **organisation}
    if ties is not None:
        (folder / "ties.csv").write_text(ties, encoding="utf-8")
        section["ties"] = str(folder / "ties.csv")
    return populate(load({"organisation": section}), seed=1)


def weights(found: Population) -> dict[tuple[str, str], float]:
    org, ids = found.organisation, found.ids
    return {(ids[i], ids[j]): float(w) for i, j, w in zip(org.row, org.idx, org.w0, strict=True)}


def same(a: Organisation, b: Organisation) -> bool:
    return all(
        np.array_equal(getattr(a, n), getattr(b, n)) for n in ("post", "team", "row", "idx", "w0", "across", "manager")
    )


def test_source_attends_to_target_and_layers_add_up(tmp_path: Path) -> None:
    found = read(tmp_path, layers={"advice": 0.5, "friendship": 0.25})
    # friendship has weights above 1 and is divided by its largest, 4
    assert weights(found) == {("ann", "bob"): 0.5 + 0.25 * 0.5, ("bob", "cat"): 0.25, ("cat", "ann"): 0.25}
    assert [str(note) for note in found.notes if "divided by 4" in note and "friendship" in note]
    assert len(found.notes) == 1
    assert found.ids == ["ann", "bob", "cat", "dan"]
    assert found.organisation.team.tolist() == [0, 0, 1, 1]
    assert found.organisation.team_names == ["x", "y"]


def test_a_weight_is_at_most_one_and_one_if_not_said(tmp_path: Path) -> None:
    assert weights(read(tmp_path))[("ann", "bob")] == 1  # 1 + 2/4
    assert weights(read(tmp_path, ties="source,target\nann,bob\ndan,bob\n")) == {("ann", "bob"): 1, ("dan", "bob"): 1}
    empty = "source,target,layer,weight\nann,bob,,\n"
    assert weights(read(tmp_path, ties=empty)) == {("ann", "bob"): 1}


def test_a_layer_not_named_or_at_zero_is_absent(tmp_path: Path) -> None:
    advice = "\n".join(line for line in TIES.splitlines() if "friendship" not in line) + "\n"
    alone = read(tmp_path / ".", ties=advice)
    for layers in ({"advice": 1.0}, {"advice": 1.0, "friendship": 0.0}):
        assert same(read(tmp_path, layers=layers).organisation, alone.organisation)


def test_undirected_ties_are_mirrored(tmp_path: Path) -> None:
    found = weights(read(tmp_path, ties="source,target,weight\nann,bob,0.5\nbob,ann,0.25\ncat,dan,1\n", directed=False))
    assert found == {("ann", "bob"): 0.5, ("bob", "ann"): 0.5, ("cat", "dan"): 1, ("dan", "cat"): 1}


def test_teams_are_not_made_complete_unless_asked(tmp_path: Path) -> None:
    assert weights(read(tmp_path, ties=None)) == {}
    assert weights(read(tmp_path, ties=None, complete_teams=True)) == {
        ("ann", "bob"): 1, ("bob", "ann"): 1, ("cat", "dan"): 1, ("dan", "cat"): 1,
    }  # fmt: skip
    light = "source,target,weight\nann,bob,0.5\nann,cat,0.25\n"
    found = weights(read(tmp_path, ties=light, complete_teams=True))
    assert found[("ann", "bob")] == 0.5  # what the file says stands
    assert len(found) == 5


def test_posts_are_ranks_of_ids_or_the_column_post(tmp_path: Path) -> None:
    people = "id,team\nb,x\nZ,y\na,x\n10,z\n9,z\n"  # code points: digits, capitals, small letters
    assert read(tmp_path, people, None).ids == ["10", "9", "Z", "a", "b"]
    found = read(tmp_path, "id,team,post\nb,x,7\nZ,y,70\na,x,8\n", None)
    assert found.ids == ["b", "a", "Z"]
    assert found.organisation.post.tolist() == [7, 8, 70]


def test_a_team_is_numbered_by_its_smallest_post(tmp_path: Path) -> None:
    found = read(tmp_path, "id,office,post\na,west,9\nb,east,3\nc,west,1\nd,north,2\n", None, team="office")
    assert found.organisation.team_names == ["west", "north", "east"]
    assert found.organisation.team.tolist() == [0, 1, 2, 0]


def test_managers_may_lead_several_teams(tmp_path: Path) -> None:
    found = read(tmp_path, "id,team,boss\na,x,mia\nb,y,mia\nc,z,leo\n", None, manager="boss")
    assert found.organisation.manager.tolist() == [0, 0, 1]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("head", ["", "\ufeff"])
def test_spreadsheets_write_csv_in_their_own_ways(tmp_path: Path, newline: str, delimiter: str, head: str) -> None:
    plain = read(tmp_path, initial={"skill": "skill"})
    people, ties = (head + t.replace(",", delimiter).replace("\n", newline) for t in (PEOPLE, TIES))
    for name, text in (("people.csv", people), ("ties.csv", ties)):
        (tmp_path / "other").mkdir(exist_ok=True)
        (tmp_path / "other" / name).write_bytes(text.encode("utf-8"))
    section = {
        "people": str(tmp_path / "other/people.csv"),
        "ties": str(tmp_path / "other/ties.csv"),
        "initial": {"skill": "skill"},
    }
    found = populate(load({"organisation": section}), seed=1)
    assert found.ids == plain.ids
    assert same(found.organisation, plain.organisation)
    assert np.array_equal(found.given["skill"], plain.given["skill"], equal_nan=True)


def test_quotes_spaces_blank_lines_and_further_columns_do_no_harm(tmp_path: Path) -> None:
    people = 'id , team, note\n"ann, the first", x ,"said ""yes"""\n\n bob,x,\n,,\n'
    found = read(tmp_path, people, 'source,target\n"ann, the first",bob\n\n')
    assert found.ids == ["ann, the first", "bob"]
    assert weights(found) == {("ann, the first", "bob"): 1}


def test_measured_values_are_taken_and_empty_cells_left_open(tmp_path: Path) -> None:
    found = read(tmp_path, initial={"skill": "skill"}).given["skill"]
    assert found.tolist()[::2] == [0.3, 0.5]
    assert np.isnan(found[1])
    assert read(tmp_path).given == {}  # a column is used only where `initial` names it


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"people": "id,taem\na,x\n"}, r"people\.csv, row 1: team: no such column; did you mean 'taem'\?"),
        ({"people": "id,team\na,x\na,y\n"}, r"people\.csv, row 3: id: 'a' stands already in row 2"),
        ({"people": "id,team\na,x\n,y\n"}, r"people\.csv, row 3: id: is empty"),
        ({"people": "id,team\na,x\nb,\n"}, r"people\.csv, row 3: team: 'b' has none"),
        ({"people": "id,team,post\na,x,1\nb,x,1\n"}, r"people\.csv, row 3: post: 1 stands already in row 2"),
        ({"people": "id,team,post\na,x,1.5\n"}, r"people\.csv, row 2: post: 1\.5 is not a whole number"),
        ({"people": "id,team,post\na,x,16777216\n"}, r"people\.csv, row 2: post: 16777216 is not allowed"),
        ({"people": "id,team,post\na,x,-1\n"}, r"people\.csv, row 2: post: -1 is not allowed"),
        ({"people": "id,team\n"}, r"people\.csv: has no rows"),
        ({"people": ""}, r"people\.csv: is empty"),
        ({"ties": "source,traget\nann,bob\n"}, r"ties\.csv, row 1: target: no such column; did you mean 'traget'\?"),
        ({"ties": "source,target\nann,bob\nann,bbo\n"}, r"ties\.csv, row 3: target: 'bbo' is not in the people file; did you mean 'bob'\?"),
        ({"ties": "source,target\nann,ann\n"}, r"ties\.csv, row 2: target: 'ann' cannot be tied to itself"),
        ({"ties": "source,target\nann,bob\nann,bob\n"}, r"ties\.csv, row 3: source: the tie from 'ann' to 'bob' stands twice"),
        ({"ties": "source,target,weight\nann,bob,x\n"}, r"ties\.csv, row 2: weight: 'x' is not a number"),
        ({"ties": "source,target,weight\nann,bob,-1\n"}, r"ties\.csv, row 2: weight: -1 is not allowed"),
        ({"ties": "source,target,weight\nann,bob,nan\n"}, r"ties\.csv, row 2: weight: nan is not allowed"),
        ({"layers": {"advise": 1.0}}, r"organisation\.layers\.advise: no tie has this layer; did you mean 'advice'\?"),
        ({"initial": {"skil": "skill"}}, r"initial.*skil.*did you mean 'skill'\?"),
        ({"initial": {"skill": "skil"}}, r"people\.csv, row 1: skil: no such column; did you mean 'skill'\?"),
        ({"people": "id,team,skill\nann,x,1.2\n", "initial": {"skill": "skill"}}, r"people\.csv, row 2: skill: 1\.2 is not allowed; it must lie in 0 \.\.\. 1"),
        ({"people": "id,team,skill\nann,x,nan\n", "initial": {"skill": "skill"}}, r"people\.csv, row 2: skill: nan is not allowed"),
        ({"manager": "boss"}, r"people\.csv, row 1: boss: no such column"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_its_row(tmp_path: Path, change: dict[str, Any], said: str) -> None:
    with pytest.raises(InputError) as caught:
        read(tmp_path, **{"ties": None if "people" in change else TIES, **change})
    assert re.search(said, str(caught.value)), str(caught.value)


def test_all_strangers_are_named_at_once(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        read(tmp_path, ties="source,target\nann,eve\nzoe,bob\ncat,cat\n")
    assert [str(p).split(": ")[0][-5:] for p in caught.value.problems] == ["row 2", "row 3", "row 4"]


@pytest.mark.parametrize("name", ["people", "ties"])
def test_files_that_cannot_be_read(tmp_path: Path, name: str) -> None:
    read(tmp_path)
    (tmp_path / f"{name}.csv").unlink()
    files = {n: str(tmp_path / f"{n}.csv") for n in ("people", "ties")}
    with pytest.raises(InputError, match=rf"{name}\.csv: cannot be read"):
        populate(load({"organisation": files}), 1)
    (tmp_path / f"{name}.csv").write_bytes(b"id,team\n\x81,x\n")
    with pytest.raises(InputError, match=rf"{name}\.csv, row 2: is neither UTF-8 nor Windows-1252 text"):
        populate(load({"organisation": files}), 1)


def test_file_names_are_meant_from_the_file_that_names_them(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data/people.csv").write_text(PEOPLE)
    (tmp_path / "data/own.yaml").write_text("organisation: {people: people.csv}\n")
    (tmp_path / "use.yaml").write_text("extends: data/own.yaml\n")
    assert populate(load(tmp_path / "use.yaml"), 1).ids == ["ann", "bob", "cat", "dan"]
