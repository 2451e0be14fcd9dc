"""Pitfalls: how interventions go wrong and what cures it, read from `pitfalls.yaml`."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path

from mi_abm.scenario.text import read

FILE = Path(__file__).parents[1] / "pitfalls.yaml"


@dataclass(frozen=True)
class Pitfall:
    """One way to go wrong; `needs` are the dotted paths of the parameters that carry the harm."""

    id: str
    intervention: str
    goes_wrong: str
    because: str
    needs: tuple[str, ...]
    cure: str
    cured_by: tuple[str, ...]

    @property
    def files(self) -> dict[str, str]:
        """Return the names of the scenarios that show it: good design, pitfall, mitigation."""
        key = self.intervention
        return {"good": key, "pitfall": f"{key}_pitfall", "mitigation": f"{key}_mitigated"}


@functools.cache
def pitfalls() -> tuple[Pitfall, ...]:
    """Return all pitfalls, in the order of their ids."""
    return tuple(
        Pitfall(id=key, **(said | {"needs": tuple(said["needs"]), "cured_by": tuple(said["cured_by"])}))
        for key, said in read(FILE).data.items()
    )
