"""The package and the reference agree: every state of every person in every week, and every count of events."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mi_abm.core.param import declarations
from mi_abm.core.rules import Intervention
from mi_abm.engine.ensemble import Run, assemble
from mi_abm.scenario.catalogue import catalogue
from mi_abm.scenario.load import Scenario, load
from tests.reference.agreement import part_ways, reference
from tests.reference.worlds import ALIKE, COUNT, WEEKS, worlds


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> list[Scenario]:
    """Return the random scenarios."""
    return worlds(tmp_path_factory.mktemp("worlds"))


@pytest.mark.parametrize("group", range(COUNT // ALIKE))
def test_stacked_and_alone_as_in_the_reference(drawn: list[Scenario], group: int) -> None:
    runs = [Run(scenario, 1000 + k) for k, scenario in enumerate(drawn)][ALIKE * group : ALIKE * (group + 1)]
    assert not part_ways(runs, WEEKS)


def test_packaged_scenarios_agree() -> None:
    runs = [Run(load(name), seed) for name in ("baseline", "rotation") for seed in (1, 2**63 + 5)]
    assert not part_ways(runs, 20)


def test_many_leave_and_who_feels_bad_sooner() -> None:
    turnover = {"rate": 0.95, "wellbeing_effect": 4.0, "wellbeing_reference": 0.6}
    runs = [Run(load("rotation", {"mechanisms.turnover": turnover}), seed) for seed in (3, 4)]
    models = [reference(run) for run in runs]
    assert not part_ways(runs, 20, models)
    assert min(sum(model.state("occupant")) for model in models) > 20


def test_given_skills_at_the_limits_of_several_styles(tmp_path: Path) -> None:
    people = tmp_path / "people.csv"
    people.write_text("id,team,skill,first\na,x,0.03,\nb,x,,0.99\nc,x,0.98,0.02\nd,y,,\n")
    own = {"people": str(people), "complete_teams": True, "initial": {"skill": "skill", "start_skill": "first"}}
    styles = {"asking": 1.0, "reflecting": 0.5, "affirming": 0.25}
    scenario = load({"organisation": {**own, "styles": styles}, "mechanisms": {"skill": {"style_sd": 0.15}}})
    assert not part_ways([Run(scenario, seed) for seed in (1, 2)], 3)


def test_the_comparison_sees_a_small_difference() -> None:
    ours, theirs = load("baseline"), load("baseline", {"mechanisms.skill.practice_rate": 0.0010001})
    found = part_ways([Run(theirs, 1)], 1, models=[reference(Run(ours, 1))])
    assert any("skill" in line for line in found)


def away(drawn: list[Scenario]) -> Iterator[str]:
    """Yield the path of each parameter that some scenario sets away from its default, while it is at work."""
    for scenario in drawn:
        for rule in catalogue(()):
            p = scenario.parameters(rule)
            if issubclass(rule, Intervention) and not p.weeks:
                continue
            yield from (d.path for d in declarations(rule.Params, rule.name) if getattr(p, d.name) != d.default)


def test_every_parameter_is_away_from_its_default_somewhere(drawn: list[Scenario]) -> None:
    known = {d.path for rule in catalogue(()) for d in declarations(rule.Params, rule.name)}
    unmeasured = {"skill.measurement_sd"}  # of observed scores, which feed nothing (2.7 item 32)
    assert known - set(away(drawn)) <= unmeasured


def test_every_intervention_acts_at_least_twice(drawn: list[Scenario]) -> None:
    names = [rule.name for rule in catalogue(()) if issubclass(rule, Intervention)]
    acting = [scenario.data.model_dump()["interventions"] for scenario in drawn]
    used = Counter(name for name in names for scenario in acting if scenario[name]["weeks"])
    assert min(used[name] for name in names) >= 2


def test_worlds_are_as_varied_as_they_should_be(drawn: list[Scenario]) -> None:
    found: Counter[str] = Counter()
    for k, scenario in enumerate(drawn):
        data: Any = scenario.data
        org = assemble([Run(scenario, 1000 + k)]).org
        found["quiet"] += data.noise == "off"
        found["styles"] += len(data.organisation.styles) == 3
        found["turnover"] += data.mechanisms.turnover.rate == 0.4 and data.noise == "on"
        found["threshold"] += data.mechanisms.uptake.behaviour_rule == "threshold"
        found["ragged"] += len(set(org.team_size.tolist())) > 1
        found["isolate"] += len(set(range(len(org))) - set(org.row.tolist())) > 0
        pairs = set(zip(org.row.tolist(), org.idx.tolist(), strict=True))
        found["directed"] += any((j, i) not in pairs for i, j in pairs)
        found["layers"] += data.organisation.layers is not None
    assert min(found[name] for name in ("quiet", "styles", "turnover", "ragged", "directed", "layers")) >= 8, found
    assert min(found["isolate"], found["threshold"]) >= 3, found
