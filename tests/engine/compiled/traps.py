"""Rules that are easily read wrongly: one statement each. `a`, `b` are any numbers, `n` has some that are none, `y` is written."""

import numpy as np

from mi_abm.core import (
    Mechanism,
    Now,
    Organisation,
    View,
    choose_in_team,
    exp,
    exposure,
    flow,
    here,
    is_choice,
    log,
    logistic,
    of_place,
    param,
    rank_in_team,
    state,
    style_mean,
    team_mean,
    there,
    tie_sum,
    uniform,
)

SQRT_HALF = 0.5**0.5


class Traps(Mechanism):
    class Params(Mechanism.Params):
        x: float = param(0.7, "any", unit="none", source="assumption")

    a = flow(0.0, unit="none")
    b = flow(0.0, unit="none")
    n = flow(0.0, unit="none")
    off = flow(0.0, unit="none")
    y = flow(0.0, unit="none")
    cut = flow(0.0, unit="none", span=(0.2, 0.6))
    old = state(0.5, unit="none")
    largest = exposure(0.3, unit="none", combine="largest")
    product = exposure(1.0, unit="none", combine="product")
    added = exposure(0.0, unit="none")
    style = state(0.5, unit="none", axis="style")
    tie = state(0.5, unit="none", axis="tie")
    link = flow(0.5, unit="none", axis="tie")


Given = tuple[View, Traps.Params, Organisation, Now]


def invert(people, p, org, now): people.y = np.where(~(people.a > 0), 1.0, 2.0)
def invert_and(people, p, org, now): people.y = np.where(~(people.a > 0) & (people.b > 0), 1.0, 2.0)
def exclusive(people, p, org, now): people.y = np.where((people.a > 0) ^ (people.b > 0), 1.0, 2.0)
def times_mask(people, p, org, now): people.y = people.a * (people.b > 0) + (people.a > 0) * 1
def add_masks(people, p, org, now): people.y = np.where((people.a > 0) + (people.b > 0), 1.0, 0.0)
def masks_in_where(people, p, org, now): people.y = 1 * np.where(people.a > 0, people.b > 0, people.b < -1)
def minus_mask(people, p, org, now): people.y = 1 - (people.a > 0)
def mask_written(people, p, org, now): people.y = people.a > people.b
def truth_of_number(people, p, org, now): people.y = np.where(people.added, 1.0, 2.0)
def square(people, p, org, now): people.y = people.a ** 2
def half(people, p, org, now): people.y = np.abs(people.a) ** .5
def sqrt(people, p, org, now): people.y = np.sqrt(np.abs(people.a)) * SQRT_HALF
def mod(people, p, org, now): people.y = np.mod(people.a * 9, p.x) + np.mod(people.a, -0.3)
def rounding(people, p, org, now): people.y = np.floor(people.a * 5) + np.ceil(people.b * 7)
def none_min(people, p, org, now): people.y = np.minimum(people.n, 0.0) + np.maximum(0.5, people.n)
def none_clip(people, p, org, now): people.y = np.clip(people.n, 0, 1)
def none_compared(people, p, org, now): people.y = np.where(people.n != people.n, 1.0, 0.0) + (people.n > 0) * 2.0
def division(people, p, org, now): people.y = people.a / np.where(people.b > 0, 0.0, 1.0)
def no_fusing(people, p, org, now): people.y = people.a * people.b + people.a * p.x - people.a * people.b
def far_exp(people, p, org, now): people.y = exp(people.a * 400) + logistic(people.b * 300) + log(np.abs(people.a) + 1e-9)
def renamed(people, p, org, now):
    t = people.a
    t = t * 2
    people.y = t + people.b
def written_then_read(people, p, org, now):
    people.y = people.a + 1
    people.y = people.y * people.y
def cut_then_read(people, p, org, now):
    people.cut = people.a
    people.y = people.cut * 2
def monday(people, p, org, now):
    people.old = people.a
    people.y = people.old
def monday_kept(people, p, org, now):
    before = people.old
    people.old = np.clip(people.a, 0.0, 1.0)
    people.y = before
def itself(people, p, org, now):
    people.old = people.a
    people.old = people.old
    people.largest = people.largest
def combined(people, p, org, now):
    people.largest = people.a
    people.largest = people.b
    people.product = people.a
    people.added = people.a
    people.added = people.b
    people.y = people.largest + people.product + people.added
def swap(people, p, org, now): people.a, people.b = people.b * 1, people.a * 1
def ties_brought_twice(people, p, org, now):
    theirs = there(org, people.a)
    people.y = tie_sum(org, theirs)
    people.b = tie_sum(org, theirs * there(org, people.y))
def styles_before_ties_are_written(people, p, org, now):
    people.style = tie_sum(org, there(org, people.style) * people.tie)
    people.tie = people.tie * there(org, people.a)
    people.link = people.tie + here(org, people.b)
    people.style = people.style + tie_sum(org, there(org, people.style) * people.link)
