"""What an experiment contrasts: pairs of scenarios, and outcomes such as miti@52."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from mi_abm.experiment.schema import ExperimentData
from mi_abm.scenario.problems import Problem, nearest, shown

OUTCOME = re.compile(r"(\w+)(?:@(\d+))?")
MINUS = " - "
USUAL = ("miti", "practice")


@dataclass(frozen=True, order=True)
class Outcome:
    """A measure in a week."""

    measure: str
    week: int

    def __str__(self) -> str:
        return f"{self.measure}@{self.week}"


@dataclass(frozen=True)
class Pair:
    """A scenario, the one it is compared with, and in what; without a `reference`: how it comes out by itself."""

    scenario: str
    reference: str
    outcomes: tuple[Outcome, ...]

    @property
    def name(self) -> str:
        """The name of the contrast as files write it."""
        return f"{self.scenario}{MINUS}{self.reference}" if self.reference else self.scenario


class Reader:
    """Reads contrasts; `problems` collects (path, message) of what is wrong."""

    def __init__(self, data: ExperimentData, names: Sequence[str], measures: Sequence[str]) -> None:
        self.data, self.names, self.measures = data, list(names), list(measures)
        self.problems: list[Problem] = []

    def pairs(self) -> tuple[Pair, ...]:
        """Return every pair that is contrasted."""
        said = self.data.contrast
        if isinstance(said, dict):
            found = [self._pair(key, outcomes) for key, outcomes in said.items()]
            return tuple(pair for pair in found if pair is not None)
        reference = self.reference()
        outcomes = self.outcomes(said, "contrast") if said is not None else self._usual()
        if len(self.names) == 1:
            return (Pair(reference, "", outcomes),)
        return tuple(Pair(name, reference, outcomes) for name in self.names if name != reference)

    def reference(self) -> str:
        """Return the name of the reference."""
        said = self.data.reference
        if said is not None and said not in self.names:
            self._say("reference", f"{shown(said)} is no scenario of this experiment; {nearest(said, self.names)}")
            return self.names[0]
        return said or self.names[0]

    def outcomes(self, said: str | Sequence[str], path: str) -> tuple[Outcome, ...]:
        """Return outcomes, each once."""
        several = [said] if isinstance(said, str) else said
        if not several:
            self._say(path, "names nothing to compare, as miti@52")
        found = [
            self._outcome(text, path if isinstance(said, str) else f"{path}.{i}") for i, text in enumerate(several)
        ]
        return tuple(dict.fromkeys(outcome for outcome in found if outcome is not None))

    def _usual(self) -> tuple[Outcome, ...]:
        return tuple(Outcome(measure, self.data.weeks) for measure in USUAL)

    def _pair(self, key: str, said: str | list[str]) -> Pair | None:
        path = f"contrast.{key}"
        sides = [side.strip() for side in key.split(MINUS)]
        if len(sides) > 2:
            self._say(path, "is not a contrast of two scenarios, as rotating - home")
            return None
        unknown = [side for side in sides if side not in self.names]
        for side in unknown:
            self._say(path, f"{shown(side)} is no scenario of this experiment; {nearest(side, self.names)}")
        if len(sides) == 2 and sides[0] == sides[1]:
            self._say(path, "compares a scenario with itself")
        outcomes = self.outcomes(said, path)
        return None if unknown else Pair(sides[0], "".join(sides[1:]), outcomes)

    def _outcome(self, text: str, path: str) -> Outcome | None:
        found = OUTCOME.fullmatch(text.strip())
        if found is None:
            self._say(path, f"{shown(text)} is not a measure and a week, as miti@52")
            return None
        measure, week = found[1], self.data.weeks if found[2] is None else int(found[2])
        if measure not in self.measures:
            self._say(path, f"{shown(measure)} is no measure; {nearest(measure, self.measures)}")
        if week > self.data.weeks:
            self._say(path, f"week {week} is not simulated; weeks 0 to {self.data.weeks} are")
        return Outcome(measure, week)

    def _say(self, path: str, message: str) -> None:
        self.problems.append(Problem("", path, message))
