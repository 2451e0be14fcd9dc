"""One scenario at other values: only what changes is validated, so that a sweep of many points starts at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from mi_abm.core.param import Declaration, choices, declaration
from mi_abm.core.rules import Intervention
from mi_abm.scenario.load import Scenario, validate
from mi_abm.scenario.overlay import set_path
from mi_abm.scenario.schema import absent
from mi_abm.scenario.sense import senseless
from mi_abm.scenario.text import Text

Model = TypeVar("Model", bound=BaseModel)


class _SlowlyError(Exception):
    """What only the whole validation can judge."""


def with_values(scenario: Scenario, values: Mapping[str, Any], where: str = "") -> Scenario:
    """Return a scenario with values at dotted paths, everything else as it is; raise `InputError` as `load` does.

    An intervention that the scenario lacks keeps its zero weeks, unless these are changed (see `named`). `where` stands for
    the file in errors.
    """
    if not values:
        return scenario
    try:
        data = _updated(scenario.data, _nested(values))
    except (_SlowlyError, ValidationError):
        return _slowly(scenario, values, where)
    if any(_matters(path) for path in values) and senseless(data, scenario.rules, scenario.places, scenario.name):
        return _slowly(scenario, values, where)
    return replace(scenario, data=data)


def named(scenario: Scenario, path: str) -> bool:
    """Say whether a path is about something that the scenario has: not a setting of an intervention that it lacks."""
    section, _, below = path.partition(".")
    if section != "interventions":
        return True
    name = below.partition(".")[0]
    if any(place == f"interventions.{name}" for place in scenario.places):
        return True
    rule = next((r for r in scenario.rules if issubclass(r, Intervention) and r.name == name), None)
    return rule is None or scenario.parameters(rule) != absent(rule)


def concerning(scenario: Scenario, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values that concern a scenario: without those of interventions that it lacks."""
    return {path: value for path, value in values.items() if named(scenario, path)}


def value_at(scenario: Scenario, path: str) -> Any:
    """Return the value at a dotted path; raise LookupError if there is none."""
    at: Any = scenario.data
    for step in path.split("."):
        if isinstance(at, BaseModel) and step in type(at).model_fields:
            at = getattr(at, step)
        elif isinstance(at, Mapping) and step in at:
            at = at[step]
        else:
            raise LookupError(path)
    return at


def declared(scenario: Scenario, path: str) -> Declaration | None:
    """Return what a parameter at a dotted path was declared to be, None if it was not."""
    above, _, name = path.rpartition(".")
    try:
        model = value_at(scenario, above) if above else scenario.data
    except LookupError:
        return None
    field = getattr(type(model), "model_fields", {}).get(name)
    return None if field is None else declaration(path, name, field)


def _nested(values: Mapping[str, Any]) -> dict[str, Any]:
    """Turn dotted paths into mappings of mappings."""
    out: dict[str, Any] = {}
    for path, value in values.items():
        at = out
        *above, last = path.split(".")
        for step in above:
            at = at.setdefault(step, {})
            if not isinstance(at, dict):
                raise _SlowlyError
        at[last] = _Leaf(value)
    return out


class _Leaf:
    def __init__(self, value: Any) -> None:
        self.value = value


def _updated(model: Model, changes: Mapping[str, Any]) -> Model:
    """Return a model with changes; what stands directly in it is validated, what stands deeper by its own model."""
    leaves: dict[str, Any] = {}
    deeper: dict[str, Any] = {}
    for name, change in changes.items():
        if name not in type(model).model_fields:
            raise _SlowlyError
        if isinstance(change, _Leaf):
            leaves[name] = _plain(change.value, type(model).model_fields[name].annotation)
        elif isinstance(below := getattr(model, name), BaseModel):
            deeper[name] = _updated(below, change)
        else:
            raise _SlowlyError
    if leaves:
        known = {name: getattr(model, name) for name in type(model).model_fields}
        return type(model).model_validate(known | leaves | deeper)
    return model.model_copy(update=deeper)


def _plain(value: Any, wanted: Any) -> Any:
    """Return a value that needs no second look: a number where one is meant, a choice among those allowed, yes or no."""
    if isinstance(value, bool):
        fits = wanted is bool
    elif isinstance(value, str):
        fits = value in choices(wanted)
    else:
        fits = isinstance(value, (int, float)) and wanted in (int, float)
    if not fits:
        raise _SlowlyError
    return value


def _matters(path: str) -> bool:
    """Say whether values may contradict one another here: sizes, files, teams."""
    return not path.startswith("mechanisms.") and (not path.startswith("interventions.") or path.endswith(".teams"))


def _slowly(scenario: Scenario, values: Mapping[str, Any], where: str) -> Scenario:
    found = Text(scenario.data.model_dump(), dict(scenario.places))
    for path, value in values.items():
        set_path(found, path, value)
        found.places[path] = where
    return replace(validate(found, scenario.name, scenario.rules), places=scenario.places)


def paths_below(scenario: Scenario, path: str) -> Sequence[str]:
    """Return the paths of the parameters in a section such as mechanisms.attachment_ties; the path itself if it is one."""
    found = value_at(scenario, path)
    if not isinstance(found, BaseModel):
        return (path,)
    return tuple(p for name in type(found).model_fields for p in paths_below(scenario, f"{path}.{name}"))
