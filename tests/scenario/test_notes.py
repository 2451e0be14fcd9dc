"""What is accepted and may not be meant: said once, in a note; and what cannot be meant at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from mi_abm.scenario.load import Scenario, load
from mi_abm.scenario.problems import InputError
from mi_abm.scenario.summary import notes, own
from tests.cli.running import invoke


def scenario(folder: Path, text: str) -> Scenario:
    (folder / "a.yaml").write_text(text, encoding="utf-8")
    return load(folder / "a.yaml")


def noted(folder: Path, text: str, weeks: int = 52) -> list[str]:
    found = scenario(folder, text)
    return [note.removeprefix("a: ").removeprefix("interventions.") for note in notes(found, weeks, own(found))]


@pytest.mark.parametrize(
    ("said", "weeks", "note"),
    [
        ("rotation: {start: 8, weeks: 12}", 19, None),
        ("rotation: {start: 8, weeks: 12}", 18, "rotation: acts until week 19, and 18 are simulated"),
        ("rotation: {start: 8, weeks: 12}", 7, "rotation: never acts: it starts in week 8, and 7 are simulated"),
        ("rotation: {start: 8, weeks: 0}", 7, None),
        ("rotation: off", 7, None),
        ("goals: {start: 8}", 20, None),  # nobody has said until when
        ("goals: {start: 21}", 20, "goals: never acts: it starts in week 21, and 20 are simulated"),
        ("rotation: {start: 0, weeks: 4}", 20, "rotation: starts in week 0, and nothing acts before week 1"),
        ("coaching: {weeks: [4, 8, 30, 40]}", 20, "coaching: week 30, 40 not reached: 20 are simulated"),
        ("coaching: {weeks: [4, 8]}", 8, None),
        ("coaching: {}", 20, None),
    ],
)
def test_windows_beyond_the_weeks(tmp_path: Path, said: str, weeks: int, note: str | None) -> None:
    assert noted(tmp_path, f"interventions: {{{said}}}\n", weeks) == ([note] if note else [])


def test_a_note_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("interventions: {rotation: {start: 8, weeks: 60}}\n")
    checked = invoke("check", tmp_path / "a.yaml")
    assert checked.exit_code == 0
    assert "note: a: interventions.rotation: acts until week 67, and 52 are simulated" in checked.stdout
    ran = invoke("run", tmp_path / "a.yaml", "--replicates", "2", "--weeks", "2")
    assert ran.exit_code == 0
    assert ran.stderr == "note: a: interventions.rotation: never acts: it starts in week 8, and 2 are simulated\n"


def test_what_has_no_use(tmp_path: Path) -> None:
    (tmp_path / "p.csv").write_text("id,team\na,x\nb,x\n")
    text = "organisation: {people: p.csv, team_size: 4}\n"
    assert noted(tmp_path, text) == ["organisation.team_size has no use: the files say who works with whom"]
    assert noted(tmp_path, "organisation: {teams: 3, team_size: [4, 5]}\n") == [
        "organisation.teams has no use: organisation.team_size lists 2"
    ]
    assert noted(tmp_path, "organisation: {teams: 2, team_size: [4, 5]}\n") == []


@pytest.mark.parametrize(
    "key",
    [
        "ties: t.csv",
        "team: x",
        "manager: x",
        "layers: {a: 1}",
        "directed: no",
        "initial: {skill: x}",
        "complete_teams: yes",
    ],
)
def test_what_belongs_to_a_file_of_people(tmp_path: Path, key: str) -> None:
    with pytest.raises(InputError) as caught:
        scenario(tmp_path, f"burn_in: 1\norganisation:\n  {key}\n")
    name = key.partition(":")[0]
    assert str(caught.value) == f"{tmp_path}/a.yaml:3: organisation.{name}: belongs to a file of people, and organisation.people names none"  # fmt: skip


@pytest.mark.parametrize(
    ("said", "n"),
    [
        ("{teams: 100, team_size: 1000}", "100,060,000"),
        ("{team_size: [1, 5000]}", "25,003,002"),
        ("{team_size: [4001, 4001], cross_degree: 4000}", "64,016,000"),
    ],
)
def test_organisations_that_no_machine_holds(tmp_path: Path, said: str, n: str) -> None:
    with pytest.raises(InputError, match=rf"a\.yaml:1: organisation\.team_size: {n} ties are more than the 20,000,000"):
        scenario(tmp_path, f"organisation: {said}\n")
    with pytest.raises(InputError, match="8,000,000 people in 1,000,000 teams are more than the 1,000,000"):
        scenario(tmp_path, "organisation: {teams: 1000000}\n")


def test_teams_of_ones_own_organisation_are_known_by_name(tmp_path: Path) -> None:
    (tmp_path / "p.csv").write_text("id,team\na,North\nb,South\n")
    text = "organisation: {people: p.csv}\ninterventions:\n  rotation:\n    teams: [North, Suoth, 7]\n"
    with pytest.raises(InputError) as caught:
        own(scenario(tmp_path, text))
    assert str(caught.value).replace(f"{tmp_path}/", "").splitlines() == [
        "a.yaml:4: interventions.rotation.teams.1: 'Suoth' is no team; did you mean 'South'?",
        "a.yaml:4: interventions.rotation.teams.2: '7' is no team; known: North, South",
    ]


def test_numbers_may_name_teams(tmp_path: Path) -> None:
    found = scenario(tmp_path, "organisation: {teams: 3}\ninterventions: {rotation: {teams: [1, '3']}}\n")
    assert found.data.interventions.rotation.teams == ["1", "3"]  # type: ignore[attr-defined]
    (tmp_path / "p.csv").write_text("id,007\na,01\nb,02\n")
    text = "title: 2024\norganisation: {people: p.csv, team: 007}\ninterventions: {rotation: {teams: [01]}}\n"
    found = scenario(tmp_path, text)
    assert (found.title, found.data.organisation.team) == ("2024", "007")  # as written, not as a number
    assert own(found) is not None


def test_problems_come_in_the_order_of_lines(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        scenario(
            tmp_path, "burn_in: -1\nmechanisms:\n  uptake: {base: '1'}\n  skill: {x: 1}\norganisation: {teams: 0}\n"
        )
    assert [p.where.rpartition(":")[2] for p in caught.value.problems] == ["1", "3", "4", "5"]


def test_what_is_implausible_is_noted() -> None:
    said = {"extends": "rotation", "title": "Much", "interventions": {"rotation": {"stay": 50, "n_per_team": 2}}}
    (note,) = notes(load(said), 52, None)
    assert note.endswith("interventions.rotation.stay: 50 lies outside of what is plausible, 1 to 8 weeks")
