"""Telling: what is set goes into the session, and whoever listens hears what was wrong with it ("" if nothing)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mi_abm.scenario.problems import InputError
from mi_abm.widgets.session import Session

Told = Callable[[str], None]


def put(session: Session, values: dict[str, Any], told: Told) -> None:
    """Set values and tell; what is not allowed is told in the words of `mi-abm check`, and not set."""
    try:
        session.apply(values)
    except InputError as error:
        told(str(error))
    else:
        told("")
