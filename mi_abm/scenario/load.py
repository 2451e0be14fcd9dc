"""Scenario files: text, what it extends, overrides, validation.

`extends:` names one file or several, merged from left to right below the file itself; `--set PATH=VALUE` comes last.
Names without a folder are looked up beside the file first, then among the packaged scenarios.
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
from mi_abm.scenario.guests import guests, place
from mi_abm.scenario.hosting import Handle, code_of, received, sent
from mi_abm.scenario.overlay import FILES, absolute, merge, set_path
from mi_abm.scenario.problems import InputError, Problem, bad, nearest
from mi_abm.scenario.schema import ScenarioData, off, scenario_schema

PACKAGED = Path(__file__).resolve().parents[1] / "scenarios"


@dataclass(frozen=True)
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
    source: str | Path | Mapping[str, Any],
    overrides: Mapping[str, Any] | None = None,
    rules: Sequence[type[Rule]] = (),
    organisation: str | Path | None = None,
    allow_code: bool = False,
) -> Scenario:
    """Load a scenario from a file, a packaged name such as "rotation", or a mapping; raise `InputError` if it is wrong.

    `overrides` maps dotted paths to values; `rules` are classes of one's own, known to this scenario; the
    `organisation:` and `mechanisms:` of the scenario file `organisation` are laid over those of `source`. With
    `allow_code` the modules named in `uses:` are imported, which runs their code.
    """
    if isinstance(source, Mapping):
        found, name = (
            _resolve(text.Text(deepcopy(dict(source))), Path.cwd(), ()),
            str(source.get("title") or "scenario"),
        )
    else:
        file = find(str(source), Path.cwd())
        found, name = _resolve(text.read(file), file.parent, (file.resolve(),)), file.stem
    if organisation is not None:
        merge(found, _setting(find(str(organisation), Path.cwd())))
    for path, value in (overrides or {}).items():
        set_path(found, path, value)
    return validate(found, name, catalogue((*rules, *guests(found, catalogue(rules), allow_code))))


def find(name: str, folder: Path) -> Path:
    """Return the file of a scenario name or path, beside `folder` or packaged; raise `InputError` if there is none."""
    tries = [folder / name, folder / f"{name}.yaml", packaged() / name, packaged() / f"{name}.yaml"]
    for file in tries:
        if file.is_file():
            return file
    known = [str(f.relative_to(packaged()).with_suffix("")) for f in packaged().rglob("*.yaml")]
    raise bad(name, "", f"no such scenario file; {nearest(name.removesuffix('.yaml'), known)}")


def packaged() -> Path:
    """Return the folder of the packaged scenarios (in a checkout: `scenarios/` at the top)."""
    return PACKAGED if PACKAGED.is_dir() else PACKAGED.parents[1] / "scenarios"


def _resolve(found: text.Text, folder: Path, trail: tuple[Path, ...]) -> text.Text:
    """Merge a text over what it extends."""
    parents = found.data.pop("extends", None)
    absolute(found, folder)
    place(found, folder)
    if parents is None:
        return found
    merged = text.Text({})
    for name in parents if isinstance(parents, list) else [parents]:
        where = found.places.get("extends", "")
        if not isinstance(name, str):
            raise bad(where, "extends", f"{name!r} is not a file name")
        try:
            file = find(name, folder)
        except InputError as error:
            raise bad(where, "extends", str(error)) from None
        if file.resolve() in trail:
            chain = " -> ".join(f.name for f in (*trail, file))
            raise bad(where, "extends", f"goes round in a circle: {chain}")
        merge(merged, _resolve(text.read(file), file.parent, (*trail, file.resolve())))
    for heading in ("title", "table2"):
        merged.data.pop(heading, None)
    return merge(merged, found)


def _setting(file: Path) -> text.Text:
    """Return what a scenario file says of the organisation and of how its people work, and nothing else."""
    found = _resolve(text.read(file), file.parent, (file.resolve(),))
    sections = ("organisation", "mechanisms", "uses")
    places = {path: at for path, at in found.places.items() if path.replace(" ", ".").split(".")[0] in sections}
    return text.Text({key: found.data[key] for key in sections if key in found.data}, places)


def validate(found: text.Text, name: str, rules: Sequence[type[Rule]]) -> Scenario:
    """Return the scenario that a text describes; raise `InputError` with every problem found."""
    _switch_off(found, rules)
    try:
        data = scenario_schema(rules).model_validate(found.data)
    except ValidationError as error:
        raise InputError(_problem(e, found, name, rules) for e in error.errors()) from None
    return Scenario(name, data, tuple(rules), found.places)


def _switch_off(found: text.Text, rules: Iterable[type[Rule]]) -> None:
    """Replace `name: off` by the rule's neutral parameters."""
    for section, kind in (("mechanisms", Mechanism), ("interventions", Intervention)):
        at = found.data.get(section)
        for rule in rules:
            if isinstance(at, dict) and issubclass(rule, kind) and at.get(rule.name) in ("off", False):
                at[rule.name] = off(rule)


def _problem(error: Any, found: text.Text, name: str, rules: Sequence[type[Rule]]) -> Problem:
    """Say a validation error in our words."""
    at = [str(step) for step in error["loc"] if step not in ("int", "list[int]")]
    path = ".".join(at)
    where = next(
        (found.places[p] for p in (".".join(at[:n]) for n in range(len(at), 0, -1)) if p in found.places), name
    )
    value, said, limits = error.get("input"), error["type"], error.get("ctx", {})
    if said == "extra_forbidden":
        return Problem(where, path, f"unknown name; {nearest(at[-1], known_names(at[:-1], rules))}")
    if said == "literal_error":
        return Problem(
            where,
            path,
            f"{value!r} is not one of {limits['expected']}; {nearest(str(value), _options(limits['expected']))}",
        )
    ranges = {"greater_than_equal": "at least", "less_than_equal": "at most"}
    if said in ranges:
        limit = limits.get("ge", limits.get("le"))
        return Problem(where, path, f"{value!r} is not allowed; it must be {ranges[said]} {limit:g}")
    return Problem(where, path, f"{value!r} is not allowed: {error['msg'][0].lower()}{error['msg'][1:]}")


def _options(expected: str) -> list[str]:
    return expected.replace("'", "").replace(" or ", ", ").split(", ")


def known_names(path: Sequence[str], rules: Sequence[type[Rule]]) -> list[str]:
    """Return the names that may stand below a path."""
    model: Any = scenario_schema(rules)
    for step in path:
        entry = getattr(model, "model_fields", {}).get(step)
        model = entry.annotation if entry is not None else None
    return list(getattr(model, "model_fields", {}))
