"""A rule reads what it declared and writes what is its own; contributions to exposures combine; values are cut once."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np
import pytest

from mi_abm.core import (
    Intervention,
    Mechanism,
    Now,
    Organisation,
    Params,
    View,
    exposure,
    flow,
    part,
    state,
    total,
    trait,
)
from mi_abm.core.columns import Column
from tests.worlds import follow, quiet, world

ORGANISATION = {"teams": 2, "team_size": 2}


class Owner(Mechanism):
    """Owns one column of each kind."""

    stock = state(0.25, unit="x", meaning="what is owned")
    made = flow(0.0, unit="x")
    sort = trait(0.5, unit="x")
    pushed = exposure(0.0, unit="x")
    loudest = exposure(-1.0, unit="x", combine="largest")
    factor = exposure(1.0, unit="x", combine="product")
    all_in_all = total(unit="x", before="settle")
    own_share = part(all_in_all)

    def settle(self, people: View, p: Any, org: Organisation, now: Now) -> None:
        people.own_share = 1.0  # too late for this week's total
        people.stock = people.stock + people.all_in_all


def rule(name: str, kind: type = Mechanism, **members: Any) -> type[Any]:
    return type(name, (kind,), {"__doc__": "A rule of a test.", "__module__": __name__, **members})


def run(*rules: type[Any], columns: tuple[str, ...] = (), weeks: int = 1, **more: Any) -> dict[str, np.ndarray]:
    return follow(world(ORGANISATION, quiet(), rules=rules, **more), weeks, columns)


def does(body: str) -> Any:
    """Return a phase with this body."""
    space: dict[str, Any] = {}
    exec(f"def settle(self, people, p, org, now):\n    {body}", space)
    return space["settle"]


def test_writing_anothers_column_is_refused_by_name() -> None:
    thief = rule("Thief", reads=(Owner.stock,), settle=does("people.stock = 0.0"))
    with pytest.raises(AttributeError, match=r"thief may not write the column 'stock'"):
        run(Owner, thief)


def test_reading_an_undeclared_column_is_refused_by_name() -> None:
    spy = rule("Spy", settle=does("people.stock"))
    with pytest.raises(AttributeError, match=r"spy reads the column 'stock' without declaring it"):
        run(Owner, spy)


@pytest.mark.parametrize("name", ["stock", "made", "sort", "pushed", "own_share"])
def test_even_a_declared_column_cannot_be_written_in_place(name: str) -> None:
    thief = rule("Thief", reads=(getattr(Owner, name),), settle=does(f"people.{name}[:] = 9.0"))
    with pytest.raises(ValueError, match="read-only"):
        run(Owner, thief)


def test_nor_ones_own() -> None:
    hasty = rule("Hasty", mine=state(0.0, unit="x"), settle=does("people.mine[0] = 1.0"))
    with pytest.raises(ValueError, match="read-only"):
        run(hasty)


def test_a_total_is_written_by_nobody() -> None:
    thief = rule("Thief", reads=(Owner.all_in_all,), settle=does("people.all_in_all = 1.0"))
    with pytest.raises(AttributeError, match="all_in_all"):
        run(Owner, thief)


def test_two_rules_cannot_declare_one_column() -> None:
    other = rule("Other", stock=state(0.0, unit="x"))
    with pytest.raises(ValueError, match=r"(?is)stock.*owner.*other.*rename one"):
        run(Owner, other)


def test_a_state_is_read_as_of_monday() -> None:
    reader = rule("Reader", reads=(Owner.stock,), seen=flow(unit="x"), settle=does("people.seen = people.stock"))
    writer = rule(
        "Writer",
        mine=state(0.0, unit="x", span=None),
        settle=does("people.mine = people.mine + 1; people.mine = people.mine + 1"),
    )
    seen = run(Owner, reader, writer, columns=("stock", "seen", "mine"), weeks=3)
    assert np.all(seen["seen"][1:] == seen["stock"][:-1])
    assert seen["mine"][:, 0].tolist() == [0, 1, 2, 3]  # twice in one week is as once: both read Monday's value


def test_values_are_cut_to_their_span_when_written() -> None:
    wild = rule("Wild", mine=state(0.5, unit="x"), free=state(0.0, unit="x", span=None),
                settle=does("people.mine = people.mine + 3; people.free = people.free - 3"))  # fmt: skip
    seen = run(wild, columns=("mine", "free"), weeks=2)
    assert np.all(seen["mine"][1:] == 1)
    assert seen["free"][:, 0].tolist() == [0, -3, -6]


class Push(Intervention):
    """Pushes all three exposures."""

    class Params(Intervention.Params):
        strength: float = 0.2

    sets = (Owner.pushed, Owner.loudest, Owner.factor)

    def apply(self, people: View, p: Params, org: Organisation, now: Now) -> None:
        people.pushed = p.strength * people.covered
        people.loudest = p.strength * people.covered
        people.factor = 1 + p.strength * people.covered


class Shove(Push):
    """Does the same, under another name."""


def test_exposures_combine_and_are_neutral_again_on_monday() -> None:
    acts: dict[str, Any] = {
        "push": {"start": 2, "weeks": 1, "strength": 0.25},
        "shove": {"start": 1, "weeks": 2, "strength": 0.5},
    }
    columns = ("pushed", "loudest", "factor")
    seen = run(Owner, Push, Shove, columns=columns, weeks=4, interventions=acts)
    assert seen["pushed"][:, 0].tolist() == [0, 0.5, 0.75, 0, 0]
    assert seen["loudest"][:, 0].tolist() == [-1, 0.5, 0.5, -1, -1]
    assert seen["factor"][:, 0].tolist() == [1, 1.5, 1.25 * 1.5, 1, 1]


def test_totals_add_up_the_parts_of_all_rules() -> None:
    giver = rule(
        "Giver", gift=part(Owner.all_in_all), learn=lambda self, people, p, org, now: setattr(people, "gift", 0.125)
    )
    donor = rule(
        "Donor", alms=part(Owner.all_in_all), learn=lambda self, people, p, org, now: setattr(people, "alms", 0.0625)
    )
    seen = run(Owner, giver, donor, columns=("all_in_all", "stock"), weeks=2)
    assert seen["all_in_all"][:, 0].tolist() == [0, 0.1875, 1.1875]
    assert seen["stock"][:, 0].tolist() == [0.25, 0.4375, 1]


def test_a_column_knows_its_owner() -> None:
    assert (Owner.stock.owner, Owner.stock.name, Owner.stock.span) == ("Owner", "stock", (0.0, 1.0))
    names = [column.name for column in Owner.columns()]
    assert names == ["stock", "made", "sort", "pushed", "loudest", "factor", "all_in_all", "own_share"]

    class Heir(Owner):
        """Adds one."""

        more: ClassVar[Column] = trait(0.0, unit="x")

    assert [column.name for column in Heir.columns()] == [*names, "more"]
