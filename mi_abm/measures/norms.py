"""Measures of norms and of the flow of skill between teams."""

from mi_abm.core import Array, Measure, Seen, ratio, run_mean, run_sum, style_mean
from mi_abm.mechanisms.descriptive_norms import DescriptiveNorms
from mi_abm.mechanisms.social_modelling import SocialModelling
from mi_abm.mechanisms.uptake import Uptake


class PerceivedNorm(Measure):
    """What practitioners believe their colleagues to practise."""

    title = "Perceived norm"
    unit = "share of conversations"
    reads = (DescriptiveNorms.perceived_norm,)

    def of_people(self, seen: Seen) -> Array:
        """Return each person's belief, mean over styles."""
        return style_mean(seen.people.perceived_norm)


class NormGap(Measure):
    """Actual less perceived practice: above 0, colleagues do more than one thinks (pluralistic ignorance)."""

    title = "Norm gap (actual - perceived)"
    unit = "share of conversations"
    good = 0
    personal = False
    reads = (DescriptiveNorms.perceived_norm, Uptake.practice)

    def of_runs(self, seen: Seen) -> Array:
        """Return mean practice less mean perceived norm."""
        return run_mean(seen.org, seen.people.practice) - run_mean(seen.org, style_mean(seen.people.perceived_norm))


class CrossFlow(Measure):
    """Share of what is learned from colleagues that comes from other teams."""

    title = "Learned across teams"
    unit = "share of learning"
    good = 0
    personal = False
    reads = (SocialModelling.from_team, SocialModelling.from_other_teams)

    def of_runs(self, seen: Seen) -> Array:
        """Return the share; missing where nobody learned from anybody."""
        across = run_sum(seen.org, style_mean(seen.people.from_other_teams))
        inside = run_sum(seen.org, style_mean(seen.people.from_team))
        return ratio(across, across + inside, float("nan"))
