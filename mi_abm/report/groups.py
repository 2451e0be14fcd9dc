"""Groups: which measures belong together, so that a report of sixty of them stays readable."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from mi_abm.analysis.bands import bands, differences, gaps
from mi_abm.measures import BUILTIN
from mi_abm.report.scales import HEADLINE, scale
from mi_abm.report.tables import Effect, Tables
from mi_abm.report.words import verdict

PROCESS = (
    "perceived_norm",
    "norm_gap",
    "approval",
    "safety",
    "competence",
    "threat",
    "attitude",
    "efficacy",
    "commitment",
    "cross_flow",
    "in_group_bias",
    "overload",
    "adherence",
    "meetings_held",
    "wellbeing",
)
SUBGROUPS = {"bottom_tercile": ("miti", "those who began lowest in skill"), "miti_introverts": ("miti", "introverts"),
             "practice_introverts": ("practice", "introverts")}  # fmt: skip
PULL, SOURCE = "logit", "skill a week"  # the units that parts of intention and of skill are recorded in


def of(tables: Tables, measure: str) -> list[Effect]:
    """Return one measure's effects, in the order of the scenarios."""
    return [e for name in tables.others if (e := tables.effect(name, measure)) is not None]


def headline(tables: Tables) -> list[str]:
    """Return the measures that count most; the first of all where the tables have none of them."""
    return [m for m in HEADLINE if m in tables.measures] or tables.measures[:1]


def parts(tables: Tables, unit: str) -> dict[str, str]:
    """Return the recorded parts of a total and what they are called: pulls on intention, sources of skill."""
    titles = {m: of(tables, m)[0] for m in tables.measures}
    return {m: e.title.partition(": ")[2] or e.title for m, e in titles.items() if e.unit == unit}


def _parts(tables: Tables) -> set[str]:
    return {*parts(tables, PULL), *parts(tables, SOURCE)}


def equal(tables: Tables) -> frozenset[str]:
    """Return the scenarios in which every measure ends as with the reference, in every pair of runs."""
    told = {name: [verdict(e) for (who, _), e in tables.rows.items() if who == name] for name in tables.others}
    return frozenset(name for name, found in told.items() if set(found) <= {"same", "missing"})


def unchanged(tables: Tables) -> list[str]:
    """Return the measures that end the same in every pair of runs, or are not defined, in all scenarios.

    Parts of totals are left out: what they are in one week says nothing of the weeks before.
    """
    whole = [m for m in tables.measures if m not in _parts(tables)]
    return [m for m in whole if all(verdict(e) in ("same", "missing") for e in of(tables, m))]


def tabled(tables: Tables) -> list[str]:
    """Return the measures that the table of effects shows: what counts most, and all that changed but parts of totals."""
    left_out = {*unchanged(tables), *_parts(tables)} - set(headline(tables))
    return [m for m in tables.measures if m not in left_out]


def process(tables: Tables, at_most: int) -> list[str]:
    """Return the measures between an intervention and its outcome that changed noticeably: guests' own, then ours."""
    ours = {m.name for m in BUILTIN} | _parts(tables)
    candidates = [m for m in tables.measures if m not in ours] + [m for m in PROCESS if m in tables.measures]
    if not candidates:
        return []
    apart = bands(differences(tables.weeks, tables.reference), candidates)
    most = apart["mean"].abs().groupby(apart["measure"]).max()
    level = tables.weeks[candidates].abs().max()
    return [m for m in candidates if most[m] > noticed(tables, m, float(level[m]))][:at_most]


def noticed(tables: Tables, measure: str, level: float) -> float:
    """Return the difference from which on a measure has changed: its limit, or 1 per cent of its largest value."""
    limit = scale(of(tables, measure)[0]).limit
    return 0.01 * level if limit is None else limit


@dataclass(frozen=True)
class Gain:
    """A subgroup beside everybody: its effect, everybody's, and how far the two lie apart, on the same pairs of runs."""

    group: str
    apart: Effect
    part: Effect
    whole: Effect


def subgroup_gains(tables: Tables) -> list[Gain]:
    """Return how much more each subgroup differs from the reference than everybody, scenario by scenario."""
    apart, out = differences(tables.runs, tables.reference), []
    for part, (whole, name) in SUBGROUPS.items():
        if part not in apart or whole not in apart:
            continue
        band = gaps(apart, part, whole).set_index("scenario")
        for effect, everybody in zip(of(tables, part), of(tables, whole), strict=True):
            row = band.loc[[effect.scenario]].iloc[0]
            low, high = float(row["ci_low"]), float(row["ci_high"])
            gain = replace(effect, difference=float(row["mean"]), ci_low=low, ci_high=high, measure=f"{part} - {whole}")
            out.append(Gain(name, gain, effect, everybody))
    return sorted(out, key=lambda gain: _place(gain.part.scenario, list(tables.others)))


def _place(name: str, names: Sequence[str]) -> int:
    return names.index(name)
