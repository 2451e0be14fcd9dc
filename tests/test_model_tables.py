"""The specification's tables, kept as data in `model_tables/`, and what exists for each of their rows."""

from __future__ import annotations

import ast
import re
from dataclasses import fields
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from mi_abm.analysis.contrasts import Contrast
from mi_abm.core.param import Declaration, declarations
from mi_abm.describe.declared import ROWS, organisation_parameters, section, stem
from mi_abm.describe.pitfalls import pitfalls
from mi_abm.engine.recorder import every_measure
from mi_abm.evidence.validate import MEASURED, targets
from mi_abm.interventions import BUILTIN as INTERVENTIONS
from mi_abm.scenario.catalogue import BUILTIN
from mi_abm.scenario.load import load, packaged
from mi_abm.scenario.schema import ScenarioData
from mi_abm.scenario.text import read
from tests.test_pitfalls import PITFALLS

HERE = Path(__file__).parent
ROOT = HERE.parent


def table(name: str) -> dict[str, Any]:
    """Return one of the specification's tables."""
    found: dict[str, Any] = read(HERE / "model_tables" / f"{name}.yaml").data
    return found


DIMENSIONS, PITFALL_ROWS, QUESTIONS = table("interventions"), table("pitfalls"), table("questions")
PARAMETERS, REPORTERS, TARGETS, LIMITS = table("parameters"), table("reporters"), table("targets"), table("limits")
DECLARED: dict[str, Declaration] = {d.path: d for d in organisation_parameters()} | {
    d.path: d for rule in BUILTIN for d in declarations(rule.Params, f"{section(rule)}.{rule.name}")
}
CLASSES = {rule.name: rule for rule in INTERVENTIONS}
ASKED = [
    (row["module"], key, said)
    for row in DIMENSIONS.values()
    for key, params in row["interventions"].items()
    for said in params.items()
]
MEASURES = {m.name for m in every_measure(load("baseline"))}


def changed_defaults() -> dict[str, tuple[float, float]]:
    """Return the parameters that docs/calibration.md lists as changed: (specification, here)."""
    lines = (ROOT / "docs" / "calibration.md").read_text("utf-8").split("Changed defaults")[1].splitlines()
    cells = [[cell.strip(" `") for cell in line.split("|")[1:4]] for line in lines if line.startswith("| `")]
    return {path: (float(said), float(now)) for path, said, now in cells}


# 1.1 Interventions


def test_every_dimension_has_its_module_and_every_intervention_its_dimension() -> None:
    assert {row["module"] for row in DIMENSIONS.values()} == {*ROWS, "training"}
    asked = [key for row in DIMENSIONS.values() for key in row["interventions"]]
    assert sorted(asked) == sorted(CLASSES)


@pytest.mark.parametrize(("module", "key", "said"), ASKED, ids=[f"{key}.{said[0]}" for _, key, said in ASKED])
def test_an_intervention_stands_in_the_file_of_its_row_and_has_its_parameters(module: str, key: str, said: Any) -> None:
    name, now = said
    assert stem(CLASSES[key]) == module
    found = DECLARED[f"interventions.{key}.{now if isinstance(now, str) else name}"]
    if isinstance(now, list):
        assert sorted(found.choices) == sorted(now)


@pytest.mark.parametrize("key", CLASSES)
def test_every_intervention_is_limited_to_whom_it_covers_and_has_a_scenario(key: str) -> None:
    assert {f"interventions.{key}.{name}" for name in ("weeks", "coverage", "teams")} <= set(DECLARED)
    assert (packaged() / f"{'baseline' if key == 'workshop' else key}.yaml").is_file()


# 1.2 Pitfalls


def test_every_pitfall_is_described_and_tested() -> None:
    assert [p.id for p in pitfalls()] == list(PITFALL_ROWS)
    assert {name.split()[0] for name in PITFALLS} == set(PITFALL_ROWS)


@pytest.mark.parametrize("key", PITFALL_ROWS)
def test_a_pitfall_has_three_files_and_vanishes_with_the_mechanism_that_the_specification_names(key: str) -> None:
    row, described = PITFALL_ROWS[key], {p.id: p for p in pitfalls()}[key]
    assert described.intervention == row["files"]
    for file in described.files.values():
        assert load(file).data.title
    assert set(described.needs) <= set(DECLARED)
    taken = {path for name, case in PITFALLS.items() if name.split()[0] == key for path in case.null}
    silenced = {path for path in row["needs"] if path in taken}
    assert silenced == set(row["needs"]), "the test of its null leaves the mechanism on"
    assert set(row["needs"]) & set(described.needs), "`describe` names another mechanism"


