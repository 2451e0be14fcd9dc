"""One's own files through the page: checked in the words of `mi-abm check`, kept to the session, gone with it."""

import os
import stat
from pathlib import Path

import pytest

from mi_abm.scenario.problems import InputError
from mi_abm.widgets.own import OwnFiles
from mi_abm.widgets.saving import command, scenario_text
from mi_abm.widgets.session import Session

PEOPLE = b"id,office\n" + b"".join(b"p%02d,%s\n" % (i, b"north" if i < 6 else b"south") for i in range(12))
TIES = b"source,target\np00,p07\np03,p01\n"


def given(people: bytes = PEOPLE, ties: bytes = TIES) -> dict[str, tuple[str, bytes]]:
    return {"people": ("our people.csv", people), "ties": ("ties.csv", ties)}


def test_right_files_are_summed_up_and_used() -> None:
    session = Session()
    said = OwnFiles(session).use(given(), "office")
    assert said[0] == "people: 12, numbered by id"
    assert "2 of 6 people (column office)" in said[1]
    plan = session.plan()
    assert plan.data.organisation.team == "office"
    assert session.reference(plan).data.organisation == plan.data.organisation
    assert 'people: "our people.csv"' in scenario_text(plan)
    assert "--organisation my_plan.yaml" in command(plan, session.reference(plan), "my_plan.yaml", 9, 52)


@pytest.mark.parametrize(
    ("files", "team", "said"),
    [
        ({}, "team", "a file of people is needed"),
        (given(), "team", "our people.csv, row 1: team: no such column"),
        (given(PEOPLE + b"p03,south\n"), "office", "our people.csv, row 14: id: 'p03' stands already in row 5"),
        (given(ties=b"source,target\np00,nobody\n"), "office", "ties.csv, row 2: target"),
        (given(b"\xff\xfe\x00"), "office", "our people.csv"),
    ],
)
def test_wrong_files_are_told_without_their_folder_and_change_nothing(
    files: dict[str, tuple[str, bytes]], team: str, said: str
) -> None:
    session = Session()
    before = session.plan()
    with pytest.raises(InputError) as caught:
        OwnFiles(session).use(files, team)
    assert said in str(caught.value)
    assert "/" not in str(caught.value).partition("our people.csv")[0]
    assert session.plan() == before


@pytest.mark.parametrize(
    "name", ["../../evil.csv", "/etc/passwd", "C:\\x\\people.csv", "a\0b.csv", ".csv", "x" * 300 + ".csv"]
)
def test_no_name_leads_out_of_the_folder(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    files = OwnFiles(Session())
    files.use({"people": (name, PEOPLE)}, "office")
    found = [Path(folder) / file for folder, _, names in os.walk(tmp_path) for file in names]
    assert len(found) == 1
    assert found[0].suffix == ".csv"
    assert found[0].parent.parent.parent == tmp_path


def test_the_folder_is_the_sessions_alone_and_goes_with_it() -> None:
    session, other = Session(), Session()
    files = OwnFiles(session)
    files.use(given(), "office")
    folder = Path(str(session.value("organisation.people"))).parent
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(folder.parent.stat().st_mode) == 0o700
    assert other.value("organisation.people") is None
    files.close()
    assert not folder.exists()
