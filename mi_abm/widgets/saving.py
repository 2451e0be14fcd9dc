"""Saving: a plan as a scenario file that stands by itself, and the command that compares it with the reference."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from mi_abm.core.rules import Intervention, Rule
from mi_abm.report.settings import absent
from mi_abm.scenario.catalogue import BUILTIN
from mi_abm.scenario.load import Scenario, load
from mi_abm.scenario.overlay import FILES
from mi_abm.scenario.problems import bad

Tree = dict[str, Any]
OFF = "off"


def scenario_text(plan: Scenario, title: str = "") -> str:
    """Return the YAML of a plan: what differs from the packaged baseline.

    Files of one's own organisation are named without their folder: keep the scenario beside them. Raises `InputError` for
    a plan with rules that are not built in: a file could not say where they are.
    """
    guests = [rule.name for rule in plan.rules if rule not in BUILTIN]
    if guests:
        raise bad("", guests[0], "is a rule of your own: write the scenario by hand, with uses:")
    base = load("baseline")
    found: Tree = {"title": title or title_of(plan), "extends": "baseline"}
    found |= {
        key: getattr(plan.data, key)
        for key in ("noise", "burn_in")
        if getattr(plan.data, key) != getattr(base.data, key)
    }
    for section in ("organisation", "mechanisms"):
        changed = _changed(getattr(plan.data, section), getattr(base.data, section))
        found |= {section: changed} if changed else {}
    done = dict(_interventions(plan, base))
    found |= {"interventions": done} if done else {}
    for key in FILES:
        if found.get("organisation", {}).get(key):
            found["organisation"][key] = Path(found["organisation"][key]).name
    return "\n".join(_lines(found, "")) + "\n"


def title_of(plan: Scenario) -> str:
    """Return a title made of what the plan does that the baseline does not."""
    home, done = load("baseline").data, []
    for name, params in plan.data.interventions:  # type: ignore[attr-defined]
        there = getattr(home.interventions, name, None)  # type: ignore[attr-defined]
        if params != there and not absent(params.model_dump()):
            done.append(name.replace("_", " "))
    return f"What if: {', '.join(done)}" if done else "What if nothing is added"


def command(plan: Scenario, reference: Scenario, file: str, replicates: int, weeks: int) -> str:
    """Return the command that compares the saved plan with the reference, to the numbers on the page."""
    home = load(reference.name).data
    assumed = any(getattr(plan.data, key) != getattr(home, key) for key in ("organisation", "mechanisms"))
    words = ["mi-abm", "compare", reference.name, file, "--replicates", str(replicates)]
    words += ["--weeks", str(weeks)] if weeks != 52 else []
    return shlex.join(words + (["--organisation", file] if assumed else []))


def _changed(here: BaseModel, there: BaseModel) -> Tree:
    """Return the fields of a model that differ from those of another, models within it likewise."""
    out: Tree = {}
    for name in type(here).model_fields:
        a, b = getattr(here, name), getattr(there, name)
        if isinstance(a, BaseModel) and isinstance(b, BaseModel):
            below = _changed(a, b)
            out |= {name: below} if below else {}
        elif a != b:
            out[name] = a
    return out


def _interventions(plan: Scenario, base: Scenario) -> Iterator[tuple[str, Tree | str]]:
    """Yield what is done: of a new intervention its window too, though it be the declared one."""
    for rule in (r for r in plan.rules if issubclass(r, Intervention)):
        here, there = plan.parameters(rule), base.parameters(rule)
        gone, new = absent(here.model_dump()), absent(there.model_dump())
        if here == there or (gone and new):
            continue
        yield rule.name, OFF if gone else _named(rule, here) if new else _changed(here, there)


def _named(rule: type[Rule], here: BaseModel) -> Tree:
    window = {key: getattr(here, key) for key in ("start", "weeks") if key in type(here).model_fields}
    return window | _changed(here, rule.Params())


def _lines(tree: Mapping[str, Any], indent: str) -> Iterator[str]:
    """Yield the lines of YAML: the innermost mappings in a line each."""
    for key, value in tree.items():
        if isinstance(value, dict) and any(isinstance(v, (dict, str)) for v in value.values()) and indent == "":
            yield f"{key}:"
            yield from _lines(value, "  ")
        else:
            yield f"{indent}{key}: {_scalar(value)}"


def _scalar(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{k}: {_scalar(v)}" for k, v in value.items()) + "}"
    return value if value == OFF else json.dumps(value, ensure_ascii=False)
