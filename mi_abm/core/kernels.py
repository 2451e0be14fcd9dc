"""What a rule may call on whole columns, in numpy: the reference that any faster engine must equal bit for bit.

Columns have shape (people,) or (styles, people); values on ties have shape (ties,) or (styles, ties). All sums run
serially in row order, so that a run has the same bits alone and in a stack.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from mi_abm.core.chance import Now, draw, happens
from mi_abm.core.columns import Array
from mi_abm.core.organisation import Organisation


def here(org: Organisation, x: Any) -> Any:
    """Bring a column (or a parameter) to the ties: the observer's value."""
    return np.take(x, org.row, axis=-1) if isinstance(x, np.ndarray) and x.ndim else x


def there(org: Organisation, x: Any) -> Any:
    """Bring a column (or a parameter) to the ties: the value of the colleague attended to."""
    return np.take(x, org.idx, axis=-1) if isinstance(x, np.ndarray) and x.ndim else x


def _sums(groups: NDArray[np.int64], x: Array, n: int) -> Array:
    """Add up x by group, serially; a leading axis of styles is kept."""
    if x.ndim == 1:
        return np.asarray(np.bincount(groups, x, n), dtype=np.float64)
    return np.stack([_sums(groups, row, n) for row in x])


def tie_sum(org: Organisation, x: Array) -> Array:
    """Add up a value on ties over each observer's ties."""
    return _sums(org.row, x, len(org))


def mean_of_ties(org: Organisation, x: Array, weight: Array, alone: Array) -> Array:
    """Return the weighted mean of x over each observer's ties; `alone` where the weights add up to nothing."""
    return ratio(tie_sum(org, weight * x), tie_sum(org, weight), alone)


def ratio(above: Array, below: Array, otherwise: Any) -> Array:
    """Return above / below, and `otherwise` where below is not positive."""
    some = below > 0
    return np.where(some, above / np.where(some, below, 1.0), otherwise)


def tie_chance(org: Organisation, now: Now, process: str, p: Array) -> Array:
    """Return 1 where this week's event of probability `p` happens on a tie, else 0 (expectation mode: `p`).

    One draw an ordered tie and week, shared by all styles if `p` has an axis of styles.
    """
    noisy = here(org, now.noisy)
    return happens(noisy, p, lambda: tie_uniform(org, now, process))


def tie_uniform(org: Organisation, now: Now, process: str) -> Array:
    """Return this week's uniform draw of each ordered tie."""
    name = now.name(process)
    if name not in now.memo:
        who, key0, key1 = (x.take(org.row) for x in (now.person, now.key0, now.key1))
        now.memo[name] = draw(who, now.week, name, now.post.take(org.idx), key0, key1)
    return now.memo[name]


def team_sum(org: Organisation, x: Array) -> Array:
    """Add up a column over each team, given to all its members."""
    return _sums(org.team, x, len(org.team_size))[..., org.team]


def team_mean(org: Organisation, x: Array) -> Array:
    """Return the mean of a column over each team, given to all its members."""
    return (_sums(org.team, x, len(org.team_size)) / org.team_size)[..., org.team]


def run_sum(org: Organisation, x: Array) -> Array:
    """Add up a column over each run: one value a run."""
    return _sums(org.run, x, org.n_runs)


def run_total(org: Organisation, x: Array) -> Array:
    """Add up a column over the whole organisation, given to all its members."""
    return run_sum(org, x)[..., org.run]


def run_mean(org: Organisation, x: Array) -> Array:
    """Return the mean of a column over each run: one value a run."""
    return run_sum(org, x) / np.diff(org.run_rows)


def run_tie_sum(org: Organisation, x: Array) -> Array:
    """Add up a value on ties over each run: one value a run."""
    return _sums(org.run[org.row], x, org.n_runs)


def per_group(org: Organisation, reached: Array, size: int, by_team: Any = 0.0) -> Array:
    """Return each reached person's share of one unit per group of at most `size`.

    Groups are formed in the organisation, or in each team where `by_team` is 1. `reached` may be a probability.
    """
    some = positive(reached)
    n = np.where(np.asarray(by_team) > 0, team_sum(org, some), run_total(org, some))
    return reached * ratio(np.ceil(n / size), n, 0.0)


