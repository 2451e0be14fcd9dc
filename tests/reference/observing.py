"""What one sees of colleagues, and what that does to norms, attitude, skill and habit (eqs 5 to 8)."""

from __future__ import annotations

import math

from tests.reference.appraising import SEEN, clip
from tests.reference.chance import stream
from tests.reference.people import Person

EAGER = stream("descriptive_norms/eager")


class Observing(Person):
    """What a practitioner takes from the colleagues he attends to."""

    __slots__ = ()

    def observe(self) -> None:
        """Look at every colleague once; what changes is read next week."""
        total = sum([tie.weight for tie in self.looks])
        if total > 0.0:
            self._look(total)
        else:
            self.new_norm, self.new_habit_norm, self.new_attitude = self.norm[:], self.habit_norm, self.attitude
            self.learned, self.copied = [0.0] * len(self.skill), 0.0
        self._hear_manager()

    def _look(self, total: float) -> None:
        p, styles = self.model.p.descriptive_norms, range(len(self.skill))
        idle = min(p.idleness * (1.0 - self.team.hindered) * self.idleness, 1.0 - p.like_me)
        like, same = p.like_me, 1.0 - idle - p.like_me
        base = idle * p.presumed_practice
        unseen = [base + like * self.style_practice[k] + same * self.norm[k] for k in styles]
        unseen_habit = base + like * self.habit + same * self.habit_norm
        if self.model.chance.noisy:
            norm, habit = self._seen(unseen, unseen_habit)
        else:
            norm, habit = self._expected(unseen, unseen_habit)
        rate = p.rate
        self.new_norm = [clip(old + rate * (x / total - old)) for old, x in zip(self.norm, norm, strict=True)]
        self.new_habit_norm = clip(self.habit_norm + rate * (habit / total - self.habit_norm))
        self._listen()
        self._model(total)

    def _seen(self, unseen: list[float], unseen_habit: float) -> tuple[list[float], float]:
        """Return the weighted sums of what is taken for practice and habit, by this week's luck."""
        chance, who, relative = self.model.chance, self.who, self.model.style_visibility
        half, draw = self.model.p.descriptive_norms.habit_visibility, chance.draw
        sums, habit, styles = [0.0] * len(unseen), 0.0, range(len(unseen))
        for tie in self.looks:
            weight, other = tie.weight, tie.other
            if weight <= 0.0:
                continue
            visibility = other.visibility
            u = draw(who, SEEN, other.post) if visibility > 0.0 else 1.0
            if other.eager > 0.0 and draw(who, EAGER, other.post) < other.eager:
                for k in styles:
                    sums[k] += weight * other.attitude
            else:
                for k in styles:
                    sums[k] += weight * (other.style_practice[k] if u < visibility * relative[k] else unseen[k])
            shown = half + (1.0 - half) * other.exposures.habit_shown
            habit += weight * (other.habit if u < visibility * shown else unseen_habit)
        return sums, habit

    def _expected(self, unseen: list[float], unseen_habit: float) -> tuple[list[float], float]:
        """Return the same sums as mixtures, each by its probability."""
        relative, half = self.model.style_visibility, self.model.p.descriptive_norms.habit_visibility
        sums, habit = [0.0] * len(unseen), 0.0
        for tie in self.looks:
            weight, other, eager = tie.weight, tie.other, tie.other.eager
            for k, blind in enumerate(unseen):
                v = min(1.0, other.visibility * relative[k])
                seen = v * other.style_practice[k] + (1.0 - v) * blind
                sums[k] += weight * (eager * other.attitude + (1.0 - eager) * seen)
            v = other.visibility * (half + (1.0 - half) * other.exposures.habit_shown)
            habit += weight * (v * other.habit + (1.0 - v) * unseen_habit)
        return sums, habit

    def _listen(self) -> None:
        """Let those who speak move one's attitude; if nobody does, one hears oneself (eq. 7)."""
        loud = said = 0.0
        for tie in self.looks:
            other = tie.other
            if other.speaks:
                loud += tie.weight * other.speaks
                said += tie.weight * other.speaks * other.attitude
        heard = said / loud if loud > 0.0 else self.attitude
        self.new_attitude = clip(self.conformity * heard + (1.0 - self.conformity) * self.anchor)

    def _model(self, total: float) -> None:
        """Copy skill upwards and habit either way from whoever is seen at work (eq. 8)."""
        p, x, own = self.model.p.social_modelling, self.exposures, self.mean_skill
        styles, exp = range(len(self.skill)), math.exp
        room = [max(0.0, top - s) for top, s in zip(self.ceiling, self.skill, strict=True)]
        learned, copied, attention = [0.0] * len(room), 0.0, 0.0
        for tie in self.looks:
            other = tie.other
            work = tie.observability if tie.visit else other.visibility * other.practice
            if tie.weight <= 0.0 or work <= 0.0:
                continue
            theirs = other.mean_skill
            a = tie.weight * min(1.0, p.prestige_floor + theirs) * exp(-abs(own - theirs) / p.similarity) * work
            for k in styles:
                lead = other.skill[k] - self.skill[k]
                if lead > 0.0:
                    learned[k] += a * min(lead, room[k])
            copied += a * (other.habit - self.habit)
            attention += a
        share = x.salience / total
        rate = p.rate * share * (p.safety_floor + (1.0 - p.safety_floor) * self.team.safety)
        self.learned = [rate * gain for gain in learned]
        resisted = x.retrospective
        fall = p.retrospective_effect * resisted * self.habit * attention
        self.copied = p.habit_rate * share * ((1.0 - resisted) * copied - fall)

    def _hear_manager(self) -> None:
        """Move perceived approval, and the habit with it, by the manager's net signal (eq. 6, 2.7 item 25)."""
        p, x = self.model.p.injunctive_norms, self.exposures
        signals = x.supported_styles
        pull = p.habit_rate * (2.0 * self.habit_approval - 1.0) * self.habit * (1.0 - self.habit)
        self.new_habit = clip(self.habit + self.copied + pull)
        for k, n in enumerate(self.approval):
            aim = 0.5 if signals is None else 0.5 + 0.5 * signals[k]
            self.approval[k] = clip(n + p.rate * (aim - n))
        aim = 0.5 + 0.5 * x.habit_signal
        self.habit_approval = clip(self.habit_approval + p.rate * (aim - self.habit_approval))
