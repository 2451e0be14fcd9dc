"""Injunctive norms: what I believe my manager approves of.

    n_k  <- n_k + a_n (1/2 + 1/2 (support_k - time_signal) - n_k)                                    (6)
    n_u  likewise, with the signals that approve of the MI-inconsistent style
    pull  = phi_n b_n (2 n - 1),    du = n_n (2 n_u - 1) u (1 - u)

n: perceived approval of MI skill k; n_u: of the MI-inconsistent habit u; support, time_signal: what the manager signals
this week (0 outside an intervention); phi_n: salience of injunctive norms, phi_n + phi_d = 2.

References: [Cialdini1990], [Ajzen1991], [Table2:injunctive-norms].
"""

from mi_abm.core import (
    Mechanism,
    Now,
    Organisation,
    View,
    exposure,
    fraction,
    param,
    part,
    state,
    style_mean,
)
from mi_abm.mechanisms.skill import Skill
from mi_abm.mechanisms.uptake import Uptake


class InjunctiveNorms(Mechanism):
    """Perceived approval follows the manager's net signal."""

    class Params(Mechanism.Params):
        weight: float = param(0.8, "weight of perceived approval", unit="logit", source="assumption", range=(0.4, 1.2), off=0.0)  # fmt: skip
        rate: float = fraction(0.10, "share of the gap to the signal closed a week", range=(0.02, 0.5), off=0.0)
        start: float = fraction(0.5, "perceived approval at arrival")
        habit_rate: float = fraction(0.02, "weekly pull of approval on the MI-inconsistent habit", range=(0, 0.1), off=0.0)  # fmt: skip

    reads = (Uptake.norm_salience, Uptake.time_signal, Skill.habit)

    approval = state(0.5, unit="approval", axis="style", meaning="perceived approval of an MI skill by the manager")
    habit_approval = state(0.5, unit="approval", meaning="perceived approval of the MI-inconsistent habit")
    approval_pull = part(Uptake.intention, meaning="perceived approval by the manager")
    approved_habit = part(Skill.habit_change, meaning="approval of the habit by the manager")

    support = exposure(0.0, unit="signal", combine="largest", axis="style", meaning="the manager speaks for this MI skill")  # fmt: skip
    habit_support = exposure(0.0, unit="signal", combine="largest", meaning="the manager speaks for the MI-inconsistent style")  # fmt: skip

    habit_time_signal = exposure(0.0, unit="signal", combine="largest", meaning="the manager speaks against it")

    def arrive(self, people: View, p: Params, org: Organisation, now: Now) -> None:
        """Start undecided."""
        people.approval = p.start
        people.habit_approval = p.start

    def appraise(self, people: View, p: Params, org: Organisation, now: Now) -> None:
        """Pull on intention by what is approved of."""
        people.approval_pull = people.norm_salience * p.weight * (2 * style_mean(people.approval) - 1)

    def perceive(self, people: View, p: Params, org: Organisation, now: Now) -> None:
        """Hear this week's signals."""
        target = 0.5 + 0.5 * (people.support - people.time_signal)
        people.approval = people.approval + p.rate * (target - people.approval)
        habit_target = 0.5 + 0.5 * (people.habit_support - people.habit_time_signal)
        people.habit_approval = people.habit_approval + p.rate * (habit_target - people.habit_approval)
        u = people.habit
        people.approved_habit = p.habit_rate * (2 * people.habit_approval - 1) * u * (1 - u)
