"""Findings say what the numbers say: direction, size, where it flips; a null as one; another outcome, another sentence."""

import json
from typing import Any

import numpy as np
import pandas as pd
import pytest

from mi_abm.analysis.mattering import MATTERS
from mi_abm.experiment.answers import answer, answers
from mi_abm.report.digits import MINUS
from mi_abm.report.findings import line, paragraph, sentence

THREAT, SAFETY = "interventions.peer_feedback.threat_prob", "mechanisms.attachment_ties.safety_mean"


def table(difference: Any, unit: str = "share of conversations", half: float = 0.002) -> pd.DataFrame:
    """Return effects over 5 x 3 points; `difference` is computed from threat and safety."""
    grid = [(t, s) for t in (0.0, 0.1, 0.2, 0.3, 0.4) for s in (0.3, 0.6, 0.9)]
    rows = pd.DataFrame(grid, columns=[THREAT, SAFETY])
    rows["difference"] = difference(rows[THREAT], rows[SAFETY])
    rows["ci_low"], rows["ci_high"] = rows["difference"] - half, rows["difference"] + half
    return rows.assign(contrast="with - without", point=range(len(rows)), measure="practice", title="Practice", unit=unit, week=52, good=1)  # fmt: skip


def manifest(status: str = "model") -> dict[str, Any]:
    return {
        "status": status,
        "points": 15,
        "factors": [{"path": THREAT}, {"path": SAFETY}],
        "figure": {"contrast": None, "of": None},
        "contrasts": [{"scenario": "with", "reference": "without", "outcomes": ["practice@52"]}],
    }


def found(effects: pd.DataFrame, status: str = "model") -> dict[str, Any]:
    """Return the numbers as they are kept: through JSON."""
    kept: dict[str, Any] = json.loads(json.dumps(answers(manifest(status), effects, MATTERS)))
    return kept


def falls(threat: pd.Series, safety: pd.Series) -> pd.Series:
    """Turn from help to harm at a threat of .24 on average, .15 at safety .3, and .33 at safety .9."""
    return 0.2 * (0.24 - threat + 0.3 * (safety - 0.6))


def test_where_it_flips() -> None:
    numbers = found(table(falls))["told"][0]
    assert [flip["at"] for flip in numbers["flips"]] == pytest.approx([0.24, 0.15, 0.33])
    assert numbers["goes_with"][THREAT] < -0.9 < 0.9 < numbers["goes_with"][SAFETY]
    said = line(found(table(falls)))
    assert "turns to the worse at threat prob (peer feedback) about 0.24" in said
    assert "0.15 where safety mean (attachment ties) is 0.3" in said
    assert "surely better at 9, surely worse at 6" in said


def test_what_is_passed_at_a_bound_lies_between_the_values_tried() -> None:
    """A step from .05 to -.05 somewhere between .1 and .2: nobody knows where."""
    said = line(found(table(lambda threat, _: np.where(threat > 0.15, -0.05, 0.05))))
    assert "turns to the worse at threat prob (peer feedback) between 0.1 and 0.2" in said
    assert "about" not in said


def test_what_turns_back_is_said_to() -> None:
    """It grows to a threat of .3, and is less again at .4: more with threat, but not throughout."""

    def climbs(threat: pd.Series, safety: pd.Series) -> pd.Series:
        return 0.1 * np.minimum(threat, 0.6 - threat) + 0.02 * safety

    said = sentence(found(table(climbs))["told"][0])
    assert "more with threat prob (peer feedback)" in said
    assert "most at threat prob (peer feedback) 0.3, less beyond" in said
    assert "beyond" not in sentence(found(table(climbs, half=0.02))["told"][0])  # less, but who knows
    on = sentence(found(table(lambda threat, safety: 0.1 * threat + 0.02 * safety))["told"][0])
    assert "beyond" not in on


def test_the_line_names_its_extremes() -> None:
    said = line(found(table(falls)))
    assert (
        f"{MINUS}5.0 (threat prob 0.4, safety mean 0.3) to +6.6 (threat prob 0, safety mean 0.9) in 100 conversations"
        in said
    )


def test_a_null_reads_as_one() -> None:
    said = line(found(table(lambda threat, _: 0.01 * (0.2 - threat))))
    assert "no practical difference at any of 15 points" in said
    assert "turns" not in said


def test_shuffling_the_outcome_changes_the_sentence() -> None:
    effects = table(falls)
    shuffled = effects.assign(**{
        name: effects[name].to_numpy()[np.arange(15) * 7 % 15] for name in ("difference", "ci_low", "ci_high")
    })  # fmt: skip
    assert line(found(effects)) != line(found(shuffled))
    assert paragraph(found(effects)) != paragraph(found(shuffled))
    upside_down = effects.assign(
        difference=-effects["difference"], ci_low=-effects["ci_high"], ci_high=-effects["ci_low"]
    )
    assert "turns to the better" in line(found(upside_down))


def test_what_it_takes() -> None:
    """.01 of practice is the least that matters: .2 (.24 - threat) = .01 at a threat of .19."""
    said = line(found(table(falls), "break_even"))
    assert "; enough to matter (1 in 100 conversations) below threat prob (peer feedback) about 0.19" in said
    assert "Acceptability is not simulated" in paragraph(found(table(falls), "break_even"))
    none = line(found(table(lambda threat, _: 0.0 * threat), "break_even"))
    assert "never enough to matter (1 in 100 conversations)" in none


def test_several_contrasts_are_ranked() -> None:
    said = manifest()
    said["contrasts"] = [
        {"scenario": name, "reference": "without", "outcomes": ["practice@52"]} for name in ("less", "more")
    ]
    effects = table(falls)
    both = pd.concat([
        effects.assign(contrast="less - without"),
        effects.assign(contrast="more - without", difference=effects["difference"] + 0.1),
    ])  # fmt: skip
    ranked = line(answers(said, both, MATTERS))
    assert 0 < ranked.index("more against without from +5.0") < ranked.index("less against without from")


def test_one_point_says_verdicts() -> None:
    one = table(falls).iloc[[0]].assign(point=0)
    numbers = answer(one, "with - without", True, [], 0.01)
    assert (
        sentence(numbers)
        == "Practice, week 52, with against without: +3.0 in 100 conversations (+2.8 to +3.2, small improvement)"
    )
