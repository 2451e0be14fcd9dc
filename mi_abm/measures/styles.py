"""Measures of each style apart, for organisations with several MI skills: skill, practice, and what is believed of it."""

from collections.abc import Callable
from functools import lru_cache, partial

from mi_abm.core import Array, Column, Measure, Seen, run_mean
from mi_abm.core.columns import View
from mi_abm.mechanisms.descriptive_norms import DescriptiveNorms
from mi_abm.mechanisms.skill import Skill

PRACTISED = "share of conversations"


@lru_cache(maxsize=32)
def style_measures(styles: tuple[str, ...]) -> tuple[type[Measure], ...]:
    """Return the measures of every style; none where there is one style only, since they are those of the whole."""
    if len(styles) < 2:
        return ()
    found: list[type[Measure]] = []
    for k, style in enumerate(styles):
        said = style.replace("_", " ")
        found += [
            _measure(f"skill_in_{style}", f"Skill in {said}", "0-1", (Skill.skill,), partial(_style, "skill", k)),
            _measure(
                f"practice_of_{style}",
                f"Practice of {said}",
                PRACTISED,
                (Skill.style_practice,),
                partial(_style, "style_practice", k),
            ),
            _measure(
                f"believed_practice_of_{style}",
                f"Believed practice of {said}",
                PRACTISED,
                (DescriptiveNorms.perceived_norm,),
                partial(_style, "perceived_norm", k),
            ),
            _measure(
                f"norm_gap_of_{style}",
                f"Norm gap of {said} (actual - perceived)",
                PRACTISED,
                (Skill.style_practice, DescriptiveNorms.perceived_norm),
                partial(_gap, k),
            ),
        ]
    return tuple(found)


def _style(column: str, k: int, people: View) -> Array:
    found: Array = getattr(people, column)[k]
    return found


def _gap(k: int, people: View) -> Array:
    return _style("style_practice", k, people) - _style("perceived_norm", k, people)


def _measure(
    name_: str, title_: str, unit_: str, reads_: tuple[Column, ...], of: Callable[[View], Array]
) -> type[Measure]:
    class OfStyle(Measure):
        name = name_
        title = title_
        unit = unit_
        good = 0
        personal = False
        reads = reads_

        def of_runs(self, seen: Seen) -> Array:
            return run_mean(seen.org, of(seen.people))

    OfStyle.__doc__ = title_
    return OfStyle
