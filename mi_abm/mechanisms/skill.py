"""Skill: learned by practice, feedback, workshops and colleagues, up to a personal ceiling; forgotten without use.

    ds = (cl - s)+ min(1, n_p b_k + n_f F act (.3 + .7 min(1, b_k / .3)) + n_w x (.7 + .6 a) / 1.06)
         + learned from colleagues - d (1 - b) (s - s0)                                            (10, 11)

s: skill in one MI style, s0 at arrival, cl its ceiling; b: practice, b_k = min(1, b s_k / mean s) of that style; F: this
week's doses of feedback; act: 1 if trained, else .3; the third term: a workshop. Every source's part is recorded under
its own name; a part that clipping cuts is scaled down by `realised`. The MI-inconsistent habit u is one column beside
the styles; it moves by what other mechanisms add to it.

References: [Newell1981], [Tatel2025], [Schwalbe2014], [Forrester2018], [Wilson1931].
"""

import numpy as np

from mi_abm.core import (
    Mechanism,
    Now,
    Organisation,
    View,
    exposure,
    flow,
    fraction,
    lasting_normal,
    lasting_team_normal,
    lasting_uniform,
    param,
    part,
    rank_in_team,
    ratio,
    state,
    style_mean,
    style_normal,
    team_sum,
    total,
    trait,
)
from mi_abm.mechanisms.uptake import Uptake


