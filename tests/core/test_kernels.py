"""Each helper against a plain loop over people and ties; a stack of two runs, ragged, with people who have no ties."""

from __future__ import annotations

import math
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from mi_abm.core import Now
from mi_abm.core import kernels as k
from mi_abm.core.chance import stream
from mi_abm.core.organisation import Organisation, organisation, stack

Random = np.random.Generator


def one(perturb: Random, sizes: tuple[int, ...], share: float) -> Organisation:
    """Return an organisation with a share of all possible ties, in which person 0 attends to nobody."""
    team = perturb.permutation(np.repeat(np.arange(len(sizes)), sizes))
    n = len(team)
    pairs = [(i, j) for i in range(1, n) for j in range(n) if i != j and perturb.random() < share]
    source, target = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
    managers = perturb.integers(0, 2, n)  # two of them, each with somebody to lead
    managers[0], managers[-1] = 1, 0
    return organisation(team, source, target, perturb.uniform(0.1, 1, len(pairs)), [str(s) for s in sizes], managers)


@pytest.fixture
def org(perturb: Random) -> Organisation:
    return stack([one(perturb, (4, 1, 3), 0.5), one(perturb, (2, 5), 0.4), one(perturb, (3,), 0.9)])


def people(org: Organisation) -> range:
    return range(len(org))


def ties(org: Organisation) -> range:
    return range(org.n_ties)


def fill(org: Organisation, chosen: list[float]) -> np.ndarray:
    assert len(chosen) == len(org)
    return np.array(chosen)


def test_here_and_there(org: Organisation, perturb: Random) -> None:
    x = perturb.random((2, len(org)))
    assert k.here(org, x).tolist() == [[x[s][org.row[e]] for e in ties(org)] for s in range(2)]
    assert k.there(org, x).tolist() == [[x[s][org.idx[e]] for e in ties(org)] for s in range(2)]
    assert k.here(org, 0.3) == k.there(org, 0.3) == 0.3


def test_sums_and_means_of_ties(org: Organisation, perturb: Random) -> None:
    x, w, alone = perturb.random(org.n_ties), perturb.random(org.n_ties), perturb.random(len(org))
    w[org.row == len(org) - 1] = 0.0  # somebody whose ties weigh nothing
    sums, means = [], []
    for i in people(org):
        above = below = total = 0.0
        for e in ties(org):
            if org.row[e] == i:
                total, above, below = total + x[e], above + w[e] * x[e], below + w[e]
        sums.append(total)
        means.append(above / below if below > 0 else alone[i])
    assert k.tie_sum(org, x).tolist() == sums
    assert k.mean_of_ties(org, x, w, alone).tolist() == means
    assert means[0] == alone[0]
    assert k.tie_sum(org, np.stack([x, 2 * x])).tolist() == [sums, [2 * s for s in sums]]


def test_ratio() -> None:
    found = k.ratio(np.array([1.0, 1, 0, 5]), np.array([2.0, 0, 0, -1]), np.array([9.0, 8, 7, 6]))
    assert found.tolist() == [0.5, 8, 7, 6]


@pytest.mark.parametrize("by", ["team", "run"])
def test_sums_by_group(org: Organisation, perturb: Random, by: str) -> None:
    x = perturb.random((2, len(org)))
    group = getattr(org, by)
    total = []
    for row in x:
        sums: dict[int, float] = {}
        for i in people(org):
            sums[group[i]] = sums.get(group[i], 0.0) + row[i]
        total.append(sums)
    size = {g: int(np.sum(group == g)) for g in set(group.tolist())}
    spread = [[sums[group[i]] for i in people(org)] for sums in total]
    mean = [[sums[g] / size[g] for g in sorted(size)] for sums in total]
    if by == "team":
        assert k.team_sum(org, x).tolist() == spread
        assert k.team_mean(org, x).tolist() == [[m[group[i]] for i in people(org)] for m in mean]
    else:
        assert k.run_total(org, x).tolist() == spread
        assert k.run_sum(org, x).tolist() == [[s[g] for g in sorted(size)] for s in total]
        assert k.run_mean(org, x).tolist() == mean


