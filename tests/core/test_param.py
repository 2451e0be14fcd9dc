"""A parameter is declared once, and read back as declared."""

from __future__ import annotations

from typing import Literal

import pytest
from pydantic import ValidationError

from mi_abm.core import Params, fraction, param
from mi_abm.core.param import declarations
from mi_abm.scenario.catalogue import BUILTIN


class Some(Params):
    """One parameter of each kind."""

    weight: float = param(1.5, "how heavy", unit="logit", source="Someone1999", range=(0, 3), bounds=(0, None), off=0.0)
    share: float = fraction(0.25, "how much")
    rule: Literal["a", "b"] = param("a", "which", unit="rule", source="assumption")
    count: int = param(3, "how many", unit="people", source="assumption", range=(1, 5), bounds=(1, 9))


def test_what_is_declared_is_read_back() -> None:
    weight, share, rule, count = declarations(Some, "mechanisms.some")
    assert (weight.path, weight.name, weight.default, weight.meaning) == (
        "mechanisms.some.weight",
        "weight",
        1.5,
        "how heavy",
    )
    assert (weight.unit, weight.source, weight.range, weight.bounds, weight.off) == (
        "logit",
        "Someone1999",
        (0.0, 3.0),
        (0.0, None),
        0.0,
    )
    assert (share.bounds, share.range, share.source, share.off) == ((0.0, 1.0), (0.0, 1.0), "assumption", None)
    assert (rule.choices, rule.range, rule.bounds) == (("a", "b"), None, (None, None))
    assert (count.kind, count.bounds) == (int, (1.0, 9.0))


@pytest.mark.parametrize(
    "wrong",
    [
        {"weight": -0.1},
        {"share": 1.01},
        {"rule": "c"},
        {"count": 0},
        {"count": 2.5},
        {"wieght": 1.0},
        {"weight": "heavy"},
    ],
)
def test_what_is_not_allowed_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Some(**wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize("right", [{"weight": 1e9}, {"share": 0.0}, {"share": 1}, {"rule": "b"}, {"count": 9}])
def test_bounds_are_allowed_and_ranges_may_be_left(right: dict[str, object]) -> None:
    assert Some(**right).model_dump() == {**Some().model_dump(), **right}  # type: ignore[arg-type]


def test_parameters_do_not_change() -> None:
    with pytest.raises(ValidationError):
        Some().weight = 2.0


@pytest.mark.parametrize("number", [float("nan"), float("inf"), float("-inf")])
@pytest.mark.parametrize("rule", BUILTIN, ids=lambda rule: rule.name)
def test_no_number_that_is_none(rule: type, number: float) -> None:
    for said in declarations(rule.Params, rule.name):  # type: ignore[attr-defined]
        if isinstance(said.default, float):
            with pytest.raises(ValidationError):
                rule.Params(**{said.name: number})  # type: ignore[attr-defined]


@pytest.mark.parametrize("rule", BUILTIN, ids=lambda rule: rule.name)
def test_every_declaration_is_complete_and_consistent(rule: type) -> None:
    for said in declarations(rule.Params, rule.name):  # type: ignore[attr-defined]
        assert said.meaning, said.path
        assert said.unit, said.path
        assert said.source, said.path
        numbers = [x for x in (said.default, *(said.range or ()), said.off) if isinstance(x, (int, float))]
        low, high = (
            limit if limit is not None else end for limit, end in zip(said.bounds, (-1e300, 1e300), strict=True)
        )
        assert all(low <= x <= high for x in numbers), said.path
        if said.range and isinstance(said.default, (int, float)) and said.name not in ("weeks",):
            assert said.range[0] <= said.default <= said.range[1], said.path
