"""Uptake: from opportunity and intention to the share of conversations in which MI is attempted.

    opp = 1 - k_L L (1 - prot (1 - time_signal)) - .02 meetings                                      (1)
    I   = b0 + z + b_a (a - 1/2) + the pulls of all other mechanisms                                 (3)
    b   = opp logistic(I + e),  e ~ N(0, .5);  the untrained attempt half as often                   (4)
    a  <- l mean_w{a_j : j speaks} + (1 - l) a0;  speak ~ Bernoulli(psi); none speaks: own a         (7)

opp: opportunity; L: caseload; prot: protected time; I: intention (logit), b0 its base, z a person's propensity; b:
practice; a: private attitude, a0 its anchor; psi: safety of a colleague's team. With `behaviour_rule: threshold`, b is
0 or 1, absorbing, and 1 as soon as descriptive norms say so.

References: [Michie2011], [Ajzen1991], [Friedkin1990], [NoelleNeumann1974], [Granovetter1978].
"""

from typing import Literal

import numpy as np

from mi_abm.core import (
    Mechanism,
    Now,
    Organisation,
    View,
    chance,
    exposure,
    flow,
    fraction,
    is_choice,
    lasting_normal,
    lasting_team_normal,
    logistic,
    mean_of_ties,
    normal,
    param,
    part,
    state,
    there,
    tie_sum,
    total,
    trait,
)
from mi_abm.mechanisms.attachment_ties import AttachmentTies

THRESHOLD = 1  # place of "threshold" among the behaviour rules


