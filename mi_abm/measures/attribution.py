"""Attribution: what pulled on intention, and where skill came from, source by source; no source is a remainder.

A source's part of a week's change of skill is scaled by `realised`, the share that clipping left; forgetting is a source.
The parts of feedback are its doses' shares of it. So the parts add up to the change of skill of that week, and the
pulls to intention.
"""

from functools import lru_cache

from mi_abm.core import Array, Column, Measure, Seen, ratio, run_mean, style_mean
from mi_abm.mechanisms.skill import Skill


def pull_measure(column: Column) -> type[Measure]:
    """Return the measure of one pull on intention: its mean over people this week (logit)."""

    class Pull(Measure):
        name = f"intention_{column.name}"
        title = f"Pull on intention: {column.meaning}"
        unit = "logit"
        good = 0
        personal = False
        absent = 0.0
        reads = (column,)

        def of_runs(self, seen: Seen) -> Array:
            return run_mean(seen.org, getattr(seen.people, column.name))

    Pull.__doc__ = Pull.title
    return Pull


def source_measure(column: Column) -> type[Measure]:
    """Return the measure of one source of skill: what it added this week, mean over people and styles."""

    class Source(Measure):
        name = f"skill_{column.name}"
        title = f"Skill by: {column.meaning}"
        unit = "skill a week"
        good = 0
        personal = False
        absent = 0.0
        reads = (column, Skill.realised)

        def of_runs(self, seen: Seen) -> Array:
            return run_mean(seen.org, style_mean(getattr(seen.people, column.name) * seen.people.realised))

    Source.__doc__ = Source.title
    return Source


def dose_measure(column: Column) -> type[Measure]:
    """Return the measure of one kind of feedback: what it added to skill this week, mean over people and styles."""

    class Dose(Measure):
        name = f"skill_{column.name}"
        title = f"Skill by: {column.meaning}"
        unit = "skill a week"
        good = 0
        personal = False
        absent = 0.0
        reads = (column, Skill.feedback, Skill.by_feedback, Skill.realised)

        def of_runs(self, seen: Seen) -> Array:
            share = ratio(getattr(seen.people, column.name), seen.people.feedback, 0.0)
            return run_mean(seen.org, style_mean(seen.people.by_feedback * share * seen.people.realised))

    Dose.__doc__ = Dose.title
    return Dose


@lru_cache(maxsize=32)
def attribution(columns: tuple[Column, ...]) -> tuple[type[Measure], ...]:
    """Return the measures of all pulls and sources among the columns of a set of rules."""
    found: list[type[Measure]] = []
    for column in columns:
        if column.kind == "part" and column.of is not None:
            if column.of.name == "intention":
                found.append(pull_measure(column))
            elif column.of.name == "gain" and column.name != "by_feedback":
                found.append(source_measure(column))
            elif column.of.name == "feedback":
                found.append(dose_measure(column))
    return tuple(found)
