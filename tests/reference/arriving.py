"""How a practitioner arrives, as a founder or in the place of a leaver (2.7 items 8, 11, 12)."""

from __future__ import annotations

import math

from tests.reference.appraising import clip
from tests.reference.chance import beta22, room, stream
from tests.reference.people import Person

PROPENSITY, TEAM_PROPENSITY = stream("uptake/propensity"), stream("uptake/team_propensity")
ATTITUDE, EFFICACY = stream("uptake/attitude"), stream("shared_cognition/efficacy")
SKILL, TEAM_SKILL = stream("skill/skill"), stream("skill/team_skill")
STYLE, CEILING, HABIT = stream("skill/style"), stream("skill/ceiling"), stream("skill/habit")
IDLENESS, INTROVERSION = stream("descriptive_norms/idleness"), stream("relational_self/introversion")
LEAVES = stream("turnover/leaves")
Given = dict[str, float]
MEASURED = {
    "habit": "habit", "trained": "trained", "attitude": "attitude", "anchor": "anchor", "perceived_habit": "habit_norm",
    "habit_approval": "habit_approval", "efficacy": "efficacy", "commitment": "commitment", "goal": "goal",
    "has_goal": "has_goal", "plan": "plan", "practice": "practice",
    "competence": "competence", "offence": "offence",
}  # fmt: skip
MEASURED_BY_STYLE = {"perceived_norm": "norm", "approval": "approval"}


class Arriving(Person):
    """Who takes a post."""

    __slots__ = ()

    def arrive(self, given: Given) -> None:
        """Take the post; `given` holds what was measured of a founder."""
        self.who = self.post + (self.occupant << 24)
        self.weeks_here, self.visiting = 0, None
        self.practice = given.get("practice", 0.0)
        self.style_practice = [self.practice] * self.model.styles
        self.average = self.practice
        self.trained = given.get("trained", 0.0)
        self.beliefs, self.offence = [], given.get("offence", 0.0)
        self.competence = given.get("competence", self.model.p.meta_perceptions.neutral)
        self.manager_view = self.client_view = self.model.p.meta_perceptions.neutral
        self.goal, self.has_goal = given.get("goal", 0.0), given.get("has_goal", 0.0)
        self.plan, self.plan_of_team, self.plan_partner = given.get("plan", 0.0), 0.0, None
        self.commitment, self.language = given.get("commitment", 0.0), 0.0
        self._draw_skill(given)
        self._draw_traits(given)
        self._start_norms(given)

    def _mixed(self, own: int, team: int, share: float) -> float:
        """Return a standard normal, `share` of whose variance lies between teams."""
        chance = self.model.chance
        z, z_team = chance.lasting_normal(self.who, own), chance.lasting_normal(self.team.number, team)
        return math.sqrt(1.0 - share) * z + math.sqrt(share) * z_team

    def _draw_skill(self, given: Given) -> None:
        p, chance, k = self.model.p.skill, self.model.chance, self.model.styles
        drawn = p.mean + p.sd * self._mixed(SKILL, TEAM_SKILL, p.team_share)
        skill = given.get("skill", min(0.98, max(0.02, drawn)))
        self.skill, self.start = self._by_style(skill), self._by_style(given.get("start_skill", skill))
        self.mean_skill, self.mean_start = sum(self.skill) / k, sum(self.start) / k
        grows = room(chance.lasting_normal(self.who, CEILING), p.ceiling_mean, p.ceiling_shape)
        grows = min(grows, max(0.0, p.ceiling_cap - self.mean_start))
        self.ceiling = [clip(s + grows) for s in self.start]
        if "ceiling" in given:
            self.ceiling = [given["ceiling"]] * k
        self.habit = given.get("habit", clip(p.habit_mean + p.habit_sd * chance.lasting_normal(self.who, HABIT)))

    def _by_style(self, mean: float) -> list[float]:
        """Return the skill in each style of somebody whose mean is known (2.7 item 24)."""
        k = self.model.styles
        if k == 1:
            return [mean]
        z = [self.model.chance.lasting_normal(self.who, STYLE, n) for n in range(k)]
        return [clip(mean + self.model.p.skill.style_sd * (x - sum(z) / k)) for x in z]

    def _draw_traits(self, given: Given) -> None:
        model, chance, who = self.model, self.model.chance, self.who
        p = model.p.uptake
        z = self._mixed(PROPENSITY, TEAM_PROPENSITY, p.propensity_team_share)
        self.propensity = given.get("propensity", p.propensity_sd * z)
        self.attitude = clip(p.attitude_mean + p.attitude_sd * chance.lasting_normal(who, ATTITUDE))
        self.attitude = given.get("attitude", self.attitude)
        self.anchor = given.get("anchor", self.attitude)
        self.caseload = given.get("caseload", p.caseload)
        self.conformity = given.get("conformity", p.conformity)
        q = model.p.shared_cognition
        self.efficacy = clip(q.efficacy_mean + q.efficacy_sd * chance.lasting_normal(who, EFFICACY))
        self.efficacy = given.get("efficacy", self.efficacy)
        drawn = beta22(chance.lasting(who, INTROVERSION))
        moved = clip(drawn + model.p.relational_self.introversion_mean - 0.5)
        self.introversion = given.get("introversion", moved)

    def _start_norms(self, given: Given) -> None:
        norms, approval = self.model.p.descriptive_norms, self.model.p.injunctive_norms
        k, u = self.model.styles, self.model.chance.lasting(self.who, IDLENESS)
        spread = norms.idleness_spread
        self.idleness = given.get("inferred_idleness", 1.0 + spread * (2.0 * u - 1.0))
        self.threshold = given.get("threshold", norms.threshold)
        self.norm = [given.get("perceived_norm", norms.start)] * k
        self.habit_norm = given.get("perceived_habit", norms.start)
        self.approval = [given.get("approval", approval.start)] * k
        self.habit_approval = given.get("habit_approval", approval.start)

    def remeasure(self, given: Given) -> None:
        """Let what was measured of a founder stand again, after burn-in."""
        for name, attribute in MEASURED.items():
            if name in given:
                setattr(self, attribute, given[name])
        for name, attribute in MEASURED_BY_STYLE.items():
            if name in given:
                setattr(self, attribute, [given[name]] * self.model.styles)
        if "attitude" in given and "anchor" not in given:
            self.anchor = given["attitude"]
        if "skill" in given:
            self.skill = self._by_style(given["skill"])
            self.mean_skill = sum(self.skill) / len(self.skill)

    def leaves(self, hazard: float) -> bool:
        """Say whether one leaves at the end of this week, sooner where wellbeing is low (eq. 16, decision 32)."""
        p = self.model.p.turnover
        likely = hazard
        if p.wellbeing_effect:
            likely *= max(0.0, 1.0 + p.wellbeing_effect * (p.wellbeing_reference - self.wellbeing))
        return self.model.chance.draw(self.who, LEAVES) < min(1.0, likely)
