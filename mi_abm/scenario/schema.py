"""The schema of a scenario, assembled from what rules declare; nothing is declared twice."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, create_model

from mi_abm.core.param import Params, declarations, fraction, param
from mi_abm.core.rules import Intervention, Mechanism, Rule

Size = Annotated[int, Field(ge=1)]
Weight = Annotated[float, Field(ge=0)]


class UnwantedModels(Params):
    """Skilled practitioners whose habits one would rather not see copied."""

    share: float = fraction(0.0, "skilled practitioners with an unwanted habit, share of each team (the most skilled first; at least one if above 0)", range=(0, 0.3), off=0.0)  # fmt: skip
    habit: float = fraction(0.9, "MI-inconsistent habit of these at the start", range=(0.5, 1))


class OrganisationParams(Params):
    """Who works with whom: generated, or one's own from two CSV files."""

    teams: int = param(6, "number of teams", unit="teams", source="assumption", range=(2, 30), bounds=(1, 1_000_000))
    team_size: Size | Annotated[list[Size], Field(min_length=1)] = param(8, "practitioners a team, or a list with one number a team", unit="practitioners", source="assumption", range=(4, 15))  # fmt: skip
    cross_degree: float = param(1.6, "mean number of ties to other teams", unit="ties", source="assumption", range=(0, 4), bounds=(0, None), off=0.0)  # fmt: skip
    cross_weight: float = fraction(0.5, "initial weight of a generated tie across teams")
    styles: Annotated[dict[str, Weight], Field(min_length=1, max_length=20)] = param({"mi": 1.0}, "MI skills, each with its relative visibility", unit="factor", source="assumption")  # fmt: skip
    unwanted_models: UnwantedModels = Field(UnwantedModels(), description="people whose habits should not spread")
    people: str | None = param(None, "CSV file of people: id, team and any other columns", unit="file", source="own")
    ties: str | None = param(None, "CSV file of ties: source, target, layer, weight (source attends to target)", unit="file", source="own")  # fmt: skip
    team: str = param("team", "column of the people file that holds the team", unit="column", source="own")
    manager: str | None = param(None, "column of the people file that names the manager", unit="column", source="own")
    layers: dict[str, Weight] | None = param(None, "layers of ties to use, each with its coefficient (default: all, 1)", unit="coefficient", source="own")  # fmt: skip
    directed: bool = param(True, "whether a tie runs from source to target only", unit="yes/no", source="own")
    complete_teams: bool = param(False, "whether members of a team all attend to one another beside the file's ties", unit="yes/no", source="own")  # fmt: skip
    initial: dict[str, str] = param({}, "initial states: name of the state: column of the people file", unit="column", source="own")  # fmt: skip


class ScenarioData(BaseModel):
    """What every scenario has, whatever the rules."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: str = ""
    table2: str | None = None
    noise: Literal["on", "off"] = Field("on", description="off: every chance event at its expectation")
    burn_in: int = Field(26, ge=0, le=520, description="weeks before week 0 in which nothing is done")
    organisation: OrganisationParams = OrganisationParams()
    uses: list[str] = []


def scenario_schema(rules: Sequence[type[Rule]]) -> type[ScenarioData]:
    """Return the model that validates a scenario with these rules."""
    return _schema(tuple(rules))


@lru_cache(maxsize=16)
def _schema(rules: tuple[type[Rule], ...]) -> type[ScenarioData]:
    def section(kind: type[Rule], title: str) -> tuple[type[BaseModel], BaseModel]:
        members: dict[str, Any] = {}
        for rule in rules:
            if issubclass(rule, kind):
                members[rule.name] = (rule.Params, absent(rule) if kind is Intervention else rule.Params())
        model = create_model(title, __config__=ConfigDict(extra="forbid", frozen=True), **members)
        return model, model()

    return create_model(
        "Scenario",
        __base__=ScenarioData,
        mechanisms=section(Mechanism, "Mechanisms"),
        interventions=section(Intervention, "Interventions"),
    )


def absent(rule: type[Rule]) -> Params:
    """Return an intervention's parameters in a scenario that does not name it."""
    return rule.Params(**getattr(rule, "absent", {}))


def off(rule: type[Rule]) -> dict[str, Any]:
    """Return the parameters that `name: off` stands for: each that declares a neutral value, at it."""
    neutral = {d.name: d.off for d in declarations(rule.Params, rule.name) if d.off is not None}
    return dict(getattr(rule, "absent", neutral))
