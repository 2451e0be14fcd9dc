"""Switched mechanisms and pairs of interventions, against runs made by hand."""

import numpy as np
import pytest

from mi_abm import load, simulate
from mi_abm.experiment.contrast import Outcome
from mi_abm.experiment.experiment import Experiment
from mi_abm.experiment.pairings import joined, pairings
from mi_abm.experiment.switches import switched_off

SMALL = {"burn_in": 4, "organisation": {"teams": 2, "team_size": 5}}
WEIGHT = "mechanisms.injunctive_norms.weight"
SEEDS = range(1, 5)


def small(name: str, **interventions: object) -> dict[str, object]:
    return {"extends": name, **SMALL, "interventions": interventions}


@pytest.fixture(scope="module")
def signals() -> Experiment:
    scenarios = {"silent": small("baseline"), "told": small("manager_signal")}
    said = {
        "question": "Is it approval?",
        "scenarios": scenarios,
        "weeks": 10,
        "contrast": {"told - silent": "practice@10"},
    }
    return Experiment.load(said)


def test_without_its_mechanism_an_effect_is_gone(signals: Experiment) -> None:
    (pair,) = signals.pairs
    (found,) = switched_off(signals, pair, [Outcome("practice", 10)], {}, SEEDS)
    _, effect, switches = found
    by_path = {s.path: s for s in switches}
    assert abs(by_path[WEIGHT].effect.value) < 1e-12 < 0.02 < effect.value
    assert by_path[WEIGHT].change.value == pytest.approx(-effect.value, abs=1e-12)
    assert switches[0].change.value == max((s.change.value for s in switches), key=abs)
    level = {"mechanisms.uptake.load": by_path["mechanisms.uptake.load"].off}
    worlds = [load({"extends": name, **SMALL}, level) for name in ("baseline", "manager_signal")]
    by_hand = simulate(worlds, SEEDS, 10)
    apart = by_hand[1].of("practice")[:, 10] - by_hand[0].of("practice")[:, 10]
    assert by_path["mechanisms.uptake.load"].effect.value == pytest.approx(apart.mean(), abs=1e-12)


def test_what_a_pair_does_beyond_the_sum() -> None:
    scenarios = {
        "workshop": small("baseline"),
        "only_coaching": small("baseline", coaching={"weeks": [2, 4]}),
        "only_goals": small("baseline", goals={"level": "team"}),
        "only_retrospective": small("baseline", retrospective={"quality": 0.5}),
    }
    experiment = Experiment.load({"question": "Do they help?", "scenarios": scenarios, "weeks": 10})
    found = pairings(experiment, "miti", SEEDS)
    assert len(found) == 3
    assert [p.interaction.value for p in found] == sorted((p.interaction.value for p in found), reverse=True)
    both = small("baseline", coaching={"weeks": [2, 4]}, goals={"level": "team"})
    worlds = [load(x) for x in (scenarios["workshop"], scenarios["only_coaching"], scenarios["only_goals"], both)]
    none, one, other, together = (r.of("miti")[:, 10] for r in simulate(worlds, SEEDS, 10))
    beyond = together - one - other + none
    (pair,) = (p for p in found if {p.one, p.other} == {"coaching", "goals"})
    assert pair.interaction.value == pytest.approx(float(np.mean(beyond)), abs=1e-12)
    again = joined(load(scenarios["only_coaching"]), load(scenarios["only_goals"]), "goals")
    assert again.data == load(both).data
