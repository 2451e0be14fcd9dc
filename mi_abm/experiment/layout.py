"""The columns of an experiment's tables.

runs    run_id, scenario, seed; a column a varied parameter, by its dotted path (empty where the scenario keeps its own);
        every measure in the last week; outcomes of other weeks, as miti@26; sd_of_miti, the SD between practitioners in
        week 0, of measures that are contrasted
weeks   run_id, scenario, seed, week; every measure
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from mi_abm.experiment.contrast import Outcome
from mi_abm.experiment.experiment import Experiment

KEYS = ("run_id", "scenario", "seed")
SPREAD = "sd_of_"


@dataclass(frozen=True)
class Layout:
    """What is kept of every run."""

    parameters: tuple[tuple[str, str], ...]
    measures: tuple[str, ...]
    outcomes: tuple[Outcome, ...]
    spreads: tuple[str, ...]
    weeks: tuple[int, ...]
    last: int

    def holds(self, other: Layout) -> bool:
        """Say whether whoever keeps this has all that the other one asks for, but for parameters."""
        return self.last == other.last and all(
            set(getattr(self, part)) >= set(getattr(other, part))
            for part in ("measures", "outcomes", "spreads", "weeks")
        )

    def lacking(self, other: Layout) -> str:
        """Return, in words, what is lacking of what the other one asks for."""
        if self.last != other.last:
            return f"its runs last {self.last} weeks, not {other.last}"
        asked = [*other.measures, *map(str, other.outcomes), *(f"{SPREAD}{m}" for m in other.spreads)]
        have = {*self.measures, *map(str, self.outcomes), *(f"{SPREAD}{m}" for m in self.spreads)}
        names = [name for name in asked if name not in have] + [f"week {w}" for w in other.weeks if w not in self.weeks]
        return f"its runs lack {', '.join(names[:3])}{', ...' if len(names) > 3 else ''}"

    def plain(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return asdict(self) | {"outcomes": [[o.measure, o.week] for o in self.outcomes]}


def layout_of(experiment: Experiment) -> Layout:
    """Return what an experiment keeps of every run."""
    last = experiment.data.weeks
    contrasted = dict.fromkeys(o.measure for pair in experiment.pairs for o in pair.outcomes)
    return Layout(
        parameters=tuple((f.path, f.kind) for f in experiment.factors),
        measures=experiment.measures,
        outcomes=tuple(o for o in experiment.outcomes if o.week != last),
        spreads=tuple(m for m in contrasted if experiment.measure(m).personal),
        weeks=experiment.kept_weeks,
        last=last,
    )


def layout_from(plain: Mapping[str, Any], parameters: Sequence[tuple[str, str]] = ()) -> Layout:
    """Return the layout that JSON values describe, with other parameters if any are given."""
    return Layout(
        parameters=tuple(parameters) or tuple((str(p), str(k)) for p, k in plain["parameters"]),
        measures=tuple(plain["measures"]),
        outcomes=tuple(Outcome(str(m), int(w)) for m, w in plain["outcomes"]),
        spreads=tuple(plain["spreads"]),
        weeks=tuple(plain["weeks"]),
        last=int(plain["last"]),
    )
