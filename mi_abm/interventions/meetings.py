"""Meetings: teams plan them, and hold them as work and climate allow.

    held with probability 1 - 1.5 (1 - opp_k) (1 - psi_k)

opp_k: the team's mean opportunity before meetings; psi_k: its safety. A meeting that is not held has no effect, no cost
and no hours. One draw a team, week and intervention.
"""

from typing import Any

import numpy as np

from mi_abm.core import Array, Now, Organisation, View, positive, team_chance, team_mean
from mi_abm.mechanisms.attachment_ties import AttachmentTies
from mi_abm.mechanisms.hours import Hours
from mi_abm.mechanisms.uptake import Uptake

READS = (Uptake.opportunity, AttachmentTies.safety)
SETS = (Uptake.meetings, Hours.meetings_planned)


def hold(people: View, org: Organisation, now: Now, planned: Any) -> Array:
    """Return 1 for the people planned for whose team's meeting is held, and count it; expectation mode: its probability."""
    busy = 1 - team_mean(org, people.opportunity)
    p = np.clip(1 - 1.5 * busy * (1 - people.safety), 0.0, 1.0)
    held = planned * team_chance(now, "held", p * positive(team_mean(org, planned)))
    people.meetings_planned = planned
    people.meetings = held
    return np.asarray(held)
