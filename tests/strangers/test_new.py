"""mi-abm new: a folder in which everything runs."""

from __future__ import annotations

import json
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from ruamel.yaml import YAML

from mi_abm.cli.new import STARTER
from tests.cli.running import SMALL, invoke
from tests.strangers.standing import PLAN

SCENARIOS = ["workshop_only.yaml", PLAN, "our_plan_pitfall.yaml"]


@pytest.fixture
def made(tmp_path: Path) -> Path:
    result = invoke("new", tmp_path / "deep" / "my_study")
    assert result.exit_code == 0, result.stderr
    assert [f.name for f in (tmp_path / "deep").iterdir()] == ["my_study"]
    return tmp_path / "deep" / "my_study"


def test_it_copies_the_starter_and_says_what_comes_next(tmp_path: Path) -> None:
    result = invoke("new", tmp_path / "my_study")
    assert {f.name: f.read_bytes() for f in (tmp_path / "my_study").iterdir()} == {
        f.name: f.read_bytes() for f in STARTER.iterdir()
    }
    commands = [line.split()[1:] for line in result.stdout.splitlines() if line.startswith("  mi-abm")]
    assert [words[0] for words in commands] == ["check", "compare", "experiment"]
    assert all(
        (tmp_path / "my_study" / word).is_file() for words in commands for word in words if word.endswith(".yaml")
    )


def test_each_file_says_in_two_lines_what_it_is_for(made: Path) -> None:
    for file in made.iterdir():
        if file.suffix == ".ipynb":
            lines = json.loads(file.read_text("utf-8"))["cells"][0]["source"]
            assert len([line for line in lines if line.strip() and not line.startswith("#")]) == 2
        else:
            lines = file.read_text("utf-8").splitlines()
            assert [line.startswith("#") for line in lines[:3]] == [True, True, False], file.name


def test_scenarios_pass_and_compare(made: Path) -> None:
    assert invoke("check", *(made / name for name in SCENARIOS)).exit_code == 0
    result = invoke("compare", *(made / name for name in SCENARIOS), *SMALL, "--json")
    assert result.exit_code == 0, result.stderr
    assert {c["scenario"] for c in json.loads(result.stdout)["contrasts"]} == {"our_plan", "our_plan_pitfall"}


def test_the_pitfall_is_one(made: Path) -> None:
    result = invoke("compare", *(made / name for name in SCENARIOS), "--replicates", "8", "--weeks", "26", "--json")
    practice = {c["scenario"]: c for c in json.loads(result.stdout)["contrasts"] if c["measure"] == "practice"}
    assert practice["our_plan"]["ci_low"] > 0.05
    assert practice["our_plan_pitfall"]["ci_high"] < 0


def test_the_experiment_answers_its_question(made: Path) -> None:
    said = YAML(typ="safe", pure=True).load((made / "experiment.yaml").read_text("utf-8"))
    assert list(said["scenarios"].values()) == SCENARIOS
    result = invoke("experiment", made / "experiment.yaml", "--replicates", "3", "--out", made / "answer")
    assert result.exit_code == 0, result.stderr
    assert said["question"] in result.stdout
    assert (made / "answer" / "manifest.json").is_file()


@pytest.mark.slow
def test_the_notebook_runs(made: Path) -> None:
    notebook = nbformat.read(made / "notebook.ipynb", as_version=4)
    assert not any(cell.get("outputs") for cell in notebook.cells)
    (sizes,) = (i for i, cell in enumerate(notebook.cells) if "parameters" in cell.metadata.get("tags", []))
    notebook.cells.insert(sizes + 1, nbformat.v4.new_code_cell("REPLICATES = 4"))
    NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(made)}}).execute()
    assert "our_plan_pitfall, week 52" in notebook.cells[-1].outputs[0].text


@pytest.mark.parametrize("kind", ["empty", "full", "file", "link"])
def test_what_exists_is_left_alone(tmp_path: Path, kind: str) -> None:
    place = tmp_path / "there"
    if kind in ("empty", "full"):
        place.mkdir()
    if kind == "full":
        (place / "mine.txt").write_text("mine")
    if kind == "file":
        place.write_text("mine")
    if kind == "link":
        place.symlink_to(tmp_path / "nowhere")
    result = invoke("new", place)
    assert (result.exit_code, result.stderr) == (2, f"{place}: exists already: choose another name\n")
    assert [f.name for f in tmp_path.iterdir()] == ["there"]


def test_where_nothing_can_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for place in (tmp_path / "file" / "below", tmp_path / ("x" * 300)):
        result = invoke("new", place)
        assert result.exit_code == 2
        assert len(result.stderr.splitlines()) == 1
    assert [f.name for f in tmp_path.iterdir()] == ["file"]
