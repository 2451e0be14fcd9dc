"""A validation error in our words: where it stands, the value, what is allowed, the nearest known name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from mi_abm.core.param import declaration
from mi_abm.scenario.problems import MAX_LINES, Problem, digits, nearest, shown
from mi_abm.scenario.text import Text

LIMITS = {
    "greater_than_equal": ("at least", "ge"), "less_than_equal": ("at most", "le"),
    "greater_than": ("more than", "gt"), "less_than": ("less than", "lt"),
}  # fmt: skip
KINDS = {
    "int": "a whole number",
    "float": "a number",
    "finite": "a finite number",
    "bool": "yes or no",
    "string": "text",
    "list": "a list",
    "dict": "a mapping",
    "model": "a mapping",
}
RULE = "off, or a mapping of its parameters such as {weeks: 8}"
RULES = ("mechanisms", "interventions")
NUMBERS = ("int", "float", "finite")


def place_of(path: str, places: Mapping[str, str], otherwise: str) -> str:
    """Return where a dotted path stands: what is below it, if it was made for that, or the nearest thing above it."""
    if path not in places:
        for inside, place in places.items():
            if inside.startswith(f"{path}."):
                return place
    steps = path.split(".")
    above = (".".join(steps[:n]) for n in range(len(steps), 0, -1))
    return next((places[p] for p in above if p in places), otherwise)


def explained(error: ValidationError, found: Text, name: str, model: type[BaseModel]) -> list[Problem]:
    """Return a problem for each path at which something is wrong, also where several kinds were allowed there."""
    direct: list[tuple[list[str], list[Any]]] = []
    choices: dict[tuple[str, ...], list[tuple[list[str], Any]]] = {}
    for e in error.errors():
        steps, choice = _steps(e["loc"], found.data)
        if choice is None:
            direct.append((steps, [e]))
        else:
            choices.setdefault(tuple(steps[:choice]), []).append((steps, e))
    for several in choices.values():
        deepest = max(len(steps) for steps, _ in several)
        by_path: dict[tuple[str, ...], list[Any]] = {}
        for steps, e in several:
            if len(steps) == deepest:  # the kind that fits furthest is the one that was meant
                by_path.setdefault(tuple(steps), []).append(e)
        direct += [(list(steps), errors) for steps, errors in by_path.items()]
    return [_problem(steps, errors, found, name, model, i < MAX_LINES) for i, (steps, errors) in enumerate(direct)]


def _steps(location: Iterable[Any], data: Any) -> tuple[list[str], int | None]:
    """Return a location's steps through the data, and after how many of them several kinds were allowed."""
    steps: list[str] = []
    choice, at = None, data
    for step in location:
        listed = isinstance(at, (list, tuple)) and isinstance(step, int) and step < len(at)
        if not listed and not (isinstance(at, Mapping) and step in at):
            choice = len(steps) if choice is None else choice
            continue
        at = at[step]
        steps.append(str(step))
    return steps, choice


def _problem(
    steps: list[str], errors: list[Any], found: Text, name: str, model: type[BaseModel], hint: bool
) -> Problem:
    path = ".".join(steps)
    said = found.written.get(path)
    message = _message(steps, errors, said, model, hint)
    return Problem(place_of(path, found.places, name), path, message)


def _message(steps: list[str], errors: list[Any], written: str | None, model: type[BaseModel], hint: bool) -> str:
    telling = (*LIMITS, "too_short", *(["literal_error"] if isinstance(errors[0].get("input"), str) else []))
    first = next((e for e in errors if e["type"] in telling), errors[0])
    value, said, limits = first.get("input"), first["type"], first.get("ctx", {})
    text = written if written and isinstance(value, float) else shown(value) if value is not None else "an empty value"
    if said == "extra_forbidden":
        return "unknown name" + (f"; {_known(steps, model)}" if hint else "")
    if said == "literal_error":
        options = limits["expected"].replace("'", "").replace(" or ", ", ").split(", ")
        near = nearest(str(value), options)
        return f"{text} is not one of {limits['expected']}" + (f"; {near}" if near.startswith("did") else "")
    if said == "missing":
        return f"lacks {first['loc'][-1]!r}"
    if said in LIMITS:
        words, limit = LIMITS[said]
        return f"{text} is not allowed; it must be {words} {digits(limits[limit])}"
    if said == "too_short":
        return f"is empty; it must hold at least {limits['min_length']}"
    if len(steps) == 2 and steps[0] in RULES:
        return f"{text} is not allowed; it must be {RULE}"
    kinds = dict.fromkeys(e["type"].split("_")[0] for e in errors)
    if all(kind in KINDS for kind in kinds):
        wanted = " or ".join(KINDS[kind] for kind in kinds)
        return f"{text} is not allowed; it must be {wanted}{_span(steps, model) if kinds.keys() & NUMBERS else ''}"
    return f"{text} is not allowed: {first['msg'][0].lower()}{first['msg'][1:]}"


def _known(steps: Sequence[str], model: type[BaseModel]) -> str:
    if ":" in steps[-1]:
        return "a space is missing after the colon"
    if "." in steps[-1]:
        return f"write the parts of {steps[-1]!r} below one another, each indented by two spaces"
    return nearest(steps[-1], known_names(steps[:-1], model))


def known_names(path: Sequence[str], model: Any) -> list[str]:
    """Return the names that may stand below a path."""
    for step in path:
        entry = getattr(model, "model_fields", {}).get(step)
        model = entry.annotation if entry is not None else None
        model = next((kind for kind in get_args(model) if hasattr(kind, "model_fields")), model)
    return list(getattr(model, "model_fields", {}))


def _span(steps: Sequence[str], model: Any) -> str:
    """Say the limits of the parameter at a path, if it has any."""
    for step in steps[:-1]:
        entry = getattr(model, "model_fields", {}).get(step)
        model = entry.annotation if entry is not None else None
    field = getattr(model, "model_fields", {}).get(steps[-1]) if steps else None
    low, high = (None, None) if field is None else declaration("", "", field).bounds
    if low is not None and high is not None:
        return f" in {digits(low)} ... {digits(high)}"
    return (
        f" of at least {digits(low)}" if low is not None else f" of at most {digits(high)}" if high is not None else ""
    )
