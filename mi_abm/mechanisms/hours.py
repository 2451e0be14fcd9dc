"""Hours: what interventions cost. Exposures only; nothing moves by them.

Practitioner, trainer and manager hours of the week, each borne by whoever they are counted for, so that they add up
over people: an hour per manager is shared out over the manager's staff, an hour per group over the group.
"""

from mi_abm.core import Mechanism, exposure


class Hours(Mechanism):
    """The account in which interventions book their hours."""

    practitioner_hours = exposure(0.0, unit="hours a week", meaning="hours of practitioners")
    trainer_hours = exposure(0.0, unit="hours a week", meaning="hours of trainers and coaches")
    manager_hours = exposure(0.0, unit="hours a week", meaning="hours of managers")
    meetings_planned = exposure(0.0, unit="meetings", meaning="meetings planned, held or not")
    offered = exposure(0.0, unit="episodes", meaning="discussions, peer feedback and coaching offered")
    attended = exposure(0.0, unit="episodes", meaning="of these, attended")
