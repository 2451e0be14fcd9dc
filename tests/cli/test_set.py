"""`--set` on an intervention concerns the scenarios that have it: the example of the README must say something."""

import json
from typing import Any

import pytest

from tests.cli.test_compare import shell

SMALL = ("--replicates", "4", "--weeks", "26", "--json")


def contrasts(*words: str) -> dict[str, dict[str, Any]]:
    found = shell("compare", *words, *SMALL)
    assert found.returncode == 0, found.stderr
    return {c["measure"]: c for c in json.loads(found.stdout)["contrasts"]}


def test_a_setting_of_rotation_leaves_the_baseline_at_home() -> None:
    plain = contrasts("baseline", "rotation")
    short = contrasts("baseline", "rotation", "--set", "interventions.rotation.stay=2")
    assert short["miti"]["reference_mean"] == plain["miti"]["reference_mean"]
    assert short["miti"]["difference"] > 0
    assert short["hours"]["difference"] > 0
    assert short["miti"]["scenario_mean"] != plain["miti"]["scenario_mean"]


def test_a_setting_of_the_workshop_does_not_train_where_there_is_no_training() -> None:
    plain = contrasts("baseline", "no_training")
    weak = contrasts("baseline", "no_training", "--set", "interventions.workshop.intensity=0.5")
    assert weak["trained"]["scenario_mean"] == 0
    assert weak["miti"]["scenario_mean"] == plain["miti"]["scenario_mean"]
    assert weak["miti"]["reference_mean"] < plain["miti"]["reference_mean"]


def test_what_all_lack_is_given_to_all() -> None:
    found = contrasts("baseline", "coaching", "--set", "interventions.rotation.stay=2")
    plain = contrasts("baseline", "coaching")
    assert found["miti"]["reference_mean"] > plain["miti"]["reference_mean"]
    assert found["miti"]["scenario_mean"] > plain["miti"]["scenario_mean"]


def test_mechanisms_are_set_everywhere() -> None:
    plain = contrasts("baseline", "rotation")
    found = contrasts("baseline", "rotation", "--set", "mechanisms.skill.decay=0.0")
    assert found["miti"]["reference_mean"] > plain["miti"]["reference_mean"]
    assert found["miti"]["scenario_mean"] > plain["miti"]["scenario_mean"]


@pytest.mark.parametrize("path", ["interventions.rotatoin.stay", "interventions.rotation.sty"])
def test_a_slip_is_one_line_that_names_the_flag(path: str) -> None:
    found = shell("compare", "baseline", "rotation", "--set", f"{path}=2", *SMALL)
    assert found.returncode == 2
    assert found.stdout == ""
    assert len(found.stderr.splitlines()) == 1
    assert found.stderr.startswith("--set: interventions.rotat")
