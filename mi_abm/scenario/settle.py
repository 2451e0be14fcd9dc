"""What a plain value may stand for, before it is validated.

A number may stand where text is meant (team 7, title 2024) and is taken as it was written; text and yes/no may not stand
where a number is meant: `teams: "6"` and `teams: true` are slips, not numbers.
"""

from __future__ import annotations

import re
import typing
from math import inf, isfinite
from types import UnionType
from typing import Any, Literal

from pydantic import BaseModel

from mi_abm.scenario.explain import place_of
from mi_abm.scenario.problems import Problem, shown
from mi_abm.scenario.text import Text

DECIMAL = re.compile(r"[-+]?(0|[1-9]\d*|(?=\.\d))(\.\d*)?([eE][-+]?\d+)?")
MOST = 2**53  # beyond, whole numbers are no longer exact as floats, and squares of sums may overflow


def settle(found: Text, model: type[BaseModel], name: str) -> list[Problem]:
    """Settle every value of a text by what the model means at its place; return what cannot be meant there."""
    settled = _Settling(found, name)
    found.data = settled.value(found.data, model, "")
    return settled.problems


class _Settling:
    def __init__(self, found: Text, name: str) -> None:
        self.found, self.name = found, name
        self.problems: list[Problem] = []

    def value(self, value: Any, wanted: Any, path: str) -> Any:
        kinds = list(_kinds(wanted))
        if isinstance(value, dict):
            return {key: self.value(v, _below(kinds, key), f"{path}.{key}" if path else str(key)) for key, v in value.items()}  # fmt: skip
        if isinstance(value, list):
            inside = next((typing.get_args(k)[0] for k in kinds if typing.get_origin(k) is list), None)
            return [self.value(v, inside, f"{path}.{i}") for i, v in enumerate(value)]
        return self._scalar(value, kinds, path)

    def _scalar(self, value: Any, kinds: list[Any], path: str) -> Any:
        said = self.found.written.get(path, str(value))
        if str in kinds and value is not None and not isinstance(value, str):
            return value if path.startswith("uses") else said
        wrong = _slip(value, said, kinds) if {int, float} & set(kinds) and str not in kinds else ""
        if wrong:
            where = place_of(path, self.found.places, self.name)
            self.problems.append(Problem(where, path, f"{_repeat(value, said)} {wrong}"))
        return value


def _repeat(value: Any, said: str) -> str:
    return shown(value) if isinstance(value, str) else shown(said.lower(), quoted=False)


def _slip(value: Any, said: str, kinds: list[Any]) -> str:
    """Say why a value is no number as one writes it; empty if it is one, or nothing like one."""
    if isinstance(value, bool):
        return "" if bool in kinds else "is not allowed; it must be a number"
    if isinstance(value, str):
        return f"is not allowed; {_mended(value)}" if _numeric(value) else ""
    if not isinstance(value, (int, float)) or not abs(value) < inf:
        return ""
    if abs(value) > MOST:
        return "is too large a number"
    return "" if DECIMAL.fullmatch(said) else f"is not allowed; write it in decimal digits: {value}"


def _kinds(wanted: Any) -> typing.Iterator[Any]:
    """Yield the kinds of value that an annotation allows."""
    origin = typing.get_origin(wanted)
    if origin is typing.Annotated:
        yield from _kinds(typing.get_args(wanted)[0])
    elif origin in (typing.Union, UnionType):
        for kind in typing.get_args(wanted):
            yield from _kinds(kind)
    elif origin is not Literal:
        yield wanted


def _below(kinds: list[Any], key: str) -> Any:
    """Return what is meant by a key of a mapping."""
    for kind in kinds:
        if typing.get_origin(kind) is dict:
            return typing.get_args(kind)[1]
        if isinstance(kind, type) and issubclass(kind, BaseModel) and key in kind.model_fields:
            return kind.model_fields[key].annotation
    return None


def _numeric(value: str) -> bool:
    try:
        return isfinite(float(value.replace(",", ".", 1)))
    except ValueError:
        return False


def _mended(value: str) -> str:
    if "," in value:
        return f"a decimal point is meant: {value.replace(',', '.', 1).strip()}"
    return "write the number without quotes"
