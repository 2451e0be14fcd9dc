"""experiments/findings.json belongs to the files beside it, its lines to its numbers, and README.md to both."""

import copy
import hashlib
import re
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from mi_abm.analysis.mattering import MATTERS
from mi_abm.experiment.answers import answers
from mi_abm.report.findings import line, sentence
from mi_abm.report.index import README, _ran, files, known, reading
from mi_abm.report.kept import digest, figure
from mi_abm.report.plain import plain
from mi_abm.report.readme import FIGURES, against, question, readme

FOLDER = Path(__file__).resolve().parents[1] / "experiments"
FOUND, READING = known(FOLDER), reading(FOLDER)
NAMES = [file.relative_to(FOLDER).as_posix() for file in files(FOLDER)]


def test_every_question_has_a_file() -> None:
    asked = sorted(filter(None, (question(FOLDER / name) for name in NAMES)), key=lambda n: int(n[1:]))
    assert asked == [f"R{i}" for i in range(1, 20)]
    assert set(FOUND) == set(NAMES)
    assert set(READING) <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_it_is_of_this_file(name: str) -> None:
    assert FOUND[name]["digest"] == digest(FOLDER / name), "python -m mi_abm.report.index"


@pytest.mark.parametrize("name", NAMES)
def test_its_line_is_made_from_its_numbers(name: str) -> None:
    entry = FOUND[name]
    assert entry["finding"] == line(entry["numbers"])
    first = entry["numbers"]["told"][0]
    first["high"]["value"] += 1.0
    assert entry["finding"] != line(entry["numbers"])
    first["high"]["value"] -= 1.0


def test_the_page_is_made_from_both() -> None:
    said = (FOLDER / README).read_text("utf-8")
    assert said == readme(FOLDER, FOUND, READING)
    assert all(
        re.search(rf"^\| \[{question(FOLDER / name)}\]\(", said, re.M) for name in NAMES if question(FOLDER / name)
    )


@pytest.mark.parametrize("name", NAMES)
def test_what_runs_against_expectation_has_a_mechanism(name: str) -> None:
    said = READING.get(name, {})
    told = {f"{t['contrast']}: {t['measure']}@{t['week']}" for t in FOUND[name]["numbers"]["told"]}
    assert {*said.get("expected", {}), *said.get("shown_by", [])} <= told
    otherwise = against(FOUND[name], said.get("expected", {}))
    assert bool(otherwise) == ("because" in said)
    assert {key for key, _ in otherwise} == {one["key"] for one in FOUND[name].get("switched", [])}


@pytest.mark.parametrize("name", [name for name in NAMES if question(FOLDER / name)])
def test_the_plain_sentence_is_made_from_its_numbers(name: str) -> None:
    sentence, numbers = READING[name]["plain"], FOUND[name]["numbers"]
    said = plain(sentence, numbers)
    assert said in (FOLDER / README).read_text("utf-8")
    other = copy.deepcopy(numbers)
    for t in other["told"]:
        t["low"]["value"], t["high"]["value"] = -t["high"]["value"] - 0.5, -t["low"]["value"] - 0.5
        t["above"], t["below"] = t["below"], t["above"]
    assert plain(sentence, other) != said


@pytest.mark.parametrize("name", NAMES)
def test_its_figure_is_that_of_these_numbers(name: str) -> None:
    file = FOLDER / FIGURES / f"{Path(name).stem}.png"
    assert hashlib.sha256(file.read_bytes()).hexdigest()[:16] == FOUND[name]["figure"]
    assert f"({FIGURES}/{file.name})" in (FOLDER / README).read_text("utf-8")


@pytest.mark.slow
def test_a_question_that_is_asked_again_has_the_same_answer_and_figure(tmp_path: Path) -> None:
    """So that neither sentences nor pictures are of an earlier state of the code."""
    name = "injunctive_norms/pressure_by_style.yaml"
    results = _ran(FOLDER / name, tmp_path / "run")
    found = answers(results.manifest, results.effects(), MATTERS)
    assert line(found) == FOUND[name]["finding"]
    assert [*map(sentence, found["told"])] == [*map(sentence, FOUND[name]["numbers"]["told"])]
    figure(tmp_path / "run", tmp_path / "figure.png")
    kept, drawn = (
        np.asarray(Image.open(f).convert("RGB"), int)
        for f in (FOLDER / FIGURES / f"{Path(name).stem}.png", tmp_path / "figure.png")
    )
    assert kept.shape == drawn.shape
    assert (abs(kept - drawn).max(axis=2) > 96).mean() < 0.002  # letters of another version differ by less


def test_there_are_no_other_figures() -> None:
    assert {f.stem for f in (FOLDER / FIGURES).iterdir()} == {Path(name).stem for name in NAMES}
