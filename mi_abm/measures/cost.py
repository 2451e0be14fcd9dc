"""Measures of cost: hours booked by interventions so far."""

from mi_abm.core import Array, Measure, Seen, run_sum
from mi_abm.mechanisms.hours import Hours as HoursRule


class Hours(Measure):
    """Hours of practitioners, trainers and managers together, since week 1."""

    title = "Hours so far"
    unit = "hours"
    good = 0
    personal = False
    cumulative = True
    reads = (HoursRule.practitioner_hours, HoursRule.trainer_hours, HoursRule.manager_hours)

    def of_runs(self, seen: Seen) -> Array:
        """Return the hours of this week."""
        people = seen.people
        return run_sum(seen.org, people.practitioner_hours + people.trainer_hours + people.manager_hours)
