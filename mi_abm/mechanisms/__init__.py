"""Mechanisms: how each part of the social context moves uptake, one file a row of the source table."""

from mi_abm.core.rules import Mechanism
from mi_abm.mechanisms.attachment_ties import AttachmentTies
from mi_abm.mechanisms.descriptive_norms import DescriptiveNorms
from mi_abm.mechanisms.hours import Hours
from mi_abm.mechanisms.injunctive_norms import InjunctiveNorms
from mi_abm.mechanisms.meta_perceptions import MetaPerceptions
from mi_abm.mechanisms.relational_self import RelationalSelf
from mi_abm.mechanisms.shared_cognition import SharedCognition
from mi_abm.mechanisms.skill import Skill
from mi_abm.mechanisms.social_feedback import SocialFeedback
from mi_abm.mechanisms.social_modelling import SocialModelling
from mi_abm.mechanisms.social_support import SocialSupport
from mi_abm.mechanisms.turnover import Turnover
from mi_abm.mechanisms.uptake import Uptake

# Each reads only what stands before it: the arrows run one way.
BUILTIN: tuple[type[Mechanism], ...] = (
    Hours,
    AttachmentTies,
    Uptake,
    Skill,
    DescriptiveNorms,
    SocialModelling,
    InjunctiveNorms,
    MetaPerceptions,
    RelationalSelf,
    SocialFeedback,
    SocialSupport,
    SharedCognition,
    Turnover,
)
