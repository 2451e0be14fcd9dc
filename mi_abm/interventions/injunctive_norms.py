"""Interventions on injunctive norms: what managers signal.

References: [Table2:injunctive-norms].
"""

from typing import Literal

import numpy as np

from mi_abm.core import (
    Intervention,
    Now,
    Organisation,
    View,
    during,
    fraction,
    is_choice,
    lasting_team_uniform,
    named_styles,
    of_manager,
    param,
    per_manager,
    positive,
)
from mi_abm.mechanisms.hours import Hours
from mi_abm.mechanisms.injunctive_norms import InjunctiveNorms
from mi_abm.mechanisms.uptake import Uptake

INCONSISTENT = 1  # place of "inconsistent" among the styles
USUAL = 0.2  # protected time that costs nothing more


class ManagerSignal(Intervention):
    """Managers speak for MI, or signal that it takes time from work; they may protect time for it.

    Hours a week: 1 a practitioner per .1 of protected time above .2, .25 a manager.
    """

    class Params(Intervention.Params):
        support: float = fraction(0.8, "strength of the manager's support", off=0.0)
        time_signal: float = fraction(0.0, "strength of the signal that training takes time from work", off=0.0)
        protected_time: float = fraction(0.2, "share of the load from which time is protected, while it acts", range=(0, 0.6))  # fmt: skip
        salience: float = param(1.0, "salience of injunctive norms; 2 less this is that of descriptive norms", unit="weight", source="Cialdini1990", range=(0, 2), bounds=(0, 2), off=1.0)  # fmt: skip
        style: Literal["consistent", "inconsistent"] = param("consistent", "which style of conversation is approved of", unit="rule", source="assumption")  # fmt: skip
        styles: list[str] | None = param(None, "MI skills approved of (default: all)", unit="skills", source="assumption")  # fmt: skip
        managers: float = fraction(1.0, "share of managers who give the signal", off=0.0)

    sets = (
        InjunctiveNorms.support, InjunctiveNorms.habit_support, InjunctiveNorms.habit_time_signal, Uptake.time_signal,
        Uptake.protected_time, Uptake.norm_salience, Hours.practitioner_hours, Hours.manager_hours,
    )  # fmt: skip

    def apply(self, people: View, p: Params, org: Organisation, now: Now) -> None:
        """Signal to the staff covered whose manager takes part."""
        speaks = np.where(of_manager(org, lasting_team_uniform(now, "signals")) < p.managers, 1.0, 0.0)
        says = positive(p.support + p.time_signal + np.abs(p.salience - 1.0) + np.abs(p.protected_time - USUAL))
        on = during(now, p) * people.covered * speaks * says
        other = is_choice(p.style, INCONSISTENT)
        people.support = on * (1 - other) * p.support * named_styles(org, p.styles)
        people.habit_support = on * other * p.support
        people.habit_time_signal = on * other * p.time_signal
        people.time_signal = on * (1 - other) * p.time_signal
        people.protected_time = np.where(on > 0, p.protected_time, -1.0)
        people.norm_salience = np.where(on > 0, p.salience, 1.0)
        people.practitioner_hours = on * np.maximum(0.0, p.protected_time - USUAL) / 0.1
        people.manager_hours = 0.25 * per_manager(org, on)
