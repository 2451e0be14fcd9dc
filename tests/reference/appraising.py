"""Monday: opportunity, visibility, what pulls on intention, and what one then does (eqs 1 to 4)."""

from __future__ import annotations

import math

from tests.reference.chance import stream
from tests.reference.people import Person

NOISE, SPEAKS, SEEN = stream("uptake/noise"), stream("uptake/speaks"), stream("descriptive_norms/seen")


def clip(x: float) -> float:
    """Return x cut to [0, 1]."""
    return 0.0 if x < 0.0 else 1.0 if x > 1.0 else x


def logistic(x: float) -> float:
    """Return 1 / (1 + e^-x)."""
    return 1.0 / (1.0 + math.exp(-x)) if x > -700.0 else 0.0


class Appraising(Person):
    """What a practitioner weighs before he acts."""

    __slots__ = ()

    def prepare(self) -> None:
        """Find how much of one's work can be seen, whether one speaks, and what each tie weighs."""
        model, x, safety = self.model, self.exposures, self.team.safety
        norms = model.p.descriptive_norms
        seen = (
            norms.visible
            + norms.visible_if_safe * safety
            + x.openness
            + self.team.openness
            + max(self.language, x.language)
        )
        self.visibility = clip(seen)
        self.eager = x.eagerness * safety
        self.speaks = model.chance.happens(safety, self.who, SPEAKS)
        self.opportunity = self.opportunity_less(0.0)
        self.weigh()

    def weigh(self) -> None:
        """Find the weight of each tie of this week."""
        p, rivalry = self.model.p.attachment_ties, self.exposures.competition
        across = (1.0 - p.outgroup_discount) * (1.0 - rivalry)
        for tie in self.looks:
            if tie.visit:
                tie.weight = p.visit_weight * (1.0 - p.visit_competition * rivalry)
            else:
                tie.weight = tie.strength * across if tie.across else tie.strength

    def opportunity_less(self, meetings: float) -> float:
        """Return the opportunity that work and so many meetings leave (eq. 1)."""
        p, x = self.model.p.uptake, self.exposures
        protected = p.protected_time if x.protected_time is None else x.protected_time
        load = p.load * self.caseload * (1.0 - protected * (1.0 - x.time_signal))
        return clip(1.0 - load - p.meeting_cost * meetings)

    def appraise(self) -> None:
        """Add up the pulls on intention (eqs 2 and 3)."""
        m, x = self.model.p, self.exposures
        if x.meetings:
            self.opportunity = self.opportunity_less(x.meetings)
        fear = m.meta_perceptions
        self.threat = max(0.0, fear.threshold - self.competence) / max(fear.threshold, 1e-9)
        self.wellbeing = (self.team.safety + self.efficacy + 1.0 - self.threat + self.opportunity) / 4.0
        styles = len(self.skill)
        norm, approval = sum(self.norm) / styles, sum(self.approval) / styles
        pull = m.uptake.base + self.propensity + m.uptake.attitude_weight * (self.attitude - 0.5)
        pull += (2.0 - x.norm_salience) * m.descriptive_norms.weight * (norm - 0.5)
        pull += x.norm_salience * m.injunctive_norms.weight * (2.0 * approval - 1.0)
        cognition = m.shared_cognition
        pull += cognition.efficacy_weight * (self.efficacy - 0.5) + cognition.plan_weight * self.plan
        if x.goals_on and self.has_goal:
            gap = max(0.0, self.goal - self.average) / cognition.best_gap
            pull += cognition.goal_weight * self.has_goal * gap * math.exp(1.0 - gap)
        pull += m.relational_self.commitment_weight * self.commitment - fear.weight * self.threat
        if x.social_dose and not x.on_path and self.introversion > 0.5:
            cost = 2.0 * (self.introversion - 0.5) * min(1.0, x.social_dose)
            pull -= m.relational_self.dose_weight * cost
        self.intention = pull

    def act(self) -> None:
        """Find this week's practice (eq. 4)."""
        p = self.model.p.uptake
        if self.model.by_threshold:
            self.new_practice = self.adopts()
            return
        noise = p.noise_sd * self.model.chance.normal(self.who, NOISE) if p.noise_sd else 0.0
        able = p.untrained_use + (1.0 - p.untrained_use) * self.trained
        self.new_practice = self.opportunity * logistic(self.intention + noise) * able

    def adopts(self) -> float:
        """Return 1 if enough adopters are seen, by their practice of last week; else nothing changes (2.7 item 4)."""
        if self.practice >= 1.0:
            return 1.0
        chance, seen, known = self.model.chance, 0.0, 0
        for tie in self.looks:
            if tie.weight <= 0.0:
                continue
            known += 1
            other = tie.other
            if not chance.noisy:
                seen += other.visibility * other.practice
            elif other.practice and chance.draw(self.who, SEEN, other.post) < other.visibility:
                seen += other.practice
        if self.model.p.descriptive_norms.threshold_kind == "fraction":
            seen = seen / known if known else 0.0
        return 1.0 if seen >= self.threshold else self.practice

    def practise(self) -> None:
        """Practise, each style in proportion to the skill in it; the running mean begins with the first week."""
        self.practice = b = self.new_practice
        mean = self.mean_skill
        if len(self.skill) == 1:
            self.style_practice = [b if mean > 0.0 else 0.0]
        else:
            self.style_practice = [min(1.0, b * s / mean) if mean > 0.0 else 0.0 for s in self.skill]
        memory = self.model.p.uptake.memory
        self.average = memory * self.average + (1.0 - memory) * b if self.weeks_here else b
        self.weeks_here += 1