@pytest.mark.parametrize("reached", ["all", "some", "none"])
def test_hours_per_group_and_manager(org: Organisation, perturb: Random, reached: str) -> None:
    some = np.where(perturb.random(len(org)) < {"all": 2, "some": 0.5, "none": -1}[reached], 1.0, 0.0)
    found, led = k.per_group(org, some, 3), k.per_manager(org, some)
    for r in range(3):
        inside = org.run == r
        assert found[inside].sum() == pytest.approx(math.ceil(some[inside].sum() / 3))
        staffs = {m: [i for i in people(org) if org.manager[i] == m] for m in set(org.manager[inside].tolist())}
        concerned = sum(any(some[i] for i in staff) for staff in staffs.values())
        assert led[inside].sum() == pytest.approx(concerned)
    assert np.all(found[some == 0] == 0)


def test_style_mean(perturb: Random) -> None:
    x = perturb.random((3, 5))
    assert k.style_mean(x).tolist() == [(x[0][i] + x[1][i] + x[2][i]) / 3 for i in range(5)]
    assert np.array_equal(k.style_mean(x[:1]), x[0])


def test_rank_in_team(org: Organisation, perturb: Random) -> None:
    by, luck = perturb.integers(0, 3, len(org)).astype(float), perturb.random(len(org))
    by[3] = -np.inf
    for i, place in enumerate(k.rank_in_team(org, by, luck)):
        ahead = [j for j in people(org) if org.team[j] == org.team[i] and (by[j], luck[j]) > (by[i], luck[i])]
        assert place == len(ahead)


def test_lowest_other_team(org: Organisation, perturb: Random) -> None:
    by = perturb.integers(0, 2, len(org.team_size)).astype(float)[org.team]
    luck = perturb.random(len(org.team_size))[org.team]
    found = k.lowest_other_team(org, by, luck)
    for i in people(org):
        others = [j for j in people(org) if org.run[j] == org.run[i] and org.team[j] != org.team[i]]
        best = min(others, key=lambda j: (by[j], -luck[j]), default=None)
        assert found[i] == (-1 if best is None else org.team_number[best])


def moment(org: Organisation, noisy: object = 1.0) -> Now:
    words = [w.astype(np.uint64) for w in (org.post, 0 * org.post, org.team_number, 0 * org.post, 0 * org.post)]
    return Now(5, *words, noisy=noisy, rule="r")  # type: ignore[arg-type]


def test_tie_chance(org: Organisation, perturb: Random) -> None:
    from mi_abm.core.chance import draw

    now, p = moment(org), perturb.random(org.n_ties)
    expected = []
    for e in ties(org):
        who, partner = (now.person[[x]] for x in (org.row[e], org.idx[e]))
        u = draw(who, 5, stream("r/seen"), partner, now.key0[:1], now.key1[:1])[0]
        expected.append(1.0 if u < p[e] else 0.0)
    assert k.tie_chance(org, now, "seen", p).tolist() == expected
    mixed = replace(now, noisy=(org.run != 1).astype(np.float64))
    kept = org.run[org.row] == 1
    assert np.array_equal(k.tie_chance(org, mixed, "seen", p), np.where(kept, p, expected))


@pytest.mark.parametrize("week", range(-3, 12))
def test_windows(week: int) -> None:
    now = SimpleNamespace(week=week)
    p = SimpleNamespace(start=np.array([1, 3, 3, -2]), weeks=np.array([1, 4, 0, 3]))
    windows = [{1}, {3, 4, 5, 6}, set(), {-2, -1, 0}]
    assert k.during(now, p).tolist() == [float(week in w) for w in windows]
    assert k.weeks_into(now, p).tolist() == [week - 1, week - 3, week - 3, week + 2]


def test_choices_and_signs() -> None:
    assert k.is_choice(np.array([0.0, 1, 2]), 1).tolist() == [0, 1, 0]
    assert k.is_choice(1.0, 1) == 1
    assert k.positive(np.array([-1.0, 0, 1e-300])).tolist() == [0, 0, 1]
