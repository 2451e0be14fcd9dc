"""Interventions: what one can do about each part of the social context, one file a row of the source table."""

from mi_abm.core.rules import Intervention
from mi_abm.interventions.social_modelling import Rotation
from mi_abm.interventions.training import Workshop

BUILTIN: tuple[type[Intervention], ...] = (Workshop, Rotation)
