"""Measures of climate: safety, threat, commitment, overload, and the divide between teams."""

import numpy as np

from mi_abm.core import Array, Measure, Organisation, Seen, ratio, run_mean, run_sum, style_mean
from mi_abm.core.kernels import run_tie_sum
from mi_abm.mechanisms.attachment_ties import AttachmentTies
from mi_abm.mechanisms.meta_perceptions import MetaPerceptions
from mi_abm.mechanisms.relational_self import RelationalSelf
from mi_abm.mechanisms.shared_cognition import SharedCognition
from mi_abm.mechanisms.social_modelling import SocialModelling
from mi_abm.mechanisms.uptake import Uptake


class Safety(Measure):
    """Mean psychological safety."""

    title = "Psychological safety"
    unit = "0-1"
    reads = (AttachmentTies.safety,)

    def of_people(self, seen: Seen) -> Array:
        """Return the safety of each person's team."""
        return seen.people.safety


class Competence(Measure):
    """Mean meta-perception: how competent one believes to be seen."""

    title = "Believed to be seen as competent"
    unit = "0-1"
    reads = (MetaPerceptions.competence,)

    def of_people(self, seen: Seen) -> Array:
        """Return each person's belief."""
        return seen.people.competence


class Threat(Measure):
    """Mean threat to one's competence."""

    title = "Threat"
    unit = "0-1"
    good = -1
    reads = (MetaPerceptions.threat,)

    def of_people(self, seen: Seen) -> Array:
        """Return each person's threat."""
        return seen.people.threat


class Efficacy(Measure):
    """Mean self-efficacy."""

    title = "Self-efficacy"
    unit = "0-1"
    reads = (SharedCognition.efficacy,)

    def of_people(self, seen: Seen) -> Array:
        """Return each person's self-efficacy."""
        return seen.people.efficacy


class Commitment(Measure):
    """Mean commitment to others."""

    title = "Commitment"
    unit = "0-1"
    reads = (RelationalSelf.commitment,)

    def of_people(self, seen: Seen) -> Array:
        """Return each person's commitment."""
        return seen.people.commitment


class Overload(Measure):
    """Share of conversations for which work leaves no room for MI."""

    title = "Overload"
    unit = "share"
    good = -1
    reads = (Uptake.opportunity,)

    def of_people(self, seen: Seen) -> Array:
        """Return 1 - opportunity of each person."""
        return 1 - seen.people.opportunity


class Wellbeing(Measure):
    """Composite by construction: mean of safety, self-efficacy, 1 - threat, 1 - overload."""

    title = "Wellbeing (composite by construction)"
    unit = "0-1"
    reads = (AttachmentTies.safety, SharedCognition.efficacy, MetaPerceptions.threat, Uptake.opportunity)

    def of_people(self, seen: Seen) -> Array:
        """Return each person's composite."""
        p = seen.people
        return (p.safety + p.efficacy + (1 - p.threat) + p.opportunity) / 4


class Acceptance(Measure):
    """Share of practitioners to whom this week's social formats are acceptable: 2 (psi - 1/2) + 1.5 (a - 1/2) - 2 x dose - 2 h > 0.

    psi: safety; a: attitude; x: introversion; dose: how social the week is for this person; h: threat. An assumption
    throughout: acceptability cannot be simulated.
    """

    title = "Acceptable to (an assumption)"
    unit = "share of staff"
    reads = (
        AttachmentTies.safety, Uptake.attitude, RelationalSelf.introversion, RelationalSelf.social_dose,
        RelationalSelf.individual_path, MetaPerceptions.threat,
    )  # fmt: skip

    def of_people(self, seen: Seen) -> Array:
        """Return 1 where more speaks for it than against."""
        p = seen.people
        dose = np.minimum(1.0, p.social_dose) * (1 - p.individual_path)
        leaning = 2 * (p.safety - 0.5) + 1.5 * (p.attitude - 0.5) - 2 * p.introversion * dose - 2 * p.threat
        return np.where(leaning > 0, 1.0, 0.0)


class InGroupBias(Measure):
    """(mean weight inside teams - mean weight across) / their sum, of the effective weights of this week's ties."""

    title = "In-group bias"
    unit = "-1 to 1"
    good = 0
    personal = False
    reads = (AttachmentTies.tie_weight,)

    def of_runs(self, seen: Seen) -> Array:
        """Return the index; missing where there are no ties inside or none across."""
        org, weight = seen.org, seen.people.tie_weight
        mean_in, mean_out = _weighted(org, weight, 1 - org.across), _weighted(org, weight, org.across)
        return ratio(mean_in - mean_out, mean_in + mean_out, np.nan)


def _weighted(org: Organisation, x: Array, weight: Array) -> Array:
    return ratio(run_tie_sum(org, x * weight), run_tie_sum(org, weight), np.nan)


class CrossFlow(Measure):
    """Share of what is learned from colleagues this week that comes from other teams, visitors included."""

    title = "Learned across teams"
    unit = "share of learning"
    good = 0
    personal = False
    reads = (SocialModelling.from_team, SocialModelling.from_other_teams)

    def of_runs(self, seen: Seen) -> Array:
        """Return the share; missing where nobody learned from anybody."""
        across = run_sum(seen.org, style_mean(seen.people.from_other_teams))
        inside = run_sum(seen.org, style_mean(seen.people.from_team))
        return ratio(across, across + inside, np.nan)


class GateDelay(Measure):
    """Mean number of weeks by which training is put off for safety."""

    title = "Training put off"
    unit = "weeks"
    good = 0
    personal = False
    reads = (AttachmentTies.training_delay,)

    def of_runs(self, seen: Seen) -> Array:
        """Return the mean over people."""
        return run_mean(seen.org, seen.people.training_delay)
