"""The schema for editors says what `load` accepts, in a form that editors read, and every shipped file names and obeys it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator
from pydantic import BaseModel, ValidationError

from mi_abm.core.param import Declaration, declarations
from mi_abm.core.rules import Intervention, Mechanism, Rule
from mi_abm.describe.declared import references, section
from mi_abm.describe.editor import HEADER, NAME, editor_schema
from mi_abm.scenario.catalogue import BUILTIN
from mi_abm.scenario.load import load
from mi_abm.scenario.problems import InputError
from mi_abm.scenario.text import parse, read
from tests.cli.running import invoke

FOLDER = Path(__file__).resolve().parents[2] / "scenarios"
FILES = sorted(FOLDER.rglob("*.yaml"))
SCHEMA = editor_schema()
VALIDATOR = Draft7Validator(SCHEMA)


def name(file: Path) -> str:
    return str(file.relative_to(FOLDER))


def valid(data: Any) -> bool:
    return not list(VALIDATOR.iter_errors(data))


def loads(data: dict[str, Any]) -> bool:
    try:
        load(data)
    except InputError:
        return False
    return True


def test_the_shipped_schema_is_current() -> None:
    shipped = (FOLDER / NAME).read_text("utf-8")
    assert json.loads(shipped) == json.loads(json.dumps(SCHEMA)), "run `make odd` and commit scenarios/schema.json"


@pytest.mark.parametrize("file", FILES, ids=name)
def test_a_shipped_file_names_the_schema_and_obeys_it(file: Path) -> None:
    up = "../" * (len(file.relative_to(FOLDER).parts) - 1)
    first = file.read_text("utf-8").splitlines()[0]
    assert first == HEADER.format(f"{up}{NAME}")
    assert (file.parent / first.partition("$schema=")[2]).resolve() == FOLDER / NAME
    assert [error.message for error in VALIDATOR.iter_errors(read(file).data)] == []


def test_editors_can_read_it() -> None:
    Draft7Validator.check_schema(SCHEMA)
    text = json.dumps(SCHEMA)
    assert "$ref" not in text  # some editors drop what stands beside a reference
    assert "$defs" not in text


GOOD = [
    "",
    "title: Ours\ntable2: social_modelling\nnoise: off\nburn_in: 0",
    "extends: rotation\nmechanisms: {turnover: off}\ninterventions: {rotation: off}",
    "extends: [baseline, coaching.yaml]",
    "interventions: {rotation: {stay: 1, teams: ['1'], selection: random}, coaching: {weeks: [3, 9]}}",
    "interventions: {rotation: false, individual_path: {offered: yes}}",
    "interventions: {individual_path: {offered: false}}",
    "organisation: {team_size: [3, 4], styles: {questions: 1, reflections: 0.5}, teams: 2}",
    "organisation: {people: null, directed: yes, cross_degree: 0}",
]
BAD = [
    "interventions: {rotaton: {}}",
    "interventions: {rotation: {styy: 2}}",
    "interventions: {rotation: {stay: 0}}",
    "interventions: {rotation: {selection: best}}",
    "interventions: {rotation: of}",
    "interventions: {rotation: true}",
    "interventions: {rotation: null}",
    "interventions: {rotation: 3}",
    "interventions: {coaching: {weeks: 3}}",
    "interventions: {individual_path: {offered: perhaps}}",
    "mechanisms: {turnover: {rate: 1.1}}",
    "mechanisms: {turnover: {rate: much}}",
    "mechanisms: {rotation: {}}",
    "organisation: {teams: 0}",
    "organisation: {styles: {questions: often}}",
    "organisation: {unwanted_models: {share: 2}}",
    "burn_in: -1",
    "noise: loud",
    "tilte: Ours",
    "title: [1, 2]",
    "uses: {a: b}",
]


@pytest.mark.parametrize("text", GOOD)
def test_what_loads_is_valid(text: str) -> None:
    assert loads(parse(text, "mine.yaml").data)
    assert valid(parse(text, "mine.yaml").data)


@pytest.mark.parametrize("text", BAD)
def test_what_is_invalid_does_not_load(text: str) -> None:
    assert not valid(parse(text, "mine.yaml").data)
    assert not loads(parse(text, "mine.yaml").data)


@pytest.mark.parametrize("text", ["extends: 3", "extends: [3]", "extends: {a: b}", "uses: 3"])
def test_files_are_named_one_or_several(text: str) -> None:
    key = text.partition(":")[0]
    assert not valid(parse(text, "mine.yaml").data)
    assert valid({key: "mine"})
    assert valid({key: ["mine", "yours"]})


def settings(rule: type[Rule]) -> dict[str, Any]:
    entry = SCHEMA["properties"][section(rule)]["properties"][rule.name]
    assert entry["description"]
    return dict(entry["anyOf"][0]["properties"])


def accepted(params: type[BaseModel], said: Declaration, value: Any) -> bool:
    try:
        params.model_validate({said.name: value})
    except ValidationError:
        return False
    return True


def values(said: Declaration) -> Iterator[Any]:
    """Yield the default, and values at, inside and beyond every limit."""
    yield said.default
    yield "nonsense"
    for limit in said.bounds:
        if limit is not None:
            yield from (limit, limit - 1, limit + 1)
    if said.range is not None:
        yield from (round(x) if isinstance(said.default, int) else x for x in said.range)
    yield from said.choices


@pytest.mark.parametrize("rule", BUILTIN, ids=lambda rule: rule.name)
def test_a_parameter_has_the_limits_that_load_checks(rule: type[Rule]) -> None:
    at = settings(rule)
    declared = {d.name: d for d in declarations(rule.Params, rule.name)}
    assert at.keys() == declared.keys()
    for key, said in declared.items():
        for value in values(said):
            fits = not list(Draft7Validator(at[key]).iter_errors(value))
            assert fits == accepted(rule.Params, said, value), (said.path, value)


@pytest.mark.parametrize("rule", BUILTIN, ids=lambda rule: rule.name)
def test_a_parameter_explains_itself(rule: type[Rule]) -> None:
    for said in declarations(rule.Params, rule.name):
        node = settings(rule)[said.name]
        text = node["description"]
        assert said.meaning[1:] in text
        assert f"Unit: {said.unit}" in text
        assert (f"{said.range[0]:g} to {said.range[1]:g}" in text) if said.range else ("Plausible" not in text)
        assert ("an assumption" if said.source == "assumption" else str(references()[said.source]["year"])) in text
        assert tuple(node.get("enum", ())) == said.choices
        assert node.get("default", said.default) == said.default


class Gossip(Mechanism):
    """What is said behind one's back."""


class Silence(Intervention):
    """Do not gossip. Hours a week: 1 a practitioner."""


def test_rules_of_ones_own_are_completed_too() -> None:
    schema = editor_schema((*BUILTIN, Gossip, Silence))
    assert not list(
        Draft7Validator(schema).iter_errors({"mechanisms": {"gossip": {}}, "interventions": {"silence": "off"}})
    )
    assert not valid({"mechanisms": {"gossip": {}}})


def test_the_command_prints_or_writes_it(tmp_path: Path) -> None:
    assert json.loads(invoke("schema").stdout) == SCHEMA
    result = invoke("schema", "rotation", "--out", tmp_path / "here.json")
    assert json.loads((tmp_path / "here.json").read_text("utf-8")) == SCHEMA
    assert HEADER.format("here.json") in result.stderr
    missing = invoke("schema", "--out", tmp_path / "no" / "here.json")
    assert missing.exit_code == 2
    assert "cannot be written" in missing.stderr
