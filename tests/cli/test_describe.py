"""mi-abm describe: the overview, a rule, a module, assumptions; aligned at any width."""

from __future__ import annotations

import json

import pytest

from mi_abm.cli import paper
from mi_abm.cli.layout import Card, cards, pairs, prose
from mi_abm.describe.declared import ROWS, parameters
from mi_abm.scenario.catalogue import BUILTIN
from tests.cli.running import invoke


def test_the_overview_has_every_row_and_every_rule() -> None:
    lines = invoke("describe").stdout.splitlines()
    assert set(ROWS.values()) <= set(lines)
    first = [line.split()[0] for line in lines if line.startswith("  ") and not line.startswith("   ")]
    assert sorted(first) == sorted(rule.name for rule in BUILTIN)


@pytest.mark.parametrize("width", [80, 100, 120])
@pytest.mark.parametrize("name", [None, "organisation", "training", *(rule.name for rule in BUILTIN)])
def test_nothing_is_wider_than_the_paper(name: str | None, width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paper, "PIPED", width)
    text = invoke("describe", *([name] if name else [])).stdout
    wide = [line for line in text.splitlines() if len(line) > width]
    assert [line for line in wide if "https://doi.org/" not in line] == []  # a link is not broken


def test_a_rule_in_full() -> None:
    text = invoke("describe", "rotation").stdout
    for part in (
        "a week: 2 a visitor", "Descriptive norms: social modelling", "Pitfall P4", "rotation_mitigated",
        "interventions.rotation.stay: length of a visit", "most_skilled / random / least_inconsistent", "host_team",
        "keep them for its length", "https://doi.org/",
    ):  # fmt: skip
        assert part in text
    assert "ds_i   = n_o sum_j A_ij" in invoke("describe", "social-modelling").stdout


def test_a_rule_as_json() -> None:
    found = json.loads(invoke("describe", "descriptive_norms", "--json").stdout)
    weight = next(p for p in found["parameters"] if p["path"] == "mechanisms.descriptive_norms.weight")
    assert (weight["default"], weight["range"], weight["unit"], weight["assumed"]) == (2.0, [0.0, 8.0], "logit", False)
    assert weight["reference"].startswith("Rivis")
    norm = next(c for c in found["columns"] if c["name"] == "perceived_norm")
    assert (norm["kind"], norm["axis"]) == ("state", "style")
    assert "norm_gap" in norm["measured_by"]
    assert found["reads"]["attachment_ties"] == ["safety", "tie_weight"]
    goals = json.loads(invoke("describe", "goals", "--json").stdout)
    assert [(p["id"], p["files"]["mitigation"]) for p in goals["pitfalls"]] == [("P8", "goals_mitigated")]
    assert len(json.loads(invoke("describe", "--json").stdout)) == len(BUILTIN)


def test_assumptions_are_those_without_a_source() -> None:
    found = json.loads(invoke("describe", "--assumptions", "--json").stdout)
    assert [p["path"] for p in found] == [d.path for d in parameters() if d.source == "assumption"]
    text = invoke("describe", "--assumptions").stdout
    assert text.startswith(f"{len(found)} of {len(list(parameters()))} parameters are assumptions")
    one = json.loads(invoke("describe", "turnover", "--assumptions", "--json").stdout)
    assert [p["path"] for p in one] == [f"mechanisms.turnover.wellbeing_{what}" for what in ("effect", "reference")]


def test_a_module_without_a_mechanism() -> None:
    text = invoke("describe", "training").stdout
    assert "workshop" in text
    assert "coaching" in text


@pytest.mark.parametrize("options", [(), ("--assumptions",)])
def test_an_unknown_name_is_bad_input(options: tuple[str, ...]) -> None:
    result = invoke("describe", "rotatoin", *options)
    assert result.exit_code == 2
    assert result.stderr == "rotatoin: no such rule; did you mean 'rotation'?\n"


def test_cells_stand_below_one_another() -> None:
    rows = [Card("first: a word", ("1", "a / bb / ccc", "x")), Card("second", ("22.5", "-", "y"), ("read by: me",))]
    assert cards(("n", "choice", "u"), rows, 40) == [
        "    n     choice        u",
        "  first: a word",
        "    1     a / bb / ccc  x",
        "  second",
        "    22.5  -             y",
        "    read by: me",
    ]
    assert cards(("n", "choice", "u"), rows, 22) == [
        "    n     choice     u",
        "  first: a word",
        "    1     a / bb /   x",
        "          ccc",
        "  second",
        "    22.5  -          y",
        "    read by: me",
    ]


def test_pairs_have_one_margin() -> None:
    assert pairs([("a", "one two three"), ("long", "four")], 16) == [
        "  a     one two",
        "        three",
        "  long  four",
    ]


def test_formulas_keep_their_form_while_they_fit() -> None:
    text = "Words that are\nwrapped anew.\n\n    a  = b + c            (1)\n    bb = d\n\nb: bee"
    wide = ["Words that are wrapped anew.", "", "  a  = b + c            (1)", "  bb = d", "", "b: bee"]
    assert prose(text, 40) == wide
    assert prose(text, 18) == ["Words that are", "wrapped anew.", "", "  a  = b + c  (1)", "  bb = d", "", "b: bee"]


def test_terms_that_do_not_fit_are_broken_under_their_meaning() -> None:
    text = "    mixed  the upper half meets\n           the lower half\n    solo   alone"
    assert prose(text, 40) == ["  mixed  the upper half meets", "         the lower half", "  solo   alone"]
    assert prose(text, 27) == ["  mixed  the upper half", "         meets the lower", "         half", "  solo   alone"]


def test_a_pitfall_and_a_parameter_can_be_asked_for() -> None:
    said = invoke("describe", "P4").stdout
    assert said.startswith("P4: a pitfall of rotation")
    assert "mi-abm compare rotation rotation_pitfall rotation_mitigated" in " ".join(said.split())
    said = invoke("describe", "mechanisms.uptake.load").stdout
    assert "mechanisms.uptake.load: opportunity lost at full caseload" in said
    assert "0 to 1" in said
    wrong = invoke("describe", "mechanisms.uptake.lod")
    assert wrong.exit_code == 2
    assert wrong.stderr.strip() == "mechanisms.uptake.lod: no such parameter; did you mean 'mechanisms.uptake.load'?"