class Uptake(Mechanism):
    """Practitioners practise as far as they intend to and their work leaves room for it."""

    class Params(Mechanism.Params):
        base: float = param(-0.35, "intention of an average person", unit="logit", source="assumption", range=(-0.525, -0.175))  # fmt: skip
        propensity_sd: float = param(0.7, "SD of the stable propensity to practise", unit="logit", source="assumption", range=(0, 1.4), bounds=(0, None), off=0.0)  # fmt: skip
        propensity_team_share: float = fraction(0.10, "share of that variance that lies between teams", range=(0, 0.4))
        attitude_weight: float = param(2.0, "weight of attitude", unit="logit", source="Ajzen1991", range=(1, 3), off=0.0)  # fmt: skip
        attitude_mean: float = fraction(0.60, "mean initial attitude, and where anchors drift to", range=(0.4, 0.8))
        attitude_sd: float = param(0.15, "SD of initial attitude", unit="SD", source="assumption", range=(0, 0.3), bounds=(0, 1))  # fmt: skip
        conformity: float = fraction(0.3, "weight of colleagues' spoken attitudes against one's own anchor", source="Friedkin1990", range=(0, 0.9), off=0.0)  # fmt: skip
        anchor_drift: float = fraction(0.001, "weekly fall of an anchor that lies above the mean", range=(0, 0.005), off=0.0)  # fmt: skip
        noise_sd: float = param(0.5, "SD of the weekly disturbance of intention", unit="logit", source="assumption", range=(0, 1), bounds=(0, None), off=0.0)  # fmt: skip
        untrained_use: float = fraction(0.5, "practice of the untrained, as a share of the trained", range=(0.25, 1), off=1.0)  # fmt: skip
        load: float = fraction(0.5, "opportunity lost at full caseload", off=0.0)
        caseload: float = fraction(0.80, "caseload, 1 = 20 cases", source="DfE2020")
        protected_time: float = fraction(0.2, "share of the load from which time is protected")
        meeting_cost: float = fraction(0.02, "opportunity that one meeting costs in its week", range=(0, 0.05), off=0.0)
        memory: float = fraction(0.75, "weight of the past in the running mean of practice", range=(0.5, 0.9))
        behaviour_rule: Literal["logistic", "threshold"] = param("logistic", "how intention becomes practice", unit="rule", source="Granovetter1978")  # fmt: skip

    reads = (AttachmentTies.safety, AttachmentTies.tie_weight)

    caseload = trait(0.80, unit="share of 20 cases", span=(0, 1), meaning="how many cases one has")
    propensity = trait(0.0, unit="logit", meaning="how readily one practises, whatever happens")
    conformity = trait(0.3, unit="share", span=(0, 1), meaning="weight of colleagues' spoken attitudes")
    by_threshold = trait(0.0, unit="0/1", meaning="practises by the threshold rule")
    attitude = state(0.60, unit="attitude", meaning="private attitude to MI")
    anchor = state(0.60, unit="attitude", meaning="attitude one returns to when alone")
    trained = state(0.0, unit="0/1", meaning="has attended a workshop")
    weeks_here = state(0.0, unit="weeks", span=None, meaning="weeks since arrival")
    opportunity = flow(1.0, unit="share", span=(0, 1), meaning="room that work leaves for MI")
    practice = flow(0.0, unit="share of conversations", span=(0, 1), meaning="share of conversations in which MI is attempted")  # fmt: skip
    average_practice = flow(0.0, unit="share of conversations", span=(0, 1), meaning="running mean of practice")
    intention = total(unit="logit", before="act", meaning="how much one wants to practise MI")
    propensity_pull = part(intention, meaning="base and stable propensity")
    attitude_pull = part(intention, meaning="own attitude")

    protected_time = exposure(-1.0, unit="share", combine="largest", meaning="protected time in place of the usual; -1: the usual")  # fmt: skip
    time_signal = exposure(0.0, unit="signal", combine="largest", meaning="the manager signals that training takes time from work")  # fmt: skip
    meetings = exposure(0.0, unit="meetings", meaning="meetings held this week")
    norm_salience = exposure(1.0, unit="weight", combine="product", meaning="salience of injunctive norms; 2 less this is that of descriptive norms")  # fmt: skip
    adopting = exposure(0.0, unit="0/1", combine="largest", meaning="enough colleagues are seen to practise (threshold rule)")  # fmt: skip
    taught = exposure(0.0, unit="0/1", combine="largest", meaning="attends a workshop this week")
    anchor_gain = exposure(0.0, unit="attitude", meaning="rise of the anchor of attitude this week")
    anchor_held = exposure(0.0, unit="0/1", combine="largest", meaning="motivation is revisited: anchors do not drift")

    def arrive(self, people: View, p: Params, org: Organisation, now: Now) -> None:
        """Draw a person's attitude and propensity; nobody arrives trained."""
        between, own = np.sqrt(p.propensity_team_share), np.sqrt(1 - p.propensity_team_share)
        z = own * lasting_normal(now, "propensity") + between * lasting_team_normal(now, "team_propensity")
        people.propensity = p.propensity_sd * z
        people.attitude = p.attitude_mean + p.attitude_sd * lasting_normal(now, "attitude")
        people.anchor = people.attitude
        people.caseload = p.caseload
        people.conformity = p.conformity
        people.by_threshold = is_choice(p.behaviour_rule, THRESHOLD)
        people.trained = 0.0
        people.weeks_here = 0.0
        people.practice = 0.0
        people.average_practice = people.practice

    def prepare(self, people: View, p: Params, org: Organisation, now: Now) -> None:
        """Find the room that work leaves, before meetings."""
        protected = np.where(people.protected_time >= 0, people.protected_time, p.protected_time)
        people.opportunity = 1 - p.load * people.caseload * (1 - protected * (1 - people.time_signal))

    def appraise(self, people: View, p: Params, org: Organisation, now: Now) -> None:
        """Pull on intention by what one is like and what one thinks of MI."""
        people.propensity_pull = p.base + people.propensity
        people.attitude_pull = p.attitude_weight * (people.attitude - 0.5)

    def act(self, people: View, p: Params, org: Organisation, now: Now) -> None:
        """Practise this week."""
        people.opportunity = people.opportunity - p.meeting_cost * people.meetings
        tried = people.opportunity * logistic(people.intention + p.noise_sd * normal(now, "noise"))
        usual = tried * (p.untrained_use + (1 - p.untrained_use) * people.trained)
        adopted = np.maximum(people.practice, people.adopting)
        people.practice = np.where(people.by_threshold > 0, adopted, usual)
        running = p.memory * people.average_practice + (1 - p.memory) * people.practice
        people.average_practice = np.where(people.weeks_here > 0, running, people.practice)

    def perceive(self, people: View, p: Params, org: Organisation, now: Now) -> None:
        """Move attitude by what colleagues who dare to speak say."""
        speaks = chance(now, "speaks", people.safety)
        weight = people.tie_weight * there(org, speaks)
        heard = mean_of_ties(org, there(org, people.attitude), weight, alone=people.attitude)
        moved = people.conformity * heard + (1 - people.conformity) * people.anchor
        people.attitude = np.where(tie_sum(org, people.tie_weight) > 0, moved, people.attitude)

    def settle(self, people: View, p: Params, org: Organisation, now: Now) -> None:
        """Let anchors drift and training move them; count the week."""
        drifted = np.maximum(np.minimum(people.anchor, p.attitude_mean), people.anchor - p.anchor_drift)
        people.anchor = np.where(people.anchor_held > 0, people.anchor, drifted) + people.anchor_gain
        people.trained = np.maximum(people.trained, people.taught)
        people.weeks_here = people.weeks_here + 1
