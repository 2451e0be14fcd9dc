"""docs/sensitivity.md, its figures and its paragraph in README.md are of the numbers that are kept, and these of the files."""

import copy
import hashlib
from typing import Any

import pytest

from mi_abm.experiment.experiment import load_experiment
from mi_abm.report.digits import number
from mi_abm.report.kept import digest
from mi_abm.report.sensitivity import PICTURES, ROOT, SCREEN, SHARES, file, image, kept, renewed
from mi_abm.report.sensitivity_page import page, paragraph

NUMBERS = kept()
AGAIN = "python -m mi_abm.report.sensitivity"


def test_the_page_is_made_from_the_numbers() -> None:
    assert (ROOT / "docs" / "sensitivity.md").read_text("utf-8") == page(NUMBERS), f"{AGAIN} --no-run"


def test_the_readme_says_the_same() -> None:
    said = (ROOT / "README.md").read_text("utf-8")
    assert paragraph(NUMBERS) in said
    assert renewed(said, NUMBERS) == said, f"{AGAIN} --no-run"
    assert len(paragraph(NUMBERS).splitlines()) <= 18


@pytest.mark.parametrize("name", [SCREEN, SHARES])
def test_the_numbers_are_of_these_files(name: str) -> None:
    found = NUMBERS[name]
    assert found["digest"] == digest(file(name)), AGAIN
    asked = load_experiment(file(name))
    assert (found["parameters"], found["points"]) == (len(asked.factors), len(asked.points))
    assert [(e["contrast"], e["measure"]) for e in found["effects"]] == [
        (pair.name, outcome.measure) for pair in asked.pairs for outcome in pair.outcomes
    ]


@pytest.mark.parametrize("name", PICTURES)
def test_the_figures_are_of_these_numbers(name: str) -> None:
    assert hashlib.sha256(image(name).read_bytes()).hexdigest()[:16] == NUMBERS["pictures"][name]
    assert f"images/{image(name).name}" in page(NUMBERS)


def test_the_second_stage_takes_those_that_stand_first_in_the_screening() -> None:
    assert load_experiment(file(SHARES)).data.design.apart == NUMBERS[SCREEN]["order"]


def test_behaviour_stays_logistic_in_both() -> None:
    for name in (SCREEN, SHARES):
        assert "mechanisms.uptake.behaviour_rule" not in {f.path for f in load_experiment(file(name)).factors}


def changed(**values: Any) -> dict[str, Any]:
    """Return the numbers with every index of the first effect of the second stage changed."""
    other = copy.deepcopy(NUMBERS)
    for r in other[SHARES]["effects"][0]["rows"]:
        r.update(values)
    return other


def test_other_numbers_are_other_sentences() -> None:
    none = changed(sure=False)
    assert f"None of the {len(NUMBERS[SHARES]['apart'])} parameters is told from noise" in " ".join(page(none).split())
    assert "(by the screening alone). Practice:" in " ".join(paragraph(none).split())
    for r in none[SCREEN]["effects"][0]["rows"]:
        r.update(sure=False)
    assert "MITI points: nothing that is told from noise" in " ".join(paragraph(none).split())
    last = changed(sure=False)
    last[SHARES]["effects"][0]["rows"][-1].update(sure=True, value=0.42, low=0.31, high=0.53)
    assert "has a part in 0.42 (0.31 to 0.53)" in " ".join(page(last).replace("\N{NARROW NO-BREAK SPACE}", " ").split())
    assert "0.42 (0.31 to 0.53)" in " ".join(paragraph(last).replace("\N{NARROW NO-BREAK SPACE}", " ").split())


def test_what_these_runs_cannot_tell_is_said() -> None:
    """Mean attitude has the largest estimate for the manager's signal, and an interval that holds 0."""
    said = "mean attitude may weigh more: 0.60 (\N{MINUS SIGN}0.28 to 1.47), which these runs cannot tell"
    assert said in " ".join(paragraph(NUMBERS).split())
    assert said in " ".join(page(NUMBERS).replace("Mean attitude", "mean attitude").split())
    known = copy.deepcopy(NUMBERS)
    for e in known[SHARES]["effects"]:
        for r in e["rows"]:
            r["sure"] = True
    assert "cannot tell" not in paragraph(known) + page(known)


def test_where_screening_and_shares_differ_the_page_says_so() -> None:
    said = "The screening names attention to visitors first, the shares pace of learning from colleagues; their intervals overlap in both"
    assert said in " ".join(page(NUMBERS).split())
    apart = copy.deepcopy(NUMBERS)
    for stage in (SCREEN, SHARES):
        for r in apart[stage]["effects"][0]["rows"]:
            r.update(low=r["value"], high=r["value"])
    rotation = " ".join(page(apart).split()).partition("* **Rotation, Practice")[0]
    assert "the shares pace of learning from colleagues; their intervals do not overlap." in rotation
    assert "order is open" not in rotation


def test_every_index_of_the_second_stage_is_in_the_table() -> None:
    said = page(NUMBERS)
    for e in NUMBERS[SHARES]["effects"]:
        for r in e["rows"]:
            assert f"{number(r['value'], 2)} [{number(r['low'], 2)} to {number(r['high'], 2)}]" in said
    assert "not a forecast" in said
