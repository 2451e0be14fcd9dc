"""A parameter is declared once; validation, sweeps, tables and sliders all read that declaration."""

from __future__ import annotations

import typing
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict, Field
from pydantic.fields import FieldInfo

SHARE = (0.0, 1.0)


class Params(BaseModel):
    """The parameters of one rule: typed, bounded, closed to unknown names."""

    model_config = ConfigDict(extra="forbid", frozen=True, validate_default=True, allow_inf_nan=False)


def param(
    default: Any,
    meaning: str,
    *,
    unit: str,
    source: str,
    range: tuple[float, float] | None = None,
    bounds: tuple[float | None, float | None] = (None, None),
    off: Any = None,
) -> Any:
    """Declare one parameter.

    `range` is the plausible span that sweeps and sensitivity analyses use; `bounds` is what is accepted at all;
    `off` is the value at which the mechanism does nothing; `source` is a key of `references.yaml` or `assumption`.
    """
    low, high = bounds
    return Field(
        default,
        description=meaning,
        ge=low,
        le=high,
        json_schema_extra={"unit": unit, "source": source, "range": list(range) if range else None, "off": off},
    )


def fraction(default: float, meaning: str, *, source: str = "assumption", unit: str = "share", **more: Any) -> Any:
    """Declare a parameter that must lie in [0, 1] (plausible range: all of it, unless given)."""
    more.setdefault("range", SHARE)
    return param(default, meaning, unit=unit, source=source, bounds=SHARE, **more)


@dataclass(frozen=True)
class Declaration:
    """What was declared of one parameter; `path` is its one name everywhere."""

    path: str
    name: str
    default: Any
    meaning: str
    unit: str
    source: str
    range: tuple[float, float] | None
    bounds: tuple[float | None, float | None]
    off: Any
    choices: tuple[str, ...]
    kind: type


def choices(annotation: Any) -> tuple[str, ...]:
    """Return the strings that a `Literal[...]` annotation allows; empty for any other."""
    return typing.get_args(annotation) if typing.get_origin(annotation) is typing.Literal else ()


def declarations(params: type[BaseModel], prefix: str) -> Iterator[Declaration]:
    """Yield the declaration of every parameter of `params`, its path beginning with `prefix`."""
    for name, field in params.model_fields.items():
        yield declaration(f"{prefix}.{name}", name, field)


def declaration(path: str, name: str, field: FieldInfo) -> Declaration:
    """Read one parameter's declaration back from its pydantic field."""
    said = field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
    limits: dict[str, float] = {}
    for limit in field.metadata:
        limits |= {side: getattr(limit, side) for side in ("ge", "le") if hasattr(limit, side)}
    span = said.get("range")
    return Declaration(
        path=path,
        name=name,
        default=field.get_default(call_default_factory=True),
        meaning=field.description or "",
        unit=str(said.get("unit", "")),
        source=str(said.get("source", "")),
        range=(float(span[0]), float(span[1])) if isinstance(span, Sequence) and not isinstance(span, str) else None,  # type: ignore[arg-type]
        bounds=(limits.get("ge"), limits.get("le")),
        off=said.get("off"),
        choices=choices(field.annotation),
        kind=field.annotation if isinstance(field.annotation, type) else object,
    )
