"""What reaches one practitioner this week. A class attribute is the neutral value; interventions set an instance's."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.reference.people import Person


class Exposures:
    """Neutral until an intervention acts; then this week's own values."""

    # time
    meetings = 0.0
    meetings_planned = 0.0
    offered = 0.0
    attended = 0.0
    practitioner_hours = 0.0
    trainer_hours = 0.0
    manager_hours = 0.0
    protected_time: float | None = None
    time_signal = 0.0
    # the manager
    supported_styles: tuple[float, ...] | None = None  # support less time signal, per style
    habit_signal = 0.0
    norm_salience = 1.0
    # oneself
    social_dose = 0.0
    floor = 0.0
    pooling = 0.0
    on_path = False
    # what is seen and copied
    competition = 0.0
    openness = 0.0
    eagerness = 0.0
    habit_shown = 0.0
    salience = 1.0
    retrospective = 0.0
    idle_talk = 0.0
    # feedback and discussion
    coached = 0.0
    peer_rate = 0.0
    peer_threat = 0.0
    invited: list[Person] | None = None  # in simulations: whoever may give the feedback
    checklist = 0.0
    discussion = 0.0
    on_task = 0.0
    unprompted = False
    partner: Person | None = None
    # training
    attends = False
    trains_together = False
    lesson = 0.0
    language = 0.0
    anchor_gain = 0.0
    anchor_held = False
    efficacy_gain = 0.0
    # goals and plans
    goals_on = False
    goal_due = 0.0
    goal_step: float | None = None  # None: one level for all
    goal_level = 0.0
    goal_shared = 0.0
    normalised = 0.0
    plan_due = 0.0
    plan_of_team = 0.0
    plan_partner: Person | None = None
    plan_reminded = 0.0


NEUTRAL = Exposures()
