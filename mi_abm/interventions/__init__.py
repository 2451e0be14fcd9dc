"""Interventions: what one can do about each part of the social context, one file a row of the source table."""

from mi_abm.core.rules import Intervention
from mi_abm.interventions.attachment_ties import Competition, SafetyBuilding, SafetyGate, TeamAttendance
from mi_abm.interventions.descriptive_norms import EagernessStructure, IdlenessGuard
from mi_abm.interventions.injunctive_norms import ManagerSignal
from mi_abm.interventions.meta_perceptions import PairExercises
from mi_abm.interventions.relational_self import (
    AccountabilityRoles,
    CommonResponsibility,
    IndividualPath,
    InfluenceAwareness,
    PublicCommitment,
)
from mi_abm.interventions.shared_cognition import Goals, MotivationRevisit, Planning
from mi_abm.interventions.social_feedback import PeerFeedback
from mi_abm.interventions.social_modelling import Retrospective, RoleModelSalience, Rotation
from mi_abm.interventions.social_support import ExperienceSharing, PeerDiscussion, SocialReminders
from mi_abm.interventions.training import Coaching, Workshop

# The gate comes first: it puts off the training of teams that are not safe enough.
BUILTIN: tuple[type[Intervention], ...] = (
    SafetyGate,
    Workshop,
    Coaching,
    PairExercises,
    ManagerSignal,
    EagernessStructure,
    IdlenessGuard,
    Rotation,
    RoleModelSalience,
    Retrospective,
    PeerDiscussion,
    SocialReminders,
    ExperienceSharing,
    PeerFeedback,
    TeamAttendance,
    Competition,
    SafetyBuilding,
    Goals,
    Planning,
    MotivationRevisit,
    InfluenceAwareness,
    PublicCommitment,
    CommonResponsibility,
    AccountabilityRoles,
    IndividualPath,
)