def per_manager(org: Organisation, reached: Array) -> Array:
    """Return each person's share of one unit per manager who leads somebody reached (`reached`: also a probability)."""
    n = int(org.manager.max()) + 1
    most = np.zeros(n)
    np.maximum.at(most, org.manager, reached)
    return np.asarray((most / np.bincount(org.manager, minlength=n))[org.manager])


def of_manager(org: Organisation, x: Array) -> Array:
    """Return, for everybody, the value of x at the first of the people whom the own manager leads."""
    return np.asarray(x[np.unique(org.manager, return_index=True)[1]][org.manager])


def style_mean(x: Array) -> Array:
    """Return the mean over styles of a (styles, people) column: shape (people,)."""
    total: Array = x[0].copy()
    for row in x[1:]:
        total += row
    return total / len(x)


def style_max(x: Array) -> Array:
    """Return the largest over styles of values that each style has."""
    return np.asarray(x.max(axis=0))


def rank_in_team(org: Organisation, by: Array, luck: Array) -> Array:
    """Return each person's place in the team, 0 for the largest `by`; equals are ordered by luck, higher first."""
    order = np.lexsort((-luck, -by, org.team))
    first = np.concatenate([[0], np.cumsum(np.bincount(org.team, minlength=len(org.team_size)))])
    rank = np.empty(len(org))
    rank[order] = np.arange(len(org)) - first[org.team[order]]
    return rank


def lowest_other_team(org: Organisation, by: Array, luck: Array) -> Array:
    """Return the number of the team with the smallest `by`, other than one's own; -1 where there is no other.

    `by` and `luck` are equal within a team; equals are ordered by luck, higher first.
    """
    first = np.unique(org.team, return_index=True)[1]
    order = np.lexsort((-luck[first], by[first], org.run[first]))
    place = org.run_teams[org.run]
    best, second = order[place], order[np.minimum(place + 1, len(order) - 1)]
    choice = np.where(best == org.team, second, best)
    return np.where(org.teams_in_run > 1, choice - place, -1).astype(np.float64)


def during(now: Now, p: Any, delay: Any = 0.0) -> Any:
    """Return 1 in the weeks start ... start + weeks - 1, put off by `delay` weeks, else 0."""
    week = now.week - delay
    return np.where((week >= p.start) & (week < p.start + p.weeks), 1.0, 0.0)


def due(now: Now, p: Any, every: Any = None) -> Any:
    """Return 1 in the first week of the window and every `every` weeks of it (default: the parameter), else 0."""
    return during(now, p) * np.where(np.mod(weeks_into(now, p), p.every if every is None else every) == 0, 1.0, 0.0)


def on_schedule(org: Organisation, now: Now, weeks: Any, delay: Array) -> Array:
    """Return 1 in the listed weeks, put off by `delay` weeks, else 0; one list, or one a run."""
    week = now.week - delay
    if not weeks or not isinstance(weeks[0], (list, tuple)):
        return np.where(np.isin(week, list(weeks)), 1.0, 0.0)
    hits = np.stack([np.isin(week, list(listed)) for listed in weeks])
    return np.where(hits[org.run, np.arange(len(org))], 1.0, 0.0)


def named_styles(org: Organisation, names: Any) -> Array:
    """Return 1 for the named styles, else 0: shape (styles, people); None names all; one list, or one a run."""
    one = names is None or not names or isinstance(names[0], str)
    lists = [names] * org.n_runs if one else list(names)
    table = np.array([[1.0 if n is None or style in n else 0.0 for n in lists] for style in org.style_names])
    return table[:, org.run]


def weeks_into(now: Now, p: Any) -> Any:
    """Return the number of weeks since the start of the window, 0 in its first week."""
    return now.week - np.asarray(p.start, dtype=np.float64)


def is_choice(value: Any, place: int) -> Any:
    """Return 1 where a parameter of choice has the option at this place, else 0."""
    return np.where(np.asarray(value) == place, 1.0, 0.0)


def positive(x: Any) -> Any:
    """Return 1 where x is above zero, else 0."""
    return np.where(np.asarray(x) > 0, 1.0, 0.0)
