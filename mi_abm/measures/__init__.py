"""Measures: what is reported, one number a run and week."""

from mi_abm.core.measure import Measure
from mi_abm.measures.cost import Hours
from mi_abm.measures.norms import CrossFlow, NormGap, PerceivedNorm
from mi_abm.measures.uptake import BottomTercile, Habit, Miti, Practice, Skill, Trained

BUILTIN: tuple[type[Measure], ...] = (
    Miti,
    Skill,
    BottomTercile,
    Practice,
    Habit,
    PerceivedNorm,
    NormGap,
    CrossFlow,
    Trained,
    Hours,
)
