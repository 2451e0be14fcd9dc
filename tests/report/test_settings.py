"""What distinguishes scenarios, whom they are about, when interventions act."""

from __future__ import annotations

import json
from dataclasses import replace

from mi_abm.report.assumptions import unknown, used
from mi_abm.report.settings import acts, changes, organisation
from mi_abm.report.tables import Tables
from mi_abm.scenario.load import load


def test_what_differs(tables: Tables) -> None:
    home = tables.data("baseline")
    assert changes(home, tables.data("copy")) == []
    [(path, here, there)] = changes(home, tables.data("rotation"))
    assert (path, here) == ("interventions.rotation", "absent")
    assert there.startswith("start 8, weeks 12, coverage 1, stay 4")
    [(path, here, there)] = changes(home, tables.data("no_training"))
    assert (path, there) == ("interventions.workshop", "absent")


def test_a_changed_parameter_is_named_by_its_path(tables: Tables) -> None:
    other = load("baseline", {"organisation.teams": 4, "mechanisms.skill.decay": 0.03}).data.model_dump(mode="json")
    assert changes(tables.data("baseline"), other) == [
        ("organisation.teams", "6", "4"),
        ("mechanisms.skill.decay", f"{tables.data('baseline')['mechanisms']['skill']['decay']:g}", "0.03"),
    ]


def test_when_interventions_act(tables: Tables) -> None:
    found = {act.name: (act.scenarios, act.spans) for act in acts(tables)}
    assert found == {
        "workshop": (("baseline", "copy", "rotation"), ((1, 1),)),
        "rotation": (("rotation",), ((8, 16),)),  # cut at the last week
    }


def test_sessions_week_by_week(tables: Tables) -> None:
    manifest = json.loads(json.dumps(tables.manifest))
    manifest["scenarios"][2]["data"]["interventions"]["rotation"] |= {"weeks": [5, 11, 99]}
    found = {act.name: act.spans for act in acts(replace(tables, manifest=manifest))}
    assert found["rotation"] == ((5, 5), (11, 11))


def test_whom_it_is_about() -> None:
    assert "48 practitioners in 6 teams of 8" in organisation({"organisation": {"teams": 6, "team_size": 8}}, {})
    uneven = organisation({"organisation": {"teams": 2, "team_size": [3, 9]}}, {})
    assert "12 practitioners in 2 teams of 3, 9 in turn" in uneven


def test_one_s_own_organisation_is_counted() -> None:
    section = {"people": "/home/x/people.csv", "ties": "t", "team": "office", "layers": {"advice": 1.0, "cowork": 0.5}}
    own = organisation({"organisation": section}, {})
    assert "people.csv, in teams by “office”; ties from layers, each with its weight: advice 1, cowork 0.5" in own
    assert "/home" not in own
    counts = {"people": 71, "teams": 3, "ties": 1417, "layers": {"advice": 892, "cowork": 756}}
    counted = organisation({"organisation": section}, counts).replace("\N{NARROW NO-BREAK SPACE}", " ")
    assert "71 people in 3 teams (people.csv, teams by “office”); 1 417 ties" in counted
    assert "advice 1 (892 ties), cowork 0.5 (756 ties)" in counted
    assert "no file of ties" in organisation({"organisation": {"people": "p.csv", "team": "team"}}, counts)


def test_assumptions_are_those_at_work(tables: Tables) -> None:
    paths = {u.said.path: u for u in used(tables) if u.assumed}
    assert "interventions.rotation.stay" in paths
    assert "mechanisms.social_modelling.rate" in paths
    assert paths["interventions.rotation.weeks"].values == ("0", "12")
    assert not any(path.startswith("interventions.manager_signal") for path in paths)
    assert all(u.said.source == "assumption" for u in paths.values())


def test_a_strangers_rule_is_named_not_hidden(tables: Tables) -> None:
    manifest = json.loads(json.dumps(tables.manifest))
    manifest["scenarios"][0]["data"]["mechanisms"]["gossip"] = {"weight": 1}
    assert unknown(replace(tables, manifest=manifest)) == ["gossip"]
    assert unknown(tables) == []
