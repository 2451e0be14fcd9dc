"""The week. Its order is the model's (MODEL.md 2.3), written down once, here.

    1  apply     exposures are neutral; interventions set them; visitors take their seats
    2  prepare   mechanisms find this week's opportunity, tie weights, visibility
       meet      meetings are held or not; their exposures and hours
       appraise  each mechanism pulls on intention by what was perceived until last week
    3  act       practice
    4  perceive  what is seen this week moves norms, approval, attitude, and is modelled; feedback is asked for and given
    9  learn     sources of skill are added up
   10  settle    skill, habit, safety, goals, commitment, ties
   13  leave     turnover; newcomers arrive
   14            what was made becomes what is read next week

Every state is read as of Monday, so that the order of rules within a phase does not matter.
"""

from __future__ import annotations

from collections.abc import Iterable

from mi_abm.core.rules import PHASES, Intervention, Rule
from mi_abm.engine.recorder import Recorder
from mi_abm.engine.stack import Stack


def advance(stack: Stack, week: int, interventions: bool = True, recorder: Recorder | None = None) -> None:
    """Run one week, and record it; no intervention acts while `interventions` is false (burn-in)."""
    stack.begin(week)
    stack.reset_exposures()
    acting = _acting(stack, interventions)
    for phase in PHASES:
        stack.add_up(phase)
        stack.perform(acting, phase)
        if phase == "apply":
            stack.seat_visitors(acting)
    stack.replace_leavers()
    stack.commit()
    if recorder is not None:
        recorder.take(week)
    elif stack.watched:
        stack.catch_up()


def pass_by(stack: Stack, weeks: Iterable[int], interventions: bool = True, recorder: Recorder | None = None) -> None:
    """Run weeks between which nobody looks at columns; they stand as they are after the last."""
    stack.watched = False
    try:
        for week in weeks:
            advance(stack, week, interventions, recorder)
    finally:
        stack.watched = True
    stack.catch_up()
    if recorder is not None:
        recorder.catch_up()


def _acting(stack: Stack, interventions: bool) -> tuple[Rule, ...]:
    """Return the rules that have a part in this week."""
    own, present, week, late = stack.parameters, stack.present, stack.week, stack.late
    return tuple(
        rule
        for rule in stack.rules
        if rule.name in present
        and (not isinstance(rule, Intervention) or (interventions and rule.awake(own[rule.name], week, late)))
    )
