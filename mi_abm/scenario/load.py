"""Scenario files: text, overrides, validation.

The file lies over what it extends (`inherit`), the organisation of another file over that, and `--set PATH=VALUE` over all.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from mi_abm.core.rules import Intervention, Mechanism, Rule
from mi_abm.scenario import text
from mi_abm.scenario.catalogue import BUILTIN, catalogue
from mi_abm.scenario.explain import explained
from mi_abm.scenario.files import Fence, find, packaged
from mi_abm.scenario.guests import guests
from mi_abm.scenario.hosting import Handle, code_of, received, sent
from mi_abm.scenario.inherit import Reading
from mi_abm.scenario.overlay import FILES, merge, set_path
from mi_abm.scenario.problems import InputError, Problem
from mi_abm.scenario.schema import ScenarioData, off, scenario_schema
from mi_abm.scenario.sense import senseless
from mi_abm.scenario.settle import settle

__all__ = ["Scenario", "find", "load", "packaged", "validate"]


@dataclass(frozen=True, eq=False)
class Scenario:
    """A validated scenario: its name (the file's stem), parameters, rules, and where each value came from."""

    name: str
    data: ScenarioData
    rules: tuple[type[Rule], ...]
    places: Mapping[str, str] = field(default_factory=dict, compare=False)

    @property
    def title(self) -> str:
        """The title, or the name where the file gives none."""
        return self.data.title or self.name.replace("_", " ")

    def __eq__(self, other: object) -> bool:
        """Say whether two scenarios are one: the same name, parameters and rules."""
        return isinstance(other, Scenario) and self._identity() == other._identity()

    def __hash__(self) -> int:
        return hash(self._identity())

    def _identity(self) -> tuple[Any, ...]:
        return self.name, self.rules, self.data.model_dump_json()

    def parameters(self, rule: type[Rule]) -> Any:
        """Return the parameters of one rule."""
        section = getattr(self.data, "interventions" if issubclass(rule, Intervention) else "mechanisms")
        return getattr(section, rule.name)

    def digest(self) -> str:
        """Return the SHA-256 of everything that decides the results, files of one's own organisation included."""
        plain = self.data.model_dump(mode="json", exclude={"title", "table2", "uses"})
        for key in FILES:
            file = plain["organisation"][key]
            if file:
                plain["organisation"][key] = hashlib.sha256(Path(file).read_bytes()).hexdigest()
        rules = [f"{rule.__module__.partition('@')[0]}.{rule.__qualname__}" for rule in self.rules]
        return hashlib.sha256(json.dumps([plain, rules, self.code()], sort_keys=True).encode()).hexdigest()

    def code(self) -> dict[str, str]:
        """Return the SHA-256 of the code of every guest's rule."""
        return {rule.name: code_of(rule) for rule in self.rules if rule not in BUILTIN}

    def renamed(self, name: str) -> Scenario:
        """Return the same scenario under another name."""
        return replace(self, name=name)

    def __reduce__(self) -> tuple[Any, ...]:
        # The class of `data` is made at run time, so a worker process makes it anew; so are rules from a file.
        return _revive, (self.name, self.data.model_dump(), tuple(map(sent, self.rules)), dict(self.places))


def _revive(
    name: str, plain: Mapping[str, Any], came: tuple[type[Rule] | Handle, ...], places: Mapping[str, str]
) -> Scenario:
    rules = tuple(map(received, came))
    return Scenario(name, scenario_schema(rules).model_validate(plain), rules, places)


def load(
    source: str | Path | Mapping[str, Any] | text.Text,
    overrides: Mapping[str, Any] | None = None,
    rules: Sequence[type[Rule]] = (),
    organisation: str | Path | None = None,
    allow_code: bool = False,
    allow_outside: bool = False,
    folder: Path | None = None,
) -> Scenario:
    """Load a scenario from a file, a packaged name such as "rotation", or a mapping; raise `InputError` if it is wrong.

    `overrides` maps dotted paths to values; `rules` are classes of one's own, known to this scenario; the
    `organisation:` and `mechanisms:` of the scenario file `organisation` are laid over those of `source`. With
    `allow_code` the modules named in `uses:` are imported, which runs their code; with `allow_outside` a file may name
    files outside its folder. Names are meant from `folder` (default: the working folder); a text out of another file is
    fenced in there.
    """
    reading, here = Reading(allow_outside), folder or Path.cwd()
    if isinstance(source, text.Text):
        found = reading.over(deepcopy(source), here, Fence(None if allow_outside else here))
        name = str(source.data.get("title") or "scenario")
    elif isinstance(source, Mapping):
        found = reading.over(text.Text(deepcopy(dict(source))), here, Fence())
        name = str(source.get("title") or "scenario")
    else:
        found, name = reading.named(str(source), here)
    if organisation is not None:
        merge(found, _setting(reading.named(str(organisation), here)[0]))
    for path, value in (overrides or {}).items():
        set_path(found, path, value)
    return validate(found, name, catalogue((*rules, *guests(found, catalogue(rules), allow_code))))


def _setting(found: text.Text) -> text.Text:
    """Return what a scenario says of the organisation and of how its people work, and nothing else."""
    sections = ("organisation", "mechanisms", "uses")

    def ours(said: Mapping[str, str]) -> dict[str, str]:
        return {path: at for path, at in said.items() if path.replace(" ", ".").split(".")[0] in sections}

    kept = {key: found.data[key] for key in sections if key in found.data}
    return text.Text(kept, ours(found.places), ours(found.written))


def validate(found: text.Text, name: str, rules: Sequence[type[Rule]]) -> Scenario:
    """Return the scenario that a text describes; raise `InputError` with every problem found."""
    _switch_off(found, rules)
    model = scenario_schema(rules)
    problems = settle(found, model, name)
    try:
        data = model.model_validate(found.data)
    except ValidationError as error:
        said = {p.path for p in problems}
        problems += [p for p in explained(error, found, name, model) if p.path not in said]
        raise InputError(sorted(problems, key=_line)) from None
    problems += senseless(data, rules, found.places, name)
    if problems:
        raise InputError(sorted(problems, key=_line))
    return Scenario(name, data, tuple(rules), found.places)


def _line(problem: Problem) -> tuple[str, int]:
    file, _, line = problem.where.rpartition(":")
    return (file, int(line)) if line.isdigit() else (problem.where, 0)


def _switch_off(found: text.Text, rules: Iterable[type[Rule]]) -> None:
    """Replace `name: off` by the rule's neutral parameters."""
    for section, kind in (("mechanisms", Mechanism), ("interventions", Intervention)):
        at = found.data.get(section)
        for rule in rules:
            if isinstance(at, dict) and issubclass(rule, kind) and at.get(rule.name) in ("off", False):
                at[rule.name] = off(rule)
