"""All interventions by their names in a scenario; the gate comes first, for training asks it."""

from __future__ import annotations

from tests.reference import climate, meetings, oneself, pairing, rotation, training
from tests.reference.programme import Intervention

KINDS: dict[str, type[Intervention]] = {
    "safety_gate": training.SafetyGate,
    "workshop": training.Workshop,
    "coaching": training.Coaching,
    "pair_exercises": pairing.PairExercises,
    "team_attendance": training.TeamAttendance,
    "manager_signal": climate.ManagerSignal,
    "eagerness_structure": climate.EagernessStructure,
    "idleness_guard": climate.IdlenessGuard,
    "experience_sharing": climate.ExperienceSharing,
    "social_reminders": climate.SocialReminders,
    "role_model_salience": climate.RoleModelSalience,
    "competition": climate.Competition,
    "safety_building": climate.SafetyBuilding,
    "rotation": rotation.Rotation,
    "retrospective": meetings.Retrospective,
    "peer_discussion": meetings.PeerDiscussion,
    "motivation_revisit": meetings.MotivationRevisit,
    "goals": meetings.Goals,
    "planning": meetings.Planning,
    "influence_awareness": oneself.InfluenceAwareness,
    "public_commitment": oneself.PublicCommitment,
    "common_responsibility": oneself.CommonResponsibility,
    "accountability_roles": oneself.AccountabilityRoles,
    "individual_path": oneself.IndividualPath,
    "peer_feedback": oneself.PeerFeedback,
}