class Skill(Mechanism):
    """Practitioners approach a personal ceiling as they learn, and slide back to where they began as they do not practise."""

    class Params(Mechanism.Params):
        mean: float = fraction(0.3725, "mean skill at arrival", source="Forrester2018", range=(0.25, 0.5))
        sd: float = param(0.13, "SD of skill at arrival", unit="SD", source="assumption", range=(0, 0.2), bounds=(0, 1))
        team_share: float = fraction(0.05, "share of that variance that lies between teams", range=(0, 0.3))
        style_sd: float = param(0.08, "SD of a person's skills around their mean", unit="SD", source="assumption", range=(0, 0.15), bounds=(0, 1))  # fmt: skip
        ceiling_mean: float = fraction(0.26, "mean room for growth above the skill at arrival", source="Forrester2018", range=(0.15, 0.40))  # fmt: skip
        ceiling_shape: float = param(3.0, "shape of the distribution of that room (Gamma)", unit="shape", source="Forrester2018", range=(2, 6), bounds=(0.5, None))  # fmt: skip
        ceiling_cap: float = fraction(0.95, "no ceiling lies above this", range=(0.9, 1))
        practice_rate: float = fraction(0.001, "share of the room closed by a week of full practice", source="Schwalbe2014", range=(0, 0.01), off=0.0)  # fmt: skip
        feedback_rate: float = fraction(0.14, "share of the room closed by one dose of feedback", source="Schwalbe2014", range=(0.07, 0.21), off=0.0)  # fmt: skip
        untrained_learning: float = fraction(0.3, "what feedback gives the untrained, as a share of the trained", range=(0.1, 1))  # fmt: skip
        unused_learning: float = fraction(0.3, "what feedback gives without any practice, as a share of full use", range=(0.1, 1))  # fmt: skip
        full_use: float = param(0.3, "practice at which feedback has its full effect", unit="share of conversations", source="assumption", range=(0.1, 0.5), bounds=(0.01, 1))  # fmt: skip
        decay: float = fraction(0.0246, "share of the gain forgotten in a week without practice", source="Tatel2025", range=(0.015, 0.04), off=0.0)  # fmt: skip
        habit_mean: float = fraction(0.40, "mean MI-inconsistent habit at arrival", range=(0.2, 0.6))
        habit_sd: float = param(0.15, "SD of that habit", unit="SD", source="assumption", range=(0, 0.25), bounds=(0, 1))  # fmt: skip
        measurement_sd: float = param(0.13, "SD of the error of one MITI score, in skill units", unit="SD", source="Forsberg2010", range=(0.08, 0.18), bounds=(0, None), off=0.0)  # fmt: skip
        field_transfer: float = fraction(0.78, "share of a gain that shows in real conversations", source="Forrester2018", range=(0.6, 1))  # fmt: skip

    reads = (Uptake.practice, Uptake.trained, Uptake.attitude)

    start_skill = trait(0.3725, unit="skill", axis="style", span=(0, 1), meaning="skill at arrival, to which disuse returns")  # fmt: skip
    ceiling = trait(0.6325, unit="skill", axis="style", span=(0, 1), meaning="skill that learning does not take one beyond")  # fmt: skip
    skill = state(0.3725, unit="skill", axis="style", meaning="MI skill; MITI global score = 1 + 4 skill")
    habit = state(0.40, unit="habit", meaning="MI-inconsistent habit")
    typical_skill = trait(0.3725, unit="skill", meaning="what is expected of anybody: the mean skill at arrival")
    field_transfer = trait(0.78, unit="share", meaning="share of a gain that carries over from exercise to work")
    measurement_sd = trait(0.13, unit="SD", meaning="SD of the error of one MITI score, in skill units")
    style_practice = flow(unit="share of conversations", axis="style", span=(0, 1), meaning="practice of one MI skill")
    realised = flow(1.0, unit="share", axis="style", meaning="share of this week's gain that clipping left")
    feedback = total(unit="doses", before="learn", meaning="doses of feedback this week")
    gain = total(unit="skill", before="settle", axis="style", meaning="change of skill this week, before clipping")
    habit_change = total(unit="habit", before="settle", meaning="change of the MI-inconsistent habit this week")
    by_practice = part(gain, meaning="own practice")
    by_feedback = part(gain, meaning="feedback")
    by_workshop = part(gain, meaning="workshop")
    forgetting = part(gain, meaning="forgetting")

    lesson = exposure(0.0, unit="share of the room", meaning="what a workshop teaches, before attitude")

    def arrive(self, people: View, p: Params, org: Organisation, now: Now) -> None:
        """Draw skill and ceiling; with several styles, skills scatter around the person's mean."""
        between, own = np.sqrt(p.team_share), np.sqrt(1 - p.team_share)
        z = own * lasting_normal(now, "skill") + between * lasting_team_normal(now, "team_skill")
        middle = np.clip(p.mean + p.sd * z, 0.02, 0.98)
        scatter = style_normal(now, "style", len(people.skill))
        styles = middle + p.style_sd * (scatter - style_mean(scatter))
        people.skill = styles
        people.start_skill = styles
        people.typical_skill, people.field_transfer = p.mean, p.field_transfer
        people.measurement_sd = p.measurement_sd
        people.habit = p.habit_mean + p.habit_sd * lasting_normal(now, "habit")
        bend = 1 - 1 / (9 * p.ceiling_shape) + lasting_normal(now, "ceiling") / (3 * np.sqrt(p.ceiling_shape))
        cube = np.maximum(0.0, bend)
        room = p.ceiling_mean * (cube * cube * cube)
        base = style_mean(people.start_skill)
        people.ceiling = people.start_skill + np.maximum(0.0, np.minimum(room, p.ceiling_cap - base))

    def founded(self, people: View, p: Params, org: Organisation, now: Now) -> None:
        """Give the most skilled of each team the habit that an organisation says they have."""
        place = rank_in_team(org, style_mean(people.skill), lasting_uniform(now, "tie"))
        size = team_sum(org, np.ones(len(org)))
        many = np.maximum(1.0, np.floor(org.unwanted_share * size + 0.5))
        chosen = (place < many) & (np.asarray(org.unwanted_share) > 0)
        people.habit = np.where(chosen, org.unwanted_habit, people.habit)

    def act(self, people: View, p: Params, org: Organisation, now: Now) -> None:
        """Share this week's practice out over the styles, more to the better known."""
        people.style_practice = people.practice * ratio(people.skill, style_mean(people.skill), 0.0)

    def learn(self, people: View, p: Params, org: Organisation, now: Now) -> None:
        """Find what each source adds to skill, and what is forgotten."""
        b = people.style_practice
        act = p.untrained_learning + (1 - p.untrained_learning) * people.trained
        use = p.unused_learning + (1 - p.unused_learning) * np.minimum(1.0, b / p.full_use)
        practice, feedback = p.practice_rate * b, p.feedback_rate * people.feedback * act * use
        lesson = np.minimum(1.0, people.lesson * (0.7 + 0.6 * people.attitude) / 1.06)
        fraction = practice + feedback + lesson
        room = np.maximum(people.ceiling - people.skill, 0.0) * ratio(np.minimum(1.0, fraction), fraction, 0.0)
        people.by_practice = room * practice
        people.by_feedback = room * feedback
        people.by_workshop = room * lesson
        people.forgetting = -p.decay * (1 - people.practice) * (people.skill - people.start_skill)  # all styles alike

    def settle(self, people: View, p: Params, org: Organisation, now: Now) -> None:
        """Add up, never past the ceiling by learning, never outside [0, 1]."""
        wanted = people.skill + people.gain
        reached = np.clip(np.minimum(wanted, np.maximum(people.ceiling, people.skill)), 0.0, 1.0)
        people.skill = reached
        people.habit = people.habit + people.habit_change
        moved = np.abs(people.gain) > 0
        people.realised = np.where(moved, (reached - people.skill) / np.where(moved, people.gain, 1.0), 1.0)