# 1.3 Research questions: what experiments will need of the model


@pytest.mark.parametrize("key", [f"R{i}" for i in range(1, 20)])
def test_a_research_question_can_be_asked(key: str) -> None:
    row = QUESTIONS[key]
    assert row["asks"].endswith("?")
    assert row["row"] in ROWS
    assert set(row["vary"]) <= set(DECLARED)
    assert set(row["measures"]) <= MEASURES
    assert row["outcome"]
    assert row["figure"]


@pytest.mark.parametrize("key", QUESTIONS)
def test_a_research_question_is_asked_in_a_file_of_its_row(key: str) -> None:
    files = [f for f in (ROOT / "experiments").rglob("*.yaml") if re.search(rf"^# {key}\b", f.read_text("utf-8"), re.M)]
    assert [f.parent.name for f in files] == [QUESTIONS[key]["row"]]
    asked = read(files[0])
    assert asked.data["table2"] == QUESTIONS[key]["row"]
    assert asked.data["status"] in ("model", "break_even")
    text = files[0].read_text("utf-8")
    assert [path for path in QUESTIONS[key]["vary"] if re.search(rf"\b{path.rpartition('.')[2]}\b", text)]


# 2.5 Parameters


@pytest.mark.parametrize("symbol", PARAMETERS["section 2.5"])
def test_a_parameter_has_the_specified_default_and_range(symbol: str) -> None:
    path, default, span = PARAMETERS["section 2.5"][symbol]
    check_default(path, default)
    assert DECLARED[path].range == pytest.approx(tuple(span))


@pytest.mark.parametrize("symbol", PARAMETERS["elsewhere"])
def test_a_number_said_elsewhere_is_the_default(symbol: str) -> None:
    check_default(*PARAMETERS["elsewhere"][symbol])


def check_default(path: str, default: Any) -> None:
    """Demand the specified default, or a change that is listed with the fact that forced it."""
    changed = changed_defaults()
    now = ScenarioData().burn_in if path == "burn_in" else DECLARED[path].default
    if path in changed:
        assert changed[path] == (default, now)
        assert now != default
    else:
        assert now == default


def test_only_specified_defaults_can_be_changed() -> None:
    assert set(changed_defaults()) <= {row[0] for part in PARAMETERS.values() for row in part.values()}


# 2.6 and 2.7, items 31 to 34: reporters


@pytest.mark.parametrize("what", REPORTERS["measures"])
def test_it_is_reported(what: str) -> None:
    assert set(REPORTERS["measures"][what]) <= MEASURES


def test_pulls_sources_and_contrasts_are_reported() -> None:
    assert {f"intention_{name}_pull" for name in REPORTERS["pulls"]} == {
        m for m in MEASURES if m.startswith("intention_")
    }
    sources = {m for m in MEASURES if m.startswith("skill_")} - {"skill_icc"}
    assert {f"skill_{name}" for name in REPORTERS["sources"]} == sources
    assert set(REPORTERS["contrast"]) <= {f.name for f in fields(Contrast)}
    for where in REPORTERS["elsewhere"].values():
        module, name = where.split(":")
        assert callable(getattr(import_module(module), name))


# 3 Facts


def test_the_facts_are_the_specified_ones() -> None:
    found = {
        key: {"found": said["target"], "low": said["low"], "high": said["high"]} for key, said in targets().items()
    }
    assert {key: found[key] for key in TARGETS} == TARGETS
    assert set(MEASURED) - set(TARGETS) == {"T15_public", "T15_team"}


# 4 Limits


def functions(file: str) -> set[str]:
    return {
        node.name for node in ast.walk(ast.parse((HERE / file).read_text("utf-8"))) if isinstance(node, ast.FunctionDef)
    }


@pytest.mark.parametrize("key", [f"L{i}" for i in range(1, 21)])
def test_a_limit_has_its_tests(key: str) -> None:
    assert LIMITS[key]["tests"]
    for test in LIMITS[key]["tests"]:
        file, name = test.split("::")
        assert name in functions(file), f"{test} is gone"
