"""Interventions on descriptive norms: what becomes visible of colleagues, and what is made of the invisible.

References: [Table2:descriptive-norms].
"""

from mi_abm.core import Intervention, Now, Organisation, View, during, fraction, per_manager, positive, team_mean
from mi_abm.mechanisms.descriptive_norms import DescriptiveNorms
from mi_abm.mechanisms.hours import Hours
from mi_abm.mechanisms.relational_self import RelationalSelf


class EagernessStructure(Intervention):
    """Occasions to show how keen one is to learn. Hours a week: .25 a practitioner, .1 a manager."""

    class Params(Intervention.Params):
        strength: float = fraction(0.4, "probability of showing it to a colleague, in a fully safe team", off=0.0)

    sets = (DescriptiveNorms.eagerness, RelationalSelf.social_dose, Hours.practitioner_hours, Hours.manager_hours)

    def apply(self, people: View, p: Params, org: Organisation, now: Now) -> None:
        """Make attitudes visible."""
        on = during(now, p) * people.covered * positive(p.strength)
        people.eagerness = on * p.strength
        people.social_dose = 0.1 * on
        people.practitioner_hours = 0.25 * on
        people.manager_hours = 0.1 * per_manager(org, on)


class IdlenessGuard(Intervention):
    """Structures that keep people from taking colleagues for idle. Hours a week: .1 a practitioner, .25 a manager."""

    class Params(Intervention.Params):
        hinder: float = fraction(1.0, "share of the inference of idleness that is hindered", off=0.0)

    sets = (DescriptiveNorms.idleness_hindered, Hours.practitioner_hours, Hours.manager_hours)

    def apply(self, people: View, p: Params, org: Organisation, now: Now) -> None:
        """Hinder the inference, as far as the team is covered."""
        on = during(now, p) * people.covered * positive(p.hinder)
        people.idleness_hindered = p.hinder * team_mean(org, on)
        people.practitioner_hours = 0.1 * on
        people.manager_hours = 0.25 * per_manager(org, on)
