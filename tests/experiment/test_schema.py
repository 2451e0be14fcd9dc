"""Experiment files: what is accepted, what it means, and what is said of what is wrong."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator

from mi_abm.experiment.contrast import Outcome
from mi_abm.experiment.editor import NAME, experiment_schema
from mi_abm.experiment.experiment import Experiment, load_experiment
from mi_abm.scenario.load import load
from mi_abm.scenario.problems import InputError
from mi_abm.scenario.text import parse
from tests.experiment.small import SMALL

FOLDER = Path(__file__).resolve().parents[2] / "experiments"
SCHEMA = experiment_schema()
VALIDATOR = Draft7Validator(SCHEMA)
HEAD = "question: Does it help?\nscenarios: {home: baseline.yaml, rotating: rotation.yaml}\n"


def written(tmp_path: Path, text: str) -> Path:
    file = tmp_path / "mine.yaml"
    file.write_text(text, "utf-8")
    return file


def experiment(tmp_path: Path, more: str = "", **changes: Any) -> Experiment:
    return load_experiment(written(tmp_path, HEAD + more), changes)


def said(tmp_path: Path, text: str) -> list[str]:
    with pytest.raises(InputError) as error:
        load_experiment(written(tmp_path, text))
    return [line.removeprefix(str(tmp_path)).lstrip("/") for line in str(error.value).splitlines()]


def test_the_shipped_schema_is_current() -> None:
    shipped = json.loads((FOLDER / NAME).read_text("utf-8"))
    assert shipped == json.loads(json.dumps(SCHEMA)), "run `make odd` and commit experiments/schema.json"
    Draft7Validator.check_schema(SCHEMA)
    assert "$ref" not in json.dumps(SCHEMA)


def test_without_a_contrast_everything_is_compared_with_the_first(tmp_path: Path) -> None:
    found = experiment(tmp_path)
    assert [(pair.name, *map(str, pair.outcomes)) for pair in found.pairs] == [
        ("rotating - home", "miti@52", "practice@52")
    ]
    assert found.outcomes == (Outcome("hours", 52), Outcome("miti", 52), Outcome("practice", 52))
    assert (found.seeds, found.points, found.reference) == (range(1, 41), [()], "home")


def test_a_reference_changes_what_everything_is_compared_with(tmp_path: Path) -> None:
    found = experiment(tmp_path, "reference: rotating\ncontrast: [habit@20, miti]\nweeks: 30\n")
    assert [(pair.name, *map(str, pair.outcomes)) for pair in found.pairs] == [
        ("home - rotating", "habit@20", "miti@30")
    ]


def test_a_contrast_names_its_two_sides_or_one(tmp_path: Path) -> None:
    found = experiment(tmp_path, "contrast:\n  rotating - home: [miti@52, practice@26]\n  home: skill@4\n")
    assert [(pair.scenario, pair.reference) for pair in found.pairs] == [("rotating", "home"), ("home", "")]
    assert [str(o) for o in found.outcomes] == ["hours@4", "hours@26", "hours@52", "miti@52", "practice@26", "skill@4"]


def test_a_plain_list_of_files_is_named_by_them(tmp_path: Path) -> None:
    (tmp_path / "rotation.yaml").write_text("extends: baseline\ninterventions: {rotation: {stay: 1}}")
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "rotation.yaml").write_text("extends: baseline\ninterventions: {rotation: {stay: 2}}")
    found = load_experiment(
        written(tmp_path, "question: Does it help?\nscenarios: [baseline, rotation, more/rotation.yaml]")
    )
    assert list(found.scenarios) == ["baseline", "rotation", "rotation-2"]
    assert [s.data.interventions.rotation.stay for s in found.scenarios.values()] == [4, 1, 2]  # type: ignore[attr-defined]
    assert found.files["rotation-2"] == str(tmp_path / "more" / "rotation.yaml")


def test_a_scenario_may_be_written_out(tmp_path: Path) -> None:
    text = "question: Why?\nscenarios:\n  on: baseline\n  off: {extends: baseline.yaml, mechanisms: {descriptive_norms: off}}\n"
    found = load_experiment(written(tmp_path, text))
    same = load("baseline", {"mechanisms.descriptive_norms": "off"})
    assert found.scenarios["off"].digest() == same.digest()
    assert found.scenarios["off"].name == "off"


def test_what_the_command_line_changes(tmp_path: Path) -> None:
    assert experiment(tmp_path, "replicates: 9\nseed: 3\n", replicates=2).seeds == range(3, 5)


def test_a_parameter_set_concerns_the_scenarios_that_have_it(tmp_path: Path) -> None:
    file = written(tmp_path, HEAD)
    found = load_experiment(file, overrides={"interventions.rotation.stay": 1, "organisation.teams": 3})
    assert found.scenarios["home"].digest() == load("baseline", {"organisation.teams": 3}).digest()
    changed = load("rotation", {"interventions.rotation.stay": 1, "organisation.teams": 3})
    assert found.scenarios["rotating"].digest() == changed.digest()
    with pytest.raises(InputError, match=r"--set: .*no scenario of the experiment has the intervention coaching"):
        load_experiment(file, overrides={"interventions.coaching.dose": 1})


def test_measures_may_be_few_but_hold_what_is_compared(tmp_path: Path) -> None:
    assert set(experiment(tmp_path, "measures: [habit]\ncontrast: skill\n").measures) == {"habit", "skill", "hours"}


WRONG = {
    "replicates: '50'": "mine.yaml:3: replicates: '50' is not allowed; write the number without quotes",
    "replicates: 0": "mine.yaml:3: replicates: 0 is not allowed; it must be at least 1",
    "replicats: 3": "mine.yaml:3: replicats: unknown name; did you mean 'replicates'?",
    "table2: norms": "mine.yaml:3: table2: 'norms' is no module; known: meta_perceptions, ",
    "status: sure": "mine.yaml:3: status: 'sure' is not one of 'model' or 'break_even'",
    "reference: nobody": "mine.yaml:3: reference: 'nobody' is no scenario of this experiment; known: home, rotating",
    "contrast: {rotating - hom: miti}": "mine.yaml:3: contrast.rotating - hom: 'hom' is no scenario of this experiment; did you mean 'home'?",
    "contrast: {home - home: miti}": "mine.yaml:3: contrast.home - home: compares a scenario with itself",
    "contrast: {a - b - c: miti}": "mine.yaml:3: contrast.a - b - c: is not a contrast of two scenarios, as rotating - home",
    "contrast: [mity]": "mine.yaml:3: contrast.0: 'mity' is no measure; did you mean 'miti'?",
    "contrast: miti@53": "mine.yaml:3: contrast: week 53 is not simulated; weeks 0 to 52 are",
    "contrast: miti at 52": "mine.yaml:3: contrast: 'miti at 52' is not a measure and a week, as miti@52",
    "contrast: []": "mine.yaml:3: contrast: names nothing to compare, as miti@52",
    "measures: [mity]": "mine.yaml:3: measures.0: 'mity' is no measure; did you mean 'miti'?",
    "keep_weeks: [60]": "mine.yaml:3: keep_weeks: week 60 is not simulated; weeks 0 to 52 are",
    "seed: 9223372036854775809": "mine.yaml:3: seed: 9223372036854775809 is too large a number",
    "design: {kind: sobol, points: 12, vary: [mechanisms.turnover.rate]}": "mine.yaml:3: design.points: 12 is no power of two, which sobol needs: 8 or 16",
    "design: {kind: sobol, vary: [mechanisms.turnover.rate]}": "mine.yaml:3: design.points: is missing: how many for sobol?",
    "design: {kind: sobol, points: 4}": "mine.yaml:3: design.vary: names no parameter to vary",
    "design: {vary: [mechanisms.turnover.rate]}": "mine.yaml:3: design.kind: says none, but parameters are to be varied: choose a design",
    "design: {kind: grid}": "mine.yaml:3: design.kind: 'grid' is not one of ",
    "design: {kind: table}": "mine.yaml:3: design.table: is missing",
    "design: {kind: sobol, points: 4, table: a.csv}": "mine.yaml:3: design.table: belongs to the kind table",
    "design: {kind: sobol, points: 4, vary: [mechanisms.turnovr.rate]}": "mine.yaml:3: design.vary.0: mechanisms.turnovr.rate is no parameter; did you mean 'mechanisms.turnover.rate'?",
    "design: {kind: sobol, points: 4, vary: [interventions.coaching.weeks]}": "mine.yaml:3: design.vary.0: no scenario of the experiment has the intervention coaching: name it in one",
    "design: {kind: sobol, points: 4, vary: {mechanisms.turnover.rate: [0, 2]}}": "mine.yaml:3: design.vary.mechanisms.turnover.rate: mechanisms.turnover.rate: 2.0 is not allowed; it must be at most 1",
    "design: {kind: sobol, points: 4, vary: {mechanisms.turnover: [0, 1]}}": "mine.yaml:3: design.vary.mechanisms.turnover: is a section: only a parameter takes values of its own",
    "design: {kind: sobol, points: 4, vary: {mechanisms.turnover.rate: [1, 0]}}": "mine.yaml:3: design.vary.mechanisms.turnover.rate: the range 1 ... 0 ends before it begins",
    "design: {kind: sobol, points: 4, vary: [organisation.people]}": "mine.yaml:3: design.vary.0: organisation.people has no declared range: give one, as {organisation.people: [0, 1]}",
    "design: {kind: full_factorial, points: 9, vary: [mechanisms.attachment_ties]}": "mine.yaml:3: design: 9 x 9 x ",
}  # fmt: skip


@pytest.mark.parametrize("text", WRONG)
def test_what_is_wrong_is_said_in_a_line(tmp_path: Path, text: str) -> None:
    (line,) = said(tmp_path, HEAD + text)
    assert line.startswith(WRONG[text])


def test_wrong_scenarios_are_said_together_each_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_text("title: Outside")
    (tmp_path / "inside").mkdir()
    lines = said(
        tmp_path / "inside",
        "question: Why?\nscenarios:\n  a: baselin\n  b: {mechanisms: {turnovr: off}}\n  c: {extends: ../x.yaml}\n  d: ../x.yaml\n"
        "  e: {extends: baseline, organisation: {people: p.csv}}\n  e - f: baseline\n",
    )
    assert [line.split(" ")[0] for line in lines[:4]] == [f"mine.yaml:{n}:" for n in (3, 4, 5, 6)]
    assert [line for line in lines if line.startswith("mine.yaml:8: scenarios.e - f: a name")]
    assert "mechanisms.turnovr: unknown name; did you mean 'turnover'?" in lines[1]
    assert "--allow-outside" in lines[3]


def test_a_question_is_a_question(tmp_path: Path) -> None:
    assert said(tmp_path, "question: It helps\nscenarios: [baseline]") == [
        "mine.yaml:1: question: must end in a question mark"
    ]
    assert said(tmp_path, "scenarios: [baseline]") == ["mine.yaml: lacks 'question'"]
    assert said(tmp_path, HEAD + "a: [") == [
        "mine.yaml:3: not YAML: expected the node content, but found '<stream end>'"
    ]
    with pytest.raises(InputError, match="no such experiment file"):
        load_experiment(tmp_path / "none.yaml")


GOOD = [
    HEAD,
    HEAD + "contrast: {rotating - home: [miti@52, practice@26]}\nfigure: forest\nkeep_weeks: all\ntable2: null",
    HEAD + "design: {kind: morris, points: 2, vary: [mechanisms.turnover, {mechanisms.skill.noise: [0, 1]}]}\nfigure: {kind: heat_map}",
    "question: Why?\nscenarios: [baseline]\ncontrast: miti\nkeep_weeks: [1, 2]",
    "question: Why?\nscenarios: {a: {extends: baseline, interventions: {rotation: off}}}",
]  # fmt: skip
BAD = [
    "question: Why?",
    HEAD + "replicates: many",
    HEAD + "design: {kind: grid}",
    HEAD + "extra: 1",
    HEAD + "keep_weeks: some",
    "question: Why?\nscenarios: {a: {interventions: {rotatoin: off}}}",
]


def test_editors_are_told_the_same() -> None:
    assert [list(VALIDATOR.iter_errors(parse(text, "x").data)) for text in GOOD] == [[]] * len(GOOD)
    assert all(list(VALIDATOR.iter_errors(parse(text, "x").data)) for text in BAD)


@pytest.mark.parametrize("text", BAD)
def test_what_editors_refuse_is_refused(tmp_path: Path, text: str) -> None:
    assert said(tmp_path, text)


def test_what_is_varied_cannot_be_set(tmp_path: Path) -> None:
    file = written(tmp_path, HEAD + "design: {kind: full_factorial, vary: [{mechanisms.skill.decay: [0.01, 0.02]}]}\n")
    with pytest.raises(InputError, match=r"^--set: mechanisms.skill.decay: is varied by the design"):
        load_experiment(file, overrides={"mechanisms.skill.decay": 0.05})
    assert load_experiment(file, overrides={"mechanisms.skill.sd": 0.1}).factors


SLIPS = {
    "interventions.rotation.sty": "is no parameter; did you mean 'interventions.rotation.stay'?",
    "interventions.coaching.quality": "no scenario of the experiment has the intervention coaching: name it in one",
    "mechanisms.atachment_tie": "is no parameter; did you mean 'mechanisms.attachment_ties'?",
}


@pytest.mark.parametrize("path", SLIPS)
def test_a_slip_in_what_is_varied_is_named(tmp_path: Path, path: str) -> None:
    (line,) = said(tmp_path, SMALL + f"design: {{kind: full_factorial, vary: [{path}]}}\n")
    assert line.endswith(SLIPS[path])
