"""Tables in all the ways in which spreadsheets and people write them: one organisation, whatever the file looks like."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from mi_abm.scenario.load import load
from mi_abm.scenario.populate import Population, populate
from mi_abm.scenario.problems import InputError

PEOPLE = "id,team,skill\nAnn,North,0.3\nBjörn,North,\nCat,South,0.5\nÉve,South,0.65\n"
TIES = "source,target,layer,weight\nAnn,Björn,advice,0.5\nÉve,Cat,lunch,0.25\n"


def read(folder: Path, people: bytes, ties: bytes, **organisation: Any) -> Population:
    (folder / "people.csv").write_bytes(people)
    (folder / "ties.csv").write_bytes(ties)
    section = {"people": str(folder / "people.csv"), "ties": str(folder / "ties.csv"), "initial": {"skill": "skill"}}
    return populate(load({"organisation": section | organisation}), seed=1)


def facts(found: Population) -> tuple[Any, ...]:
    org = found.organisation
    ties = [(int(i), int(j), float(w)) for i, j, w in zip(org.row, org.idx, org.w0, strict=True)]
    return (
        found.ids,
        org.team_names,
        org.team.tolist(),
        ties,
        [None if np.isnan(x) else x for x in found.given["skill"]],
    )


def semicolons(text: str) -> str:
    """Return a table as a spreadsheet writes it where the comma is the decimal sign."""
    return text.replace(",", ";").replace(".", ",")


WAYS = {
    "plain": lambda text: text.encode(),
    "mark": lambda text: text.encode("utf-8-sig"),
    "utf-16": lambda text: text.replace(",", "\t").encode("utf-16"),
    "utf-16, other end first": lambda text: ("\ufeff" + text).encode("utf-16-be"),
    "windows-1252": lambda text: text.encode("cp1252"),
    "decomposed letters": lambda text: text.replace("ö", "o\u0308").replace("É", "E\u0301").encode(),
    "semicolons": lambda text: semicolons(text).encode(),
    "tabs and decimal commas": lambda text: text.replace(",", "\t").replace(".", ",").encode(),
    "told": lambda text: ("sep=;\n" + semicolons(text)).encode(),
    "told a tab": lambda text: ("sep=\t\n" + text.replace(",", "\t")).encode(),
    "windows": lambda text: text.replace("\n", "\r\n").encode(),
    "old macs": lambda text: text.replace("\n", "\r").encode(),
    "no last line end": lambda text: text.rstrip("\n").encode(),
    "comments": lambda text: ('# what "this" is, "and\n\n# how; not, counted\n' + text).encode(),
    "quoted": lambda text: "\n".join(",".join(f'"{c}"' for c in line.split(",")) for line in text.splitlines()).encode(),
    "quoted with spaces": lambda text: "\n".join(" , ".join(f'"{c}"' for c in line.split(",")) for line in text.splitlines()).encode(),
    "spaces": lambda text: text.replace(",", " ,  ").encode(),
    "hard spaces": lambda text: text.replace(",", "\u00a0,").encode(),
    "capitals": lambda text: (text.split("\n")[0].upper() + "\n" + text.split("\n", 1)[1]).encode(),
    "blank rows": lambda text: text.replace("\n", "\n\n,,,\n").encode(),
    "empty cells behind": lambda text: text.replace("\n", ",,\n").encode(),
    "another column in front": lambda text: "\n".join(f"{i},{line}" for i, line in enumerate(text.splitlines())).encode(),
    "missing as in R": lambda text: text.replace("North,\n", "North,NA\n").encode(),
    "left out at the end": lambda text: text.replace("North,\n", "North\n").encode(),
}  # fmt: skip


@pytest.mark.parametrize("way", WAYS)
def test_one_organisation_however_it_is_written(tmp_path: Path, way: str) -> None:
    plain = facts(read(tmp_path, PEOPLE.encode(), TIES.encode()))
    assert plain[0] == ["Ann", "Björn", "Cat", "Éve"]
    assert plain[3:] == ([(0, 1, 0.5), (3, 2, 0.25)], [0.3, None, 0.5, 0.65])
    found = read(tmp_path, WAYS[way](PEOPLE), WAYS[way](TIES))
    assert facts(found) == plain
    assert len(found.notes) == (2 if way == "windows-1252" else 0)


def test_rows_are_those_of_the_spreadsheet(tmp_path: Path) -> None:
    people = '# comment\n\nid,team,skill,note\nAnn,North,0.3,"two\nlines"\n\nBob,North,9,\n'
    with pytest.raises(InputError) as caught:
        read(tmp_path, people.encode(), TIES.encode())
    assert [p.where.rpartition(", ")[2] for p in caught.value.problems] == ["row 6"]


def test_a_state_of_a_team_counts_for_all_its_members(tmp_path: Path) -> None:
    people = "id,team,mood\na,x,\nb,x,0.7\nc,y,\nd,z,0.2\ne,z,0.2\n"
    (tmp_path / "people.csv").write_text(people)
    section = {"people": str(tmp_path / "people.csv"), "initial": {"safety": "mood", "skill": "mood"}}
    given = populate(load({"organisation": section}), 1).given
    assert [None if np.isnan(x) else x for x in given["safety"]] == [0.7, 0.7, None, 0.2, 0.2]
    assert [None if np.isnan(x) else x for x in given["skill"]] == [None, 0.7, None, 0.2, 0.2]


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "people.csv: is empty: the first row must name the columns"),
        (b"\xef\xbb\xbf", "people.csv: is empty: the first row must name the columns"),
        (b"\n\n;;\n", "people.csv: is empty: the first row must name the columns"),
        (b"# only a comment\n", "people.csv: is empty: the first row must name the columns"),
        (b"id,team,skill\n,,\n", "people.csv: has no rows below the column names"),
        (b"PK\x03\x04...", "people.csv: is a workbook (xlsx, ods): save it as CSV first"),
        (b"%PDF-1.7", "people.csv: is a PDF: save it as CSV first"),
        (b"id,team,skill\na,\x81,\n", "people.csv, row 2: is neither UTF-8 nor Windows-1252 text: save it as CSV UTF-8"),
        ("id,team,skill\na,b,\n".encode("utf-16-le"), "people.csv: holds NUL characters: it is not plain CSV text"),
        (b"id,team,skill\na,b,0.1,x\nb,b,0.1,\n", "people.csv, row 2: has 4 cells, but the columns are 3"),
        (b'id,team,skill\na,"b,0.1\n', "people.csv, row 2: a quotation mark is opened in this row and never closed"),
        (b"id,team,skill\n" + b"a" * 200_000 + b",b,\n", "people.csv, row 2: is not CSV: field larger than field limit (131072)"),
        (b"id,team,skill\na,b,0_1\n", "people.csv, row 2: skill: '0_1' is not a number"),
        (b"id,team,skill\na,b,1e400\n", "people.csv, row 2: skill: 1e400 is not allowed; it must lie in 0 ... 1"),
        (b"id;team;skill\na;b;1.000,5\n", "people.csv, row 2: skill: '1.000,5' is not a number; write a decimal point"),
        (b"id,Team,skill,TEAM\na,b,1,c\n", "people.csv, row 1: team: 2 columns have this name"),
        (b"id,team,skill,post\na,b,1,nurse\nb,b,1,\n", "people.csv, row 2: post: 'nurse' is not a number\npeople.csv, row 3: post: is empty"),
    ],
)  # fmt: skip
def test_what_no_spreadsheet_means(tmp_path: Path, raw: bytes, said: str) -> None:
    with pytest.raises(InputError) as caught:
        read(tmp_path, raw, b"source,target\na,c\n")
    assert str(caught.value).replace(f"{tmp_path}/", "") == said


@pytest.mark.parametrize(
    ("raw", "posts"),
    [
        (b"id,team,skill,TEAM,Team\na,b,1,c,d\nb,b,1,e,f\n", [0, 1]),  # the very name comes before its likes
        (b"id,team,skill,note,note\na,b,1,c,d\nb,b,1,e,f\n", [0, 1]),  # a column that nobody reads may be there twice
        (b"id,team,skill,post\na,b,1,3.0\nb,b,1,1e1\n", [3, 10]),
        (b"id,team,skill,post\na,b,1,10\nb,b,1,+3\n", [3, 10]),
    ],
)
def test_what_is_odd_and_clear(tmp_path: Path, raw: bytes, posts: list[int]) -> None:
    found = read(tmp_path, raw, b"source,target\na,b\n")
    assert found.organisation.post.tolist() == posts
    assert found.organisation.team_names == ["b"]


def test_things_that_are_no_files(tmp_path: Path) -> None:
    for name, why in (("", "it is not a file"), ("not.csv", "there is no such file")):
        with pytest.raises(InputError, match=why):
            populate(load({"organisation": {"people": str(tmp_path / name)}}), 1)