def helper_after_write(people, p, org, now):
    people.y = people.a * 2
    people.b = team_mean(org, people.y) - team_mean(org, people.a)
def overwritten_before_ties(people, p, org, now):
    seen = tie_sum(org, there(org, people.a) * here(org, p.x))
    people.a = people.b + seen
    people.y = tie_sum(org, there(org, people.a) - here(org, people.b))
def ties_and_people(people, p, org, now):
    people.tie = people.tie * here(org, people.a > 0) + there(org, exp(people.b) * p.x)
    people.y = tie_sum(org, people.tie) + tie_sum(org, org.across * people.tie)
def styles(people, p, org, now):
    people.style = people.style + p.x * (people.a - style_mean(people.style))
    people.y = style_mean(people.style * people.style)
def unrolled(people, p, org, now):
    first, second = (team_mean(org, people.a + k) for k in range(2))
    people.y = first - second
    for k in range(3):
        people.y = people.y + k * people.a
def branch_on_constant(people, p, org, now):
    if SQRT_HALF > 0:
        people.y = people.a
    else:
        people.y = people.b
def one_draw(people, p, org, now): people.y = uniform(now, "u") - uniform(now, "u") + uniform(now, "v")
def one_of_two(people, p, org, now):
    people.y = np.where(p.x > 1, tie_sum(org, there(org, people.a)), team_mean(org, people.b))
def one_within_another(people, p, org, now):
    near = team_mean(org, people.a)
    far = np.where(p.x > 0.5, team_mean(org, people.b), team_mean(org, people.n))
    people.y = np.where(p.x > 1, np.where(now.week > 2, near, far), far + uniform(now, "u"))
def a_helper_of_a_helper(people, p, org, now):
    first = rank_in_team(org, people.a, uniform(now, "u"))
    people.y = np.where(p.x > 0.5, of_place(org, people.b, choose_in_team(org, uniform(now, "v"), first), 0.0), people.a)
def switched(people, p, org, now): people.y = people.off * np.where(tie_sum(org, there(org, people.a)) > 0, 1.0, 0.0)
def switched_and_used(people, p, org, now):
    some = np.where(tie_sum(org, people.tie) > 0, 1.0, 0.0)
    people.y = some * people.off
    people.b = people.b + some
def switched_then_written(people, p, org, now):
    people.y = people.off * np.where(team_mean(org, people.b) > 0, 1.0, 0.0)
    people.off = people.a
def choice(people, p, org, now): people.y = is_choice(p.x, 1) + is_choice(np.floor(people.a), 0)
def week(people, p, org, now): people.y = np.where(now.week > 2, people.a, people.b) + now.week / 7


def alias(people, p, org, now):
    old = people.a
    people.a = people.a + 1
    people.y = old
def cube(people, p, org, now): people.y = people.a ** 3
def power(people, p, org, now): people.y = np.abs(people.a) ** p.x
def numpy_exp(people, p, org, now): people.y = np.exp(people.a)
def numpy_log(people, p, org, now): people.y = np.log(np.abs(people.a))
def tanh(people, p, org, now): people.y = np.tanh(people.a)
def floor_division(people, p, org, now): people.y = people.a // 0.3
def percent(people, p, org, now): people.y = people.a % 0.3
def round_even(people, p, org, now): people.y = np.round(people.a * 10)
def minus_masks(people, p, org, now): people.y = 1.0 * ((people.a > 0) / (people.b > 0))
def invert_number(people, p, org, now): people.y = np.where(~is_choice(people.a, 1).astype(int), 1.0, 0.0)
def invert_week(people, p, org, now): people.y = np.where(~(now.week > 2), people.a, people.b)
def add_weeks(people, p, org, now): people.y = people.a * ((now.week > 2) + (now.week > 1))
def mean(people, p, org, now): people.y = people.a - people.a.mean()
def numpy_sum(people, p, org, now): people.y = people.a - np.sum(people.a)
def masked(people, p, org, now):
    people.y = people.a
    y = people.y + 0
    y[people.b > 0] = 0.0
    people.y = y
def in_place(people, p, org, now):
    y = people.a + 0
    z = y
    y += 1
    people.y = z
def if_parameter(people, p, org, now):
    if p.x > 0.5:
        people.y = people.a
def loop_over_people(people, p, org, now): people.y = np.array([x + 1 for x in people.a])
def chained(people, p, org, now): people.y = people.a * (0 < p.x < 1)
def shifted(people, p, org, now): people.y = people.a[::-1]


REFUSED = (
    alias, cube, power, numpy_exp, numpy_log, tanh, floor_division, percent, round_even, minus_masks, invert_number, mean,
    invert_week, add_weeks,
    numpy_sum, masked, in_place, if_parameter, loop_over_people, chained, shifted,
)  # fmt: skip
READ = tuple(
    f for f in list(globals().values())
    if callable(f) and getattr(f, "__module__", "") == __name__ and f not in REFUSED and not isinstance(f, type)
)  # fmt: skip
