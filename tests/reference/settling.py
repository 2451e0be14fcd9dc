"""The end of the week: skill, goals and efficacy, commitment and plans, beliefs, ties (eqs 10 to 17)."""

from __future__ import annotations

from tests.reference.appraising import clip
from tests.reference.people import Person


class Settling(Person):
    """What this week leaves behind in a practitioner."""

    __slots__ = ()

    def settle(self) -> None:
        """Let the week sink in; means of the team are those of Monday, of practice those of this week."""
        self._learn()
        self._judge_goal()
        self._recommit()
        self._plan_ahead()
        self._feel_competent()
        self._tie()
        self._turn_page()

    def _learn(self) -> None:
        """Add up the sources of skill: none closes more than the room that is left (eqs 10 and 11)."""
        p, x, b = self.model.p.skill, self.exposures, self.practice
        act = p.untrained_learning + (1.0 - p.untrained_learning) * self.trained
        told = p.feedback_rate * self.feedback * act
        forgets = p.decay * (1.0 - b)
        skill = []
        for k, s in enumerate(self.skill):
            used, top = self.style_practice[k], self.ceiling[k]
            share = p.practice_rate * used + x.lesson
            if told:
                share += told * (p.unused_learning + (1.0 - p.unused_learning) * min(1.0, used / p.full_use))
            change = max(0.0, top - s) * min(1.0, share) + self.learned[k] - forgets * (s - self.start[k])
            skill.append(clip(min(s + change, max(top, s))))
        self.new_skill = skill

    def _judge_goal(self) -> None:
        """Judge the old goal by the new mean of practice, then set the new one (eq. 14)."""
        p, x = self.model.p.shared_cognition, self.exposures
        gained = self.mean_skill - self.mean_start
        change = p.return_rate * (p.efficacy_mean + p.mastery * gained - self.efficacy) + x.efficacy_gain
        if x.goals_on:
            due = x.goal_due
            mix = (1.0 - x.goal_shared) * self.average + x.goal_shared * self.team.average
            if due and self.has_goal:
                change += due * self.has_goal * self._verdict(max(0.0, self.goal - mix))
            if due:
                new = x.goal_level if x.goal_step is None else min(1.0, mix + x.goal_step)
                self.goal = due * new + (1.0 - due) * self.goal
                self.has_goal = max(self.has_goal, due)
        else:
            self.goal = self.has_goal = 0.0
        self.efficacy = clip(self.efficacy + change)

    def _verdict(self, gap: float) -> float:
        """Return what a goal missed by `gap` does to self-efficacy."""
        p = self.model.p.shared_cognition
        if gap > p.tolerance:
            softened = 1.0 - p.normalising * self.exposures.normalised
            return float(-p.failure * min(1.0, gap / p.failure_gap) * softened)
        return float(p.success)

    def _recommit(self) -> None:
        """Pool commitment in the team, hold it above its floors, let it fade (eq. 15)."""
        x = self.exposures
        pooled = (1.0 - x.pooling) * self.commitment + x.pooling * self.team.commitment
        self.commitment = clip(self.model.p.relational_self.commitment_kept * max(pooled, x.floor))

    def _plan_ahead(self) -> None:
        """Let the old plan fade unless a partner keeps it fresh; make a new one where it is due (eq. 15)."""
        p, x = self.model.p.shared_cognition, self.exposures
        due = x.plan_due
        if due >= 1.0:
            self.plan, self.plan_of_team, self.plan_partner = 1.0, x.plan_of_team, x.plan_partner
            return
        if not self.plan and not due:
            return
        kept = 1.0
        if self.plan_partner is None:
            fades = 1.0 - (p.solo_kept + (p.team_kept - p.solo_kept) * self.plan_of_team)
            kept = 1.0 - fades * (1.0 - x.plan_reminded)
        self.plan = clip(due + (1.0 - due) * self.plan * kept)
        self.plan_of_team = due * x.plan_of_team + (1.0 - due) * self.plan_of_team

    def _feel_competent(self) -> None:
        """Let beliefs fade, then form what one believes to be thought of one (eq. 12)."""
        p = self.model.p.meta_perceptions
        self.offence = (1.0 - p.recovery) * self.offence - self.model.p.social_feedback.offence * self.sting
        met, level = 0, 0.0
        for belief in self.beliefs:
            belief.level += p.fade * (p.neutral - belief.level)
            met += belief.met
            level += belief.met * belief.level
        mean = level / met if met else p.neutral
        if p.referents:
            mean = p.partner_share * mean + self._referents()
        self.competence = clip(mean + self.offence)

    def _referents(self) -> float:
        """Update what manager and clients are believed to think; return their part (2.7 item 21)."""
        p, signals = self.model.p.meta_perceptions, self.exposures.supported_styles
        lead = p.steepness * (self.mean_skill - self.team.skill)
        signal = sum(signals) / len(signals) if signals else 0.0
        impression = clip(p.neutral + lead + p.signal_effect * signal)
        self.manager_view += p.referent_rate * (impression - self.manager_view)
        impression = clip(p.neutral + p.steepness * (self.mean_skill - self.model.p.skill.mean))
        self.client_view += p.referent_rate * self.practice * (impression - self.client_view)
        return float(p.manager_share * self.manager_view + p.client_share * self.client_view)

    def _tie(self) -> None:
        """Let ties grow by contact and return to what they were (eq. 17)."""
        p, x = self.model.p.attachment_ties, self.exposures
        growth, decay, rivalry = p.tie_growth, p.tie_decay, x.competition
        partner, attends, together = x.partner, x.attends, x.trains_together
        hosting = self.hosting
        for tie in self.ties:
            w, other = tie.strength, tie.other
            if other is partner or (attends and other.exposures.attends) or (hosting and tie in hosting):
                met = True
            else:
                met = together and not tie.across and other.exposures.trains_together
            if met:
                contact = growth * (1.0 - rivalry) if tie.across else growth
                tie.strength = clip(w + contact * (1.0 - w) - decay * (w - tie.w0))
            elif w != tie.w0:
                tie.strength = clip(w - decay * (w - tie.w0))

    def _turn_page(self) -> None:
        """Let what was made this week be what is read next week."""
        x, p = self.exposures, self.model.p.uptake
        if x.idle_talk:
            presumed = self.model.p.descriptive_norms.presumed_practice
            pairs = zip(self.new_norm, self.norm, strict=True)
            self.norm = [clip(new + x.idle_talk * (presumed - old)) for new, old in pairs]
        else:
            self.norm = self.new_norm
        self.habit_norm, self.habit, self.attitude = self.new_habit_norm, self.new_habit, self.new_attitude
        anchor = self.anchor
        if anchor > p.attitude_mean and not x.anchor_held:
            anchor = max(p.attitude_mean, anchor - p.anchor_drift)
        self.anchor = clip(anchor + x.anchor_gain)
        self.skill = self.new_skill
        self.mean_skill = sum(self.skill) / len(self.skill)
        if x.attends:
            self.trained = 1.0
        self.language = max(self.language, x.language)
