"""Scenario files: what extends what, overrides, off, and errors that say where, what and what was meant."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest

from mi_abm.scenario.load import load, packaged
from mi_abm.scenario.problems import InputError


def write(folder: Path, **files: str) -> Path:
    """Write NAME.yaml for each name; return the first."""
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder / f"{next(iter(files))}.yaml"


def problems(source: Any, **overrides: Any) -> list[str]:
    with pytest.raises(InputError) as caught:
        load(source, {path.replace("__", "."): value for path, value in overrides.items()})
    return str(caught.value).splitlines()


def test_a_file_lies_over_what_it_extends_mapping_by_mapping(tmp_path: Path) -> None:
    file = write(
        tmp_path,
        top="title: Top\nextends: middle.yaml\norganisation: {teams: 3}\n",
        middle="title: Middle\ntable2: x\nextends: [first, second.yaml]\norganisation: {team_size: 5}\n",
        first="organisation: {teams: 9, team_size: 9, cross_degree: 0.5}\nburn_in: 3\n",
        second="organisation: {teams: 8}\nmechanisms: {uptake: {base: -1.0, noise_sd: 0.1}}\n",
    )
    scenario = load(file)
    assert (scenario.name, scenario.title, scenario.data.table2) == ("top", "Top", None)  # headings are not inherited
    organisation = scenario.data.organisation
    assert (organisation.teams, organisation.team_size, organisation.cross_degree) == (3, 5, 0.5)
    assert (scenario.data.burn_in, scenario.data.mechanisms.uptake.noise_sd) == (3, 0.1)  # type: ignore[attr-defined]
    middle = load(tmp_path / "middle.yaml").data.organisation
    assert (middle.teams, middle.team_size) == (8, 5)  # of several, the later lies over the earlier


def test_a_list_is_replaced_and_not_merged(tmp_path: Path) -> None:
    file = write(
        tmp_path, a="extends: b\norganisation: {team_size: [2, 3]}\n", b="organisation: {team_size: [4, 5, 6]}\n"
    )
    assert load(file).data.organisation.team_size == [2, 3]


def test_names_are_looked_up_beside_the_file_before_the_packaged_ones(tmp_path: Path) -> None:
    file = write(tmp_path, mine="extends: baseline\n", baseline="burn_in: 7\n")
    assert load(file).data.burn_in == 7
    (tmp_path / "baseline.yaml").unlink()
    assert load(file).data.burn_in == load("baseline").data.burn_in == 26


def test_overrides_come_last(tmp_path: Path) -> None:
    file = write(tmp_path, a="organisation: {teams: 3}\nmechanisms: {turnover: {rate: 0.1}}\n")
    scenario = load(file, {"organisation.teams": 4, "mechanisms.uptake.base": 1.5, "interventions.rotation.weeks": 2})
    assert scenario.data.organisation.teams == 4
    assert scenario.data.mechanisms.uptake.base == 1.5  # type: ignore[attr-defined]
    assert scenario.data.mechanisms.turnover.rate == 0.1  # type: ignore[attr-defined]
    assert scenario.data.interventions.rotation.weeks == 2  # type: ignore[attr-defined]


@pytest.mark.parametrize("word", ["off", "false"])
def test_off_is_the_neutral_value_of_every_parameter_that_has_one(tmp_path: Path, word: str) -> None:
    file = write(
        tmp_path,
        a=f"extends: rotation\nmechanisms: {{social_modelling: {word}}}\ninterventions: {{rotation: {word}}}\n",
    )
    scenario = load(file)
    modelling = scenario.data.mechanisms.social_modelling  # type: ignore[attr-defined]
    assert (modelling.rate, modelling.habit_rate, modelling.similarity) == (0, 0, 0.6)
    assert scenario.data.interventions.rotation.weeks == 0  # type: ignore[attr-defined]
    assert scenario.data.interventions.workshop.weeks == 1  # type: ignore[attr-defined]


def test_an_intervention_not_named_is_absent() -> None:
    interventions = load({}).data.interventions  # type: ignore[attr-defined]
    assert {name: getattr(interventions, name).weeks for name in ("workshop", "rotation")} == {
        "workshop": 0,
        "rotation": 0,
    }


def test_a_circle_is_said_with_its_files(tmp_path: Path) -> None:
    file = write(tmp_path, a="title: A\nextends: b\n", b="extends: c\n", c="burn_in: 1\nextends: a\n")
    assert problems(file) == [
        f"{tmp_path / 'c.yaml'}:2: extends: goes round in a circle: a.yaml -> b.yaml -> c.yaml -> a.yaml"
    ]
    assert "circle: me.yaml -> me.yaml" in problems(write(tmp_path, me="extends: me.yaml\n"))[0]


def test_what_extends_twice_is_no_circle(tmp_path: Path) -> None:
    file = write(tmp_path, a="extends: [b, c]\n", b="extends: d\n", c="extends: d\n", d="burn_in: 2\n")
    assert load(file).data.burn_in == 2


def test_unknown_names_are_said_with_the_nearest_known(tmp_path: Path) -> None:
    file = write(
        tmp_path,
        a="title: A\nmechanisms:\n  upteke: {base: 1}\n  uptake:\n    baze: 1\ninterventons: {}\norganisation:\n  temas: 3\n"
        "interventions:\n  rotaton: {weeks: 3}\n",
    )
    assert sorted(problems(file)) == sorted(
        f"{file}:{line}: {path}: unknown name; did you mean {nearest!r}?"
        for line, path, nearest in [
            (3, "mechanisms.upteke", "uptake"),
            (5, "mechanisms.uptake.baze", "base"),
            (6, "interventons", "interventions"),
            (8, "organisation.temas", "teams"),
            (10, "interventions.rotaton", "rotation"),
        ]
    )


def test_values_not_allowed_are_said_with_what_is(tmp_path: Path) -> None:
    file = write(
        tmp_path,
        a="mechanisms:\n  uptake:\n    base: x\n    memory: 1.5\n    noise_sd: -1\n    behaviour_rule: treshold\n    load: .nan\n",
    )
    said = {line.split(": ", 2)[1]: line for line in problems(file)}
    assert said["mechanisms.uptake.base"].startswith(f"{file}:3: mechanisms.uptake.base: 'x' is not allowed")
    assert (
        said["mechanisms.uptake.memory"]
        == f"{file}:4: mechanisms.uptake.memory: 1.5 is not allowed; it must be at most 1"
    )
    assert said["mechanisms.uptake.noise_sd"].endswith("-1 is not allowed; it must be at least 0")
    assert said["mechanisms.uptake.behaviour_rule"].endswith("did you mean 'threshold'?")
    assert said["mechanisms.uptake.load"].startswith(f"{file}:7: ")


def test_the_place_is_that_of_the_file_that_says_it(tmp_path: Path) -> None:
    file = write(tmp_path, a="extends: b\ntitle: A\n", b="# nothing\norganisation:\n  teams: none\n")
    assert problems(file)[0].startswith(f"{tmp_path / 'b.yaml'}:3: organisation.teams: 'none' is not allowed")
    assert problems(file, organisation__teams=0) == [
        "--set: organisation.teams: 0 is not allowed; it must be at least 1"
    ]


def test_missing_files(tmp_path: Path) -> None:
    assert problems("rotatoin") == ["rotatoin: no such scenario file; did you mean 'rotation'?"]
    file = write(tmp_path, a="burn_in: 1\nextends: baselin.yaml\n")
    assert problems(file)[0].startswith(f"{file}:2: extends: ")
    assert problems(file)[0].endswith("did you mean 'baseline'?")


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("a: 1\nb: [1, 2\n", 2, "a bracket is not closed"),
        ("burn_in: 1\nburn_in: 2\n", 2, "stands twice"),
        ("- 1\n", 1, "must be a mapping"),
        ("title: !!python/object:os.system x\n", 1, "tag"),
        ("a: &x {b: 1}\nc: *x\n", 2, "aliases"),
        ("? {a: 1}\n: 2\n", 1, "a key must be a plain word"),
    ],
)
def test_text_that_is_no_scenario(tmp_path: Path, text: str, line: int, said: str) -> None:
    file = write(tmp_path, a=text)
    found = problems(file)
    assert len(found) == 1
    assert found[0].startswith(f"{file}:{line}: ")
    assert said in found[0]


@pytest.mark.parametrize(
    "text",
    [
        "[" * 60_000,
        "{" * 60_000,
        "- " * 30_000,
        "? " * 30_000,
        "[" + "1, " * 20_000 + "1]",
        "{a: " * 15_000,
        "&a " * 15_000,
        "!" * 60_000,
        "'" * 60_000,
    ],
)
def test_no_file_takes_long(tmp_path: Path, text: str) -> None:
    began = time.process_time()
    assert len(problems(write(tmp_path, a=f"a: {text}\n"))) == 1
    assert time.process_time() - began < 2


def test_a_bomb_is_refused(tmp_path: Path) -> None:
    assert "nested" in problems(write(tmp_path, a="a: " + "[" * 60 + "]" * 60 + "\n"))[0]
    assert "larger" in problems(write(tmp_path, b="a: " + "x" * 1_000_001 + "\n"))[0]


def test_the_digest_follows_what_decides_the_results(tmp_path: Path) -> None:
    (tmp_path / "p.csv").write_text("id,team\na,x\nb,y\n")
    file = write(tmp_path, a="title: A\norganisation: {people: p.csv}\n", b="title: B\nextends: a\n")
    same = load(tmp_path / "b.yaml").digest()
    assert load(file).digest() == same
    assert load(file, {"burn_in": 3}).digest() != same
    (tmp_path / "p.csv").write_text("id,team\na,x\nc,y\n")
    assert load(file).digest() != same


@pytest.mark.parametrize("file", sorted(packaged().rglob("*.yaml")), ids=lambda file: file.stem)
def test_every_packaged_scenario_is_valid_by_name(file: Path) -> None:
    name = str(file.relative_to(packaged()).with_suffix(""))
    assert load(name).digest() == load(file).digest()
    assert load(name).title


@pytest.mark.parametrize(
    ("said", "lines"),
    [
        ("x", ["organisation.team_size: 'x' is not allowed; it must be a whole number or a list"]),
        ("0", ["organisation.team_size: 0 is not allowed; it must be at least 1"]),
        ("[]", ["organisation.team_size: is empty; it must hold at least 1"]),
        (
            "[1, 0, 2.5]",
            [
                "organisation.team_size.1: 0 is not allowed; it must be at least 1",
                "organisation.team_size.2: 2.5 is not allowed; it must be a whole number",
            ],
        ),
    ],
)
def test_where_several_kinds_may_stand_only_the_one_meant_is_spoken_of(
    tmp_path: Path, said: str, lines: list[str]
) -> None:
    file = write(tmp_path, a=f"organisation: {{team_size: {said}}}\n")
    assert problems(file) == [f"{file}:1: {line}" for line in lines]


def test_a_setting_hides_the_places_of_what_it_replaces(tmp_path: Path) -> None:
    file = write(tmp_path, a="organisation: {teams: 3, team_size: [4, 5]}\n")
    assert problems(file, organisation={"teams": 0, "team_size": [4, 0]}) == [
        "--set: organisation.teams: 0 is not allowed; it must be at least 1",
        "--set: organisation.team_size.1: 0 is not allowed; it must be at least 1",
    ]


def test_many_values_beside_one_another_are_not_deep(tmp_path: Path) -> None:
    file = write(tmp_path, a=f"organisation: {{team_size: {[4] * 500}}}\n")
    assert load(file).data.organisation.team_size == [4] * 500


def test_a_problem_is_one_line_whatever_is_in_it(tmp_path: Path) -> None:
    file = write(tmp_path, a='"organi\\nsation\\u2028": 1\ntable2: [" \\n "]\n')
    assert problems(file)[0].startswith(f"{file}:1: organi\\nsation\\u2028: unknown name; did you mean 'organisation'")
    assert len(problems(file)) == 2
