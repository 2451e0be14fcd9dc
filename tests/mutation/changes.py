"""The changes: one sign or one term each, every one of them wrong. `before` stands exactly once in its file."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Change:
    """One change of one file of the package; `file` is "mechanisms/skill", say."""

    file: str
    before: str
    after: str

    @property
    def name(self) -> str:
        """What it is, on one line."""
        return f"{self.file}: {' '.join(self.before.split())}  ->  {' '.join(self.after.split())}"

    def made(self, text: str) -> str:
        """Return the changed text of the file; raise ValueError unless `before` stands in it exactly once."""
        if text.count(self.before) != 1:
            raise ValueError(f"{self.file}.py has {text.count(self.before)} times: {self.before}")
        return text.replace(self.before, self.after)


M, A = "mechanisms/", "interventions/"
CHANGES = (
    # mechanisms
    Change(M + "attachment_ties", "p.safety_mean + p.safety_sd *", "p.safety_mean - p.safety_sd *"),
    Change(M + "attachment_ties", "+ p.safety_rate * (people.set_point", "- p.safety_rate * (people.set_point"),
    Change(M + "attachment_ties", "- p.threat_loss * team_mean", "+ p.threat_loss * team_mean"),
    Change(M + "attachment_ties", "(1 - here(org, p.outgroup_discount)) * (1 - rivalry)", "(1 - here(org, p.outgroup_discount))"),
    Change(M + "attachment_ties", "- here(org, p.tie_decay) * (w - org.w0)", "- here(org, p.tie_decay) * w"),
    Change(M + "descriptive_norms", "(2 - people.norm_salience) * p.weight", "people.norm_salience * p.weight"),
    Change(M + "descriptive_norms", "p.visible + people.openness + shared", "p.visible + people.openness"),
    Change(M + "descriptive_norms", "d + p.rate * (norm - d) + people.idle_talk", "d + p.rate * (norm - d) - people.idle_talk"),
    Change(M + "descriptive_norms", "(1 - people.idleness_hindered) * people.inferred_idleness, 1 - p.like_me)\n        b, d", "people.inferred_idleness, 1 - p.like_me)\n        b, d"),
    Change(M + "injunctive_norms", "0.5 * (people.support - people.time_signal)", "0.5 * (people.support + people.time_signal)"),
    Change(M + "injunctive_norms", "u * (1 - u)", "u * u"),
    Change(M + "meta_perceptions", "p.steepness * ahead - p.unsafe_cost", "p.steepness * ahead + p.unsafe_cost"),
    Change(M + "meta_perceptions", "people.threat_pull = -p.weight", "people.threat_pull = p.weight"),
    Change(M + "meta_perceptions", "before + p.rate * (impression - before)", "before + p.rate * impression"),
    Change(M + "meta_perceptions", "np.maximum(0.0, 1 - 2 * threat)", "np.maximum(0.0, 1 - threat)"),
    Change(M + "relational_self", "* (1 - people.individual_path)", "* 1"),
    Change(M + "relational_self", "people.dose_pull = -p.dose_weight", "people.dose_pull = p.dose_weight"),
    Change(M + "relational_self", "p.commitment_kept * np.maximum(pooled, people.commitment_floor)", "np.maximum(p.commitment_kept * pooled, people.commitment_floor)"),
    Change(M + "shared_cognition", "gap * exp(1 - gap)", "gap * exp(1 + gap)"),
    Change(M + "shared_cognition", "(1 - p.normalising * people.normalised)", "1"),
    Change(M + "shared_cognition", "np.where(gap > p.tolerance, -loss, p.success)", "np.where(gap > p.tolerance, loss, p.success)"),
    Change(M + "shared_cognition", "people.plan * np.maximum(kept, there)", "people.plan * kept"),
    Change(M + "shared_cognition", "people.planned_by_team + (1 - made)", "people.planned_by_team + (1 + made)"),
    Change(M + "skill", "people.forgetting = -p.decay * (1 - ", "people.forgetting = -p.decay * (1 + "),
    Change(M + "skill", "(0.7 + 0.6 * people.attitude)", "(0.7 - 0.6 * people.attitude)"),
    Change(M + "skill", "np.minimum(wanted, np.maximum(people.ceiling, people.skill))", "np.minimum(wanted, people.ceiling)"),
    Change(M + "social_feedback", "ease - p.threat_weight * people.threat", "ease + p.threat_weight * people.threat"),
    Change(M + "social_feedback", "- p.introversion_weight * (people.introversion", "+ p.introversion_weight * (people.introversion"),
    Change(M + "social_feedback", "people.checklist * (1 - theirs)", "people.checklist"),
    Change(M + "social_modelling", "exp(-np.abs(mine - theirs)", "exp(np.abs(mine - theirs)"),
    Change(M + "social_modelling", "there(org, people.habit) - here(org, people.habit)", "there(org, people.habit) + here(org, people.habit)"),
    Change(M + "social_modelling", "tie_sum(org, taken) - shed", "tie_sum(org, taken) + shed"),
    Change(M + "social_support", "people.unprompted * (1 - people.on_task)", "people.unprompted * people.on_task"),
    Change(M + "turnover", "1 - exp(log(stay) / 52)", "1 - exp(-log(stay) / 52)"),
    Change(M + "uptake", "protected * (1 - people.time_signal)", "protected * (1 + people.time_signal)"),
    Change(M + "uptake", "people.opportunity - p.meeting_cost", "people.opportunity + p.meeting_cost"),
    Change(M + "uptake", "(1 - people.conformity) * people.anchor", "people.anchor"),
    # interventions
    Change(A + "attachment_ties", "np.where(people.safety < p.threshold, 1.0, 0.0)", "np.where(people.safety > p.threshold, 1.0, 0.0)"),
    Change(A + "attachment_ties", "held * p.gain / np.maximum(p.weeks, 1)", "held * p.gain"),
    Change(A + "descriptive_norms", "p.hinder * team_mean(org, on)", "p.hinder * on"),
    Change(A + "injunctive_norms", "people.time_signal = on * (1 - other)", "people.time_signal = on * other"),
    Change(A + "injunctive_norms", "np.where(on > 0, p.salience, 1.0)", "np.where(on > 0, -p.salience, 1.0)"),
    Change(A + "meetings", "1 - 1.5 * busy * (1 - people.safety)", "1 - 1.5 * busy * people.safety"),
    Change(A + "meta_perceptions", "last = positions(group, on, lasting, lasting) == members(group, on) - 1", "last = positions(group, on, lasting, lasting) == members(group, on)"),
    Change(A + "relational_self", "np.where(place < p.share * size, 1.0, 0.0)", "np.where(place > p.share * size, 1.0, 0.0)"),
    Change(A + "relational_self", "1 + on * p.salience * p.strength", "1 - on * p.salience * p.strength"),
    Change(A + "shared_cognition", "(0.3 + 0.3 * (1 - 0.3 * people.introversion))", "(0.3 + 0.3 * (1 + 0.3 * people.introversion))"),
    Change(A + "shared_cognition", "people.goal_shared = on * team", "people.goal_shared = on"),
    Change(A + "social_feedback", "people.peer_threat = on * p.threat_prob", "people.peer_threat = on"),
    Change(A + "social_modelling", "np.mod(org.team_number + 1 + step, others + 1)", "np.mod(org.team_number + step, others + 1)"),
    Change(A + "social_support", "0.85 - 0.10 * is_choice(p.prompt_type, OPEN)", "0.85 + 0.10 * is_choice(p.prompt_type, OPEN)"),
    Change(A + "social_support", "exp(-weeks_into(now, p) / p.drift)", "exp(weeks_into(now, p) / p.drift)"),
    Change(A + "training", "np.clip(1 + p.luck_sd", "np.clip(1 - p.luck_sd"),
    Change(A + "training", "people.trainer_hours = 18 * per_group", "people.trainer_hours = per_group"),
)  # fmt: skip
# A handful for every day: one of each kind of rule, quickly found.
FEW = tuple(CHANGES[i] for i in (2, 18, 30, 34, 42, 53))
