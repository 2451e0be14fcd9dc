"""Measures of cost and delivery: hours booked so far, meetings held, episodes attended."""

from typing import ClassVar

import numpy as np

from mi_abm.core import Array, Column, Measure, Seen, ratio
from mi_abm.mechanisms.hours import Hours as HoursRule
from mi_abm.mechanisms.uptake import Uptake


class Hours(Measure):
    """Hours of practitioners, trainers and managers together, since week 1."""

    title = "Hours so far"
    unit = "hours"
    good = 0
    personal = False
    cumulative = True
    accumulates: ClassVar[tuple[Column, ...]] = (
        HoursRule.practitioner_hours,
        HoursRule.trainer_hours,
        HoursRule.manager_hours,
    )

    def of_runs(self, seen: Seen) -> Array:
        """Return the hours of the whole organisation."""
        total = np.zeros(seen.org.n_runs)
        for column in self.accumulates:
            total = total + seen.total(column)
        return total


class PractitionerHours(Hours):
    """Hours of practitioners since week 1."""

    title = "Practitioner hours so far"
    accumulates = (HoursRule.practitioner_hours,)


class TrainerHours(Hours):
    """Hours of trainers since week 1."""

    title = "Trainer hours so far"
    accumulates = (HoursRule.trainer_hours,)


class ManagerHours(Hours):
    """Hours of managers since week 1."""

    title = "Manager hours so far"
    accumulates = (HoursRule.manager_hours,)


class MeetingsHeld(Measure):
    """Share of planned meetings that were held since week 1."""

    title = "Meetings held"
    unit = "share of planned"
    personal = False
    cumulative = True
    accumulates = (Uptake.meetings, HoursRule.meetings_planned)

    def of_runs(self, seen: Seen) -> Array:
        """Return held over planned, counted per participant; missing if none were planned."""
        return ratio(seen.total(Uptake.meetings), seen.total(HoursRule.meetings_planned), np.nan)


class Adherence(Measure):
    """Share of offered discussions, feedback and coaching that was attended since week 1."""

    title = "Adherence"
    unit = "share of offered"
    personal = False
    cumulative = True
    accumulates = (HoursRule.attended, HoursRule.offered)

    def of_runs(self, seen: Seen) -> Array:
        """Return attended over offered; missing if nothing was offered."""
        return ratio(seen.total(HoursRule.attended), seen.total(HoursRule.offered), np.nan)
