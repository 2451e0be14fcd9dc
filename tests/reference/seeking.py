"""Practice in pairs, coaching, feedback from colleagues, discussion, and the path of one's own (eqs 9 and 12)."""

from __future__ import annotations

import math

from tests.reference.appraising import clip, logistic
from tests.reference.chance import stream
from tests.reference.people import Belief, Person

TAKES_PART = stream("meta_perceptions/takes_part")
GIVER, ANYBODY = stream("social_feedback/giver"), stream("social_feedback/anybody")
ASKS, THREATENS, COACHED = (stream(f"social_feedback/{x}") for x in ("asks", "threatens", "coached"))
JOINS = stream("social_support/joins")
NOTES = 16


class Seeking(Person):
    """How a practitioner comes by feedback; `feedback` is the sum of the doses of this week."""

    __slots__ = ()

    def seek(self) -> None:
        """Take what feedback is there this week."""
        self.feedback, self.unsupported, self.threatened, self.sting = 0.0, 1.0, 0.0, 0.0
        x = self.exposures
        if x.partner is not None:
            self._pair_up(x.partner)
        if x.coached or x.peer_rate or x.discussion:
            self._ask()
        if x.on_path:
            self._receive(self.model.p.relational_self.path_dose, 1.0)

    def _receive(self, dose: float, chance: float) -> None:
        """Receive a dose, which comes about by chance (1.0, 0.0 or a probability)."""
        self.feedback += chance * dose
        if dose > 0.0:
            self.unsupported *= 1.0 - chance

    def _pair_up(self, partner: Person) -> None:
        """Practise with the partner, unless he makes one feel small (2.7 item 21)."""
        p, x = self.model.p.meta_perceptions, self.exposures
        belief = self._belief(partner)
        impression = p.neutral + p.steepness * (self.mean_skill - partner.mean_skill)
        impression = clip(impression - p.unsafe_cost * (1.0 - self.team.safety))
        belief.level += p.rate * (impression - belief.level)
        belief.met += 1
        belief.last = self.model.week
        fear = max(0.0, p.threshold - belief.level) / max(p.threshold, 1e-9)
        comes = self.model.chance.happens(1.0 - p.avoidance * fear, self.who, TAKES_PART)
        x.offered += 1.0
        x.attended += comes
        self._receive(p.pair_dose * max(0.0, 1.0 - 2.0 * fear), comes)

    def _belief(self, partner: Person) -> Belief:
        """Return what is remembered of a partner; of 16 the one met longest ago is forgotten for a new one."""
        for belief in self.beliefs:
            if belief.partner is partner:
                return belief
        belief = Belief(partner, self.model.p.meta_perceptions.neutral)
        if len(self.beliefs) == NOTES:
            self.beliefs.remove(min(self.beliefs, key=lambda b: b.last))
        self.beliefs.append(belief)
        return belief

    def _ask(self) -> None:
        model, x = self.model, self.exposures
        p, chance = model.p.social_feedback, model.chance
        ready = p.safety_weight * (self.team.safety - 0.5) + p.attitude_weight * (self.attitude - 0.5)
        ready -= p.threat_weight * self.threat
        if x.coached:
            comes = chance.happens(logistic(p.coach_base + ready), self.who, COACHED)
            x.offered += 1.0
            x.attended += comes
            self._receive(x.coached, comes)
        open_to_peers = p.ask_base + ready + p.commitment_weight * self.commitment
        open_to_peers = logistic(open_to_peers - p.introversion_weight * (self.introversion - 0.5))
        if x.peer_rate:
            x.offered += 1.0
            asks = chance.happens(x.peer_rate * open_to_peers, self.who, ASKS)
            if asks:
                self._be_watched(asks)
        if x.discussion:
            joins = x.discussion * chance.happens(open_to_peers, self.who, JOINS)
            x.offered += x.discussion
            x.attended += joins
            support = model.p.social_support
            self._receive(support.discussion_dose * x.on_task, joins)
            if x.unprompted:
                x.idle_talk += support.idle_effect * joins * (1.0 - x.on_task)

    def _giver(self) -> Person | None:
        """Return who gives the feedback: on real work whoever one attends to, else anybody who is there."""
        chance, invited = self.model.chance, self.exposures.invited
        if invited is not None:
            others = [j for j in invited if j is not self]
            return others[int(chance.draw(self.who, ANYBODY) * len(others))] if others else None
        first, best = None, math.inf
        for tie in self.looks:
            if tie.weight > 0.0:
                wait = -math.log(chance.draw(self.who, GIVER, tie.other.post)) / tie.weight
                if wait < best:
                    first, best = tie.other, wait
        return first

    def _be_watched(self, asks: float) -> None:
        """Receive feedback from a colleague; it may threaten (2.7 item 20)."""
        model, x, giver = self.model, self.exposures, self._giver()
        if giver is None:
            return
        p, s = model.p.social_feedback, giver.mean_skill
        dose = clip(p.quality + p.quality_slope * (s - model.p.skill.mean))
        dose = min(1.0, dose + p.checklist_effect * x.checklist * (1.0 - s))
        chance_of_threat = x.peer_threat * (1.0 - p.checklist_shield * x.checklist)
        threat = asks * model.chance.happens(chance_of_threat, self.who, THREATENS)
        self.sting += threat
        x.attended += asks
        x.practitioner_hours += asks * (1.0 + 0.1 * x.checklist)
        if x.invited is not None:
            self.feedback += asks * dose * model.p.skill.field_transfer
        else:
            self._receive(dose, asks)
            self.threatened = threat
