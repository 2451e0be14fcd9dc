"""What a file names lies in the scenario's folder or is packaged; one's own word on the command line may name anything."""

from __future__ import annotations

from pathlib import Path

import pytest

from mi_abm.scenario.load import load
from mi_abm.scenario.populate import populate
from mi_abm.scenario.problems import InputError
from tests.cli.running import invoke

PEOPLE = "id,team\nann,x\nbob,x\n"


@pytest.fixture
def places(tmp_path: Path) -> tuple[Path, Path]:
    """Return a folder for the scenario and one beside it that holds people and a scenario which names them."""
    mine, theirs = tmp_path / "mine", tmp_path / "theirs"
    for folder in (mine, mine / "below", theirs):
        folder.mkdir()
        (folder / "people.csv").write_text(PEOPLE)
        (folder / "own.yaml").write_text("organisation: {people: people.csv}\n")
    return mine, theirs


def outside(file: Path) -> list[str]:
    with pytest.raises(InputError) as caught:
        load(file)
    assert populate(load(file, allow_outside=True), 1).ids == ["ann", "bob"]
    return [f"{Path(p.where).name}: {p.path}" for p in caught.value.problems if "--allow-outside" in p.message]


@pytest.mark.parametrize("name", ["people.csv", "below/people.csv", "below/../people.csv"])
def test_inside(places: tuple[Path, Path], name: str) -> None:
    file = places[0] / "a.yaml"
    file.write_text(f"extends: [baseline, below/own.yaml]\norganisation: {{people: {name}}}\n")
    assert populate(load(file), 1).ids == ["ann", "bob"]


def test_outside_by_name(places: tuple[Path, Path]) -> None:
    mine, theirs = places
    file = mine / "a.yaml"
    for name in ("../theirs/people.csv", theirs / "people.csv", "below/../../theirs/people.csv"):
        file.write_text(f"organisation: {{people: {name}, ties: null}}\n")
        assert outside(file) == ["a.yaml:1: organisation.people"]
    file.write_text("extends: ../theirs/own.yaml\n")
    assert outside(file) == ["a.yaml:1: extends"]


def test_outside_by_link(places: tuple[Path, Path]) -> None:
    mine, theirs = places
    (mine / "link.csv").symlink_to(theirs / "people.csv")
    (mine / "a.yaml").write_text("organisation: {people: link.csv}\n")
    assert outside(mine / "a.yaml") == ["a.yaml:1: organisation.people"]
    (mine / "linked.yaml").symlink_to(theirs / "own.yaml")
    (mine / "a.yaml").write_text("extends: linked\n")
    assert outside(mine / "a.yaml") == ["a.yaml:1: extends"]


def test_the_fence_is_that_of_the_file_asked_for(places: tuple[Path, Path]) -> None:
    mine, _ = places
    (mine / "below/up.yaml").write_text("organisation: {people: ../people.csv}\n")
    (mine / "a.yaml").write_text("extends: below/up.yaml\n")
    assert populate(load(mine / "a.yaml"), 1).ids == ["ann", "bob"]
    assert outside(mine / "below/up.yaml") == ["up.yaml:1: organisation.people"]


def test_nobody_learns_whether_a_file_is_there(places: tuple[Path, Path]) -> None:
    file = places[0] / "a.yaml"

    def said(name: str) -> str:
        file.write_text(f"extends: {name}\n")
        with pytest.raises(InputError) as caught:
            load(file)
        return str(caught.value).replace(name, "NAME")

    assert said("../theirs/own.yaml") == said("../theirs/not.yaml")


def test_ones_own_word_may_name_anything(places: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    mine, theirs = places
    monkeypatch.chdir(mine)
    assert populate(load("baseline", {"organisation.people": "../theirs/people.csv"}), 1).ids == ["ann", "bob"]
    assert populate(load({"organisation": {"people": str(theirs / "people.csv")}}), 1).ids == ["ann", "bob"]
    assert populate(load({"extends": "../theirs/own.yaml"}), 1).ids == ["ann", "bob"]
    assert populate(load("baseline", organisation=theirs / "own.yaml"), 1).ids == ["ann", "bob"]
    (mine / "a.yaml").write_text("extends: ../theirs/own.yaml\n")
    with pytest.raises(InputError, match="--allow-outside"):
        load({"extends": "a.yaml"})  # what the file names in turn is not


@pytest.mark.parametrize("command", ["check", "run", "compare"])
def test_the_option(places: tuple[Path, Path], command: str) -> None:
    mine, _ = places
    (mine / "a.yaml").write_text("extends: ../theirs/own.yaml\n")
    small = [] if command == "check" else ["--replicates", "2", "--weeks", "1"]
    files = [mine / "a.yaml", *([mine / "own.yaml"] if command == "compare" else [])]
    refused = invoke(command, *files, *small)
    assert (refused.exit_code, len(refused.stderr.splitlines())) == (2, 1)
    assert invoke(command, *files, *small, "--allow-outside").exit_code == 0


def test_a_file_read_again_and_again(tmp_path: Path) -> None:
    for n in range(40):
        (tmp_path / f"a{n}.yaml").write_text(f"extends: [a{n + 1}, a{n + 1}]\n")
    (tmp_path / "a40.yaml").write_text("burn_in: 3\n")
    with pytest.raises(InputError, match="needs more than 100 files"):
        load(tmp_path / "a0.yaml")
    assert load(tmp_path / "a36.yaml").data.burn_in == 3
